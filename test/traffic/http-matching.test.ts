import { type Chart } from 'cdk8s';
import { type BoundPort, HttpMatch, HttpRouting, MeshPort } from 'istio-constructs';
import { failure, gateway, specOf, twoVersions, written } from '../support/constructs';

type Reviews = ReturnType<typeof twoVersions>;

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
