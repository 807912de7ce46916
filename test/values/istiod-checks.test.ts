/** Checks of values as istiod's webhook has them, where they are not those of constructs. */
import { checkGoRegex } from '../../lib/values/go-regex';
import { checkIstioGrpcStatus } from '../../lib/values/grpc-status';
import { checkHeaderFormat } from '../../lib/values/header-format';
import { checkCorsHeader, checkIstioMatchHeader } from '../../lib/values/http-header';
import { checkCorsMethod } from '../../lib/values/http-method';
import {
  checkIstioFqdn,
  checkIstioLabel,
  checkIstioWildcardDomain,
  checkSniOfPort,
  hostCovers,
  hostsOverlap,
  isGoInteger,
  isPartialWildcard,
} from '../../lib/values/istio-host';
import { isJwtClaim } from '../../lib/values/jwt-claim';
import { checkIstioRetryCondition } from '../../lib/values/retry-condition';
import { UNRESOLVED } from '../../lib/values/unresolved';

const long = (length: number) => 'x'.repeat(length);
/** The longest host, of 255 bytes. */
const LONGEST = `${'a.'.repeat(127)}b`;

type ValueCheck = (value: unknown) => string | undefined;
type Row = readonly [
  name: string,
  check: ValueCheck,
  sound: readonly string[],
  wrong: readonly (readonly [unknown, string])[],
];

const TABLE: readonly Row[] = [
  [
    'label',
    checkIstioLabel,
    ['a', 'A-1', '0', long(63)],
    [
      ['', 'must be a DNS label'],
      ['a-', 'got "a-"'],
      ['a.b', 'got "a.b"'],
      ['a\n', 'got "a\\n"'],
      [long(64), 'at most 63 characters'],
    ],
  ],
  [
    'FQDN',
    checkIstioFqdn,
    ['a', 'A.b-c', 'a.b.', 'a.123.', `${long(63)}.a`, LONGEST, 'a.99999999999999999999'],
    [
      ['', 'must be a host name, got ""'],
      [5, 'must be a host name, got 5'],
      [`${LONGEST}c`, 'at most 255 bytes long, got 256'],
      ['123', 'must not end in a number (123)'],
      ['a.123', 'must not end in a number (123)'],
      ['a.00000000000000000000001', 'must not end in a number'],
      ['a.+1', 'must not end in a number (+1)'],
      ['.', 'got "."'],
      ['a..b', 'got "a..b"'],
      ['*.a', 'got "*.a"'],
      [`${long(64)}.a`, 'at most 63 characters'],
    ],
  ],
  [
    'wildcard domain',
    checkIstioWildcardDomain,
    ['a', '123', '*', '*.', '*.a', '*-a.b', '*a.b', 'a.b.', `*${long(62)}.a`, LONGEST],
    [
      ['', 'must be a host name, got ""'],
      ['**', 'a * at its beginning'],
      ['*-', 'got "*-"'],
      ['a*', 'got "a*"'],
      ['a.*', 'got "a.*"'],
      ['*.*', 'got "*.*"'],
      ['*.1', 'must not end in a number (1)'],
      ['10.0.0.1', 'must not end in a number (1)'],
      [`*${long(63)}.a`, 'at most 63 characters'],
      ['.a', 'got ".a"'],
    ],
  ],
  [
    'server name of a port',
    (value) => checkSniOfPort(value as string),
    ['outbound_.80_._.a.b', 'outbound_.x1_v1_.a', 'outbound_0_x_a_b'],
    [
      ['outbound_', 'must be outbound_.PORT_.SUBSET_.HOST'],
      ['outbound_.80_a', 'got "outbound_.80_a"'],
      ['outbound_.x_._.a', 'got'],
      ['outbound_.80_._.1', 'got'],
    ],
  ],
  [
    'regular expression of Go',
    checkGoRegex,
    [
      '',
      'a/b',
      '(?i)x',
      '\\pL',
      '\\Pp',
      '\\p{Greek}',
      '\\p{^greek}',
      '[\\p{uppercase letter}]',
      '\\p{any}',
      '(?P<a>x)(?<a>y)',
      'a{1000}',
      '\\Q\\p{x}\\E',
      '\\\\p{x}',
      long(2000),
    ],
    [
      ['(', 'must be a regular expression that Go and RE2 can read, got "("'],
      ['(?=a)', 'Perl syntax'],
      ['\\1', 'invalid escape'],
      ['a{1001}', 'repeat count'],
      ['\\p{Script=Greek}', 'no class of characters is named'],
      ['\\p{Old_Italic}', 'no class of characters is named'],
      ['\\p{L', 'invalid character class'],
      ['(?P<a-b>x)', 'named capture'],
      [5, 'must be a regular expression, got 5'],
    ],
  ],
  [
    'value of a header with variables',
    checkHeaderFormat,
    [
      '',
      'a',
      '%%',
      '100%%',
      '%A%',
      '% %',
      'a%b%c',
      '%REQ(X-Id)%',
      '%REQ(x) %',
      '%START_TIME(%s.%3f)%',
      '%V(a)%%W%',
      '%V(["a"])%',
      '%V( [ "a" , "b" ] ) %',
      '%V(["a\\"b"])%',
      '\\',
      '%V("a"])%',
    ],
    [
      ['%', 'must not end in a single %'],
      ['%%%', 'must not end in a single %'],
      ['50%off', 'lacks the % that ends a variable'],
      ['%V(', 'lacks the )'],
      ['%V()%', 'lacks the )'],
      ['%V([', 'lacks a text in quotes'],
      ['%V(["a"', 'lacks the ]'],
      ['%V(["a"]', 'lacks the )'],
      ['%V(a)', 'lacks the % that ends a variable'],
      ['%V(a)b%', 'must have % where it has b'],
      ['%V([a])%', 'must have " where it has a'],
      ['%V(["a",])%', 'must have " where it has ]'],
      ['%V(["a" "b"])%', 'must have , or ] where it has "'],
      ['%V(["a"]x)%', 'must have ) where it has x'],
      ['%V(a\\', 'must not end in a backslash'],
      [5, 'must be a text, got 5'],
    ],
  ],
  [
    'header in a match',
    checkIstioMatchHeader,
    ['X-A', 'a,b', "!#$%&'*+-.^_`|~", ':path', ':status'],
    [
      ['', 'must be a name of a header'],
      [':Path', 'got ":Path"'],
      ['a b', 'got "a b"'],
      ['é', 'got "é"'],
    ],
  ],
  [
    'header in a CORS policy',
    checkCorsHeader,
    ['X-A', 'a,b', '*'],
    [
      [':path', 'or *, got ":path"'],
      ['', 'got ""'],
    ],
  ],
  [
    'method in a CORS policy',
    checkCorsMethod,
    ['GET', 'CONNECT', '*'],
    [
      ['get', 'did you mean GET?'],
      ['PROPFIND', 'got "PROPFIND"'],
    ],
  ],
  [
    'gRPC status in an abort',
    checkIstioGrpcStatus,
    ['OK', 'CANCELLED', 'UNAUTHENTICATED'],
    [
      ['CANCELED', 'such as CANCELLED'],
      ['14', 'got "14"'],
    ],
  ],
  [
    'condition of retries',
    checkIstioRetryCondition,
    ['5xx', 'reset-before-request', '100', '511', '+503', '0503'],
    [
      ['5XX', 'did you mean 5xx?'],
      ['99', 'or a status that HTTP knows, got "99"'],
      ['306', 'got "306"'],
      ['599', 'got "599"'],
      ['503 ', 'got "503 "'],
      ['', 'got ""'],
    ],
  ],
];

