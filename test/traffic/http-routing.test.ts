import { Chart, Duration } from 'cdk8s';
import {
  CorsOrigin,
  DirectResponse,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  type HttpRoutingProps,
  MeshPort,
  MeshProgram,
  PathChange,
} from 'istio-constructs';
import { laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const host = 'reviews.shop.svc.cluster.local';
const to = (subset: string, more: object = {}) => ({ destination: { host, port: { number: 8080 }, subset }, ...more });
type Reviews = ReturnType<typeof twoVersions>;

test('minimal props put the route before the default one', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/api'), to: [{ to: app.version('v2') }] });
  });
  const retries = { attempts: 2, retryOn: 'connect-failure,refused-stream' };
  expect(specOf(objects, 'VirtualService')).toEqual({
    hosts: [host],
    http: [
      { name: 'api', match: [{ uri: { exact: '/api' } }], route: [to('v2')], retries },
      { name: 'default', route: [{ destination: { host, port: { number: 8080 } } }], retries },
    ],
  });
});

/** All but the two that exclude `to`, which have a test of their own. */
type Forwarding = Required<Omit<HttpRoutingProps, 'redirect' | 'respond'>>;

function allProps(app: Reviews, other: HttpRouting): Forwarding {
  return {
    app,
    match: HttpMatch.method('GET').and(HttpMatch.query('x').is('1')),
    to: [
      { to: app.version('v1'), weight: 1 },
      { to: app.version('v2'), weight: 99, headers: { response: { set: { 'x-version': 'v2' } } } },
    ],
    port: app.port('http'),
    rewrite: { path: PathChange.full('/new'), authority: 'old.example.com' },
    headers: { request: { set: { a: '1' }, add: { b: '2' }, remove: ['c'] }, response: { remove: ['d'] } },
    cors: {
      allowOrigins: [CorsOrigin.exact('https://shop.example.com'), CorsOrigin.regex('https://.*')],
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAge: Duration.hours(1),
      allowCredentials: true,
      unmatchedPreflights: 'IGNORE',
    },
    mirror: [{ to: app.version('v2'), port: app.port('http'), percentage: 5 }],
    timeout: Duration.seconds(1),
    retries: { attempts: 0 },
    before: [other],
  };
}

function withOther(chart: Chart): Forwarding {
  const app = twoVersions(chart);
  const other = new HttpRouting(chart, 'other', {
    app,
    match: HttpMatch.header('h').isPresent(),
    to: [{ to: app.version('v1') }],
  });
  return allProps(app, other);
}

test('all the props', () => {
  const objects = written((chart) => new HttpRouting(chart, 'x', withOther(chart)));
  expect(specOf(objects, 'VirtualService')).toMatchObject({
    http: [
      {
        name: 'x',
        match: [{ method: { exact: 'GET' }, queryParams: { x: { exact: '1' } } }],
        rewrite: { uriRegexRewrite: { match: '^.*$', rewrite: '/new' }, authority: 'old.example.com' },
        headers: { request: { set: { a: '1' }, add: { b: '2' }, remove: ['c'] }, response: { remove: ['d'] } },
        corsPolicy: {
          allowOrigins: [{ exact: 'https://shop.example.com' }, { regex: 'https://.*' }],
          allowMethods: ['GET'],
          allowHeaders: ['x-a'],
          exposeHeaders: ['x-b'],
          maxAge: '3600s',
          allowCredentials: true,
          unmatchedPreflights: 'IGNORE',
        },
        mirrors: [to('v2', { percentage: { value: 5 } })],
        route: [
          to('v1', { weight: 1 }),
          to('v2', { weight: 99, headers: { response: { set: { 'x-version': 'v2' } } } }),
        ],
        timeout: '1s',
        retries: { attempts: 0 },
      },
      { name: 'other' },
      { name: 'default' },
    ],
  });
});

test('values that are only known later reach the route; what it is made of has to be known', () => {
  expect(laterInEveryProp(withOther, (chart, props) => new HttpRouting(chart, 'x', props))).toEqual({
    written: [
      'to.0.weight',
      'to.1.weight',
      'to.1.headers.response.set.x-version',
      'rewrite.authority',
      'headers.request.set.a',
      'headers.request.add.b',
      'headers.request.remove.0',
      'headers.response.remove.0',
      ...['allowMethods', 'allowMethods.0', 'allowHeaders', 'allowHeaders.0', 'exposeHeaders', 'exposeHeaders.0'].map(
        (name) => `cors.${name}`,
      ),
      'cors.maxAge',
      'cors.allowCredentials',
      'cors.unmatchedPreflights',
      'mirror.0.percentage',
      'timeout',
      'retries',
      'retries.attempts',
    ],
    refused: [
      ...['app', 'match', 'to', 'to.0', 'to.0.to', 'to.1', 'to.1.to', 'to.1.headers', 'to.1.headers.response'],
      ...['to.1.headers.response.set', 'port', 'rewrite', 'rewrite.path', 'headers', 'headers.request'],
      ...['headers.request.set', 'headers.request.add', 'headers.request.remove', 'headers.response'],
      ...['headers.response.remove', 'cors', 'cors.allowOrigins', 'cors.allowOrigins.0', 'cors.allowOrigins.1'],
      ...['mirror', 'mirror.0', 'mirror.0.to', 'mirror.0.port', 'before', 'before.0'],
    ],
  });
});

