import { Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  type BoundPort,
  CanaryRoute,
  CorsOrigin,
  DirectResponse,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  type HttpRoutingProps,
  MeshNamespace,
  MeshPort,
  MeshProgram,
  MeshService,
  PathChange,
} from 'istio-constructs';
import { failure, gateway, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

const host = 'reviews.shop.svc.cluster.local';
const to = (subset: string, more: object = {}) => ({ destination: { host, port: { number: 8080 }, subset }, ...more });
const names = (spec: unknown) => (spec as { http: { name: string }[] }).http.map((route) => route.name);
type Reviews = ReturnType<typeof twoVersions>;

/** The routes of an app with these matches, all to v1. */
function routed(
  matches: Readonly<Record<string, HttpMatch>>,
  before: Readonly<Record<string, string>> = {},
): (chart: Chart) => void {
  return (chart) => {
    const app = twoVersions(chart);
    const made: Record<string, HttpRouting> = {};
    Object.entries(matches).forEach(([id, match], index) => {
      const later = before[id] === undefined ? undefined : made[before[id]];
      const weight = 50 + index;
      made[id] = new HttpRouting(chart, id, {
        app,
        match,
        to: [
          { to: app.version('v1'), weight },
          { to: app.version('v2'), weight: 50 },
        ],
        before: later && [later],
      });
    });
  };
}

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

describe('what a match becomes', () => {
  test.each<[string, HttpMatch, object[] | undefined]>([
    ['any', HttpMatch.any(), undefined],
    ['exact', HttpMatch.exact('/a'), [{ uri: { exact: '/a' } }]],
    ['prefix, in whole segments', HttpMatch.prefix('/a'), [{ uri: { exact: '/a' } }, { uri: { prefix: '/a/' } }]],
    ['prefix with a slash at its end', HttpMatch.prefix('/a/'), [{ uri: { exact: '/a' } }, { uri: { prefix: '/a/' } }]],
    ['prefix of everything', HttpMatch.prefix('/'), undefined],
    ['textual prefix', HttpMatch.textualPrefix('/a'), [{ uri: { prefix: '/a' } }]],
    ['regex', HttpMatch.regex('/a.*'), [{ uri: { regex: '/a.*' } }]],
    ['method', HttpMatch.method('POST'), [{ method: { exact: 'POST' } }]],
    ['authority', HttpMatch.authority('a.example.com'), [{ authority: { exact: 'a.example.com' } }]],
    ['scheme', HttpMatch.scheme('https'), [{ scheme: { exact: 'https' } }]],
    ['header, without regard to case', HttpMatch.header('X-User').is('a'), [{ headers: { 'x-user': { exact: 'a' } } }]],
    ['header prefix', HttpMatch.header('x').startsWith('a'), [{ headers: { x: { prefix: 'a' } } }]],
    ['header regex', HttpMatch.header('x').matches('a+'), [{ headers: { x: { regex: 'a+' } } }]],
    ['header present', HttpMatch.header('x').isPresent(), [{ headers: { x: {} } }]],
    ['header absent', HttpMatch.header('x').isAbsent(), [{ withoutHeaders: { x: {} } }]],
    ['query', HttpMatch.query('q').isPresent(), [{ queryParams: { q: {} } }]],
    [
      'cookie, whatever signs it has',
      HttpMatch.cookie('a.b', 'c'),
      [{ headers: { cookie: { regex: '(.*; ?)?a\\.b=c(;.*)?' } } }],
    ],
    ['and', HttpMatch.prefix('/a').and(HttpMatch.exact('/a/b')), [{ uri: { exact: '/a/b' } }]],
    ['part of the authority', HttpMatch.authorityPrefix('shop.'), [{ authority: { prefix: 'shop.' } }]],
    ['pattern of the authority', HttpMatch.authorityRegex('a|b'), [{ authority: { regex: 'a|b' } }]],
    ['authority with a port', HttpMatch.authority('a.b:80'), [{ authority: { exact: 'a.b:80' } }]],
    [
      'cookie with any value',
      HttpMatch.cookie('a').isPresent(),
      [{ headers: { cookie: { regex: '(.*; ?)?a=[^;]*(;.*)?' } } }],
    ],
    [
      'cookie prefix',
      HttpMatch.cookie('a').startsWith('b'),
      [{ headers: { cookie: { regex: '(.*; ?)?a=b[^;]*(;.*)?' } } }],
    ],
    ['cookie absent', HttpMatch.cookie('a').isAbsent(), [{ withoutHeaders: { cookie: { regex: '(.*; ?)?a=.*' } } }]],
    [
      'two cookies in any order',
      HttpMatch.cookie('a', '1').and(HttpMatch.cookie('b', '2')),
      [{ headers: { cookie: { regex: '(.*; ?)?(a=1; ?(.*; ?)?b=2|b=2; ?(.*; ?)?a=1)(;.*)?' } } }],
    ],
    [
      'header absent and one present',
      HttpMatch.header('A').isAbsent().and(HttpMatch.header('b').isPresent()),
      [{ headers: { b: {} }, withoutHeaders: { a: {} } }],
    ],
    [
      'pain 27: and within an entry, or between entries',
      HttpMatch.header('a')
        .is('1')
        .and(HttpMatch.method('GET').or(HttpMatch.method('HEAD'))),
      [
        { method: { exact: 'GET' }, headers: { a: { exact: '1' } } },
        { method: { exact: 'HEAD' }, headers: { a: { exact: '1' } } },
      ],
    ],
    ['or', HttpMatch.exact('/a').or(HttpMatch.exact('/b')), [{ uri: { exact: '/a' } }, { uri: { exact: '/b' } }]],
  ])('%s', (_, match, expected) => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'x', { app, match, to: [{ to: app.version('v1') }] });
    });
    const { http } = specOf(objects, 'VirtualService') as { http: { match?: object[] }[] };
    expect(http[0]?.match).toEqual(expected);
  });

  test('the pods of an app', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      const web = twoVersions(chart, 'web');
      new HttpRouting(chart, 'x', { app, match: HttpMatch.from(web), to: [{ to: app.version('v1') }] });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [{ match: [{ sourceLabels: { app: 'web' }, sourceNamespace: 'shop' }] }, {}],
    });
  });
});

