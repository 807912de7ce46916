/** Values for every argument, and what arguments refer to. */
import { type Chart, Duration, Size } from 'cdk8s';
import {
  Condition,
  CorsOrigin,
  DataPlane,
  EnvSource,
  EnvValue,
  GatewayServer,
  HttpMatch,
  IngressGateway,
  InitContainer,
  Injection,
  LoadBalancing,
  MeshApp,
  MeshNamespace,
  MeshPort,
  PathChange,
  PreStop,
  Spread,
  Volume,
  WorkloadKind,
  CanaryStep,
  CanarySteps,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { proxies, resources, probes, image } from './component-case';

export const retries = {
  attempts: 3,
  perTryTimeout: Duration.millis(2500),
  retryOn: ['5xx' as const, 'reset' as const],
};
export const breaker = {
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
export function breakerOf() {
  const { loadBalancing, ...others } = breaker;
  void loadBalancing;
  return others;
}

export const split = {
  weight: 0,
  mirror: 5,
  sessionAffinity: { cookie: 'session', ttl: Duration.hours(1), path: '/' },
  preview: HttpMatch.header('x-preview').is('on'),
  timeout: Duration.seconds(10),
  retries,
};
export const autoscaling = { minReplicas: 2, maxReplicas: 10, cpuPercent: 70, memoryPercent: 90 };

/** One step of a canary instead of its weight. */
export function byStepsOf() {
  return {
    preview: HttpMatch.header('x-preview').is('on'),
    steps: CanarySteps.of([CanaryStep.preview(), CanaryStep.mirror(10), CanaryStep.weight(30, { name: 'some' })]),
    step: 'some',
    timeout: Duration.seconds(3),
  };
}

export const fault = {
  when: HttpMatch.header('x-test').is('on'),
  everyone: false,
  delay: { duration: Duration.seconds(5), percentage: 50 },
  abort: { httpStatus: 418, percentage: 0.5 },
};
export const requests = {
  methods: ['GET', 'POST'],
  paths: ['/api/*', '*.html'],
  hosts: ['*.example.com'],
  notMethods: ['DELETE'],
  notPaths: ['/api/internal/*'],
  notHosts: ['old.example.com'],
  when: [Condition.header('x-beta').is('on')],
};
export const namespaceProps = {
  name: 'team',
  dataPlane: DataPlane.sidecar({ revision: 'stable' }),
  mtls: 'strict' as const,
  labels: { team: 'a' },
  podSecurity: 'restricted' as const,
  enforcePodSecurity: true,
  annotations: { note: 'any text' },
};
export const servers = [GatewayServer.http({ hosts: ['*.example.com'] })];
export const rewriting = {
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
export const appProps = {
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
export const versions = { v1: {}, v2: { image: 'registry.example.com/app:2', replicas: 5, env: { MODE: 'new' } } };
export const perVersion = { v2: { connectionPool: { http2MaxRequests: 200 } } };

/** Two apps of which one calls the other. */
export function shopWorld() {
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

export function shopOf(chart: Chart) {
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

export function appIn<N>(namespace: N) {
  return { namespace, image, ports: [MeshPort.http(80)], resources, probes };
}

/** In the namespace shop, an app that another one calls. */
export function caller() {
  const called = new mesh.MeshApp('called', appIn(MeshNamespace.fromName('shop')));
  new mesh.MeshApp('caller', {
    ...appIn(MeshNamespace.fromName('other')),
    env: { URL: EnvValue.url(called.port('http')) },
  });
  return { called };
}
