import { checkCipherSuite } from '../../lib/values/cipher-suite';
import { splitHostPort } from '../../lib/values/host-port';
import { checkProbeHeaderName } from '../../lib/values/http-header';
import { checkSubnet } from '../../lib/values/ip';
import { checkIstioLabelKey, checkIstioLabelValue } from '../../lib/values/label';
import { checkLocalityParts, checkLocalityStar, LocalitySet } from '../../lib/values/locality';
import { checkTableSize, isPrime } from '../../lib/values/maglev-table';
import { checkPortProtocol, layerOf } from '../../lib/values/port-protocol';
import { checkUnixAddress, isUnixAddress } from '../../lib/values/unix-address';

type ValueCheck = (value: never) => string | undefined;

const long = (length: number) => 'x'.repeat(length);

/** For each check: what passes, and what does not with a part of the text. */
const TABLE: readonly (readonly [string, ValueCheck, readonly unknown[], readonly (readonly [unknown, string])[]])[] = [
  [
    'key of a label',
    checkIstioLabelKey,
    ['a', 'A_b.c-1', 'a.B/c', long(63), `${long(253)}/a`, `${long(64)}.b/c`],
    [
      ['', 'must be a label key'],
      ['a/b/c', 'got "a/b/c"'],
      ['/a', 'got "/a"'],
      ['a/', 'got "a/"'],
      ['a_b/c', 'got "a_b/c"'],
      ['a..b/c', 'got "a..b/c"'],
      [long(64), 'at most 63'],
      [`${long(254)}/a`, 'at most 253'],
      [5, 'got 5'],
    ],
  ],
  [
    'value of a label',
    checkIstioLabelValue,
    ['', 'a', 'A_b.c-1', long(200)],
    [
      ['-a', 'must be a label value'],
      ['a.', 'got "a."'],
      ['a/b', 'got "a/b"'],
      [null, 'got null'],
    ],
  ],
  [
    'subnet',
    checkSubnet,
    ['10.0.0.1', '::1', 'fe80::1%a', 'fe80::1%a/b/c', '10.0.0.1/8', '::/0'],
    [
      ['10.0.0.0/8/8', 'must be an IP address'],
      ['fe80::1%a/64', 'must be a CIDR'],
      ['fe80::1%a/b', 'must be a CIDR'],
      ['10.0.0.0/08', 'must be a CIDR'],
      ['/8', 'must be a CIDR'],
      ['a', 'must be an IP address'],
      [5, 'got 5'],
    ],
  ],
  [
    'header of a probe',
    checkProbeHeaderName,
    ['a', 'X-a-1', '-'],
    [
      ['', 'must be a name of a header'],
      ['a_b', 'got "a_b"'],
    ],
  ],
  [
    'cipher suite',
    checkCipherSuite,
    ['AES128-SHA', 'ALL', '', '-ALL', '@STRENGTH', '[A|B]'],
    [
      ['AES128_SHA', 'did you mean AES128-SHA?'],
      ['aes128-sha', 'must be one of'],
      ['é', 'got "é"'],
    ],
  ],
  [
    'size of a Maglev table',
    checkTableSize,
    [2, 3, 65537, 4999999],
    [
      [0, 'must be a prime number'],
      [1, 'got 1'],
      [9, 'got 9'],
      [5000011, 'up to 5000010'],
    ],
  ],
  [
    'protocol of a port',
    checkPortProtocol,
    ['HTTP', 'http2', 'gRPC-Web', 'HTTP_PROXY', 'udp'],
    [
      ['HTPS', 'did you mean HTTPS?'],
      ['', 'must be one of HTTP'],
      ['HTTP ', 'got "HTTP "'],
      ['constructor', 'got "constructor"'],
    ],
  ],
  [
    'Unix domain socket',
    checkUnixAddress,
    ['unix:///a', 'unix:///a/./b', 'unix://@', 'unix://@a/'],
    [
      ['unix://', 'must be unix:// and'],
      ['unix://a', 'got "unix://a"'],
      ['unix:///', 'got "unix:///"'],
      ['unix:///a/', 'got "unix:///a/"'],
    ],
  ],
  [
    'locality with a *',
    checkLocalityStar,
    ['', 'a', '*', 'a*', 'a/*'],
    [
      ['*/a', 'must have a * at its end only'],
      ['**', 'got "**"'],
    ],
  ],
  [
    'locality with parts',
    checkLocalityParts,
    ['a', 'a/b', 'a/b/c', 'a/b/c/', '*'],
    [
      ['', 'without empty parts'],
      ['/a', 'got "/a"'],
      ['a/', 'got "a/"'],
      ['a//c', 'got "a//c"'],
    ],
  ],
];

describe.each(TABLE)('%s', (_, check, passes, fails) => {
  it.each(passes.map((value) => [value]))('takes %j', (value) => {
    expect(check(value as never)).toBeUndefined();
  });

  it.each(fails)('refuses %j', (value, message) => {
    expect(check(value as never)).toContain(message);
  });
});

test('what Istio reads on a port goes by its protocol', () => {
  expect(['http_proxy', 'TLS', 'Redis', 'udp', '', 'QUIC'].map(layerOf)).toEqual([
    'http',
    'tls',
    'tcp',
    'udp',
    undefined,
    undefined,
  ]);
});

test('only unix:// in small letters makes a socket', () => {
  expect(['unix://', 'UNIX:///a', 'unix:/a', ' unix:///a'].map(isUnixAddress)).toEqual([true, false, false, false]);
});

it.each([
  ['a:1', 'a', '1'],
  [':', '', ''],
  ['[::1]:80', '::1', '80'],
  ['[]:80', '', '80'],
])('finds host and port of %s', (text, host, port) => expect(splitHostPort(text)).toEqual({ host, port }));

it.each(['', 'a', '::1:80', '[::1]', '[::1', '[::1]80:1', '[a]b:1', 'a[b:1', 'a]:1', '[[a]:1', '[a]:]'])(
  'finds no host and port of %s',
  (text) => expect(splitHostPort(text)).toBeUndefined(),
);

test('a set of localities leaves out those that overlap, and remembers the others', () => {
  const set = new LocalitySet();
  expect(['a/b', 'a/b/c', 'a', 'b/*', 'b/c', 'a/*', 'a/d', '*', 'c'].map((each) => set.add(each))).toEqual([
    true,
    false,
    false,
    true,
    false,
    true,
    false,
    true,
    false,
  ]);
});

test('prime numbers', () => {
  expect([-1, 0, 1, 2, 4, 9, 97].map(isPrime)).toEqual([false, false, false, true, false, false, true]);
});