describe('order', () => {
  test.each<[string, Record<string, HttpMatch>, string[]]>([
    [
      'a path before what is above it',
      { wide: HttpMatch.prefix('/a'), narrow: HttpMatch.prefix('/a/b') },
      ['narrow', 'wide'],
    ],
    [
      'a path with a header before the path',
      { plain: HttpMatch.exact('/a'), more: HttpMatch.exact('/a').and(HttpMatch.header('x').isPresent()) },
      ['more', 'plain'],
    ],
    [
      'a value before the presence',
      { present: HttpMatch.header('x').isPresent(), value: HttpMatch.header('x').is('1') },
      ['value', 'present'],
    ],
    [
      'what a regex matches before the regex',
      { regex: HttpMatch.regex('/a.*'), exact: HttpMatch.exact('/ab') },
      ['exact', 'regex'],
    ],
    [
      'by path of the construct where they have nothing in common',
      { b: HttpMatch.exact('/1'), a: HttpMatch.exact('/2') },
      ['a', 'b'],
    ],
  ])('%s', (_, matches, expected) => {
    expect(names(specOf(written(routed(matches)), 'VirtualService'))).toEqual([...expected, 'default']);
  });

  test('before decides where two overlap', () => {
    const matches = { x: HttpMatch.header('x').isPresent(), y: HttpMatch.header('y').isPresent() };
    expect(names(specOf(written(routed(matches, { y: 'x' })), 'VirtualService'))).toEqual(['y', 'x', 'default']);
  });

  test('two that overlap and differ are an error that names both', () => {
    const message = failure(routed({ x: HttpMatch.header('x').isPresent(), y: HttpMatch.header('y').isPresent() }));
    expect(message).toContain(
      'shop/x and shop/y route some of the same requests differently: say before on the one whose route counts',
    );
  });

  test('two that overlap and do the same are none', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      for (const id of ['x', 'y'])
        new HttpRouting(chart, id, { app, match: HttpMatch.header(id).isPresent(), to: [{ to: app.version('v1') }] });
    });
    expect(message).toBe('nothing failed');
  });

  test('a route that nothing reaches is an error that names the one before it', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'all', { app, match: HttpMatch.any(), to: [{ to: app.version('v1') }] });
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 });
    });
    expect(message).toContain('shop/canary is never reached: shop/all takes all of its requests first');
  });

  test('an explicit match comes before a split, a preview before both', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', {
        stable: app.version('v1'),
        canary: app.version('v2'),
        weight: 1,
        preview: HttpMatch.header('p').isPresent(),
      });
      new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/a'), to: [{ to: app.version('v1') }] });
    });
    expect(names(specOf(objects, 'VirtualService'))).toEqual(['canary-preview', 'api', 'canary']);
  });

  test('the order in which routes are made changes nothing', () => {
    const matches = {
      a: HttpMatch.exact('/a'),
      b: HttpMatch.prefix('/b'),
      c: HttpMatch.prefix('/b/c'),
      d: HttpMatch.prefix('/b/c').and(HttpMatch.method('GET')),
      e: HttpMatch.exact('/e').and(HttpMatch.header('x').is('1')),
    };
    const spec = (ids: readonly (keyof typeof matches)[]) =>
      specOf(
        written((chart) => {
          const app = twoVersions(chart);
          for (const id of ids)
            new HttpRouting(chart, id, { app, match: matches[id], to: [{ to: app.version('v1') }] });
        }),
        'VirtualService',
      );
    const ids = Object.keys(matches) as (keyof typeof matches)[];
    const expected = spec(ids);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (shuffled) => {
        expect(spec(shuffled)).toEqual(expected);
      }),
    );
  });
});

