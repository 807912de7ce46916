/** What happens to requests in the shop: each sentence of its README, asked of the program and of the YAML that it writes. */
import { Duration } from 'cdk8s';
import { type DenyAllPolicy, Mesh, type MeshApp, MeshProgram } from 'istio-constructs';
import 'istio-constructs/testing';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTest } from '../../lib/cli/run-test';
import { scratchFolder } from '../../test/support/scratch-folder';
import { ShopChart } from './shop';

const host = 'shop.example.com';
const folder = scratchFolder('shop');
const program = new MeshProgram({ outdir: join(folder, 'dist') });
const shop = new ShopChart(program, 'shop', { host });
program.synth();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const app = (name: string) => shop.node.findChild(name) as MeshApp<string>;
const [web, cart, payments] = [app('web'), app('cart'), app('payments')];
const reviews = app('reviews') as MeshApp<'v1' | 'v2'>;
const [v1, v2] = [reviews.version('v1'), reviews.version('v2')];
const denyAll = shop.node.findChild('deny-all') as DenyAllPolicy;

// Prometheus has no sidecar: it is out of the mesh. The gateway is installed by what is in shop.install/.
const hosts = [{ namespace: 'monitoring', name: 'prometheus', sidecar: false, ports: [{ port: 9090 }] }];
const gateways = [
  {
    namespace: 'istio-system',
    name: 'istio-ingressgateway',
    labels: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
    serviceAccount: 'istio-ingressgateway-service-account',
    ports: [
      { port: 80, targetPort: 8080 },
      { port: 443, targetPort: 8443 },
    ],
  },
];

