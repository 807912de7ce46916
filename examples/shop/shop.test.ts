import { App, Testing } from 'cdk8s';
import { MeshProgram } from 'istio-constructs';
import { join } from 'node:path';
import { only, specOf, type Written } from '../../test/support/constructs';
import { bothWays } from '../../test/support/parity';
import { evaluate, removableStatements } from '../../test/support/without-statement';
import { ShopChart } from './shop';

const host = 'shop.example.com';
const objects = Testing.synth(new ShopChart(new App(), 'shop', { host })) as readonly Written[];

test('there is one object for each thing that is said', () => {
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`)).toEqual([
    'Namespace -/shop',
    ...['payments', 'reviews', 'cart', 'web'].flatMap((app) => [
      `ServiceAccount shop/${app}`,
      `Service shop/${app}`,
      `Deployment shop/${app}-v1`,
      ...(app === 'reviews' ? ['Deployment shop/reviews-v2'] : []),
      `PodDisruptionBudget shop/${app}`,
      ...(app === 'reviews' ? ['DestinationRule shop/reviews'] : []),
      ...(app === 'reviews' || app === 'web' ? [`VirtualService shop/${app}`] : []),
      ...(app === 'payments' ? ['PeerAuthentication shop/payments'] : []),
      `AuthorizationPolicy shop/${app}`,
    ]),
    'Gateway istio-system/public',
    'PeerAuthentication shop/default',
    'AuthorizationPolicy shop/deny-all',
  ]);
});

test('sidecars are injected into every pod of the namespace', () => {
  expect(only(objects, 'Namespace').metadata.labels).toEqual({ 'istio-injection': 'enabled' });
});

test('apps find each other by fully qualified names', () => {
  const env = (app: string) =>
    (specOf(objects, 'Deployment', app) as { template: { spec: { containers: readonly { env?: object }[] } } }).template
      .spec.containers[0]?.env;
  expect(env('web-v1')).toEqual([
    { name: 'CART_URL', value: 'http://cart.shop.svc.cluster.local:8080' },
    { name: 'REVIEWS_URL', value: 'http://reviews.shop.svc.cluster.local:8080' },
  ]);
  expect(env('cart-v1')).toEqual([{ name: 'PAYMENTS_URL', value: 'http://payments.shop.svc.cluster.local:8080' }]);
});

test.each(['payments', 'reviews', 'cart', 'web'])('%s: its Service, its account and its budget', (app) => {
  const metrics = { name: 'http-metrics', port: 9090, targetPort: 9090, appProtocol: 'http' };
  expect(specOf(objects, 'Service', app)).toEqual({
    selector: { app },
    ports: [
      { name: 'http', port: 8080, targetPort: 8080, appProtocol: 'http' },
      ...(app === 'payments' ? [metrics] : []),
    ],
  });
  expect(only(objects, 'ServiceAccount', app)).toMatchObject({ automountServiceAccountToken: false });
  expect(specOf(objects, 'PodDisruptionBudget', app)).toEqual({
    maxUnavailable: 1,
    selector: { matchLabels: { app } },
  });
});

test.each([
  ['payments-v1', 'payments:3.2', 2],
  ['reviews-v1', 'reviews:1.4', 3],
  ['reviews-v2', 'reviews:2.0', 2],
  ['cart-v1', 'cart:5.0', 2],
  ['web-v1', 'web:7.1', 2],
])('%s runs %s in %d hardened pods', (name, image, replicas) => {
  const [app, version] = name.split('-');
  expect(specOf(objects, 'Deployment', name)).toMatchObject({
    replicas,
    selector: { matchLabels: { app, version } },
    template: {
      metadata: { labels: { app, version } },
      spec: {
        serviceAccountName: app,
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: app,
            image: `registry.example.com/${image}`,
            resources: { requests: { cpu: '100m', memory: '128Mi' } },
            readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  });
});

test('customers come in by HTTPS alone, and to web', () => {
  expect(specOf(objects, 'Gateway')).toEqual({
    selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
    servers: [
      { hosts: [host], port: { number: 80, name: 'http-80', protocol: 'HTTP' }, tls: { httpsRedirect: true } },
      {
        hosts: [host],
        port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: 'shop-tls' },
      },
    ],
  });
  const web = 'web.shop.svc.cluster.local';
  expect(specOf(objects, 'VirtualService', 'web')).toEqual({
    hosts: [host, web],
    gateways: ['istio-system/public', 'mesh'],
    http: [
      {
        name: 'default',
        route: [{ destination: { host: web, port: { number: 8080 } } }],
        retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' },
      },
    ],
  });
});

test('reviews: testers see v2, a tenth of the others too, and the fault meets testers on every route', () => {
  const { http } = specOf(objects, 'VirtualService', 'reviews') as {
    http: readonly {
      name: string;
      match?: object;
      route: readonly { destination: { subset: string }; weight?: number }[];
    }[];
  };
  const slow = { 'x-test-scenario': { exact: 'slow' } };
  const preview = { 'x-preview': { exact: 'on' } };
  expect(
    http.map(({ name, match, route }) => [
      name,
      match,
      route.map(({ destination, weight }) => [destination.subset, weight]),
    ]),
  ).toEqual([
    ['canary-preview-slow', [{ headers: { ...preview, ...slow } }], [['v2', undefined]]],
    ['canary-preview', [{ headers: preview }], [['v2', undefined]]],
    [
      'canary-slow',
      [{ headers: slow }],
      [
        ['v1', 90],
        ['v2', 10],
      ],
    ],
    [
      'canary',
      undefined,
      [
        ['v1', 90],
        ['v2', 10],
      ],
    ],
  ]);
  const common = { timeout: '10s', retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' } };
  const fault = { delay: { fixedDelay: '5s', percentage: { value: 100 } } };
  expect(http).toMatchObject([{ ...common, fault }, common, { ...common, fault }, common]);
});

test('reviews: pods that fail three times are left out for a while', () => {
  expect(specOf(objects, 'DestinationRule')).toEqual({
    host: 'reviews.shop.svc.cluster.local',
    trafficPolicy: {
      outlierDetection: {
        consecutive5xxErrors: 3,
        interval: '10s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
      },
    },
    subsets: [
      { name: 'v1', labels: { version: 'v1' } },
      { name: 'v2', labels: { version: 'v2' } },
    ],
  });
});

test('mTLS everywhere but on the port that Prometheus scrapes', () => {
  expect(specOf(objects, 'PeerAuthentication', 'default')).toEqual({ mtls: { mode: 'STRICT' } });
  expect(specOf(objects, 'PeerAuthentication', 'payments')).toEqual({
    selector: { matchLabels: { app: 'payments' } },
    mtls: { mode: 'UNSET' },
    portLevelMtls: { 9090: { mode: 'PERMISSIVE' } },
  });
});

test('nobody calls anybody but as it is said', () => {
  const from = (namespace: string, name: string) => [
    { source: { principals: [`cluster.local/ns/${namespace}/sa/${name}`] } },
  ];
  const rules = (app: string) => (specOf(objects, 'AuthorizationPolicy', app) as { rules?: unknown }).rules;
  expect(specOf(objects, 'AuthorizationPolicy', 'deny-all')).toEqual({});
  expect(rules('web')).toEqual([{ from: from('istio-system', 'istio-ingressgateway-service-account') }]);
  expect(rules('cart')).toEqual([{ from: from('shop', 'web') }]);
  expect(rules('reviews')).toEqual([{ from: from('shop', 'web'), to: [{ operation: { methods: ['GET'] } }] }]);
  expect(rules('payments')).toEqual([
    { from: from('shop', 'cart'), to: [{ operation: { methods: ['POST'], paths: ['/charges', '/charges/*'] } }] },
    { to: [{ operation: { ports: ['9090'] } }] },
  ]);
});

test('who calls whom is there as data', () => {
  const program = new MeshProgram();
  new ShopChart(program, 'shop', { host });
  const { calls, exposures, plainText, cutOffs } = program.intents();
  expect(calls.map(({ caller, app, targetPorts }) => [caller.name, app.name, targetPorts])).toEqual([
    ['web', 'cart', [8080]],
    ['cart', 'payments', [8080]],
    ['web', 'reviews', [8080]],
  ]);
  expect(exposures.map(({ app, hosts }) => [app.name, hosts])).toEqual([['web', [host]]]);
  expect(plainText.map(({ app, targetPorts }) => [app.name, targetPorts])).toEqual([['payments', [9090]]]);
  expect(cutOffs).toEqual([]);
});

test('plain cdk8s makes the same of it', () => {
  const build = (app: App) => new ShopChart(app, 'shop', { host });
  const { ours, theirs } = bothWays(build);
  expect(ours).toEqual(theirs);
});

describe('without one statement', () => {
  const file = join(__dirname, 'shop.ts');
  const named = (all: readonly Written[]) =>
    new Map(all.map((each) => [`${each.kind} ${each.metadata.name}`, JSON.stringify(each)]));
  const whole = named(objects);

  /** The objects that are gone, new or different, or what the synth says. */
  function changed(text: string): readonly string[] | string {
    const { ShopChart: Rest } = evaluate(text, file) as { readonly ShopChart: typeof ShopChart };
    try {
      const rest = named(Testing.synth(new Rest(new App(), 'shop', { host })) as readonly Written[]);
      const names = [...new Set([...whole.keys(), ...rest.keys()])].sort();
      return names.flatMap((name) => {
        if (!rest.has(name)) return [`- ${name}`];
        if (!whole.has(name)) return [`+ ${name}`];
        return rest.get(name) === whole.get(name) ? [] : [`~ ${name}`];
      });
    } catch (error) {
      return (error as Error).message.replace(/[^]*no rule admits them:\n *(.*)\n *fix: [^]*/, 'refused: $1');
    }
  }

  const outcomes = removableStatements(file).map(({ name, rest }) => [name, changed(rest)] as const);

  test.each([
    ["new IstioInstall(this, 'istio'", 'shop/web: gateway must be given'],
    ["new MeshNamespace(this, 'shop'", 'shop/payments: namespace must be given'],
    [
      "new MeshApp(this, 'payments'",
      [
        '- AuthorizationPolicy payments',
        '~ Deployment cart-v1',
        '- Deployment payments-v1',
        '- PeerAuthentication payments',
        '- PodDisruptionBudget payments',
        '- Service payments',
        '- ServiceAccount payments',
      ],
    ],
    [
      "new MeshApp(this, 'reviews'",
      [
        '- AuthorizationPolicy reviews',
        '- Deployment reviews-v1',
        '- Deployment reviews-v2',
        '~ Deployment web-v1',
        '- DestinationRule reviews',
        '- PodDisruptionBudget reviews',
        '- Service reviews',
        '- ServiceAccount reviews',
        '- VirtualService reviews',
      ],
    ],
    [
      "new MeshApp(this, 'cart'",
      [
        '- AuthorizationPolicy cart',
        '~ AuthorizationPolicy payments',
        '- Deployment cart-v1',
        '~ Deployment web-v1',
        '- PodDisruptionBudget cart',
        '- Service cart',
        '- ServiceAccount cart',
      ],
    ],
    [
      "new MeshApp(this, 'web'",
      [
        '- AuthorizationPolicy cart',
        '- AuthorizationPolicy reviews',
        '- AuthorizationPolicy web',
        '- Deployment web-v1',
        '- PodDisruptionBudget web',
        '- Service web',
        '- ServiceAccount web',
        '- VirtualService web',
      ],
    ],
    [
      "this.ingress = new IngressGateway(this, 'public'",
      ['- AuthorizationPolicy web', '- Gateway public', '- VirtualService web'],
    ],
    ['web.expose(this.ingress', ['- AuthorizationPolicy web', '- VirtualService web']],
    ["new CanaryRoute(this, 'canary'", ['~ DestinationRule reviews', '~ VirtualService reviews']],
    ["new CircuitBreaker(this, 'breaker'", ['~ DestinationRule reviews']],
    ["new FaultInjection(this, 'slow'", ['~ VirtualService reviews']],
    ["new StrictMtls(this, 'strict'", ['- PeerAuthentication payments']],
    ["new DenyAllPolicy(this, 'deny-all'", ['- AuthorizationPolicy deny-all', '- AuthorizationPolicy web']],
    ['cart.allowFrom(web', 'refused: shop/web -> shop/cart (port 8080), closed by shop/deny-all'],
    ['reviews.allowFrom(web', 'refused: shop/web -> shop/reviews (port 8080), closed by shop/deny-all'],
    ['payments.allowFrom(cart', 'refused: shop/cart -> shop/payments (port 8080), closed by shop/deny-all'],
    [
      'payments.allowFrom(MeshPeer.anyone()',
      'refused: a caller without identity -> shop/payments (port 9090), closed by shop/deny-all',
    ],
  ])('%s', (name, expected) => {
    expect(Object.fromEntries(outcomes)[name]).toEqual(expected);
  });

  test('these are all the statements', () => {
    expect(outcomes).toHaveLength(17);
  });
});