describe('several HTTP ports', () => {
  const ports = [MeshPort.http(80), MeshPort.grpc(9000), MeshPort.tcp(7)];

  test('each has its routes and its default, told apart by port', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart, 'reviews', { ports });
      new HttpRouting(chart, 'api', {
        app,
        match: HttpMatch.exact('/a'),
        to: [{ to: app.version('v2') }],
        port: app.port('grpc'),
      });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        { name: 'default-http', match: [{ port: 80 }], route: [{ destination: { port: { number: 80 } } }] },
        {
          name: 'api-grpc',
          match: [{ uri: { exact: '/a' }, port: 9000 }],
          route: [{ destination: { port: { number: 9000 }, subset: 'v2' } }],
        },
        { name: 'default-grpc', match: [{ port: 9000 }], route: [{ destination: { port: { number: 9000 } } }] },
      ],
    });
  });
});

describe('a match on a port', () => {
  const ports = [MeshPort.http(80), MeshPort.grpc(9000)];

  test('is a route for that port alone', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart, 'reviews', { ports });
      const match = HttpMatch.port(app.port('grpc')).or(HttpMatch.exact('/a'));
      new HttpRouting(chart, 'x', { app, match, to: [{ to: app.version('v2') }] });
    });
    expect(specOf(objects, 'VirtualService')).toMatchObject({
      http: [
        { name: 'x-http', match: [{ uri: { exact: '/a' }, port: 80 }] },
        { name: 'default-http', match: [{ port: 80 }] },
        { name: 'x-grpc', match: [{ port: 9000 }] },
      ],
    });
  });

  test('is never written at a gateway, where it would be about the port of the gateway', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart, 'reviews', { ports });
      app.expose(gateway(chart), { hosts: ['a.example.com'], port: app.port('http') });
      new HttpRouting(chart, 'web', { app, match: HttpMatch.port(app.port('http')), to: [{ to: app.version('v1') }] });
      new HttpRouting(chart, 'grpc', { app, match: HttpMatch.port(app.port('grpc')), to: [{ to: app.version('v2') }] });
    });
    const { http } = specOf(objects, 'VirtualService', 'public.a.example.com') as {
      http: { name: string; match?: object[] }[];
    };
    expect(http.map((each) => [each.name, each.match])).toEqual([['web', undefined]]);
  });

  test.each<[string, (app: Reviews, chart: Chart) => HttpMatch, string]>([
    [
      'of another app',
      (_, chart) => HttpMatch.port(twoVersions(chart, 'o').port('http')),
      'match: port must be one of reviews',
    ],
    ['of TCP', (app) => HttpMatch.port(app.ports[1] as BoundPort), 'match: port must speak HTTP, got tcp (tcp)'],
  ])('%s is an error', (_, match, message) => {
    const text = failure((chart) => {
      const app = twoVersions(chart, 'reviews', { ports: [MeshPort.http(80), MeshPort.tcp(7)] });
      new HttpRouting(chart, 'x', { app, match: match(app, chart), to: [{ to: app.version('v2') }] });
    });
    expect(text).toContain(`shop/x: ${message}`);
  });
});

