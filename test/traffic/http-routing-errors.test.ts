import { type Chart, Duration } from 'cdk8s';
import {
  CorsOrigin,
  DirectResponse,
  HttpMatch,
  HttpRedirect,
  HttpRouting,
  MeshNamespace,
  MeshPort,
  MeshService,
  PathChange,
} from 'istio-constructs';
import { failure, twoVersions } from '../support/constructs';

type Reviews = ReturnType<typeof twoVersions>;

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
