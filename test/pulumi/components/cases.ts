/** Each component with its least arguments and with all of them, and the constructs that say the same. */
import { type Chart, Duration, Size } from 'cdk8s';
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  Condition,
  CorsOrigin,
  DataPlane,
  DenyAllPolicy,
  DenyPolicy,
  EnvSource,
  EnvValue,
  FaultInjection,
  GatewayProxies,
  GatewayServer,
  HttpMatch,
  HttpRouting,
  IngressGateway,
  InitContainer,
  Injection,
  LoadBalancing,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshService,
  PathChange,
  PreStop,
  Probe,
  SidecarScope,
  Spread,
  StrictMtls,
  Volume,
  WorkloadKind,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';

/** A component, of which tests change the arguments. */
export interface ComponentCase<A extends object = object, W = unknown> {
  readonly name: string;

  /** What its arguments refer to. */
  readonly world: () => W;
  readonly args: (world: W) => A;
  readonly make: (args: A) => unknown;
  readonly yaml: (chart: Chart) => unknown;

  /** Paths of arguments that decide which objects there are. */
  readonly known: readonly string[];

  /** Paths of choices of a few words, which the types want known. */
  readonly choices?: readonly string[];
}

const resources = { requests: { cpu: '100m', memory: Size.mebibytes(128) } };
const probes = { readiness: Probe.tcp() };
const image = 'registry.example.com/app:1';

/** Gateway proxies in istio-system. */
export const proxies = GatewayProxies.of({
  namespace: MeshNamespace.fromName('istio-system'),
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'ingress',
});

type Full<A> = Required<Omit<A, 'settings'>>;

function define<A extends object, W>(each: ComponentCase<A, W>): ComponentCase {
  return each as unknown as ComponentCase;
}

const minimal = [
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
    args: (app): mesh.CircuitBreakerArgs<'v1' | 'v2'> => ({ app }),
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

const LEDGER = { ports: [MeshPort.http(80)], versions: { v1: {}, v2: {} } };

function ledger() {
  const client = new mesh.MeshNamespace('shop');
  return mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), { ...LEDGER, client });
}

function ledgerOf(scope: Chart) {
  const client = new MeshNamespace(scope, 'shop');
  return MeshService.fromName('ledger', MeshNamespace.fromName('bank'), { ...LEDGER, scope, client });
}

const retries = { attempts: 3, perTryTimeout: Duration.millis(2500), retryOn: ['5xx' as const, 'reset' as const] };
const breaker = {
  consecutive5xxErrors: 3,
  consecutiveGatewayErrors: 2,
  splitExternalLocalOriginErrors: true,
  consecutiveLocalOriginFailures: 4,
  interval: Duration.seconds(10),
  baseEjectionTime: Duration.minutes(1),
  maxEjectionPercent: 100,
  minHealthPercent: 30,
  loadBalancing: LoadBalancing.roundRobin(),
  connectionPool: {
    maxConnections: 100,
    connectTimeout: Duration.seconds(5),
    tcpKeepalive: { probes: 3, time: Duration.seconds(60) },
    http2MaxRequests: 1000,
    maxRetries: 4,
  },
};

/** Beside a split that says itself how its pods are chosen. */
function breakerOf() {
  const { loadBalancing, ...others } = breaker;
  void loadBalancing;
  return others;
}

