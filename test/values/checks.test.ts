import * as fc from 'fast-check';
import { isIPv4 } from 'node:net';
import { checkAuthorizationPath, checkMatchString } from '../../lib/values/authorization-path';
import { checkDnsLabel, checkDnsSubdomain, checkServiceName } from '../../lib/values/dns-label';
import { checkDuration, checkMilliseconds, formatDuration, parseDuration } from '../../lib/values/duration';
import { given } from '../../lib/values/given';
import { checkFqdn, checkHostName, checkWildcardHost, isWildcard } from '../../lib/values/host-name';
import { checkHeaderName, checkHeaderValue } from '../../lib/values/http-header';
import { checkHttpMethod } from '../../lib/values/http-method';
import { checkCidr, checkIp, checkIpOrCidr, isWithin } from '../../lib/values/ip';
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../../lib/values/label';
import { nearest } from '../../lib/values/nearest';
import { checkPercentage } from '../../lib/values/percentage';
import { checkPort } from '../../lib/values/port';
import { checkQuantity, compareQuantities, parseQuantity } from '../../lib/values/quantity';
import { checkRegex, matchesWhole } from '../../lib/values/regex';
import { checkRetryCondition, RETRY_CONDITIONS } from '../../lib/values/retry-condition';
import {
  checkPrincipal,
  checkSpiffeIdentity,
  parseSpiffeIdentity,
  principal,
  spiffeIdentity,
} from '../../lib/values/spiffe';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { checkWeight, checkWeights } from '../../lib/values/weight';

type ValueCheck = (value: unknown) => string | undefined;

const long = (length: number) => 'x'.repeat(length);

