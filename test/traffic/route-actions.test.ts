import { type Chart, Duration } from 'cdk8s';
import {
  DataPlane,
  DirectResponse,
  FaultInjection,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  type HttpRoutingProps,
  MeshNamespace,
  MeshPort,
  PathRewrite,
  TrafficMirror,
  type TrafficMirrorProps,
} from 'istio-constructs';
import { RE2JS } from 're2js';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const host = 'reviews.shop.svc.cluster.local';
const retries = { attempts: 2, retryOn: 'connect-failure,refused-stream' };
const destination = { host, port: { number: 8080 } };

function routed(props: (app: ReturnType<typeof twoVersions>) => Omit<HttpRoutingProps, 'app' | 'match'>) {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'x', { app, match: HttpMatch.exact('/x'), ...props(app) });
  });
  return (specOf(objects, 'VirtualService') as { readonly http: readonly unknown[] }).http[0];
}

const match = [{ uri: { exact: '/x' } }];

test('a redirect answers, and nothing else is written beside it', () => {
  const redirect = HttpRedirect.to({
    path: '/new',
    authority: 'a.example.com:8443',
    scheme: 'https',
    port: 1,
    code: 308,
  });
  expect(routed(() => ({ redirect }))).toEqual({
    name: 'x',
    match,
    redirect: { uri: '/new', authority: 'a.example.com:8443', scheme: 'https', port: 1, redirectCode: 308 },
  });
});

test('a direct response answers, with a text if wanted', () => {
  expect(routed(() => ({ respond: DirectResponse.of(503, { body: 'later' }) }))).toEqual({
    name: 'x',
    match,
    directResponse: { status: 503, body: { string: 'later' } },
  });
});

test('the app as a whole is a destination without subset, so that the app needs none', () => {
  expect(routed((app) => ({ to: [{ to: app }] }))).toEqual({ name: 'x', match, route: [{ destination }], retries });
});

test('answers come before every route that takes the same requests', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'all', { app, match: HttpMatch.prefix('/'), to: [{ to: app.version('v1') }] });
    new HttpRouting(chart, 'closed', { app, match: HttpMatch.prefix('/admin'), respond: DirectResponse.of(403) });
  });
  expect(specOf(objects, 'VirtualService')).toMatchObject({ http: [{ name: 'closed' }, { name: 'all' }] });
});

test('faults and copies do not act on answers, beside which istiod refuses them', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'closed', { app, match: HttpMatch.prefix('/admin'), respond: DirectResponse.of(403) });
    new FaultInjection(chart, 'slow', { app, everyone: true, delay: { duration: Duration.seconds(1) } });
    new TrafficMirror(chart, 'copy', { app, to: app.version('v2'), percentage: 1 });
  });
  const { http } = specOf(objects, 'VirtualService') as {
    http: readonly { name: string; fault?: object; mirrors?: object }[];
  };
  expect(http.map((each) => [each.name, each.fault !== undefined, each.mirrors !== undefined])).toEqual([
    ['closed', false, false],
    ['default-copy-slow', true, true],
  ]);
});

describe('a path is rewritten by whole segments', () => {
  const rewritten = (rewrite: PathRewrite, path: string) => {
    const { uriRegexRewrite } = rewrite.spec;
    const { match: pattern = '', rewrite: text = '' } = uriRegexRewrite ?? {};
    return RE2JS.compile(pattern)
      .matcher(path)
      .replaceAll(text.replace(/\\(\d)/g, '$$$1'));
  };

  test.each([
    ['/bare', '/', '/bare', '/'],
    ['/bare', '/', '/bare/', '/'],
    ['/bare', '/', '/bare/a', '/a'],
    ['/bare', '/', '/barefoot', '/barefoot'],
    ['/api', '/v2', '/api', '/v2'],
    ['/api', '/v2', '/api/x/y', '/v2/x/y'],
    ['/api/', '/v2/', '/api/x', '/v2/x'],
    ['/a.b', '/c', '/axb/1', '/axb/1'],
    ['/a', '/b', '/a/a/a', '/b/a/a'],
  ])('%s to %s makes %s into %s', (from, to, path, expected) => {
    expect(rewritten(PathRewrite.prefix(from, to), path)).toBe(expected);
  });

  test('every path, or what a pattern finds', () => {
    expect(rewritten(PathRewrite.to('/only'), '/a/b')).toBe('/only');
    expect(rewritten(PathRewrite.regex('^/users/([0-9]+)$', '/u/\\1'), '/users/7')).toBe('/u/7');
  });
});

