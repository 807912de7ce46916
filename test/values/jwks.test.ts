import { decodeGoBase64 } from '../../lib/values/go-base64';
import { elements, firstObject, members, numbersFit } from '../../lib/values/go-json';
import { parseJwks } from '../../lib/values/jwks';
import { jwksUriProblem } from '../../lib/values/jwks-uri';

// A self-signed certificate of P-256, CN=a.
const CERTIFICATE =
  'MIIBbTCCAROgAwIBAgIUZa6+SzJIT7FFWk1lOTZ8ptr/QlwwCgYIKoZIzj0EAwIwDDEKMAgGA1UEAwwBYTAeFw0yNjExMjcxNzU4MzVaFw0yNjExMzAxNzU4MzVaMAwxCjAIBgNVBAMMAWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQZnYlyVQ7aBXoVzdRrj9hAJirECJfFR3U7Dc6g9K9SC7fIuoFDZjBlR5Y666tBV/vPQgX06qIMrbI87ZtJ6doSo1MwUTAdBgNVHQ4EFgQUYjsvqc2GitesQc5tX6Rb0NHcknowHwYDVR0jBBgwFoAUYjsvqc2GitesQc5tX6Rb0NHcknowDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAtOvX2AX+r4Rr9SU+Dpoup1Hu5bDjDL07rqziZuj+9hQCIHc3iDlGc9EMSAzdsFyuzIJAvl/v+gOl4J1k0fl/gcRn';

const rsa = (more: object = {}) => ({ kty: 'RSA', n: 'AQAB', e: 'AQAB', ...more });
const secrets = (text: string) => {
  const jwks = parseJwks(text);
  return 'keys' in jwks ? jwks.keys.map(({ secret }) => secret) : 'refused';
};
const setOf = (...keys: readonly unknown[]) => JSON.stringify({ keys });

describe('sets of JSON web keys, as istiod reads them', () => {
  it.each([
    ['an empty set', '{"keys":[]}', []],
    ['null for the list', '{"keys":null}', []],
    ['a set with other fields', '{"a":{"b":[1]},"keys":[]}', []],
    ['blanks before and anything behind', ' \n{"keys":[]} x', []],
    ['a single key', JSON.stringify(rsa()), [false]],
    ['RSA', setOf(rsa()), [false]],
    ['RSA, private', setOf(rsa({ d: 'AQAB' })), [true]],
    ['EC, whatever the curve', setOf({ kty: 'EC', crv: 'P-257', x: 'AQ', y: 'AQ' }), [false]],
    ['EC, private', setOf({ kty: 'EC', crv: 'P-256', x: 'AQ', y: 'AQ', d: 'AQ' }), [true]],
    ['OKP', setOf({ kty: 'OKP', crv: 'Ed25519', x: 'AQ' }), [false]],
    ['OKP, private', setOf({ kty: 'OKP', crv: 'Ed25519', x: 'AQ', d: 'AQ' }), [true]],
    ['symmetric', setOf({ kty: 'oct', k: 'AQ' }), [true]],
    ['several keys', setOf(rsa(), { kty: 'oct', k: '' }), [false, true]],
    ['two lists of keys', '{"keys":[{"kty":"oct","k":""}],"keys":[{"kty":"oct","k":""}]}', [true, true]],
    ['null as an empty text', setOf(rsa({ n: null, alg: null, x5c: null, key_ops: null })), [false]],
    ['null as a private part', setOf(rsa({ d: null })), [true]],
    ['any use and any operations', setOf(rsa({ use: 'x', key_ops: ['x', null] })), [false]],
    ['other fields of any type', setOf(rsa({ a: { b: [1] }, x5u: 5 })), [false]],
    ['capitals in kty', setOf({ KTY: 'RSA', n: '', e: '' }), [false]],
    ['a certificate', setOf(rsa({ x5c: [CERTIFICATE] })), [false]],
  ])('takes %s', (_, text, expected) => {
    expect(secrets(text)).toEqual(expected);
  });

  it.each([
    ['no JSON', 'x'],
    ['nothing', ''],
    ['half an object', '{'],
    ['bad JSON', '{"keys":[],}'],
    ['a list', '[]'],
    ['a number', '1'],
    ['a text', '"a"'],
    ['null', 'null'],
    ['an object that is no key', '{}'],
    ['keys that are no list', '{"keys":{}}'],
    ['keys that are no objects', setOf(5)],
    ['a key without a type', setOf({})],
    ['an unknown type', setOf({ kty: 'foo' })],
    ['small letters in the type', setOf(rsa({ kty: 'rsa' }))],
    ['a type that is no text', setOf({ kty: 5 })],
    ['two types', '{"kty":"RSA","n":"","e":"","KTY":"EC","crv":"","x":"","y":""}'],
    ['RSA without e', setOf({ kty: 'RSA', n: 'AQAB' })],
    ['EC without y', setOf({ kty: 'EC', crv: 'P-256', x: 'AQ' })],
    ['OKP without crv', setOf({ kty: 'OKP', x: 'AQ' })],
    ['oct without k', setOf({ kty: 'oct' })],
    ['a private part in capitals', setOf(rsa({ D: 'AQ' }))],
    ['a part that is no base64', setOf(rsa({ n: '!!!' }))],
    ['a part that is no text', setOf(rsa({ n: 5 }))],
    ['an algorithm that is no text', setOf(rsa({ alg: 5 }))],
    ['operations that are no list', setOf(rsa({ key_ops: 'sign' }))],
    ['certificates that are no list', setOf(rsa({ x5c: 'a' }))],
    ['a certificate that is none', setOf(rsa({ x5c: ['AQAB'] }))],
    ['a certificate with something behind it', setOf(rsa({ x5c: [`${CERTIFICATE}AAAA`] }))],
    ['a number too large for Go', '{"keys":[],"a":[1e999]}'],
    ['a number too large in a key', '{"kty":"RSA","n":"","e":"","a":-1e999}'],
    ['a second key that is wrong', setOf(rsa(), { kty: 'bad' })],
  ])('refuses %s', (_, text) => {
    expect(secrets(text)).toBe('refused');
  });

  it('says which key is wrong and why, without its content', () => {
    expect(parseJwks(setOf(rsa(), rsa({ n: '!secret!' })))).toEqual({
      problem: 'keys[1] has a wrong "n": it must be base64',
    });
  });
});