describe('errors', () => {
  const withProps = (more: (app: Reviews) => object) => (chart: Chart) => {
    const app = twoVersions(chart);
    new HttpRouting(chart, 'x', { app, match: HttpMatch.any(), to: [{ to: app.version('v1') }], ...more(app) });
  };

  test.each<[string, (app: Reviews) => object, string]>([
    ['no destination', () => ({ to: [] }), 'to must have at least 1 entry, got 0'],
    [
      'all weights 0',
      (app) => ({
        to: [
          { to: app.version('v1'), weight: 0 },
          { to: app.version('v2'), weight: 0 },
        ],
      }),
      'to: weights must not all be 0, got 0, 0',
    ],
    [
      'a weight above 100',
      (app) => ({ to: [{ to: app.version('v1'), weight: 101 }] }),
      'to[0].weight must be between 0 and 100, got 101',
    ],
    [
      'weights for some only',
      (app) => ({ to: [{ to: app.version('v1'), weight: 1 }, { to: app.version('v2') }] }),
      'to must state a weight for each of its 2 destinations',
    ],
    ['nothing to do', () => ({ to: undefined }), 'one of to, redirect and respond must be given, got none'],
    [
      'two things to do',
      () => ({ redirect: HttpRedirect.toHttps() }),
      'one of to, redirect and respond must be given, got to and redirect',
    ],
    [
      'a rewrite beside a redirect',
      () => ({ to: undefined, redirect: HttpRedirect.toHttps(), rewrite: { authority: 'a.b' } }),
      'rewrite must be left out where redirect is given, for no request goes on to the app',
    ],
    [
      'retries beside an answer',
      () => ({ to: undefined, respond: DirectResponse.of(503), retries: { attempts: 0 } }),
      'retries must be left out where respond is given',
    ],
    [
      'an answer without status',
      () => ({ to: undefined, respond: DirectResponse.of(99) }),
      'respond: status must be a whole number between 200 and 599, got 99',
    ],
    [
      'an answer that is too long',
      () => ({ to: undefined, respond: DirectResponse.of(200, { body: 'x'.repeat(1024 * 1024 + 1) }) }),
      'respond.body must be at most 1048576 bytes long, got 1048577',
    ],
    [
      'a redirect to nowhere',
      () => ({ to: undefined, redirect: HttpRedirect.to({ code: 302 }) }),
      'redirect must change something: path, authority, scheme or port',
    ],
    [
      'a redirect with a strange code',
      () => ({ to: undefined, redirect: HttpRedirect.to({ scheme: 'https', code: 300 as never }) }),
      'redirect.code must be one of 301, 302, 303, 307, 308, got 300',
    ],
    [
      'a redirect by pattern',
      () => ({ to: undefined, redirect: HttpRedirect.to({ path: PathChange.regex('a', 'b') }) }),
      'redirect.path must be full or a prefix: Istio redirects by no pattern',
    ],
    [
      'a rewrite of paths that do not begin so',
      () => ({ rewrite: { path: PathChange.prefix('/a', '/b') } }),
      'rewrite.path changes paths below /a, but match takes others as well: match HttpMatch.prefix("/a") or what is in it',
    ],
    [
      'a rewrite of nothing',
      () => ({ rewrite: { path: PathChange.prefix('a', '/b') } }),
      'rewrite.path: from must begin with a slash, got "a"',
    ],
    [
      'credentials for every origin',
      () => ({ cors: { allowOrigins: [CorsOrigin.any()], allowCredentials: true } }),
      'cors.allowOrigins must name origins where allowCredentials is true',
    ],
    [
      'credentials for every header',
      () => ({ cors: { allowOrigins: [CorsOrigin.exact('https://a')], allowHeaders: ['*'], allowCredentials: true } }),
      'cors.allowHeaders must not be * where allowCredentials is true',
    ],
    [
      'an origin with a path',
      () => ({ cors: { allowOrigins: [CorsOrigin.exact('https://a/b')] } }),
      'cors.allowOrigins[0]: origin must be a scheme and a host, such as https://shop.example.com, got "https://a/b"',
    ],
    ['no origin', () => ({ cors: { allowOrigins: [] } }), 'cors.allowOrigins must have at least 1 entry, got 0'],
    [
      'half a second',
      () => ({ cors: { allowOrigins: [CorsOrigin.prefix('https://')], maxAge: Duration.millis(1500) } }),
      'cors.maxAge must be whole seconds, got 1500 ms',
    ],
    [
      'a header named twice',
      () => ({ headers: { request: { set: { a: '1', A: '2' } } } }),
      'headers.request.set names a twice: the case of letters is no difference',
    ],
    ['no host', () => ({ headers: { request: { remove: ['Host'] } } }), 'headers.request.remove must not name Host'],
    [
      'a host of an answer',
      () => ({ headers: { response: { set: { host: 'a' } } } }),
      'headers.response.set must not name Host',
    ],
    [
      'a percent sign',
      () => ({ headers: { request: { set: { a: '5%' } } } }),
      'headers.request.set.a must write a percent sign as %%',
    ],
    [
      'a host changed twice',
      () => ({ rewrite: { authority: 'a.b' }, headers: { request: { set: { Host: 'a' } } } }),
      'the host is changed twice, by rewrite.authority or headers',
    ],
    [
      'a header of route and destination',
      (app) => ({
        headers: { request: { set: { a: '1' } } },
        to: [{ to: app.version('v1'), headers: { request: { remove: ['A'] } } }],
      }),
      'to[0].headers.request changes a, and so does headers of the route: say it in one place',
    ],
    [
      'copies to a service of unknown ports',
      () => ({ mirror: [{ to: MeshService.fromName('audit', MeshNamespace.fromName('bank')) }] }),
      'mirror[0].port must be given, for audit has no single HTTP port that is known',
    ],
    [
      'copies to nothing',
      () => ({ mirror: [{ to: 'audit' }] }),
      "mirror[0].to must be a version, such as app.version('v2'), or a service",
    ],
    ['no match', () => ({ match: undefined }), 'match must be given'],
    [
      'a path without slash',
      () => ({ match: HttpMatch.prefix('api') }),
      'match: path must begin with a slash, got "api"',
    ],
    [
      'a method in small letters',
      () => ({ match: HttpMatch.method('get') }),
      'match: method must be a method in capitals, such as GET, got "get"',
    ],
    [
      'a header name with a space',
      () => ({ match: HttpMatch.header('a b').is('c') }),
      'match: header name must be a name of a header',
    ],
    [
      'an empty header value',
      () => ({ match: HttpMatch.header('a').is('') }),
      'match: header must be compared with a text that is not empty, got ""',
    ],
    [
      'conditions that contradict in one route',
      () => ({ match: HttpMatch.header('a').matches('x').and(HttpMatch.header('a').matches('y')) }),
      'match: header a cannot be both regex "x" and regex "y"',
    ],
  ])('%s', (_, more, message) => {
    expect(failure(withProps(more))).toContain(`shop/x: ${message}`);
  });

  test.each<[string, HttpMatch, string]>([
    ['and', HttpMatch.exact('/a').and('/b' as never), 'match: and, or must be given an HttpMatch, got "/b"'],
    ['or', HttpMatch.exact('/a').or(undefined as never), 'match: and, or must be given an HttpMatch, got undefined'],
    [
      'a cookie',
      HttpMatch.cookie('a', 5 as never),
      'match: cookie value must be a text without control characters, got 5',
    ],
    [
      'a header',
      HttpMatch.header(5 as never).is('a'),
      'match: header name must be a text that is known at synthesis, got 5',
    ],
    [
      'a query parameter',
      HttpMatch.query('').isPresent(),
      'match: query parameter must be a text that is known at synthesis, got ""',
    ],
    ['an app', HttpMatch.from('web' as never), 'match: from must be a MeshApp, got "web"'],
    ['a scheme', HttpMatch.scheme('tcp' as never), 'match: scheme must be http or https, got "tcp"'],
    ['an authority', HttpMatch.authority('a b'), 'match: authority must be a host name'],
    ['a wildcard authority', HttpMatch.authority('*.b'), 'match: authority must be a host name without a wildcard'],
    [
      'a part of an authority',
      HttpMatch.authorityPrefix(''),
      'match: authority must begin with a text that is not empty',
    ],
    ['a pattern of an authority', HttpMatch.authorityRegex('('), 'match: authority must be a regular expression'],
    [
      'a cookie with a semicolon',
      HttpMatch.cookie('a', 'b;c'),
      'match: cookie value must not have a semicolon, got "b;c"',
    ],
    ['a port', HttpMatch.port(80 as never), `match: port must be a port, such as app.port('http'), got 80`],
    [
      'conditions that exclude each other',
      HttpMatch.exact('/a').and(HttpMatch.exact('/b')),
      'match takes no request at all: its conditions exclude each other',
    ],
    [
      'the Cookie header and a cookie',
      HttpMatch.header('cookie').is('x').and(HttpMatch.cookie('a', '1')),
      'match: header cookie and single cookies cannot both be asked for',
    ],
  ])('%s of a wrong type', (_, match, message) => {
    expect(failure(withProps(() => ({ match })))).toContain(`shop/x: ${message}`);
  });

  test('a version or a port of another app', () => {
    expect(
      failure((chart) => withProps(() => ({ to: [{ to: twoVersions(chart, 'other').version('v1') }] }))(chart)),
    ).toBe('shop/x: to must name versions of reviews, got v1 of other');
    expect(failure((chart) => withProps(() => ({ port: twoVersions(chart, 'other').port('http') }))(chart))).toBe(
      'shop/x: port must be one of reviews, got http of another app',
    );
  });

  test('an app without HTTP port', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart, 'reviews', { ports: [MeshPort.tcp(1)] });
      new HttpRouting(chart, 'x', { app, match: HttpMatch.any(), to: [{ to: app.version('v1') }] });
    });
    expect(message).toContain('shop/x routes HTTP requests, but reviews has no HTTP port: tcp (tcp)');
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
