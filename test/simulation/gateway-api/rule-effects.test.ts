import { type Asked, ask, type Fields, ends, gatewayApi, ofService, shop, to } from './shop';

const route = (rule: Fields) =>
  shop(gatewayApi('HTTPRoute', 'shop/cart', { parentRefs: [ofService('cart')], rules: [rule] }, 1));
const filtered = (...filters: readonly Fields[]) => route({ filters, backendRefs: to('a') });
const under = (value: string, ...filters: readonly Fields[]) =>
  route({ matches: [{ path: { type: 'PathPrefix', value } }], filters, backendRefs: to('a') });

describe('backends (convertHTTPRoute, buildHTTPDestination)', () => {
  test.each<[string, readonly Fields[] | undefined, string]>([
    ['one takes all, whatever its weight', to('a=7'), '200 shop/a'],
    ['a weight is 1 unless written', to('a', 'b=3'), '200 shop/b 0.75, 200 shop/a 0.25'],
    ['weight 0 takes none', to('a=0', 'b'), '200 shop/b'],
    ['all of weight 0 are no backend', to('a=0', 'b=0'), '500'],
    ['none at all is an error of the server', [], '500'],
    ['nothing written is one too', undefined, '500'],
    ['a missing Service is one too (measured: http-route-mesh)', to('nobody'), '500'],
    ['a missing Service takes its share of errors', to('a', 'nobody'), '200 shop/a 0.50, 500 0.50'],
    [
      'a kind that istiod does not know is one too',
      [{ group: 'example.com', kind: 'Bucket', name: 'a', port: 80 }],
      '500',
    ],
    ['a port that the Service does not have is one too', [{ name: 'a', port: 81 }], '500'],
    [
      'a host name',
      [{ group: 'networking.istio.io', kind: 'Hostname', name: 'a.shop.svc.cluster.local', port: 80 }],
      '200 shop/a',
    ],
    [
      'a Service of another namespace needs no grant in the mesh (computeRoute)',
      [{ name: 'vault', namespace: 'bank', port: 80 }],
      '200 bank/vault',
    ],
  ])('%s', (_, backendRefs, end) => {
    expect(ends(route({ backendRefs }), 'http://cart/')).toBe(end);
  });

  test('flags tell a missing backend from a rule without one', () => {
    expect(ask(route({ backendRefs: to('nobody') }), 'http://cart/')[0]).toMatchObject({
      flags: 'NC',
      cluster: 'outbound|80||nobody.shop.svc.cluster.local',
    });
    expect(ask(route({ backendRefs: [] }), 'http://cart/')[0]).toMatchObject({ result: 500, flags: '' });
  });
});

describe('headers', () => {
  const modifier = (fields: Fields) => ({ type: 'RequestHeaderModifier', requestHeaderModifier: fields });

  test('are removed, set and added', () => {
    const mesh = filtered(
      modifier({ set: [{ name: 'X-A', value: '1' }], add: [{ name: 'x-b', value: '2' }], remove: ['x-c'] }),
    );
    const [end] = ask(mesh, 'http://cart/', { headers: { 'x-a': '0', 'x-b': '1', 'x-c': '0' } });
    expect(end?.seen).toMatchObject({ headers: { 'x-a': '1', 'x-b': '1,2' }, removed: ['x-c'] });
  });

  test('of two entries with one name the first counts (headerListToMap)', () => {
    const mesh = filtered(
      modifier({
        set: [
          { name: 'x-a', value: '1' },
          { name: 'X-A', value: '2' },
        ],
      }),
    );
    expect(ask(mesh, 'http://cart/')[0]?.seen?.headers).toMatchObject({ 'x-a': '1' });
  });

  test('a backend may change them for itself', () => {
    const filters = [modifier({ set: [{ name: 'x-of', value: 'a' }] })];
    const mesh = route({
      backendRefs: [
        { name: 'a', port: 80, filters },
        { name: 'b', port: 80 },
      ],
    });
    const seen = ask(mesh, 'http://cart/').map(({ backend, seen: each }) => [backend, each?.headers['x-of']]);
    expect(seen).toEqual([
      ['shop/a', 'a'],
      ['shop/b', undefined],
    ]);
  });

  test('of the answer', () => {
    const changes = { set: [{ name: 'x-served', value: 'mesh' }] };
    const mesh = filtered({ type: 'ResponseHeaderModifier', responseHeaderModifier: changes });
    expect(ask(mesh, 'http://cart/')[0]?.replyHeaders).toEqual({ 'x-served': 'mesh' });
  });
});

