import { type Fields, ends, gatewayApi, ofService, path, shop, to } from './shop';

/** A mesh with HTTPRoutes for the Service cart, each with its rules and its age. */
function routes(
  ...specs: readonly { readonly rules: readonly Fields[]; readonly created?: number; readonly name?: string }[]
) {
  return shop(
    ...specs.map(({ rules, created, name }, index) =>
      gatewayApi('HTTPRoute', `shop/${name ?? `route-${index}`}`, { parentRefs: [ofService('cart')], rules }, created),
    ),
  );
}

const match = (fields: Fields, backend: string): Fields => ({ matches: [fields], backendRefs: to(backend) });
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
const header = (name: string) => ({ name, value: '1' });

describe('of several rules that match, the first by the precedence of the Gateway API counts (sortHTTPRoutes)', () => {
  const both: readonly [string, Fields, Fields][] = [
    [
      'an exact path before a longer pattern',
      match({ path: { type: 'RegularExpression', value: '/x/(y|z|.*)' } }, 'b'),
      path('Exact /x/y', 'a'),
    ],
    ['an exact path before a prefix', path('PathPrefix /x/y', 'b'), path('Exact /x/y', 'a')],
    [
      'a prefix before a pattern, however long',
      match({ path: { type: 'RegularExpression', value: '/x/y|/x/y/z' } }, 'b'),
      path('PathPrefix /x', 'a'),
    ],
    ['the longest prefix', path('PathPrefix /x', 'b'), path('PathPrefix /x/y', 'a')],
    [
      'a method before headers',
      match({ ...prefix('/x'), headers: [header('one'), header('two')] }, 'b'),
      match({ ...prefix('/x'), method: 'GET' }, 'a'),
    ],
    [
      'more headers',
      match({ ...prefix('/x'), headers: [header('one')] }, 'b'),
      match({ ...prefix('/x'), headers: [header('one'), header('two')] }, 'a'),
    ],
    [
      'headers before query parameters',
      match({ ...prefix('/x'), queryParams: [header('p'), header('q')] }, 'b'),
      match({ ...prefix('/x'), headers: [header('one')] }, 'a'),
    ],
    [
      'more query parameters',
      match({ ...prefix('/x'), queryParams: [header('p')] }, 'b'),
      match({ ...prefix('/x'), queryParams: [header('p'), header('q')] }, 'a'),
    ],
    [
      'a path before headers without one',
      match({ headers: [header('one'), header('two')] }, 'b'),
      path('PathPrefix /x', 'a'),
    ],
  ];
  const url = 'http://cart/x/y?p=1&q=1';
  const asked = { headers: { one: '1', two: '1' } };

  test.each(both)('%s, whichever is written first', (_, lower, higher) => {
    expect(ends(routes({ rules: [lower, higher] }), url, asked)).toBe('200 shop/a');
    expect(ends(routes({ rules: [higher, lower] }), url, asked)).toBe('200 shop/a');
  });

  test.each(both)('%s, whichever HTTPRoute is older', (_, lower, higher) => {
    expect(ends(routes({ rules: [lower], created: 1 }, { rules: [higher], created: 2 }), url, asked)).toBe(
      '200 shop/a',
    );
    expect(ends(routes({ rules: [lower], created: 2 }, { rules: [higher], created: 1 }), url, asked)).toBe(
      '200 shop/a',
    );
  });

  test('the first of a rule order where all else is equal', () => {
    expect(ends(routes({ rules: [path('PathPrefix /x', 'a'), path('PathPrefix /x', 'b')] }), url)).toBe('200 shop/a');
  });

  test('a slash that ends a prefix makes it no longer', () => {
    const rules = [path('PathPrefix /x', 'a'), path('PathPrefix /x/', 'b')];
    expect(ends(routes({ rules }), url)).toBe('200 shop/a');
  });
});

describe('of two HTTPRoutes with rules of equal precedence', () => {
  const a = { rules: [path('PathPrefix /x', 'a')] };
  const b = { rules: [path('PathPrefix /x', 'b')] };

  test.each([
    ['the older counts', { ...a, created: 5 }, { ...b, created: 6 }, '200 shop/a'],
    ['the older counts, also where it is the second by name', { ...b, created: 6 }, { ...a, created: 5 }, '200 shop/a'],
    [
      'the first by name, where both are of one second',
      { ...b, created: 5, name: 'z' },
      { ...a, created: 5, name: 'y' },
      '200 shop/a',
    ],
    [
      'nobody knows, where one has no creation time',
      { ...a, created: 5 },
      b,
      'unknown: which is older, HTTPRoute shop/route-0 or HTTPRoute shop/route-1?',
    ],
    [
      'nobody knows, where none has a creation time',
      a,
      b,
      'unknown: which is older, HTTPRoute shop/route-0 or HTTPRoute shop/route-1?',
    ],
  ])('%s', (_, one, other, end) => {
    expect(ends(routes(one, other), 'http://cart/x')).toBe(end);
  });

  test('age is not asked for where only one matches', () => {
    const other = { rules: [path('PathPrefix /y', 'b')] };
    expect(ends(routes(a, other), 'http://cart/x')).toBe('200 shop/a');
    expect(ends(routes(a, other), 'http://cart/y')).toBe('200 shop/b');
  });

  test('age is not asked for where precedence decides', () => {
    expect(ends(routes(a, { rules: [path('Exact /x', 'b')] }), 'http://cart/x')).toBe('200 shop/b');
  });
});
