import { Chart } from 'cdk8s';
import {
  AllowPolicy,
  Condition,
  DataPlane,
  DenyAllPolicy,
  DenyPolicy,
  type MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshProgram,
  PeerMtls,
  StrictMtls,
  WholeMesh,
} from 'istio-constructs';
import { declareIntent } from '../../lib/tree/report';
import { failure, namespace, proxies, twoVersions } from '../support/constructs';
import { processorTime } from '../support/processor-time';

type TestApp = MeshApp<'v1' | 'v2'>;

/** What fails where web calls reviews by GET, as a URL in its environment says, and `admit` says who is admitted. */
function judged(admit: (apps: { web: TestApp; reviews: TestApp; chart: Chart }) => unknown, port = 8080): string {
  return failure((chart) => {
    const ports = [MeshPort.http(8080), MeshPort.tcp(9000)];
    const [web, reviews] = [twoVersions(chart, 'web'), twoVersions(chart, 'reviews', { ports })];
    const call = { targetPorts: [port], methods: ['GET'], paths: ['/api/x'] };
    declareIntent(web, { kind: 'call', caller: web.caller, app: reviews.caller, ...call });
    admit({ web, reviews, chart });
  });
}

const FORGOTTEN = 'for no rule admits them:\n    shop/web -> shop/reviews (GET /api/x port';

describe('pain 9: a rule that leaves out the declared caller does not admit it', () => {
  test.each<[string, Parameters<typeof judged>[0], string]>([
    ['its method', ({ web, reviews }) => reviews.allowFrom(web, { notMethods: ['GET'] }), FORGOTTEN],
    ['another method', ({ web, reviews }) => reviews.allowFrom(web, { notMethods: ['PUT'] }), 'nothing failed'],
    ['its port', ({ web, reviews }) => reviews.allowFrom(web, { notPorts: [reviews.port('http')] }), FORGOTTEN],
    [
      'another port',
      ({ web, reviews }) => reviews.allowFrom(web, { notPorts: [reviews.port('tcp')] }),
      'nothing failed',
    ],
    ['its path', ({ web, reviews }) => reviews.allowFrom(web, { notPaths: ['/api/*'] }), FORGOTTEN],
    ['another path', ({ web, reviews }) => reviews.allowFrom(web, { notPaths: ['/admin/*'] }), 'nothing failed'],
    [
      'its identity',
      ({ web, reviews, chart }) => {
        new StrictMtls(chart, 'strict', { appliesTo: namespace });
        new AllowPolicy(chart, 'others', { to: reviews, from: [MeshPeer.anyone()], notFrom: [web] });
      },
      FORGOTTEN,
    ],
    [
      'nothing, but a header is asked, which is believed',
      ({ web, reviews }) => reviews.allowFrom(web, { when: [Condition.header('x-a').is('b')] }),
      'nothing failed',
    ],
    [
      'nothing, but the port takes plain text only, where nobody has an identity',
      ({ web, reviews, chart }) => {
        new PeerMtls(chart, 'plain', { appliesTo: reviews, mode: 'DISABLE' });
        reviews.allowFrom(web);
      },
      FORGOTTEN,
    ],
  ])('%s', (_, admit, expected) => {
    expect(judged(admit)).toContain(expected);
  });

  test('requests on a TCP port, where Istio drops the rule', () => {
    expect(judged(({ web, reviews }) => reviews.allowFrom(web, { methods: ['GET'] }), 9000)).toContain(FORGOTTEN);
  });

  test('a DenyPolicy that refuses a declared caller is an error, whoever admits it', () => {
    const message = judged(({ web, reviews, chart }) => {
      reviews.allowFrom(web);
      new DenyPolicy(chart, 'deny', { to: namespace, from: [web] });
    });
    expect(message).toBe(
      ': callers that are declared would be refused, for a DenyPolicy overrules whoever admits them:\n' +
        '    shop/web -> shop/reviews (GET /api/x port 8080)\n' +
        '  fix: take them out of the DenyPolicy, or do not declare the call',
    );
  });

  test.each<[string, object]>([
    ['another path', { paths: ['/admin/*'] }],
    ['requests with a header, which may be others', { when: [Condition.header('x-a').is('b')] }],
    ['addresses, of which a program knows nothing', { from: [MeshPeer.ipBlocks('10.0.0.0/8')] }],
    ['what is a dry run', { methods: ['GET'], dryRun: true }],
  ])('a DenyPolicy of %s refuses no declared caller', (_, props) => {
    expect(
      judged(
        ({ reviews, chart }) => new DenyPolicy(chart, 'deny', { to: reviews, ports: [reviews.port('http')], ...props }),
      ),
    ).toBe('nothing failed');
  });

  test('an app in cutOff that nobody calls is an error', () => {
    const message = failure((chart) => {
      new DenyAllPolicy(chart, 'deny-all', {
        appliesTo: namespace,
        cutOff: [{ app: twoVersions(chart), reason: 'x' }],
      });
    });
    expect(message).toContain(
      'apps are cut off that no declared caller loses:\n    shop/reviews in cutOff of shop/deny-all',
    );
  });

  test('a dry run of a DenyAllPolicy misses nobody', () => {
    expect(judged(({ chart }) => new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace, dryRun: true }))).toBe(
      'nothing failed',
    );
  });
});