describe('redirects (createRedirectFilter, ApplyRedirect)', () => {
  const redirect = (fields: Fields) => ({ type: 'RequestRedirect', requestRedirect: fields });

  test.each<[string, Fields, number, string]>([
    ['302 unless written', { hostname: 'other.example' }, 302, 'http://other.example/old/x?q=1'],
    ['another status', { hostname: 'other.example', statusCode: 301 }, 301, 'http://other.example/old/x?q=1'],
    ['another scheme has its own port', { scheme: 'https' }, 302, 'https://cart/old/x?q=1'],
    ['a port', { port: 8443, scheme: 'https' }, 302, 'https://cart:8443/old/x?q=1'],
    ['no port that is the usual one', { port: 443, scheme: 'https' }, 302, 'https://cart/old/x?q=1'],
    ['another path', { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } }, 302, 'http://cart/new?q=1'],
    [
      'another prefix',
      { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
      302,
      'http://cart/new/x?q=1',
    ],
    [
      'text for text: a slash too many stays',
      { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
      302,
      'http://cart//x?q=1',
    ],
  ])('%s', (_, fields, status, location) => {
    const [end] = ask(under('/old', redirect(fields)), 'http://cart/old/x?q=1');
    expect(end).toMatchObject({ result: status, replyHeaders: { location } });
  });

  test('come before backends, and need none', () => {
    expect(ends(route({ filters: [redirect({ hostname: 'x.example' })] }), 'http://cart/')).toBe('302');
    expect(ends(filtered(redirect({ hostname: 'x.example' })), 'http://cart/')).toBe('302');
  });
});

describe('rewrites (createRewriteFilter, applyHTTPRouteDestination)', () => {
  const rewrite = (fields: Fields) => ({ type: 'URLRewrite', urlRewrite: fields });
  const prefix = (replacePrefixMatch: string) => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });

  test.each<[string, string, Fields, string, string]>([
    ['a prefix', '/old', prefix('/new'), '/old/x?q=1', '/new/x?q=1'],
    ['a slash at its end counts for nothing', '/old', prefix('/new/'), '/old/x', '/new/x'],
    ['all of a path', '/old', prefix('/new'), '/old', '/new'],
    ['a prefix taken away', '/old', prefix('/'), '/old/x', '/x'],
    ['an empty one as well', '/old', prefix(''), '/old/x', '/x'],
    ['of all the path a slash is left', '/old', prefix('/'), '/old', '/'],
    ['below the root, text for text', '/', prefix('/new'), '/x', '/newx'],
    [
      'the whole path',
      '/old',
      { path: { type: 'ReplaceFullPath', replaceFullPath: '/new' } },
      '/old/x?q=1',
      '/new?q=1',
    ],
  ])('%s', (_, match, fields, asked, seen) => {
    expect(ask(under(match, rewrite(fields)), `http://cart${asked}`)[0]?.seen?.path).toBe(seen);
  });

  test('the host', () => {
    expect(ask(filtered(rewrite({ hostname: 'other.example' })), 'http://cart/')[0]?.seen?.host).toBe('other.example');
  });
});

describe('mirrors (createMirrorFilter)', () => {
  const mirror = (fields: Fields = {}) => ({
    type: 'RequestMirror',
    requestMirror: { backendRef: { name: 'b', port: 80 }, ...fields },
  });
  const share = (mesh: ReturnType<typeof shop>) =>
    ask(mesh, 'http://cart/')
      .filter(({ mirrored }) => mirrored?.includes('shop/b') === true)
      .reduce((sum, { probability }) => sum + probability, 0);

  test.each<[string, Fields, number]>([
    ['all requests', {}, 1],
    ['a percentage', { percent: 25 }, 0.25],
    ['a fraction', { fraction: { numerator: 1, denominator: 8 } }, 0.125],
    ['a fraction of a hundred', { fraction: { numerator: 5 } }, 0.05],
    ['none', { percent: 0 }, 0],
    ['none to a Service that is not there', { backendRef: { name: 'nobody', port: 80 } }, 0],
  ])('%s', (_, fields, expected) => {
    expect(share(filtered(mirror(fields)))).toBeCloseTo(expected, 10);
  });

  test('there may be several', () => {
    const mesh = filtered(mirror(), mirror({ backendRef: { name: 'cart', port: 80 } }));
    expect(ask(mesh, 'http://cart/')[0]?.mirrored).toEqual(['shop/b', 'shop/cart']);
  });
});