const split = {
  weight: 0,
  mirror: 5,
  sessionAffinity: { cookie: 'session', ttl: Duration.hours(1), path: '/' },
  preview: HttpMatch.header('x-preview').is('on'),
  timeout: Duration.seconds(10),
  retries,
};
const fault = {
  when: HttpMatch.header('x-test').is('on'),
  everyone: false,
  delay: { duration: Duration.seconds(5), percentage: 50 },
  abort: { httpStatus: 418, percentage: 0.5 },
};
const requests = {
  methods: ['GET', 'POST'],
  paths: ['/api/*', '*.html'],
  hosts: ['*.example.com'],
  notMethods: ['DELETE'],
  notPaths: ['/api/internal/*'],
  notHosts: ['old.example.com'],
  when: [Condition.header('x-beta').is('on')],
};
const namespaceProps = {
  name: 'team',
  dataPlane: DataPlane.sidecar({ revision: 'stable' }),
  mtls: 'strict' as const,
  labels: { team: 'a' },
  podSecurity: 'restricted' as const,
  enforcePodSecurity: true,
  annotations: { note: 'any text' },
};
const servers = [GatewayServer.http({ hosts: ['*.example.com'] })];
const rewriting = {
  match: HttpMatch.method('GET'),
  rewrite: { path: PathChange.full('/new'), authority: 'old.example.com' },
  headers: { request: { set: { a: '1' }, add: { b: '2' }, remove: ['c'] }, response: { remove: ['d'] } },
  cors: {
    allowOrigins: [CorsOrigin.exact('https://shop.example.com')],
    allowMethods: ['GET'],
    allowHeaders: ['x-a'],
    exposeHeaders: ['x-b'],
    maxAge: Duration.hours(1),
    allowCredentials: true,
    unmatchedPreflights: 'IGNORE' as const,
  },
  timeout: Duration.seconds(1),
  retries: { attempts: 0 },
};
const appProps = {
  name: 'reviews',
  image,
  replicas: 3,
  workload: WorkloadKind.deployment(),
  disruptionBudget: true,
  spread: [Spread.acrossZones()],
  command: ['/bin/web'],
  args: ['--verbose'],
  volumes: { tmp: Volume.emptyDir({ mountPath: '/tmp' }) },
  initContainers: [InitContainer.of({ name: 'init', image: 'init:1', network: 'none' })],
  preStop: PreStop.sleep(Duration.seconds(5)),
  terminationGracePeriod: Duration.seconds(60),
  envFrom: [EnvSource.secret('tokens', { prefix: 'TOKEN_' })],
  probes,
  proxy: { concurrency: 2, logLevel: 'warning' as const },
  injection: Injection.byPodLabel({ revision: 'stable' }),
  hardening: { nonRoot: false },
  serviceAccount: 'given',
  podLabels: { team: 'web' },
  podAnnotations: { note: 'any text' },
  podOverrides: { priorityClassName: 'high' },
  ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.http(9000, { name: 'metrics' })],
  resources: { ...resources, limits: { cpu: '2', memory: Size.gibibytes(1) } },
};
const versions = { v1: {}, v2: { image: 'registry.example.com/app:2', replicas: 5, env: { MODE: 'new' } } };
const perVersion = { v2: { connectionPool: { http2MaxRequests: 200 } } };

/** Two apps of which one calls the other. */
function shopWorld() {
  const shop = new mesh.MeshNamespace('shop');
  const gateway = new mesh.IngressGateway('public', { proxies, servers });
  const ratings = new mesh.MeshApp('ratings', {
    namespace: shop,
    image,
    ports: [MeshPort.http(80), MeshPort.http(9090, { name: 'metrics' })],
    resources,
    probes,
  });
  return { shop, gateway, ratings };
}

function shopOf(chart: Chart) {
  const shop = new MeshNamespace(chart, 'shop');
  const gateway = new IngressGateway(chart, 'public', { proxies, servers });
  const ratings = new MeshApp(chart, 'ratings', {
    namespace: shop,
    image,
    ports: [MeshPort.http(80), MeshPort.http(9090, { name: 'metrics' })],
    resources,
    probes,
  });
  return { shop, gateway, ratings };
}

function appIn<N>(namespace: N) {
  return { namespace, image, ports: [MeshPort.http(80)], resources, probes };
}

/** In the namespace shop, an app that another one calls. */
function caller() {
  const called = new mesh.MeshApp('called', appIn(MeshNamespace.fromName('shop')));
  new mesh.MeshApp('caller', {
    ...appIn(MeshNamespace.fromName('other')),
    env: { URL: EnvValue.url(called.port('http')) },
  });
  return { called };
}

const full = [
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
    name: 'CircuitBreaker',
    world: ledger,
    args: (app): Full<Omit<mesh.CircuitBreakerArgs<'v1' | 'v2'>, 'perVersion'>> => ({ ...breaker, app }),
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

/** All of them. */
export const CASES: Readonly<Record<'minimal' | 'full', readonly ComponentCase[]>> = { minimal, full };