describe('pain 28: what Istio would turn into something else, where a policy covers many apps', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    [
      'a DENY of methods over TCP ports',
      (chart) => {
        twoVersions(chart, 'db', { ports: [MeshPort.tcp(5432)] });
        new DenyPolicy(chart, 'x', { to: namespace, methods: ['DELETE'] });
      },
      'shop/x: methods can only be asked of HTTP ports, but tcp of shop/db is none: Istio would leave them out there and deny MORE',
    ],
    [
      'attributes of requests over an ambient namespace of the mesh',
      (chart) => {
        twoVersions(chart, 'a', { namespace: new MeshNamespace(chart, 'ambient', { dataPlane: DataPlane.ambient() }) });
        new DenyPolicy(chart, 'x', { to: WholeMesh.scope, methods: ['DELETE'] });
      },
      'shop/x: methods needs layer 7, but namespace ambient is ambient',
    ],
    [
      'all but an identity, where one namespace of a STRICT mesh takes plain text',
      (chart) => {
        new StrictMtls(chart, 'strict', { appliesTo: WholeMesh.scope });
        new PeerMtls(chart, 'loose', { appliesTo: namespace, mode: 'PERMISSIVE' });
        new DenyPolicy(chart, 'x', { to: WholeMesh.scope, notFrom: [MeshPeer.namespace(namespace)] });
      },
      'shop/x: notFrom tells callers apart by their identity, and namespace shop takes plain text',
    ],
    [
      'all but an identity at a gateway, whose clients have none',
      (chart) => new DenyPolicy(chart, 'x', { to: proxies, notFrom: [MeshPeer.namespace(namespace)] }),
      'shop/x: notFrom tells callers apart by their identity, and a gateway takes plain text',
    ],
    [
      'a principal with spiffe:// in a condition',
      (chart) =>
        new DenyPolicy(chart, 'x', {
          to: twoVersions(chart),
          when: [Condition.sourcePrincipal().is('spiffe://cluster.local/ns/a/sa/b')],
        }),
      'must be written without spiffe://',
    ],
  ])('%s is an error', (_, make, message) => {
    expect(failure(make)).toContain(message);
  });
});

test('three thousand callers of one app are judged in well under a second', () => {
  const chart = new Chart(new MeshProgram(), 'shop');
  const hub = twoVersions(chart, 'hub');
  new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
  for (let index = 0; index < 3000; index++) twoVersions(chart, `app-${index}`).callsTo(hub);
  const milliseconds = processorTime(() => {
    expect(chart.node.root.node.validate()).toEqual([]);
  });
  expect(milliseconds).toBeLessThan(1000);
});