test.each<[string, (app: ReturnType<typeof twoVersions>) => object, string]>([
  ['nothing to do', () => ({}), 'one of to, redirect and respond must be given, got none'],
  [
    'two things to do',
    (app) => ({ to: [{ to: app }], respond: DirectResponse.of(200) }),
    'one of to, redirect and respond must be given, got to and respond',
  ],
  [
    'a rewrite beside a redirect, which istiod refuses',
    () => ({ redirect: HttpRedirect.to({ path: '/a' }), rewrite: PathRewrite.to('/b') }),
    'rewrite must be left out where redirect answers instead of the app',
  ],
  [
    'a timeout of an answer',
    () => ({ respond: DirectResponse.of(200), timeout: Duration.seconds(1) }),
    'timeout must be left out where respond answers instead of the app',
  ],
  [
    'the app beside a version',
    (app) => ({
      to: [
        { to: app, weight: 1 },
        { to: app.version('v1'), weight: 1 },
      ],
    }),
    'to must be versions, or the app as a whole and nothing else',
  ],
  [
    'a redirect to nowhere',
    () => ({ redirect: HttpRedirect.to({}) }),
    'redirect: must give path, authority, scheme or port',
  ],
  [
    'a redirect by a wrong status',
    () => ({ redirect: HttpRedirect.to({ path: '/', code: 200 }) }),
    'redirect: to.code must be 301, 302, 303, 307 or 308, got 200',
  ],
  [
    'a redirect to what is no path',
    () => ({ redirect: HttpRedirect.to({ path: 'a' }) }),
    'redirect: to.path must begin with a slash, got "a"',
  ],
  [
    'a redirect to what is no host',
    () => ({ redirect: HttpRedirect.to({ authority: 'a b' }) }),
    'redirect: to.authority must be a host, with a port if wanted, got "a b"',
  ],
  ['no redirect', () => ({ redirect: '/a' }), 'redirect must be an HttpRedirect that is known at synthesis'],
  [
    'a wrong status',
    () => ({ respond: DirectResponse.of(99) }),
    'respond: status must be a whole number between 200 and 599, got 99',
  ],
  [
    'too long a text',
    () => ({ respond: DirectResponse.of(200, { body: 'x'.repeat(1048577) }) }),
    'respond: body must be of at most 1048576 bytes, got 1048577',
  ],
  ['no response', () => ({ respond: 503 }), 'respond must be a DirectResponse that is known at synthesis'],
  [
    'a rewrite of what is no path',
    (app) => ({ to: [{ to: app }], rewrite: PathRewrite.prefix('a', '/') }),
    'rewrite: from must begin with a slash, got "a"',
  ],
  [
    'a rewrite by no pattern',
    (app) => ({ to: [{ to: app }], rewrite: PathRewrite.regex('(', '') }),
    'rewrite: pattern must be',
  ],
  [
    'the Host header',
    (app) => ({ to: [{ to: app }], headers: { request: { set: { Host: 'a' } } } }),
    'headers.request.set: key must not be Host: give rewriteAuthority',
  ],
  [
    'a pseudo header',
    (app) => ({ to: [{ to: app }], headers: { response: { remove: [':status'] } } }),
    'headers.response.remove[0] must be a name of a header',
  ],
  [
    'cookies for every page',
    (app) => ({ to: [{ to: app }], cors: { allowOrigins: ['*'], allowCredentials: true } }),
    'cors.allowCredentials must not be true with the origin *',
  ],
  [
    'what is no origin',
    (app) => ({ to: [{ to: app }], cors: { allowOrigins: ['a.example.com'] } }),
    'cors.allowOrigins[0] must be an origin such as https://shop.example.com',
  ],
  [
    'a part of a second',
    (app) => ({ to: [{ to: app }], cors: { allowOrigins: ['*'], maxAge: Duration.millis(1500) } }),
    'cors.maxAge must be whole seconds, got 1500 ms',
  ],
  [
    'a share over 100',
    (app) => ({ to: [{ to: app }], mirror: { to: app.version('v2'), percentage: 101 } }),
    'mirror.percentage must be between 0 and 100, got 101',
  ],
])('%s is an error', (_, more, message) => {
  const make = (chart: Chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'x', { app, match: HttpMatch.any(), ...more(app) });
  };
  expect(failure(make)).toContain(`shop/x: ${message}`);
});

