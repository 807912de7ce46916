import { type Fields, ends, gatewayApi, ofService, path, shop, to } from './shop';

const route = (...rules: readonly Fields[]) =>
  shop(gatewayApi('HTTPRoute', 'shop/cart', { parentRefs: [ofService('cart')], rules }, 1));
const matching = (...matches: readonly Fields[]) => route({ matches, backendRefs: to('a') });

describe('paths (createURIMatch, TranslateRouteMatch; measured: http-route-mesh)', () => {
  test.each([
    ['PathPrefix /next', '/next', true],
    ['PathPrefix /next', '/next/1', true],
    ['PathPrefix /next', '/next?x=1', true],
    ['PathPrefix /next', '/nextdoor', false],
    ['PathPrefix /next', '/NEXT', false],
    ['PathPrefix /next/', '/next', true],
    ['PathPrefix /next/', '/next/1', true],
    ['PathPrefix /', '/anything', true],
    ['Exact /next', '/next', true],
    ['Exact /next', '/next?x=1', true],
    ['Exact /next', '/next/', false],
    ['RegularExpression /n[a-z]+', '/next', true],
    ['RegularExpression /n[a-z]+', '/next/1', false],
  ])('%s and %s: %s', (written, asked, matches) => {
    expect(ends(route(path(written, 'a')), `http://cart${asked}`)).toBe(matches ? '200 shop/a' : '404');
  });

  test('no type is a prefix, no value is the root', () => {
    expect(ends(matching({ path: { value: '/x' } }), 'http://cart/x/y')).toBe('200 shop/a');
    expect(ends(matching({ path: {} }), 'http://cart/x')).toBe('200 shop/a');
  });

  test('a rule without matches takes all', () => {
    expect(ends(route({ backendRefs: to('a') }), 'http://cart/x')).toBe('200 shop/a');
  });
});

describe('headers, parameters and methods (createHeadersMatch and the like)', () => {
  test.each<[string, Fields, { url?: string; headers?: Record<string, string>; method?: string }, boolean]>([
    ['a header is the text', { headers: [{ name: 'x-user', value: 'beta' }] }, { headers: { 'x-user': 'beta' } }, true],
    [
      'its name is in any case',
      { headers: [{ name: 'X-User', value: 'beta' }] },
      { headers: { 'x-USER': 'beta' } },
      true,
    ],
    [
      'a part is not enough',
      { headers: [{ name: 'x-user', value: 'beta' }] },
      { headers: { 'x-user': 'beta1' } },
      false,
    ],
    [
      'a pattern is of the whole header',
      { headers: [{ type: 'RegularExpression', name: 'x-user', value: 'be.*' }] },
      { headers: { 'x-user': 'beta' } },
      true,
    ],
    [
      'a pattern of a part does not match',
      { headers: [{ type: 'RegularExpression', name: 'x-user', value: 'be' }] },
      { headers: { 'x-user': 'beta' } },
      false,
    ],
    [
      'all headers are needed',
      {
        headers: [
          { name: 'a', value: '1' },
          { name: 'b', value: '1' },
        ],
      },
      { headers: { a: '1' } },
      false,
    ],
    ['a parameter is the text', { queryParams: [{ name: 'v', value: '2' }] }, { url: 'http://cart/?v=2' }, true],
    ['another value does not match', { queryParams: [{ name: 'v', value: '2' }] }, { url: 'http://cart/?v=3' }, false],
    [
      'a pattern for a parameter',
      { queryParams: [{ type: 'RegularExpression', name: 'v', value: '[0-9]' }] },
      { url: 'http://cart/?v=3' },
      true,
    ],
    ['a method', { method: 'POST' }, { method: 'POST' }, true],
    ['another method', { method: 'POST' }, { method: 'GET' }, false],
    ['conditions of one match are all needed', { method: 'POST', path: { value: '/x' } }, { method: 'POST' }, false],
  ])('%s', (_, match, { url = 'http://cart/', ...asked }, matches) => {
    expect(ends(matching(match), url, asked)).toBe(matches ? '200 shop/a' : '404');
  });

  test('of several matches one is enough', () => {
    const mesh = matching({ path: { value: '/x' } }, { headers: [{ name: 'beta', value: '1' }] });
    expect(ends(mesh, 'http://cart/x')).toBe('200 shop/a');
    expect(ends(mesh, 'http://cart/y', { headers: { beta: '1' } })).toBe('200 shop/a');
    expect(ends(mesh, 'http://cart/y')).toBe('404');
  });
});
