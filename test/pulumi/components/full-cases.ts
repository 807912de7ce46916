/** Each component with all its arguments, and the constructs that say the same. */
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  DenyAllPolicy,
  DenyPolicy,
  EnvValue,
  FaultInjection,
  HttpMatch,
  HttpRouting,
  IngressGateway,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshService,
  SidecarScope,
  StrictMtls,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { type Full, define, proxies, ledger, ledgerOf } from './component-case';
import {
  appIn,
  appProps,
  autoscaling,
  breaker,
  breakerOf,
  byStepsOf,
  caller,
  fault,
  namespaceProps,
  perVersion,
  requests,
  rewriting,
  servers,
  shopOf,
  shopWorld,
  split,
  versions,
} from './full-values';

/** One of each class, and more of those whose arguments exclude each other. */
export const full = [
  define({
    name: 'MeshNamespace',
    world: () => undefined,
    args: (): Full<mesh.MeshNamespaceArgs> => namespaceProps,
    make: (args) => new mesh.MeshNamespace('shop', args),
    yaml: (chart) => new MeshNamespace(chart, 'shop', namespaceProps),
    known: ['mtls'],
    choices: ['podSecurity'],
  }),
  define({
    name: 'MeshApp',
    world: shopWorld,
    args: ({ shop, gateway, ratings }): Full<Omit<mesh.MeshAppArgs<'v1' | 'v2'>, 'autoscaling'>> => ({
      ...appProps,
      namespace: shop,
      versions,
      env: { MODE: 'old', RATINGS_URL: EnvValue.url(ratings.port('http')) },
      canary: { ...split, stable: 'v1', canary: 'v2', port: 'http' },
      circuitBreaker: { ...breakerOf(), perVersion },
      faults: { slow: fault },
      routes: {
        rewriting: {
          ...rewriting,
          to: [{ to: 'v1', weight: 1, headers: { response: { set: { 'x-version': 'v1' } } } }, { weight: 99 }],
          port: 'http',
          mirror: [
            { to: 'v2', port: 'http', percentage: 5 },
            { to: ratings, port: 80 },
          ],
          before: ['other'],
        },
        other: { match: HttpMatch.header('x-other').isPresent(), to: [{ to: 'v1' }] },
      },
      expose: [
        {
          ...requests,
          gateway,
          hosts: ['shop.example.com'],
          path: '/shop',
          stripPath: true,
          port: 'http',
          notPorts: ['metrics'],
        },
      ],
      allowFrom: [
        { ...requests, caller: ratings, ports: ['http'] },
        { caller: MeshPeer.remoteIpBlocks('192.0.2.0/24') },
      ],
    }),
    make: (args) => new mesh.MeshApp('web', args),
    yaml: (chart) => {
      const { shop, gateway, ratings } = shopOf(chart);
      const app = new MeshApp(chart, 'web', {
        ...appProps,
        namespace: shop,
        versions,
        env: { MODE: 'old', RATINGS_URL: EnvValue.url(ratings.port('http')) },
      });
      new CanaryRoute(chart, 'canary', {
        ...split,
        stable: app.version('v1'),
        canary: app.version('v2'),
        port: app.port('http'),
      });
      new CircuitBreaker(chart, 'breaker', { ...breakerOf(), app, perVersion });
      new FaultInjection(chart, 'slow', { ...fault, app });
      const other = new HttpRouting(chart, 'other', {
        app,
        match: HttpMatch.header('x-other').isPresent(),
        to: [{ to: app.version('v1') }],
      });
      new HttpRouting(chart, 'rewriting', {
        ...rewriting,
        app,
        to: [
          { to: app.version('v1'), weight: 1, headers: { response: { set: { 'x-version': 'v1' } } } },
          { to: app, weight: 99 },
        ],
        port: app.port('http'),
        mirror: [
          { to: app.version('v2'), port: app.port('http'), percentage: 5 },
          { to: ratings, port: ratings.port('http') },
        ],
        before: [other],
      });
      app.expose(gateway, {
        ...requests,
        hosts: ['shop.example.com'],
        path: '/shop',
        stripPath: true,
        port: app.port('http'),
        notPorts: [app.port('metrics')],
      });
      app.allowFrom(ratings, { ...requests, ports: [app.port('http')] });
      app.allowFrom(MeshPeer.remoteIpBlocks('192.0.2.0/24'));
    },
    known: [
      'name',
      'canary.stable',
      'canary.canary',
      'canary.port',
      'routes.rewriting.to.0.to',
      'routes.rewriting.port',
      'routes.rewriting.mirror.0.to',
      'routes.rewriting.mirror.0.port',
      'routes.rewriting.before.0',
      'routes.other.to.0.to',
      'expose.0.path',
      'expose.0.port',
      'expose.0.notPorts.0',
      'allowFrom.0.ports.0',
    ],
    choices: ['proxy.logLevel', 'routes.rewriting.cors.unmatchedPreflights'],
  }),
  define({
    name: 'MeshApp',
    title: 'MeshApp with autoscaling and a canary by steps',
    world: shopWorld,
    args: ({ shop }): mesh.MeshAppArgs<'v1' | 'v2'> => ({
      ...appIn(shop),
      autoscaling,
      versions: { v1: {}, v2: { autoscaling: { minReplicas: 1, maxReplicas: 4, memoryPercent: 80 } } },
      canary: { ...byStepsOf(), stable: 'v1', canary: 'v2' },
    }),
    make: (args) => new mesh.MeshApp('web', args),
    yaml: (chart) => {
      const app = new MeshApp(chart, 'web', {
        ...appIn(shopOf(chart).shop),
        autoscaling,
        versions: { v1: {}, v2: { autoscaling: { minReplicas: 1, maxReplicas: 4, memoryPercent: 80 } } },
      });
      new CanaryRoute(chart, 'canary', { ...byStepsOf(), stable: app.version('v1'), canary: app.version('v2') });
    },
    known: ['canary.stable', 'canary.canary', 'canary.step'],
  }),
  define({
    name: 'IngressGateway',
    world: () => undefined,
    args: (): Full<mesh.IngressGatewayArgs> => ({ proxies, servers, name: 'edge' }),
    make: (args) => new mesh.IngressGateway('public', args),
    yaml: (chart) => new IngressGateway(chart, 'public', { proxies, servers, name: 'edge' }),
    known: [],
  }),
  define({
    name: 'SidecarScope',
    world: shopWorld,
    args: ({ shop, ratings }): Full<mesh.SidecarScopeArgs> => ({
      appliesTo: ratings,
      hosts: [shop, ratings, MeshService.fromName('db', MeshNamespace.fromName('bank'))],
      ingress: [{ port: ratings.port('metrics'), forwardTo: 9091 }],
      outboundTrafficPolicy: 'REGISTRY_ONLY',
      name: 'limits',
    }),
    make: (args) => new mesh.SidecarScope('sidecar', args),
    yaml: (chart) => {
      const { shop, ratings } = shopOf(chart);
      new SidecarScope(chart, 'sidecar', {
        appliesTo: ratings,
        hosts: [shop, ratings, MeshService.fromName('db', MeshNamespace.fromName('bank'))],
        ingress: [{ port: ratings.port('metrics'), forwardTo: 9091 }],
        outboundTrafficPolicy: 'REGISTRY_ONLY',
        name: 'limits',
      });
    },
    known: [],
    choices: ['outboundTrafficPolicy'],
  }),
  define({
    name: 'StrictMtls',
    world: shopWorld,
    args: ({ ratings }): Full<mesh.StrictMtlsArgs> => ({
      appliesTo: ratings,
      exceptions: [{ port: ratings.port('metrics'), reason: 'scraped from outside', mode: 'DISABLE' }],
      name: 'a-policy',
    }),
    make: (args) => new mesh.StrictMtls('strict', args),
    yaml: (chart) => {
      const { ratings } = shopOf(chart);
      new StrictMtls(chart, 'strict', {
        appliesTo: ratings,
        exceptions: [{ port: ratings.port('metrics'), reason: 'scraped from outside', mode: 'DISABLE' }],
        name: 'a-policy',
      });
    },
    known: ['exceptions.0.reason'],
    choices: ['exceptions.0.mode'],
  }),
  define({
    name: 'AllowPolicy',
    world: shopWorld,
    args: ({ ratings }): Full<mesh.AllowPolicyArgs> => ({
      ...requests,
      to: ratings,
      from: [proxies, MeshPeer.principal('cluster.local/ns/shop/sa/web')],
      notFrom: [MeshPeer.ipBlocks('10.9.0.0/16')],
      ports: [ratings.port('http')],
      notPorts: [ratings.port('metrics')],
      dryRun: false,
      name: 'callers',
    }),
    make: (args) => new mesh.AllowPolicy('allow', args),
    yaml: (chart) => {
      const { ratings } = shopOf(chart);
      new AllowPolicy(chart, 'allow', {
        ...requests,
        to: ratings,
        from: [proxies, MeshPeer.principal('cluster.local/ns/shop/sa/web')],
        notFrom: [MeshPeer.ipBlocks('10.9.0.0/16')],
        ports: [ratings.port('http')],
        notPorts: [ratings.port('metrics')],
        dryRun: false,
        name: 'callers',
      });
    },
    known: [],
  }),
  define({
    name: 'DenyPolicy',
    world: shopWorld,
    args: ({ ratings, gateway }): Full<mesh.DenyPolicyArgs> => ({
      ...requests,
      to: ratings,
      from: [gateway.proxies, ratings],
      notFrom: [MeshPeer.ipBlocks('10.9.0.0/16')],
      ports: [ratings.port('http')],
      notPorts: [ratings.port('metrics')],
      dryRun: true,
      name: 'callers',
    }),
    make: (args) => new mesh.DenyPolicy('deny', args),
    yaml: (chart) => {
      const { ratings, gateway } = shopOf(chart);
      new DenyPolicy(chart, 'deny', {
        ...requests,
        to: ratings,
        from: [gateway.proxies, ratings],
        notFrom: [MeshPeer.ipBlocks('10.9.0.0/16')],
        ports: [ratings.port('http')],
        notPorts: [ratings.port('metrics')],
        dryRun: true,
        name: 'callers',
      });
    },
    known: [],
  }),
  define({
    name: 'DenyAllPolicy',
    world: () => ({ ...shopWorld(), ...caller() }),
    args: ({ shop, called }): Full<mesh.DenyAllPolicyArgs> => ({
      appliesTo: shop,
      cutOff: [{ app: called, reason: 'is being replaced' }],
      dryRun: false,
      name: 'closed',
    }),
    make: (args) => new mesh.DenyAllPolicy('deny-all', args),
    yaml: (chart) => {
      const { shop } = shopOf(chart);
      const called = new MeshApp(chart, 'called', appIn(shop));
      new MeshApp(chart, 'caller', {
        ...appIn(MeshNamespace.fromName('other')),
        env: { URL: EnvValue.url(called.port('http')) },
      });
      new DenyAllPolicy(chart, 'deny-all', {
        appliesTo: shop,
        cutOff: [{ app: called, reason: 'is being replaced' }],
        dryRun: false,
        name: 'closed',
      });
    },
    known: ['cutOff.0.reason'],
  }),
  define({
    name: 'CanaryRoute',
    world: ledger,
    args: (service): Full<Omit<mesh.CanaryRouteArgs, 'steps' | 'step'>> => ({
      ...split,
      stable: service.version('v1'),
      canary: service.version('v2'),
      port: service.port('http'),
    }),
    make: (args) => new mesh.CanaryRoute('canary', args),
    yaml: (chart) => {
      const service = ledgerOf(chart);
      new CanaryRoute(chart, 'canary', {
        ...split,
        stable: service.version('v1'),
        canary: service.version('v2'),
        port: service.port('http'),
      });
    },
    known: [],
  }),
  define({
    name: 'CanaryRoute',
    title: 'CanaryRoute by steps',
    world: ledger,
    args: (service): mesh.CanaryRouteArgs => ({
      ...byStepsOf(),
      stable: service.version('v1'),
      canary: service.version('v2'),
    }),
    make: (args) => new mesh.CanaryRoute('canary', args),
    yaml: (chart) => {
      const service = ledgerOf(chart);
      new CanaryRoute(chart, 'canary', {
        ...byStepsOf(),
        stable: service.version('v1'),
        canary: service.version('v2'),
      });
    },
    known: ['step'],
  }),
  define({
    name: 'CircuitBreaker',
    world: ledger,
    args: (app): Full<mesh.CircuitBreakerArgs> => ({ ...breaker, app }),
    make: (args) => new mesh.CircuitBreaker('breaker', args),
    yaml: (chart) => new CircuitBreaker(chart, 'breaker', { ...breaker, app: ledgerOf(chart) }),
    known: [],
  }),
  define({
    name: 'FaultInjection',
    world: ledger,
    args: (app): Full<mesh.FaultInjectionArgs> => ({ ...fault, app }),
    make: (args) => new mesh.FaultInjection('slow', args),
    yaml: (chart) => new FaultInjection(chart, 'slow', { ...fault, app: ledgerOf(chart) }),
    known: [],
  }),
];
