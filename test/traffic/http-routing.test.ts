import { type Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { CanaryRoute, HttpMatch, HttpRouting, PathRewrite, type HttpRoutingProps, MeshPort } from 'istio-constructs';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

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

function allProps(app: Reviews, other: HttpRouting): Required<HttpRoutingProps> {
  return {
    app,
    match: HttpMatch.method('GET').and(HttpMatch.query('x').is('1')),
    to: [
      { to: app.version('v1'), weight: 1 },
      { to: app.version('v2'), weight: 99 },
    ],
    redirect: undefined,
    respond: undefined,
    rewrite: PathRewrite.prefix('/a', '/b'),
    rewriteAuthority: 'inner.example.com',
    headers: {
      request: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] },
      response: { set: { 'x-d': '3' } },
    },
    cors: {
      allowOrigins: ['https://a.example.com', '/https://[a-z]+[.]example[.]com/', '*'],
      allowMethods: ['GET'],
      allowHeaders: ['x-a'],
      exposeHeaders: ['x-b'],
      maxAge: Duration.hours(1),
      allowCredentials: false,
    },
    mirror: { to: app.version('v2'), percentage: 3 },
    port: app.port('http'),
    timeout: Duration.seconds(1),
    retries: { attempts: 0 },
    before: [other],
  };
}

function withOther(chart: Chart): Required<HttpRoutingProps> {
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
        mirrors: [{ destination: { host, port: { number: 8080 }, subset: 'v2' }, percentage: { value: 3 } }],
        rewrite: { uriRegexRewrite: { match: '^/a(/|$)', rewrite: '/b\\1' }, authority: 'inner.example.com' },
        headers: {
          request: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] },
          response: { set: { 'x-d': '3' } },
        },
        corsPolicy: {
          allowOrigins: [
            { exact: 'https://a.example.com' },
            { regex: 'https://[a-z]+[.]example[.]com' },
            { regex: '.*' },
          ],
          allowMethods: ['GET'],
          allowHeaders: ['x-a'],
          exposeHeaders: ['x-b'],
          maxAge: '3600s',
          allowCredentials: false,
        },
        route: [to('v1', { weight: 1 }), to('v2', { weight: 99 })],
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
      'rewriteAuthority',
      'headers.request.set.x-a',
      'headers.request.add.x-b',
      'headers.request.remove',
      'headers.request.remove.0',
      'headers.response.set.x-d',
      'cors.allowOrigins',
      'cors.allowOrigins.0',
      'cors.allowOrigins.1',
      'cors.allowOrigins.2',
      'cors.allowMethods',
      'cors.allowMethods.0',
      'cors.allowHeaders',
      'cors.allowHeaders.0',
      'cors.exposeHeaders',
      'cors.exposeHeaders.0',
      'cors.maxAge',
      'cors.allowCredentials',
      'mirror.percentage',
      'timeout',
      'retries',
      'retries.attempts',
    ],
    refused: [
      'app',
      'match',
      'to',
      'to.0',
      'to.0.to',
      'to.1',
      'to.1.to',
      'redirect',
      'respond',
      'rewrite',
      'headers',
      'headers.request',
      'headers.request.set',
      'headers.request.add',
      'headers.response',
      'headers.response.set',
      'cors',
      'mirror',
      'mirror.to',
      'port',
      'before',
      'before.0',
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
