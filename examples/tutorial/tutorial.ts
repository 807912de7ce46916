import { Chart, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  DenyAllPolicy,
  FaultInjection,
  type GatewayProxies,
  GatewayServer,
  HttpMatch,
  HttpRouting,
  type IMeshNamespace,
  IngressGateway,
  LoadBalancing,
  MeshApp,
  MeshDashboard,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshService,
  Probe,
  SidecarScope,
  StrictMtls,
} from 'istio-constructs';

/** How failures are met: as the lesson on destination rules has it, or as the lesson on circuit breakers. */
export type Lesson = 'destination-rule' | 'circuit-breaker';

/** Props of {@link MyAppChart}. */
export interface MyAppChartProps {
  /** The proxies behind which the app is exposed. */
  readonly ingress: GatewayProxies;

  readonly lesson: Lesson;
}

/** The tutorial's dashboard: how many requests each service gets. */
export function dashboard(scope: Construct, namespace: IMeshNamespace): MeshDashboard {
  return new MeshDashboard(scope, 'istio-custom-dashboard', {
    namespace,
    title: 'Istio Custom Mesh Dashboard',
    panels: [
      {
        title: 'Request Rate',
        queries: [{ expr: 'sum(rate(istio_requests_total{reporter="destination"}[5m])) by (destination_service)' }],
      },
    ],
  });
}

/** The app of the tutorial, its routes, its policies. */
export class MyAppChart extends Chart {
  public constructor(scope: Construct, id: string, props: MyAppChartProps) {
    super(scope, id);
    const namespace = new MeshNamespace(this, 'default');
    const app = this.workloads(namespace);
    this.traffic(app, props);
    this.security(namespace, app);
  }

  private workloads(namespace: MeshNamespace) {
    const app = new MeshApp(this, 'my-app', {
      namespace,
      image: 'nginx:alpine',
      versions: { v1: { replicas: 3 }, v2: { replicas: 2 } },
      ports: [MeshPort.http(8080, { targetPort: 80 })],
      resources: {
        requests: { cpu: '200m', memory: Size.mebibytes(256) },
        limits: { cpu: '200m', memory: Size.mebibytes(256) },
      },
      probes: { readiness: Probe.http('/') },
      hardening: { nonRoot: false, readOnlyRootFilesystem: false, dropCapabilities: false },
      proxy: {
        resources: {
          requests: { cpu: '100m', memory: Size.mebibytes(128) },
          limits: { cpu: '500m', memory: Size.mebibytes(512) },
        },
        includeOutboundIpRanges: ['10.0.0.0/8'],
        excludeInboundPorts: [5432, 6379],
      },
    });
    const system = MeshNamespace.fromName('istio-system');
    const database = MeshService.fromName('database', MeshNamespace.fromName('database'));
    new SidecarScope(this, 'my-app-sidecar', {
      appliesTo: app,
      ingress: [{ port: app.port('http') }],
      hosts: [namespace, system, database],
      outboundTrafficPolicy: 'REGISTRY_ONLY',
    });
    return app;
  }

  private traffic(app: MeshApp<'v1' | 'v2'>, { ingress, lesson }: MyAppChartProps) {
    const gateway = new IngressGateway(this, 'my-app-gateway', {
      proxies: ingress,
      servers: [GatewayServer.http({ hosts: ['my-app.example.com'] })],
    });
    app.expose(gateway, { hosts: ['my-app.example.com'], methods: ['GET', 'POST'], paths: ['/api/*'] });

    new HttpRouting(this, 'premium', {
      app,
      match: HttpMatch.prefix('/api/v2').and(HttpMatch.header('x-user-type').is('premium')),
      to: [{ to: app.version('v2'), weight: 100 }],
    });
    new CanaryRoute(this, 'canary', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      weight: 10,
      timeout: Duration.seconds(10),
      retries: {
        attempts: 3,
        perTryTimeout: Duration.seconds(3),
        retryOn:
          lesson === 'destination-rule'
            ? ['5xx', 'reset', 'connect-failure']
            : ['5xx', 'reset', 'connect-failure', 'retriable-4xx'],
      },
    });
    new CircuitBreaker(this, 'breaker', {
      app,
      ...(lesson === 'destination-rule'
        ? { consecutive5xxErrors: 5, interval: Duration.seconds(30), maxEjectionPercent: 50 }
        : { consecutive5xxErrors: 3, interval: Duration.seconds(10), maxEjectionPercent: 100 }),
      baseEjectionTime: Duration.seconds(30),
      minHealthPercent: 30,
      loadBalancing: LoadBalancing.leastRequest(),
      connectionPool: {
        maxConnections: 100,
        connectTimeout: Duration.seconds(5),
        h2UpgradePolicy: 'DEFAULT',
        http1MaxPendingRequests: 100,
        http2MaxRequests: 1000,
        maxRequestsPerConnection: 10,
        maxRetries: 3,
      },
      perVersion: {
        v1: { connectionPool: { http2MaxRequests: 500 } },
        v2: { connectionPool: { http2MaxRequests: 200 } },
      },
    });
    new FaultInjection(this, 'slow', {
      app,
      when: HttpMatch.header('x-test-scenario').is('delay'),
      delay: { duration: Duration.seconds(5), percentage: 50 },
    });
    new FaultInjection(this, 'broken', {
      app,
      when: HttpMatch.header('x-test-scenario').is('error'),
      abort: { httpStatus: 503, percentage: 30 },
    });
  }

  private security(namespace: MeshNamespace, app: MeshApp<'v1' | 'v2'>) {
    new StrictMtls(this, 'mtls', { appliesTo: namespace, name: 'default-mtls' });
    new AllowPolicy(this, 'allow-api-gateway', {
      to: app,
      from: [MeshPeer.serviceAccount(namespace, 'api-gateway')],
      methods: ['GET', 'POST'],
      paths: ['/api/*'],
    });
    new DenyAllPolicy(this, 'deny-all', { appliesTo: namespace });
  }
}