describe('what becomes of requests', () => {
  const route = (props: (app: Reviews) => Partial<HttpRoutingProps>, path = '/bare') => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'x', { app, match: HttpMatch.prefix(path), ...props(app) });
    });
    const { http } = specOf(objects, 'VirtualService') as { http: { name: string; rewrite?: unknown }[] };
    return http.filter((each) => each.name !== 'default');
  };

  test.each<[string, string, string, string]>([
    ['/bare', '/', '/bare', '/'],
    ['/bare', '/', '/bare/a', '/a'],
    ['/bare', '/', '/bare/', '/'],
    ['/bare', '/new', '/bare', '/new'],
    ['/bare', '/new/', '/bare/a', '/new/a'],
    ['/a.b/', '/x\\y', '/a.b/c', '/x\\y/c'],
    ['/', '/new', '/a', '/new/a'],
  ])('a rewrite from %s to %s, in whole segments: %s becomes %s', (from, to, path, expected) => {
    const [first] = route((app) => ({ to: [{ to: app }], rewrite: { path: PathChange.prefix(from, to) } }), from);
    const { match, rewrite } = (first as { rewrite: { uriRegexRewrite: { match: string; rewrite: string } } }).rewrite
      .uriRegexRewrite;
    const substitution = rewrite.replace(/\\(.)/g, (_, sign: string) => (sign === '1' ? '$1' : sign));
    expect(path.replace(new RegExp(match), substitution)).toBe(expected);
  });

  test('the app as a whole, beside a version', () => {
    const [first] = route((app) => ({
      to: [
        { to: app, weight: 1 },
        { to: app.version('v2'), weight: 2 },
      ],
    }));
    expect(first).toMatchObject({
      route: [{ destination: { host, port: { number: 8080 } }, weight: 1 }, to('v2', { weight: 2 })],
    });
  });

  test('an answer of the proxy', () => {
    expect(route(() => ({ respond: DirectResponse.of(503, { body: 'closed' }) }))).toEqual([
      {
        name: 'x',
        match: [{ uri: { exact: '/bare' } }, { uri: { prefix: '/bare/' } }],
        directResponse: { status: 503, body: { string: 'closed' } },
      },
    ]);
  });

  test('a redirect, to HTTPS and to another host', () => {
    expect(route(() => ({ redirect: HttpRedirect.toHttps({ code: 308 }) }))).toMatchObject([
      { redirect: { scheme: 'https', redirectCode: 308 } },
    ]);
    const to_ = { path: PathChange.full('/n'), authority: 'a.example.com', port: 8443 };
    expect(route(() => ({ redirect: HttpRedirect.to(to_) }))).toMatchObject([
      { redirect: { uri: '/n', authority: 'a.example.com', port: 8443 } },
    ]);
  });

  test('a redirect of a prefix, in whole segments, has an entry for the path and one for what is below', () => {
    expect(route(() => ({ redirect: HttpRedirect.to({ path: PathChange.prefix('/bare', '/new') }) }))).toEqual([
      { name: 'x', match: [{ uri: { exact: '/bare' } }], redirect: { uri: '/new' } },
      { name: 'x-2', match: [{ uri: { prefix: '/bare/' } }], redirect: { prefixRewrite: '/new/' } },
    ]);
  });

  test('a redirect of a prefix is an error where Istio is too old', () => {
    const program = new MeshProgram({ settings: { istioVersion: '1.30' } });
    const chart = new Chart(program, 'shop');
    expect(() => {
      new HttpRouting(chart, 'x', {
        app: twoVersions(chart),
        match: HttpMatch.prefix('/a'),
        redirect: HttpRedirect.to({ path: PathChange.prefix('/a', '/b') }),
      });
    }).toThrow('shop/x: redirect.path must be PathChange.full(...): Istio 1.30 redirects no prefix, 1.31 does');
  });

  test('copies for another app go to its HTTP port, all of them where nothing is said', () => {
    const objects = written((chart) => {
      const [app, audit] = [twoVersions(chart), twoVersions(chart, 'audit', { ports: [MeshPort.http(9)] })];
      new HttpRouting(chart, 'x', { app, match: HttpMatch.any(), to: [{ to: app }], mirror: [{ to: audit }] });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        {
          mirrors: [
            {
              destination: { host: 'audit.shop.svc.cluster.local', port: { number: 9 } },
              percentage: { value: 100 },
            },
          ],
        },
      ],
    });
  });

  test('pain 21: no route repeats requests that may have reached the application, unless it says so', () => {
    expect(route((app) => ({ to: [{ to: app }] }))).toMatchObject([
      { retries: { attempts: 2, retryOn: 'connect-failure,refused-stream' } },
    ]);
  });
});