describe('TrafficMirror', () => {
  const allProps = (chart: Chart): Required<TrafficMirrorProps> => {
    const app = twoVersions(chart);
    return { app, when: HttpMatch.method('GET'), to: app.version('v2'), percentage: 5 };
  };

  test('minimal props copy everything to another app, by its own port', () => {
    const objects = written((chart) => {
      const next = twoVersions(chart, 'next', { ports: [MeshPort.tcp(1), MeshPort.http(9000)] });
      new TrafficMirror(chart, 'copy', { app: twoVersions(chart), to: next });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        {
          name: 'default-copy',
          mirrors: [
            {
              destination: { host: 'next.shop.svc.cluster.local', port: { number: 9000 } },
              percentage: { value: 100 },
            },
          ],
          route: [{ destination }],
        },
      ],
    });
  });

  test('all the props copy the requests that match, whichever route they take', () => {
    const objects = written((chart) => {
      const props = allProps(chart);
      new TrafficMirror(chart, 'copy', props);
      const { app } = props;
      new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/api'), to: [{ to: app }] });
    });
    const mirrors = [{ destination: { ...destination, subset: 'v2' }, percentage: { value: 5 } }];
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        { name: 'api-copy', match: [{ uri: { exact: '/api' }, method: { exact: 'GET' } }], mirrors },
        { name: 'api' },
        { name: 'default-copy', match: [{ method: { exact: 'GET' } }], mirrors },
        { name: 'default' },
      ],
    });
    expect(specOf(objects, 'DestinationRule')).toMatchObject({ subsets: [{ name: 'v1' }, { name: 'v2' }] });
  });

  test('values that are only known later', () => {
    expect(laterInEveryProp(allProps, (chart, props) => new TrafficMirror(chart, 'copy', props))).toEqual({
      written: ['percentage'],
      refused: ['app', 'when', 'to'],
    });
  });

  test('a version of another app is an error, for its subset comes with routes of that app alone', () => {
    const message = failure((chart) => {
      new TrafficMirror(chart, 'copy', { app: twoVersions(chart), to: twoVersions(chart, 'next').version('v1') });
    });
    expect(message).toBe('shop/copy: mirror must name versions of reviews, got v1 of next');
  });

  test('an app without an HTTP port is an error', () => {
    const message = failure((chart) => {
      const next = twoVersions(chart, 'next', { ports: [MeshPort.tcp(1)] });
      new TrafficMirror(chart, 'copy', { app: twoVersions(chart), to: next });
    });
    expect(message).toContain('props.to must have an HTTP port, next has none');
  });
});

describe('HttpMatch.port', () => {
  test('holds on that port alone, and what is left of an alternative goes without saying there', () => {
    const objects = written((chart) => {
      const ports = [MeshPort.http(80), MeshPort.http(81, { name: 'admin' })];
      const app = twoVersions(chart, 'reviews', { ports });
      const when = HttpMatch.port(app.port('admin')).or(HttpMatch.exact('/admin'));
      new HttpRouting(chart, 'closed', { app, match: when, respond: DirectResponse.of(403) });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        { name: 'closed-http', match: [{ uri: { exact: '/admin' }, port: 80 }] },
        { name: 'default-http', match: [{ port: 80 }] },
        { name: 'closed-http-admin', match: [{ port: 81 }] },
      ],
    });
  });
});

test('pain 24: routing in an ambient namespace is an error that says what nobody would do', () => {
  const message = failure((chart) => {
    const namespace = MeshNamespace.fromName('quiet', { dataPlane: DataPlane.ambient() });
    const app = twoVersions(chart, 'reviews', { namespace });
    new HttpRouting(chart, 'x', { app, match: HttpMatch.any(), to: [{ to: app }] });
  });
  expect(message).toBe(
    'shop/x: a route of requests needs layer 7, but namespace quiet is ambient: ztunnel would do nothing about it, and waypoints are not supported yet',
  );
});
