import { CATCH_ALL, httpMatch, isCatchAll, matchesRequest, type RoutedRequest } from '../../lib/simulation/http-match';
import { type Fields } from './meshes';

function request(
  more: Partial<RoutedRequest> & { readonly header?: Readonly<Record<string, string>> } = {},
): RoutedRequest {
  const { header = {}, ...fields } = more;
  return {
    method: 'GET',
    scheme: 'http',
    authority: 'cart',
    path: '/foo',
    query: new Map(),
    headers: new Map(Object.entries(header)),
    claims: undefined,
    ...fields,
  };
}
const matches = (block: Fields, more?: Parameters<typeof request>[0]) =>
  matchesRequest(httpMatch(block), request(more));

describe('a block of match', () => {
  it.each<[title: string, block: Fields, more: Parameters<typeof request>[0], expected: boolean]>([
    ['nothing: any request', {}, {}, true],
    ['3: prefix is text', { uri: { prefix: '/foo' } }, { path: '/foobar' }, true],
    ['3: exact', { uri: { exact: '/foo' } }, { path: '/foo/' }, false],
    ['3: regex is of the whole path', { uri: { regex: '/fo' } }, {}, false],
    ['3: regex', { uri: { regex: '/fo+' } }, {}, true],
    ['3: ignoreUriCase', { uri: { prefix: '/FOO' }, ignoreUriCase: true }, {}, true],
    ['3: ignoreUriCase does not change patterns', { uri: { regex: '/FOO' }, ignoreUriCase: true }, {}, false],
    ['4: method', { method: { exact: 'POST' } }, {}, false],
    ['4: method is compared as it is written', { method: { exact: 'get' } }, {}, false],
    ['4: scheme', { scheme: { exact: 'http' } }, {}, true],
    ['4: authority has its port', { authority: { exact: 'cart' } }, { authority: 'cart:80' }, false],
    ['4: header', { headers: { 'X-A': { exact: 'b' } } }, { header: { 'x-a': 'b' } }, true],
    ['4: header that is not there', { headers: { 'x-a': { regex: '.*' } } }, {}, false],
    ['4: header presence', { headers: { 'x-a': {} } }, { header: { 'x-a': '' } }, true],
    ['4: withoutHeaders', { withoutHeaders: { 'x-a': { exact: 'b' } } }, { header: { 'x-a': 'b' } }, false],
    [
      '4: withoutHeaders, another value',
      { withoutHeaders: { 'x-a': { exact: 'b' } } },
      { header: { 'x-a': 'c' } },
      true,
    ],
    ['4: withoutHeaders, absent counts as empty', { withoutHeaders: { 'x-a': { regex: '.*' } } }, {}, false],
    ['4: withoutHeaders, presence', { withoutHeaders: { 'x-a': {} } }, { header: { 'x-a': '' } }, false],
    ['4: withoutHeaders, absence', { withoutHeaders: { 'x-a': {} } }, {}, true],
    ['4: query', { queryParams: { q: { exact: '1' } } }, { query: new Map([['q', '1']]) }, true],
    ['4: query presence', { queryParams: { q: {} } }, { query: new Map([['q', '']]) }, true],
    ['4: query absent', { queryParams: { q: { prefix: '' } } }, {}, false],
    ['1: all of a block have to hold', { uri: { prefix: '/foo' }, method: { exact: 'POST' } }, {}, false],
    ['4: a claim', { headers: { '@request.auth.claims[a][b]': { exact: 'c' } } }, { claims: { a: { b: 'c' } } }, true],
    [
      '4: a claim that is a list',
      { headers: { '@request.auth.claims.groups': { exact: 'x' } } },
      { claims: { groups: ['y', 'x'] } },
      true,
    ],
    ['4: a claim without a token', { headers: { '@request.auth.claims[a]': { exact: 'c' } } }, {}, false],
    ['4: without a claim', { withoutHeaders: { '@request.auth.claims[a]': { exact: 'c' } } }, {}, true],
  ])('%s', (_, block, more, expected) => {
    expect(matches(block, more)).toBe(expected);
  });
});

describe('a catch-all (semantics: VirtualService 1)', () => {
  it.each<[block: Fields, expected: boolean]>([
    [{}, true],
    [{ uri: { prefix: '/' } }, true],
    [{ uri: { regex: '.*' } }, true],
    [{ uri: { regex: '/.*' } }, false],
    [{ uri: { exact: '/' } }, false],
    [{ port: 80 }, true],
    [{ gateways: ['mesh'], sourceLabels: { app: 'web' } }, true],
    [{ headers: { 'x-a': {} } }, false],
    [{ withoutHeaders: { 'x-a': {} } }, false],
    [{ queryParams: { q: {} } }, false],
    [{ method: { exact: 'GET' } }, false],
  ])('%j: %s', (block, expected) => {
    expect(isCatchAll(httpMatch(block))).toBe(expected);
  });

  it('is a route without match', () => {
    expect(isCatchAll(CATCH_ALL)).toBe(true);
  });
});