describe.each([
  ['the program', () => program.mesh({ hosts })],
  ['the YAML that it writes', () => Mesh.fromYaml(join(folder, 'dist'), { hosts, gateways })],
])('%s', (_, make) => {
  const mesh = make();
  const prometheus = mesh.from('monitoring/prometheus');
  const customer = mesh.outside().via(shop.ingress);
  const urlOf = (called: MeshApp<string>, path = '/') => `http://${called.host}:8080${path}`;

  describe('web calls cart and reviews, cart calls payments', () => {
    test('by the URLs in their environment', () => {
      expect(mesh.from(web).get(urlOf(cart))).toRouteTo(cart);
      expect(mesh.from(web).get(urlOf(reviews))).toRouteTo(reviews);
      expect(mesh.from(cart).post(urlOf(payments, '/charges'))).toRouteTo(payments);
    });

    test('and the policies of the apps let them in', () => {
      expect(mesh.from(web).get(urlOf(cart))).toBeAllowed({ by: cart });
      expect(mesh.from(web).get(urlOf(reviews))).toBeAllowed({ by: reviews });
      expect(mesh.from(cart).post(urlOf(payments, '/charges'))).toBeAllowed({ by: payments });
      expect(mesh.from(cart).post(urlOf(payments, '/charges/1'))).toBeAllowed({ by: payments });
    });

    test('web only reads reviews, and cart only charges', () => {
      expect(mesh.from(web).post(urlOf(reviews))).toBeDenied({ by: reviews });
      expect(mesh.from(cart).get(urlOf(payments, '/charges'))).toBeDenied({ by: payments });
      expect(mesh.from(cart).post(urlOf(payments, '/refunds'))).toBeDenied({ by: payments });
    });
  });

  describe('nobody calls anybody but as it is said', () => {
    const apps = [web, cart, reviews, payments];
    const said = new Set(['web cart', 'web reviews', 'cart payments']);
    const others = apps.flatMap((caller) =>
      apps
        .filter((called) => !said.has(`${caller.serviceName} ${called.serviceName}`))
        .map((called) => [caller.serviceName, called.serviceName, caller, called] as const),
    );

    test.each(others)('%s may not call %s', (_caller, _called, caller, called) => {
      for (const method of ['GET', 'POST'])
        expect(mesh.from(caller).request(method, urlOf(called, '/charges'))).toBeDenied({ by: denyAll });
    });

    test.each(apps.map((called) => [called.serviceName, called] as const))(
      'who has no identity may not call %s',
      (_called, called) => {
        expect(prometheus.get(urlOf(called))).toBeRefused();
      },
    );
  });

  describe('customers come in by HTTPS', () => {
    test('and get to web, which admits the gateway', () => {
      const call = customer.get(`https://${host}/`);
      expect(call).toRouteTo(web);
      expect(call).toBeAllowed({ by: web });
      expect(call).toUseMtls();
    });

    test('who come by HTTP are sent there', () => {
      expect(customer.get(`http://${host}/cart?item=1`)).toRedirectTo({
        url: `https://${host}/cart?item=1`,
        status: 301,
      });
    });

    test('there is no other host', () => {
      expect(customer.get('https://other.example.com/')).toBeRefused();
      expect(customer.get('http://other.example.com/')).toBeRefused();
    });

    test('no other app can be reached', () => {
      expect(customer.get(`https://${host}/`, { headers: { host: 'reviews.shop.svc.cluster.local' } })).toBeRefused();
    });
  });

  describe('a tenth of reviews to v2, testers first', () => {
    const call = mesh.from(web).get(urlOf(reviews));

    test('of a hundred requests ten see v2', () => {
      expect(call).toRouteTo([
        [v1, 90],
        [v2, 10],
      ]);
    });

    test('testers always do', () => {
      expect(call.with({ headers: { 'x-preview': 'on' } })).toRouteTo(v2);
      expect(call.with({ headers: { 'x-preview': 'off' } })).not.toRouteTo(v2);
    });

    test('the client waits for ten seconds at most', () => {
      expect(call).toTimeOutAfter(Duration.seconds(10));
    });
  });

  describe('pods that fail', () => {
    const call = mesh.from(web).get(urlOf(reviews));

    // That they are left out after three errors is time's doing: shop.test.ts pins the numbers.
    test('are tried again where they got nothing yet', () => {
      expect(call).toRetry({ attempts: 2, on: ['connect-failure', 'refused-stream'] });
    });

    test('and not where they may have acted', () => {
      expect(call).not.toRetry({ on: 503 });
      expect(call).not.toRetry({ on: 'reset' });
      expect(call.with({ backend: { status: 503 } })).toFailWith({ status: 503 });
      expect(call.with({ backend: { status: 503, workload: 'shop/reviews-v2' } })).toFailWith({
        status: 503,
        percent: 10,
      });
    });
  });

  describe('testers may see reviews slow', () => {
    const slow = mesh.from(web).get(urlOf(reviews), { headers: { 'x-test-scenario': 'slow' } });

    test('by five seconds, and the versions as everybody sees them', () => {
      expect(slow.outcomes.map(({ elapsedSeconds, result }) => [elapsedSeconds, result])).toEqual([
        [5, 200],
        [5, 200],
      ]);
      expect(slow).toRouteTo([
        [v1, 90],
        [v2, 10],
      ]);
    });

    test('in version 2 as well, when they ask for it', () => {
      const both = slow.with({ headers: { 'x-test-scenario': 'slow', 'x-preview': 'on' } });
      expect(both).toRouteTo(v2);
      expect(both.outcomes).toMatchObject([{ elapsedSeconds: 5 }]);
    });

    test('nobody else does', () => {
      expect(mesh.from(web).get(urlOf(reviews)).outcomes).toMatchObject([{ elapsedSeconds: 0 }, { elapsedSeconds: 0 }]);
    });
  });

  describe('mTLS, but for one metrics port', () => {
    test.each([
      ['web', 'cart'],
      ['web', 'reviews'],
      ['cart', 'payments'],
    ])('from %s to %s', (caller, called) => {
      expect(mesh.from(app(caller)).get(urlOf(app(called)))).toUseMtls();
    });

    test('Prometheus scrapes the metrics of payments in plain text', () => {
      const scraped = prometheus.get(`http://${payments.host}:9090/metrics`);
      expect(scraped).toRouteTo(payments);
      expect(scraped).not.toUseMtls();
      expect(scraped).toBeAllowed({ by: payments });
    });

    test('who is in the mesh uses mTLS there, too', () => {
      expect(mesh.from(web).get(`http://${payments.host}:9090/metrics`)).toUseMtls();
    });
  });
});

test('the spec says the same without TypeScript', async () => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  const code = await runTest(
    [join(__dirname, 'mesh.spec.yaml')],
    { manifests: [join(folder, 'dist')], format: 'text' },
    { stdin: process.stdin, stdout: stream, stderr: stream },
  );
  expect(written.join('')).toMatch(/\n10 cases: 10 as expected, 0 failed\n$/);
  expect(code).toBe(0);
});