/** For each check: what passes, and what does not with a part of the text. */
const TABLE: readonly (readonly [string, ValueCheck, readonly unknown[], readonly (readonly [unknown, string])[]])[] = [
  [
    'DNS label',
    checkDnsLabel,
    ['a', '0', 'a-b', 'a1', long(63)],
    [
      ['', 'must be a DNS label'],
      ['A', 'got "A"'],
      ['-a', 'got "-a"'],
      ['a-', 'got "a-"'],
      ['a.b', 'got "a.b"'],
      ['a_b', 'got "a_b"'],
      [long(64), 'at most 63 characters'],
      [5, 'got 5'],
    ],
  ],
  [
    'DNS subdomain',
    checkDnsSubdomain,
    ['a', 'a.b-c.d', '1.2'],
    [
      ['', 'must be a DNS name'],
      ['a..b', 'got "a..b"'],
      ['.a', 'got ".a"'],
      ['A.b', 'got "A.b"'],
      [`${long(250)}.abc`, 'at most 253 characters'],
    ],
  ],
  [
    'service name',
    checkServiceName,
    ['a', 'a1', 'a-b'],
    [
      ['1a', 'must start with a letter, got "1a"'],
      ['A', 'must be a DNS label'],
      [null, 'got null'],
    ],
  ],
  [
    'host name',
    checkHostName,
    ['reviews', 'a.b', 'A.B', 'a.b.', 'a-1.b', '10', `${long(63)}.b`],
    [
      ['', 'must be a host name'],
      ['*.a', 'without a wildcard'],
      ['a..b', 'got "a..b"'],
      ['-a.b', 'got "-a.b"'],
      ['a b', 'got "a b"'],
      ['a_b', 'got "a_b"'],
      ['a.10', 'got "a.10"'],
      [`${long(64)}.b`, 'at most 63 characters'],
      ['a.'.repeat(128), 'got'],
      [['a'], 'got a list'],
    ],
  ],
  [
    'full host name',
    checkFqdn,
    ['a.b', 'a.b.c.d'],
    [
      ['a', 'must be a full host name with a dot, got "a"'],
      ['*.a.b', 'without a wildcard'],
    ],
  ],
  [
    'host name with wildcard',
    checkWildcardHost,
    ['*', '*.a.b', 'a.b', 'a'],
    [
      ['*a', 'must be a host name, *. and a host name, or *, got "*a"'],
      ['a.*', 'got "a.*"'],
      ['*.', 'got "*."'],
      ['*.*', 'got "*.*"'],
    ],
  ],
  [
    'duration',
    checkDuration,
    ['1ms', '10s', '1.5s', '1m30s', '1h', '.5s', '1000us', '1µs999µs'],
    [
      ['10', 'must be a duration such as 10s'],
      ['', 'must be a duration'],
      ['1 s', 'must be a duration'],
      ['1d', 'must be a duration'],
      ['-1s', 'must be at least 1 ms, got "-1s"'],
      ['0s', 'must be at least 1 ms, got "0s"'],
      ['0', 'must be at least 1 ms'],
      ['999us', 'must be at least 1 ms, got "999us"'],
      ['1.5ms', 'must be in whole milliseconds, got "1.5ms"'],
      ['9999999h', 'must be a duration'],
      [10, 'got 10'],
    ],
  ],
  [
    'milliseconds',
    checkMilliseconds,
    [1, 1500],
    [
      [0, 'must be at least 1 ms, got 0 ms'],
      [0.5, 'must be at least 1 ms, got 0.5 ms'],
      [1.5, 'must be in whole milliseconds, got 1.5 ms'],
      [NaN, 'must be at least 1 ms'],
      ['1', 'got "1"'],
    ],
  ],
  [
    'port',
    checkPort,
    [1, 80, 65535],
    [
      [0, 'must be a port between 1 and 65535, got 0'],
      [65536, 'got 65536'],
      [1.5, 'got 1.5'],
      ['80', 'got "80"'],
      [undefined, 'got undefined'],
    ],
  ],
  [
    'label key',
    checkLabelKey,
    ['app', 'app.kubernetes.io/name', 'A_b.c-d', long(63)],
    [
      ['', 'must be a label key'],
      ['/a', 'got "/a"'],
      ['a/', 'got "a/"'],
      ['A.b/c', 'got "A.b/c"'],
      ['a b', 'got "a b"'],
      [long(64), 'at most 63'],
      ['a/b/c', 'got "a/b/c"'],
      [1, 'got 1'],
    ],
  ],
  [
    'label value',
    checkLabelValue,
    ['', 'v1', 'A_b.c', long(63)],
    [
      ['-a', 'must be a label value'],
      ['a b', 'got "a b"'],
      [long(64), 'at most 63 characters'],
      [true, 'got true'],
    ],
  ],
  [
    'annotation key',
    checkAnnotationKey,
    ['a', 'A.b/c', 'a/B'],
    [
      ['a b', 'must be an annotation key'],
      ['', 'got ""'],
    ],
  ],
  [
    'percentage',
    checkPercentage,
    [0, 0.0001, 50, 100],
    [
      [-0.1, 'must be between 0 and 100, got -0.1'],
      [100.1, 'got 100.1'],
      [NaN, 'got NaN'],
      ['50', 'got "50"'],
    ],
  ],
  [
    'weight',
    checkWeight,
    [0, 50, 100],
    [
      [-1, 'must be between 0 and 100, got -1'],
      [101, 'got 101'],
      [0.5, 'must be a whole number, got 0.5'],
      ['1', 'got "1"'],
    ],
  ],
  [
    'quantity',
    checkQuantity,
    ['0', '1', '250m', '0.5', '.5', '5.', '128Mi', '1e3', '1E3', '1E', '+1', '1k', '3n'],
    [
      ['', 'must be a quantity such as 250m'],
      ['much', 'got "much"'],
      ['1 Mi', 'got "1 Mi"'],
      ['1mi', 'got "1mi"'],
      ['1K', 'got "1K"'],
      ['-1', 'must not be negative, got "-1"'],
      ['1e9999', 'must be a quantity'],
      [1, 'got 1'],
    ],
  ],
  [
    'IP',
    checkIp,
    ['10.0.0.1', '::1', 'fe80::1%eth0', '::ffff:1.2.3.4'],
    [
      ['10.0.0', 'must be an IP address'],
      ['010.0.0.1', 'got "010.0.0.1"'],
      ['256.0.0.1', 'got'],
      ['fe80::1%', 'got'],
      ['1.2.3.4%eth0', 'got'],
      ['10.0.0.0/8', 'got'],
      [1, 'got 1'],
    ],
  ],
  [
    'CIDR',
    checkCidr,
    ['10.0.0.0/8', '0.0.0.0/0', '::/0', 'fe80::/128', '10.1.2.3/32'],
    [
      ['10.0.0.0', 'must be a CIDR such as 10.0.0.0/8'],
      ['10.0.0.0/33', 'got'],
      ['10.0.0.0/08', 'got'],
      ['10.0.0.0/+8', 'got'],
      ['10.0.0.0/', 'got'],
      ['::/129', 'got'],
      ['fe80::1%eth0/64', 'got'],
      ['/8', 'got'],
    ],
  ],
  ['IP or CIDR', checkIpOrCidr, ['10.0.0.1', '10.0.0.0/8'], [['a', 'must be an IP address or a CIDR']]],
  [
    'RE2 pattern',
    checkRegex,
    ['a+', '(?i)a', '\\d', long(1024)],
    [
      ['', 'must be a regular expression, got ""'],
      ['(', 'in RE2 syntax, got "("'],
      ['(?=a)', 'in RE2 syntax'],
      ['(a)\\1', 'in RE2 syntax'],
      ['*', 'in RE2 syntax'],
      [long(1025), 'must be at most 1024 bytes long, got 1025'],
      [5, 'got 5'],
    ],
  ],
  [
    'header name',
    checkHeaderName,
    ['x-user', 'X_User', "!#$%&'*+-.^_`|~"],
    [
      ['', 'must be a name of a header'],
      ['a b', 'got "a b"'],
      ['a:', 'got "a:"'],
      ['ä', 'got "ä"'],
    ],
  ],
  [
    'header value',
    checkHeaderValue,
    ['', 'a b', 'a\tb', 'ä'],
    [
      ['a\nb', 'must be a text without control characters'],
      ['\u0000', 'without control'],
      ['\u007f', 'without control'],
      [1, 'got 1'],
    ],
  ],
  [
    'method',
    checkHttpMethod,
    ['GET', 'PATCH', 'PROPFIND', 'M-SEARCH'],
    [
      ['get', 'must be a method in capitals, such as GET, got "get"'],
      ['', 'got ""'],
      ['GET POST', 'got "GET POST"'],
    ],
  ],
  [
    'retry condition',
    checkRetryCondition,
    [...RETRY_CONDITIONS, '503', '599'],
    [
      ['5xxx', 'did you mean 5xx?'],
      ['connection-failure', 'did you mean connect-failure?'],
      ['600', 'got "600"'],
      ['5xx,reset', 'got "5xx,reset"'],
      ['', 'must be one of 5xx, gateway-error'],
      [503, 'got 503'],
    ],
  ],
  [
    'SPIFFE identity',
    checkSpiffeIdentity,
    ['spiffe://cluster.local/ns/shop/sa/web'],
    [
      ['cluster.local/ns/shop/sa/web', 'must be a SPIFFE identity'],
      ['spiffe://td/ns/a', 'got'],
      ['spiffe://td/ns/a/sa/b/c', 'got'],
      ['spiffe://*/ns/a/sa/b', 'got'],
    ],
  ],
  [
    'principal',
    checkPrincipal,
    ['cluster.local/ns/shop/sa/web', '*', '*/sa/web', 'cluster.local/*'],
    [
      ['spiffe://cluster.local/ns/a/sa/b', 'must be written without spiffe://'],
      ['a*b', 'may have one * at its beginning or end'],
      ['*a*', 'may have one *'],
      ['', 'must be a principal'],
    ],
  ],
  [
    'authorization path',
    checkAuthorizationPath,
    ['/a', '/a/*', '*.html', '*', '/a/{*}/b', '/a/{**}', '/{*}/{*}', '/{**}/a', '/a*'],
    [
      ['/a/*/b', 'nowhere else, got "/a/*/b"'],
      ['*a*', 'nowhere else'],
      ['', 'must be a path'],
      ['/a/{b}', 'whole segments'],
      ['/a{*}', 'whole segments'],
      ['/{**}/{*}', 'as the last template'],
      ['/{**}/{**}', 'as the last template'],
      ['/{*}/*', 'no other braces or *'],
      ['/{*', 'no other braces'],
      ['/{*}//a', 'whole segments'],
      [1, 'got 1'],
    ],
  ],
  [
    'match string',
    checkMatchString,
    ['a', 'a*', '*a', '*'],
    [
      ['a*b', 'one * at its beginning or end'],
      ['', 'not empty'],
    ],
  ],
];

