/** Values at the edges of what schemas, rules and Go's parsers take. */
export const TEXTS: readonly string[] = [
  ...['', 'a', 'A b', 'é', 'a-', '-a', 'a.b.c', '*', '*.a.b', 'a*', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(257)],
  ...['10s', '0s', '1ms', '0.5ms', '1.5h', '5', '-1s', '1d', '.5s', '1m1m', '100us', '2562048h'],
  ...['http://a', 'https://a:443/x', 'https://a:b', 'http://[::1', 'oci://r/i:t', 'file:///x', '%zz', 'ftp://a', 'a:b'],
  ...['unix:///a', 'unix://a', 'unix:///a/', 'unix://@a', '10.0.0.0/8', '1.2.3.4', '::1', 'fe80::1%eth0', '1.2.3.4/33'],
  ...['80', '0', '+80', '080', '70000', '1.0', 'true', 'null', 'constructor', '__proto__', 'Service', 'istio-system'],
  ...['STRICT', 'RegularExpression', 'YWJj', 'YWJ', '2026-01-31T12:00:00Z', 'a\nb', '/a/b', '#', 'x=y', 'apps'],
];

export const NUMBERS: readonly number[] = [
  ...[0, 1, -1, 2, 80, 99, 100, 101, 443, 65535, 65536, 0.5, 1.5, -0.5],
  ...[2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 53],
];

/** Values of any type. */
export const ANYTHING: readonly unknown[] = [
  ...[null, true, false, {}, [], [null], [{}], [''], { a: 'b' }, { a: 1 }],
  ...TEXTS.slice(0, 8),
  ...NUMBERS.slice(0, 6),
];

/** Names of fields that no schema has, and that JavaScript might trip over. */
export const FIELD_NAMES: readonly string[] = ['bogus', 'hostz', 'constructor', 'toString', 'valueOf'];