describe('base64 as istiod reads it in keys', () => {
  it.each(['', 'AQ', 'AQ==', 'AQA=', 'A-_B', 'A+/B', 'AQ\n', 'A\nQ=\n='])('takes %j', (text) => {
    expect(decodeGoBase64(text)).toBeDefined();
  });

  it.each(['A', 'AQ=', '=', '====', 'A-+B', 'AQAB=', 'AQ==\n', 'A Q', 'é'])('refuses %j', (text) => {
    expect(decodeGoBase64(text)).toBeUndefined();
  });
});

describe('JSON as Go reads it', () => {
  it('takes the first object and leaves what follows', () => {
    expect(firstObject('\t{"a":"}"}{"b":1}')).toBe('{"a":"}"}');
    expect(firstObject('{"a":1')).toBeUndefined();
    expect(firstObject('\u00a0{}')).toBeUndefined();
  });

  it('nests 10,000 deep at most', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
    expect(firstObject(nested(10_000))).toBeDefined();
    expect(firstObject(nested(10_001))).toBeUndefined();
  });

  it('keeps the order and repetition of names', () => {
    expect(members('{"a":1,"b":[{"c":2},3],"a":"x,:y"}')).toEqual([
      ['a', '1'],
      ['b', '[{"c":2},3]'],
      ['a', '"x,:y"'],
    ]);
    expect(members('{ }')).toEqual([]);
    expect(elements('[1,[2,3],{"a":4}]')).toEqual(['1', '[2,3]', '{"a":4}']);
    expect(elements('[ ]')).toEqual([]);
  });

  it('tells numbers that do not fit', () => {
    expect(numbersFit('[1e308,"1e999",{"1e999":-0.5}]')).toBe(true);
    expect(numbersFit('[1e309]')).toBe(false);
  });
});

describe('where key sets are fetched from', () => {
  it.each(['https://a', 'HTTP://a', 'http://a:', 'https:a', 'http://a:99999/', 'http://a:9223372036854775807/'])(
    'takes %s',
    (uri) => {
      expect(jwksUriProblem(uri)).toBeUndefined();
    },
  );

  it.each([
    ['scheme', 'ftp://a'],
    ['scheme', '/a'],
    ['url', 'http://a b'],
    ['port', 'http://a:9223372036854775808/'],
  ])('%s: refuses %s', (what, uri) => {
    expect(jwksUriProblem(uri)?.what).toBe(what);
  });
});