describe('CORS (createCorsFilter)', () => {
  const cors = filtered({
    type: 'CORS',
    cors: {
      allowOrigins: ['https://a.example', 'https://*.b.example'],
      allowMethods: ['GET', 'PUT'],
      allowCredentials: true,
    },
  });
  const preflight = (origin: string): Asked => ({
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'PUT' },
  });

  test('answers a preflight itself', () => {
    const [end] = ask(cors, 'http://cart/', preflight('https://a.example'));
    expect(end).toMatchObject({ result: 200, backend: undefined });
    expect(end?.replyHeaders).toEqual({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET,PUT',
      'access-control-max-age': '5',
    });
  });

  test.each([
    ['https://x.b.example', undefined],
    ['https://b.example', 'shop/a'],
    ['https://a.example.evil', 'shop/a'],
  ])('%s', (origin, backend) => {
    expect(ask(cors, 'http://cart/', preflight(origin))[0]?.backend).toBe(backend);
  });
});

describe('timeouts and retries (convertHTTPRoute)', () => {
  const limited = (more: Fields) => route({ backendRefs: to('a'), ...more });
  const slow = { backend: { delay: 4 } };
  const failing = { backend: { status: 503 } };

  test.each<[string, Fields, Asked, number, number]>([
    ['a request', { timeouts: { request: '2s' } }, slow, 504, 1],
    ['a request that is in time', { timeouts: { request: '5s' } }, slow, 200, 1],
    ['0s is no limit', { timeouts: { request: '0s' } }, slow, 200, 1],
    ['one try, without retry, is the request', { timeouts: { request: '9s', backendRequest: '2s' } }, slow, 504, 1],
    ['one try, with retry', { timeouts: { backendRequest: '2s' }, retry: { attempts: 1, codes: [503] } }, slow, 504, 1],
    ['codes', { retry: { attempts: 2, codes: [503] } }, failing, 503, 3],
    ['other codes', { retry: { attempts: 2, codes: [500] } }, failing, 503, 1],
    ['two attempts unless written', { retry: { codes: [503] } }, failing, 503, 3],
    ['no attempts', { retry: { attempts: 0, codes: [503] } }, failing, 503, 1],
    ['no retry of answers unless written', {}, failing, 503, 1],
  ])('%s', (_, more, asked, result, attempts) => {
    expect(ask(limited(more), 'http://cart/', asked)[0]).toMatchObject({ result, attempts });
  });
});

describe('a filter that istiod does not know, and the whole HTTPRoute counts for nothing', () => {
  const rule = { matches: [{ path: { value: '/x' } }], backendRefs: to('a') };
  test.each<[string, Fields]>([
    ['ExtensionRef', { filters: [{ type: 'ExtensionRef' }], backendRefs: to('a') }],
    ['ExternalAuth', { filters: [{ type: 'ExternalAuth' }], backendRefs: to('a') }],
    ['a mirror of a backend', { backendRefs: [{ name: 'a', port: 80, filters: [{ type: 'RequestMirror' }] }] }],
    ['a backend without port', { backendRefs: [{ name: 'a' }] }],
    ['a Service named in full', { backendRefs: [{ name: 'a.shop', port: 80 }] }],
  ])('%s', (_, bad) => {
    const spec = { parentRefs: [ofService('cart')], rules: [rule, bad] };
    expect(ends(shop(gatewayApi('HTTPRoute', 'shop/cart', spec, 1)), 'http://cart/x')).toBe('200 shop/cart');
  });
});