describe.each(TABLE)('%s', (_, check, right, wrong) => {
  test.each(right.map((value) => [given(value).slice(0, 60), value]))('%s is right', (__, value) => {
    expect(check(value)).toBeUndefined();
  });

  test.each(wrong.map(([value, text]) => [given(value).slice(0, 60), value, text] as const))(
    '%s is wrong',
    (__, value, text) => {
      expect(check(value)).toContain(text);
      expect(check(value)).toMatch(/^(must|may) .*got /);
    },
  );

  test('what is only known later is not judged', () => {
    expect(check({ [UNRESOLVED]: true })).toBeUndefined();
  });

  test('anything from plain JavaScript gives a text', () => {
    for (const value of [undefined, null, 1n, Symbol.iterator, {}, [], () => 1, new Date(0), Object.create(null)]) {
      expect(typeof check(value)).toBe('string');
    }
  });
});

describe('weights of a route', () => {
  test.each<[readonly unknown[], string | undefined]>([
    [[1, 0], undefined],
    [[0, 0], 'must not all be 0, got 0, 0'],
    [[0], 'must not all be 0, got 0'],
    [[2 ** 31 - 1, 1], 'must not add up to more than 2147483647, got 2147483648'],
    [[0, { [UNRESOLVED]: true }], undefined],
  ])('%j', (weights, problem) => {
    expect(checkWeights(weights)).toBe(problem);
  });
});

