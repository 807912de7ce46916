import { type Chart, Duration, Size } from 'cdk8s';
import {
  AllowPolicy,
  CanaryRoute,
  CircuitBreaker,
  DenyAllPolicy,
  FaultInjection,
  GatewayProxies,
  GatewayServer,
  HttpMatch,
  HttpRouting,
  IngressGateway,
  LoadBalancing,
  MeshApp,
  MeshDashboard,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  Probe,
  SidecarScope,
  StrictMtls,
} from 'istio-constructs';

/** A shop of some forty objects, as `examples/shop` has it, in a namespace of its own: the measure of what constructs cost. */
export function shop(chart: Chart, i: number): void {
  const namespace = new MeshNamespace(chart, `shop-${i}`);
  const props = {
    namespace,
    image: 'registry.example.com/shop:1.0.0',
    ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'metrics' })],
    resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) }, limits: { memory: Size.mebibytes(256) } },
    probes: { readiness: Probe.http('/ready'), liveness: Probe.tcp() },
    env: { LOG_LEVEL: 'info' },
  };
  const twoVersions = { ...props, versions: { v1: {}, v2: { replicas: 3 } } };
  const web = new MeshApp(chart, 'web', props);
  const cart = new MeshApp(chart, 'cart', twoVersions);
  const reviews = new MeshApp(chart, 'reviews', twoVersions);
  const payments = new MeshApp(chart, 'payments', props);

  const gateway = new IngressGateway(chart, `gateway-${i}`, {
    proxies: GatewayProxies.of({
      namespace: MeshNamespace.fromName('istio-system'),
      labels: { istio: 'ingressgateway' },
      serviceAccount: 'istio-ingressgateway',
    }),
    servers: [GatewayServer.http({ hosts: [`shop-${i}.example.com`] })],
  });
  web.expose(gateway, { hosts: [`shop-${i}.example.com`] });
  reviews.expose(gateway, { hosts: [`shop-${i}.example.com`], path: '/reviews' });

  for (const app of [cart, reviews]) {
    new CanaryRoute(app, 'canary', {
      stable: app.version('v1'),
      canary: app.version('v2'),
      weight: 10,
      preview: HttpMatch.header('x-preview').is('on'),
      timeout: Duration.seconds(10),
    });
  }
  new HttpRouting(chart, 'premium', {
    app: reviews,
    match: HttpMatch.prefix('/api').and(HttpMatch.header('x-user-type').is('premium')),
    to: [{ to: reviews.version('v2') }],
  });
  for (const app of [web, cart, reviews, payments]) {
    new CircuitBreaker(app, 'breaker', {
      app,
      consecutive5xxErrors: 3,
      interval: Duration.seconds(10),
      loadBalancing: LoadBalancing.leastRequest(),
      connectionPool: { http2MaxRequests: 1000, maxConnections: 100 },
    });
    new SidecarScope(app, `${app.serviceName}-scope`, { appliesTo: app, hosts: [namespace] });
  }
  new FaultInjection(chart, 'slow', {
    app: reviews,
    when: HttpMatch.header('x-test-scenario').is('delay'),
    delay: { duration: Duration.seconds(5), percentage: 50 },
  });

  new StrictMtls(chart, 'mtls', {
    appliesTo: namespace,
    exceptions: [{ port: payments.port('metrics'), reason: 'scraped from outside the mesh' }],
  });
  new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
  cart.allowFrom(web, { methods: ['GET', 'POST'] });
  reviews.allowFrom(web, { methods: ['GET'], paths: ['/reviews/*'] });
  payments.allowFrom(cart, { methods: ['POST'] });
  payments.allowFrom(MeshPeer.anyone(), { ports: [payments.port('metrics')] });
  new AllowPolicy(chart, 'allow-metrics', { to: reviews, from: [payments], ports: [reviews.port('metrics')] });
  new MeshDashboard(chart, 'dashboard', {
    namespace,
    title: 'Shop',
    panels: [{ title: 'Rate', queries: [{ expr: 'sum(rate(istio_requests_total[5m])) by (destination_service)' }] }],
  });
}