describe.each(TABLE)('%s', (_, check, sound, wrong) => {
  it('takes what istiod takes', () => {
    for (const value of sound) expect([value, check(value)]).toEqual([value, undefined]);
  });

  it('refuses the rest', () => {
    for (const [value, part] of wrong) expect(check(value)).toContain(part);
  });
});

it('passes what is not known yet', () => {
  const unresolved = { [UNRESOLVED]: true };
  for (const [, check] of TABLE.filter(([name]) => name !== 'server name of a port'))
    expect(check(unresolved)).toBeUndefined();
});

it('says the same of a pattern again, and after many others', () => {
  const verdict = checkGoRegex('(a');
  for (let index = 0; index < 1001; index++) checkGoRegex(`(${index}`);
  expect(checkGoRegex('(a')).toBe(verdict);
});

it.each([
  ['a.b', 'a.b', true],
  ['a.b', 'A.b', false],
  ['*.b', 'a.b', true],
  ['*.b', 'b', false],
  ['*b', 'b', true],
  ['*.a.b', '*.b', true],
  ['*.a', '*.b', false],
  ['*', '*', true],
])('hosts %s and %s overlap: %s, whichever comes first', (one, other, overlap) => {
  expect([hostsOverlap(one, other), hostsOverlap(other, one)]).toEqual([overlap, overlap]);
});

it.each([
  ['a.b', 'a.b', true],
  ['*.b', 'a.b', true],
  ['*.b', '*.a.b', true],
  ['*.a.b', '*.b', false],
  ['a.b', '*.b', false],
  ['*', '*.b', true],
])('host %s covers %s: %s', (host, other, covers) => {
  expect(hostCovers(host, other)).toBe(covers);
});

it.each([
  ['*', false],
  ['*.a', false],
  ['a', false],
  ['*a.b', true],
  ['*-a.b', true],
  ['a.*', true],
])('%s is a partial wildcard: %s', (host, partial) => {
  expect(isPartialWildcard(host)).toBe(partial);
});

it.each([
  ['0', true],
  ['-1', true],
  ['9223372036854775807', true],
  ['+9223372036854775807', true],
  ['9223372036854775808', false],
  ['-9223372036854775808', true],
  ['-9223372036854775809', false],
  ['1_0', false],
  ['', false],
  ['+', false],
])('%j is an integer to Go: %s', (text, integer) => {
  expect(isGoInteger(text)).toBe(integer);
});

it.each([
  ['@request.auth.claims.sub', true],
  ['@REQUEST.auth.claims[sub]', true],
  ['@request.auth.claims[a][b]', true],
  ['@request.auth.claims..', true],
  ['@request.auth.claims.', false],
  ['@request.auth.claims[]', false],
  ['@request.auth.claims[', false],
  ['@request.auth.claims', false],
  ['@request.auth.claims-x', false],
  ['request.auth.claims.x', false],
])('%s names a claim: %s', (header, claim) => {
  expect(isJwtClaim(header)).toBe(claim);
});