describe('durations', () => {
  test('what is formatted is parsed to the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(BigInt(milliseconds) * 1_000_000n);
      }),
    );
  });

  test.each([
    ['1h2m3s4ms5us6ns', 3_723_004_005_006n],
    ['-1.5h', -5_400_000_000_000n],
    ['+0.1s', 100_000_000n],
    ['0', 0n],
    ['1.s', 1_000_000_000n],
    ['2562047h47m16.854775807s', 2n ** 63n - 1n],
  ])('%s is read as Go reads it', (text, nanoseconds) => {
    expect(parseDuration(text)).toBe(nanoseconds);
  });

  test.each(['s', '.s', '1', '1s2', 'a', '- 1s', '1ss', '2562047h47m16.854775808s'])('%s is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('whole seconds are written so, others in milliseconds', () => {
    expect([formatDuration(60_000), formatDuration(1500)]).toEqual(['60s', '1500ms']);
  });
});

describe('quantities', () => {
  test.each([
    ['1000m', '1'],
    ['1Ki', '1024'],
    ['1k', '1e3'],
    ['0.5Gi', '512Mi'],
    ['1E', '1000P'],
    ['1000n', '1u'],
  ])('%s equals %s', (a, b) => {
    const [left, right] = [parseQuantity(a), parseQuantity(b)];
    expect(left && right && compareQuantities(left, right)).toBe(0);
  });

  test('compare by what they are worth', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 6), fc.nat(10 ** 6), (a, b) => {
        const [left, right] = [parseQuantity(`${a}m`), parseQuantity(`${b}m`)];
        expect(left && right && compareQuantities(left, right)).toBe(Math.sign(a - b));
      }),
    );
  });
});

test('every IPv4 address that Node knows is one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.stringMatching(/^[0-9.]{7,15}$/)), (text) => {
      expect(checkIp(text) === undefined).toBe(isIPv4(text));
    }),
  );
});

test('every IPv6 address is one, with or without a prefix', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.nat(128), (text, length) => {
      expect(checkIp(text)).toBeUndefined();
      expect(checkCidr(`${text}/${length}`)).toBeUndefined();
    }),
  );
});

test('a pattern matches the whole text', () => {
  expect(matchesWhole('a+', 'aaa')).toBe(true);
  expect(matchesWhole('a+', 'aab')).toBe(false);
  expect(matchesWhole('a|ab', 'ab')).toBe(true);
});

test('identities are put together and taken apart', () => {
  expect(principal('td', 'ns', 'sa')).toBe('td/ns/ns/sa/sa');
  expect(parseSpiffeIdentity(spiffeIdentity('td', 'a', 'b'))).toEqual({
    trustDomain: 'td',
    namespace: 'a',
    serviceAccount: 'b',
  });
});

test('a wildcard begins with a star', () => {
  expect([isWildcard('*'), isWildcard('*.a'), isWildcard('a')]).toEqual([true, true, false]);
});

test.each([
  ['wieght', ['weight', 'name'], 'weight'],
  ['Weight', ['weight'], 'weight'],
  ['subset', ['subsets', 'host'], 'subsets'],
  ['consecutiveErrors', ['consecutive5xxErrors', 'interval'], 'consecutive5xxErrors'],
  ['banana', ['weight', 'name'], undefined],
])('%s among %j is %s', (name, candidates, expected) => {
  expect(nearest(name, candidates)).toBe(expected);
});

test('a name that is far too long is like nothing, at no cost', () => {
  const started = performance.now();
  for (let time = 0; time < 20; time++)
    expect(nearest(long(1 << 20), ['weight', 'name', 'destination'])).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(1000);
});

test('values are shown short and on one line', () => {
  expect(given('a\nb')).toBe('"a\\nb"');
  expect(given(long(200))).toHaveLength(102);
  expect(given(new Map())).toBe('an object of class Map');
});

test.each([
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/9', false],
  ['11.0.0.0/8', '10.0.0.0/8', false],
  ['fd00:1::/32', 'fd00::/16', true],
  ['fd00::/16', '0.0.0.0/0', false],
  ['10.0.0.0/8', '::/0', false],
])('the addresses of %s are in %s: %s', (inner, outer, within) => {
  expect(isWithin(inner, outer)).toBe(within);
});
