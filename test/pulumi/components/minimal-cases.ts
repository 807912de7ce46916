/** Each component with its least arguments, and the constructs that say the same. */
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  DenyAllPolicy,
  DenyPolicy,
  FaultInjection,
  GatewayServer,
  IngressGateway,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  SidecarScope,
  StrictMtls,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { define, proxies, resources, image, ledger, ledgerOf } from './component-case';

/** One of each class. */
export const minimal = [
  define({
    name: 'MeshNamespace',
    world: () => undefined,
    args: () => ({}),
    make: (args) => new mesh.MeshNamespace('shop', args),
    yaml: (chart) => new MeshNamespace(chart, 'shop'),
    known: [],
  }),
  define({
    name: 'MeshApp',
    world: () => undefined,
    args: (): mesh.MeshAppArgs<'v1'> => ({
      namespace: MeshNamespace.fromName('shop'),
      image,
      ports: [MeshPort.http(80)],
      resources,
    }),
    make: (args) => new mesh.MeshApp('web', args),
    yaml: (chart) =>
      new MeshApp(chart, 'web', {
        namespace: MeshNamespace.fromName('shop'),
        image,
        ports: [MeshPort.http(80)],
        resources,
      }),
    known: [],
  }),
  define({
    name: 'StrictMtls',
    world: () => new mesh.MeshNamespace('shop', { mtls: 'inherit' }),
    args: (shop): mesh.StrictMtlsArgs => ({ appliesTo: shop }),
    make: (args) => new mesh.StrictMtls('strict', args),
    yaml: (chart) =>
      new StrictMtls(chart, 'strict', { appliesTo: new MeshNamespace(chart, 'shop', { mtls: 'inherit' }) }),
    known: [],
  }),
  define({
    name: 'AllowPolicy',
    world: () => new mesh.MeshNamespace('shop'),
    args: (shop): mesh.AllowPolicyArgs => ({ to: shop, from: [MeshPeer.anyone()] }),
    make: (args) => new mesh.AllowPolicy('open', args),
    yaml: (chart) =>
      new AllowPolicy(chart, 'open', { to: new MeshNamespace(chart, 'shop'), from: [MeshPeer.anyone()] }),
    known: [],
  }),
  define({
    name: 'DenyPolicy',
    world: () => new mesh.MeshNamespace('shop'),
    args: (shop): mesh.DenyPolicyArgs => ({ to: shop, methods: ['DELETE'] }),
    make: (args) => new mesh.DenyPolicy('no-delete', args),
    yaml: (chart) => new DenyPolicy(chart, 'no-delete', { to: new MeshNamespace(chart, 'shop'), methods: ['DELETE'] }),
    known: [],
  }),
  define({
    name: 'DenyAllPolicy',
    world: () => new mesh.MeshNamespace('shop'),
    args: (shop): mesh.DenyAllPolicyArgs => ({ appliesTo: shop }),
    make: (args) => new mesh.DenyAllPolicy('deny-all', args),
    yaml: (chart) => new DenyAllPolicy(chart, 'deny-all', { appliesTo: new MeshNamespace(chart, 'shop') }),
    known: [],
  }),
  define({
    name: 'IngressGateway',
    world: () => undefined,
    args: (): mesh.IngressGatewayArgs => ({ proxies, servers: [GatewayServer.http({ hosts: ['*'] })] }),
    make: (args) => new mesh.IngressGateway('public', args),
    yaml: (chart) => new IngressGateway(chart, 'public', { proxies, servers: [GatewayServer.http({ hosts: ['*'] })] }),
    known: [],
  }),
  define({
    name: 'SidecarScope',
    world: () => new mesh.MeshNamespace('shop'),
    args: (shop): mesh.SidecarScopeArgs => ({ appliesTo: shop, hosts: [shop] }),
    make: (args) => new mesh.SidecarScope('limits', args),
    yaml: (chart) => {
      const shop = new MeshNamespace(chart, 'shop');
      new SidecarScope(chart, 'limits', { appliesTo: shop, hosts: [shop] });
    },
    known: [],
  }),
  define({
    name: 'CanaryRoute',
    world: ledger,
    args: (service): mesh.CanaryRouteArgs => ({
      stable: service.version('v1'),
      canary: service.version('v2'),
      weight: 5,
    }),
    make: (args) => new mesh.CanaryRoute('canary', args),
    yaml: (chart) => {
      const service = ledgerOf(chart);
      new CanaryRoute(chart, 'canary', { stable: service.version('v1'), canary: service.version('v2'), weight: 5 });
    },
    known: [],
  }),
  define({
    name: 'CircuitBreaker',
    world: ledger,
    args: (app): mesh.CircuitBreakerArgs => ({ app }),
    make: (args) => new mesh.CircuitBreaker('breaker', args),
    yaml: (chart) => new CircuitBreaker(chart, 'breaker', { app: ledgerOf(chart) }),
    known: [],
  }),
  define({
    name: 'FaultInjection',
    world: ledger,
    args: (app): mesh.FaultInjectionArgs => ({ app, everyone: true, abort: { httpStatus: 503 } }),
    make: (args) => new mesh.FaultInjection('down', args),
    yaml: (chart) =>
      new FaultInjection(chart, 'down', { app: ledgerOf(chart), everyone: true, abort: { httpStatus: 503 } }),
    known: [],
  }),
];
