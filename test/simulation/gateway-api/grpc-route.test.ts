import { app, ends, type Fields, gatewayApi, ofService, shop, to } from './shop';

const grpc = (name: string) => app(`shop/${name}`, [{ name: 'grpc', port: 80, targetPort: 8080 }]);
const mesh = (...objects: readonly Fields[]) => shop(...['cart', 'a', 'b'].flatMap(grpc), ...objects);
const route = (...rules: readonly Fields[]) =>
  mesh(gatewayApi('GRPCRoute', 'shop/cart', { parentRefs: [ofService('cart')], rules }, 1));

describe('services and methods are the path (createGRPCURIMatch)', () => {
  test.each<[string, Fields, string, boolean]>([
    ['service and method', { service: 'shop.Cart', method: 'Get' }, '/shop.Cart/Get', true],
    ['another method', { service: 'shop.Cart', method: 'Get' }, '/shop.Cart/Put', false],
    ['a service, all methods', { service: 'shop.Cart' }, '/shop.Cart/Put', true],
    ['another service that begins alike', { service: 'shop.Cart' }, '/shop.Carts/Put', false],
    ['a method, all services', { method: 'Get' }, '/shop.Cart/Get', true],
    ['patterns', { type: 'RegularExpression', service: 'shop\\..+', method: '[GP].t' }, '/shop.Cart/Put', true],
    ['a pattern for a service', { type: 'RegularExpression', service: 'shop\\..+' }, '/shop.Cart/Put', true],
    ['a pattern of a part', { type: 'RegularExpression', service: 'shop' }, '/shop.Cart/Put', false],
  ])('%s', (_, method, asked, matches) => {
    expect(ends(route({ matches: [{ method }], backendRefs: to('a') }), `grpc://cart${asked}`)).toBe(
      matches ? '200 shop/a' : 'gRPC 12',
    );
  });

  test('headers', () => {
    const rule = { matches: [{ headers: [{ name: 'beta', value: '1' }] }], backendRefs: to('a') };
    expect(ends(route(rule), 'grpc://cart/x/y', { headers: { beta: '1' } })).toBe('200 shop/a');
    expect(ends(route(rule), 'grpc://cart/x/y')).toBe('gRPC 12');
  });

  test('a rule without matches takes all, after the others', () => {
    const rules = [{ backendRefs: to('a') }, { matches: [{ method: { method: 'Get' } }], backendRefs: to('b') }];
    expect(ends(route(...rules), 'grpc://cart/x/Get')).toBe('200 shop/b');
    expect(ends(route(...rules), 'grpc://cart/x/Put')).toBe('200 shop/a');
  });
});

test('a rule without backends is an error of the server', () => {
  expect(ends(route({ backendRefs: [] }), 'grpc://cart/x/y')).toBe('gRPC 2');
});

test('beside an HTTPRoute of the same namespace and Service a GRPCRoute does not count, however old', () => {
  const own = (kind: string, backend: string, created: number) =>
    gatewayApi(
      kind,
      `shop/${kind.toLowerCase()}`,
      { parentRefs: [ofService('cart')], rules: [{ backendRefs: to(backend) }] },
      created,
    );
  expect(ends(mesh(own('GRPCRoute', 'a', 1), own('HTTPRoute', 'b', 2)), 'grpc://cart/x/y')).toBe('200 shop/b');
});

test.each<[string, Fields]>([
  [
    'a mirror to a Service that is not there',
    { type: 'RequestMirror', requestMirror: { backendRef: { name: 'nobody', port: 80 } } },
  ],
  ['a filter of HTTPRoutes', { type: 'URLRewrite', urlRewrite: { hostname: 'x.example' } }],
])('%s makes the whole GRPCRoute count for nothing (convertGRPCRoute)', (_, filter) => {
  expect(ends(route({ filters: [filter], backendRefs: to('a') }), 'grpc://cart/x/y')).toBe('200 shop/cart');
});
