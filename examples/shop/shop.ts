import { Chart, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  CanaryRoute,
  CircuitBreaker,
  DenyAllPolicy,
  EnvValue,
  FaultInjection,
  GatewayServer,
  HttpMatch,
  IngressGateway,
  IstioInstall,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  Probe,
  StrictMtls,
} from 'istio-constructs';

/** Props of {@link ShopChart}. */
export interface ShopChartProps {
  /** The host under which customers reach the shop. */
  readonly host: string;

  /**
   * How many of a hundred requests for reviews version 2 answers.
   *
   * @default 10
   */
  readonly canaryWeight?: number | undefined;
}

/** A shop: web calls cart and reviews, cart calls payments; nobody else calls anybody. */
export class ShopChart extends Chart {
  /** Where customers come in. */
  public readonly ingress: IngressGateway;

  public constructor(scope: Construct, id: string, { host, canaryWeight = 10 }: ShopChartProps) {
    super(scope, id);
    const install = new IstioInstall(this, 'istio', { version: '1.31' });
    const shop = new MeshNamespace(this, 'shop');
    const common = {
      namespace: shop,
      ports: [MeshPort.http(8080)],
      resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
      probes: { readiness: Probe.http('/ready') },
    };

    // The apps. An app that is told another's URL is known to call it.
    const payments = new MeshApp(this, 'payments', {
      ...common,
      image: 'registry.example.com/payments:3.2',
      ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'metrics' })],
    });
    const reviews = new MeshApp(this, 'reviews', {
      ...common,
      versions: {
        v1: { image: 'registry.example.com/reviews:1.4', replicas: 3 },
        v2: { image: 'registry.example.com/reviews:2.0' },
      },
    });
    const cart = new MeshApp(this, 'cart', {
      ...common,
      image: 'registry.example.com/cart:5.0',
      env: { PAYMENTS_URL: EnvValue.url(payments.port('http')) },
    });
    const web = new MeshApp(this, 'web', {
      ...common,
      image: 'registry.example.com/web:7.1',
      env: { CART_URL: EnvValue.url(cart.port('http')), REVIEWS_URL: EnvValue.url(reviews.port('http')) },
    });

    // Who may come in, and how.
    this.ingress = new IngressGateway(this, 'public', {
      proxies: install.ingress,
      servers: [
        GatewayServer.http({ hosts: [host], httpsRedirect: true }),
        GatewayServer.https({ hosts: [host], credentialName: 'shop-tls' }),
      ],
    });
    web.expose(this.ingress, { hosts: [host] });

    // How requests to reviews are routed, and what becomes of failures.
    new CanaryRoute(this, 'canary', {
      stable: reviews.version('v1'),
      canary: reviews.version('v2'),
      weight: canaryWeight,
      preview: HttpMatch.header('x-preview').is('on'),
      timeout: Duration.seconds(10),
    });
    new CircuitBreaker(this, 'breaker', {
      app: reviews,
      consecutive5xxErrors: 3,
      interval: Duration.seconds(10),
      baseEjectionTime: Duration.seconds(30),
    });
    new FaultInjection(this, 'slow', {
      app: reviews,
      when: HttpMatch.header('x-test-scenario').is('slow'),
      delay: { duration: Duration.seconds(5) },
    });

    // Who may call whom: mTLS everywhere but where Prometheus scrapes, and nothing that is not said here.
    new StrictMtls(this, 'strict', {
      appliesTo: shop,
      exceptions: [{ port: payments.port('metrics'), reason: 'scraped by a Prometheus outside the mesh' }],
    });
    new DenyAllPolicy(this, 'deny-all', { appliesTo: shop });
    cart.allowFrom(web);
    reviews.allowFrom(web, { methods: ['GET'] });
    payments.allowFrom(cart, { methods: ['POST'], paths: ['/charges', '/charges/*'] });
    payments.allowFrom(MeshPeer.anyone(), { ports: [payments.port('metrics')] });
  }
}
