import { ruleClosure } from '../../../lib/validation/cel/closure';
import { CelError, celLibrary } from '../../../lib/validation/cel/library';
import { readRule } from '../../../lib/validation/cel/read-rule';
import { bufbuildRule, type Outcome, outcome } from '../../support/bufbuild-cel';
import { runPrinted } from '../../support/printed-rule';

/** An expression, `self`, and what becomes of it: a value, or the text of an error in slashes. */
type Row = readonly [expression: string, self: unknown, result: unknown];

const LOGIC: readonly Row[] = [
  ['self.a && self.b', { a: true, b: true }, true],
  ['self.a && self.b', { a: false }, false],
  ['self.a && self.b', { b: false }, false],
  ['self.a && self.b', { b: true }, /no such key: a/],
  ['self.a && self.b', { a: true }, /no such key: b/],
  ['self.a || self.b', { b: true }, true],
  ['self.a || self.b', { a: true }, true],
  ['self.a || self.b', { b: false }, /no such key: a/],
  ['!self', true, false],
  ['!self.a', {}, /no such key: a/],
  ['has(self.a) && self.a > 1 || true', {}, true],
  ['self ? "a" : "b"', true, 'a'],
  ['self ? "a" : "b"', false, 'b'],
  ['(self.a ? true : false) || true', {}, true],
];

const VALUES: readonly Row[] = [
  ['self == "a"', 'a', true],
  ['self != "a"', 'a', false],
  ['self.a == self.b', { a: [1, { x: 'y' }], b: [1, { x: 'y' }] }, true],
  ['self.a == self.b', { a: { x: 1, y: 2 }, b: { y: 2, x: 1 } }, true],
  ['self.a == self.b', { a: { x: 1 }, b: { y: 1 } }, false],
  ['self.a == self.b', { a: [1], b: [1, 2] }, false],
  ['self.a != self.b', { a: [1], b: [2] }, true],
  ['self == null', 'a', false],
  ['self < 2', 1, true],
  ['self <= 2', 2, true],
  ['self > 2', 2, false],
  ['self >= 2', 2, true],
  ['self < "b"', 'a', true],
  ['self + 1 == 3', 2, true],
  ['self + "b" == "ab"', 'a', true],
  ['self + ["b"] == ["a", "b"]', ['a'], true],
  ['self - 1 == 1', 2, true],
  ['self * 2 == 4', 2, true],
  ['-self == -2', 2, true],
  ['self % 2 == 1', 3, true],
  ['self % 0 == 1', 3, /modulus by zero/],
  ['self["a"] == 1', { a: 1 }, true],
  ['self["b"] == 1', { a: 1 }, /no such key: b/],
  ['self[1] == "b"', ['a', 'b'], true],
  ['self[2] == "b"', ['a', 'b'], /index out of bounds: 2/],
  ['self[-1] == "b"', ['a', 'b'], /index out of bounds: -1/],
  ['self in ["a", "b"]', 'b', true],
  ['"a" in self', { a: 1 }, true],
  ['"toString" in self', {}, false],
  ['has(self.constructor)', {}, false],
  ['self.constructor == 1', {}, /no such key: constructor/],
  ['{"a": self}.a == 1', 1, true],
  ['{}.size()', null, 0],
  ['[self, self].size()', 1, 2],
];

const MACROS: readonly Row[] = [
  ['self.all(x, x > 1)', [2, 3], true],
  ['self.all(x, x > 1)', [], true],
  ['self.all(x, x > 1)', [2, 1], false],
  ['self.all(x, x.a)', [{}, { a: false }], false],
  ['self.all(x, x.a)', [{}, { a: true }], /no such key: a/],
  ['self.all(k, k != "a")', { a: 1 }, false],
  ['self.exists(x, x > 1)', [1, 2], true],
  ['self.exists(x, x > 1)', [], false],
  ['self.exists(x, x.a)', [{}, { a: true }], true],
  ['self.exists(x, x.a)', [{}, { a: false }], /no such key: a/],
  ['self.exists_one(x, x > 1)', [1, 2], true],
  ['self.exists_one(x, x > 1)', [2, 2], false],
  ['self.exists_one(x, x.a)', [{}, { a: true }], /no such key: a/],
  ['self.filter(x, x > 1).size()', [1, 2, 3], 2],
  ['self.map(x, x + 1) == [2, 3]', [1, 2], true],
  ['self.all(x, self.exists(y, y == x))', [1, 2], true],
  ['self.all(x, [1].all(x, x == 1))', [2], true],
];

const TEXTS: readonly Row[] = [
  ['self.size()', 'a🍵', 2],
  ['size(self)', ['a'], 1],
  ['self.size()', { a: 1, b: 2 }, 2],
  ['self.contains("b")', 'abc', true],
  ['self.startsWith("a")', 'abc', true],
  ['self.endsWith("c")', 'abc', true],
  ['self.matches("^a.c$")', 'abc', true],
  ['self.matches("b")', 'abc', true],
  ['self.matches("^a.c$")', 'a\nc', false],
  ['self.substring(1)', 'abc', 'bc'],
  ['self.substring(1, 2)', 'abc', 'b'],
  ['self.substring(3)', 'abc', ''],
  ['self.substring(4)', 'abc', /index out of range: 4/],
  ['self.substring(0, 4)', 'abc', /index out of range: 4/],
  ['self.substring(2, 1)', 'abc', /invalid substring range\. start: 2, end: 1/],
  ['self.split(",") == ["a", "", "b"]', 'a,,b', true],
  ['self.split(",", 0) == []', 'a,b', true],
  ['self.split("") == ["a", "b"]', 'ab', true],
  ['self.join()', ['a', 'b'], 'ab'],
  ['self.join("-")', ['a', 'b'], 'a-b'],
  ['self.trim()', ' a ', 'a'],
  ['self.replace("a", "$&")', 'aba', '$&b$&'],
  ['self.indexOf("c")', 'abc', 2],
  ['self.indexOf("d")', 'abc', -1],
  ['self.indexOf("a", 1)', 'aba', 2],
  ['self.lastIndexOf("a")', 'aba', 2],
  ['self.lastIndexOf("d")', 'aba', -1],
  ['self.charAt(1)', 'abc', 'b'],
  ['self.charAt(3)', 'abc', ''],
  ['self.charAt(4)', 'abc', /index out of range: 4/],
  ['self.lowerAscii()', 'AÉ', 'aÉ'],
  ['self.upperAscii()', 'aé', 'Aé'],
];

const CONVERSIONS: readonly Row[] = [
  ['int(self)', '80', 80],
  ['int(self)', '-80', -80],
  ['int(self)', '080', 80],
  ['int(self)', '+80', 80],
  ['int(self) < 9223372036854775807 || true', '9223372036854775807', true],
  ['int(self)', '9223372036854775808', /type conversion error from 'string' to 'int'/],
  ['int(self)', ' 80', /conversion/],
  ['int(self)', '80\n', /conversion/],
  ['int(self)', '0x50', /conversion/],
  ['int(self)', '', /conversion/],
  ['int(self)', '٨', /conversion/],
  ['int(self)', '1e2', /conversion/],
  ['string(self)', 80, '80'],
  ['duration(self) > duration("1s")', '1.5s', true],
  ['duration(self) == duration("1ms")', '1000μs', true],
  ['duration(self) == duration("1ms")', '1000µs', true],
  ['duration(self) == duration("0s")', '0', true],
  ['duration(self) < duration("0s")', '-1s', true],
  ['duration(self) > duration("1m")', '1m1m', true],
  ['duration(self) > duration("0.4s")', '.5s', true],
  ['duration(self) == duration("1s")', '1.s', true],
  ['duration(self) == duration("1s")', '+1s', true],
  ...['', '5', '1d', ' 1s', '1s ', '.s', '2562047h47m16.85s5ms'].map((text): Row => [
    'duration(self) > duration("1s")',
    text,
    /type conversion error from 'string' to 'google\.protobuf\.Duration'/,
  ]),
];

const KUBERNETES: readonly Row[] = [
  ['isURL(self)', 'http://a/b?c', true],
  ['isURL(self)', '/a', true],
  ['isURL(self)', 'a', false],
  ['isURL(self)', '', false],
  ['url(self).getScheme()', 'HTTPS://a', 'https'],
  ['url(self).getScheme()', '/a', ''],
  ['url(self).getScheme()', 'a', /^URL parse error during conversion from string: parse "a": invalid URI for request$/],
  ['isIP(self)', '1.2.3.4', true],
  ['isIP(self)', '::1', true],
  ['isIP(self)', '::ffff:1.2.3.4', false],
  ['isIP(self)', 'fe80::1%eth0', false],
  ['isIP(self)', '1.2.3', false],
  ['isIP(self)', 'a.example.com', false],
  ['format.dns1123Label().validate(self) == null', 'a', false],
];

/** What the other engine does not have, or does in another way than Kubernetes. */
const OURS: readonly Row[] = [
  ['url(self).getHost()', 'http://a:80/b', 'a:80'],
  ['url(self).getHostname()', 'http://[::1]:80/b', '::1'],
  ['url(self).getPort()', 'http://a:80/b', '80'],
  ['format.dns1123Subdomain().validate(self) == null', 'A', false],
  ['format.dns1123Label().validate(self) == format.dns1123Label().validate("a")', 'b', true],
  ['format.dns1123Label().validate(self) == format.dns1123Label().validate("a")', 'B', false],
  ['format.colour().validate(self) == null', 'a', /no such format: colour/],
  ['has(self.__namespace__) && self.__namespace__ == "a"', { namespace: 'a' }, true],
  // The other engine drops what is beyond the limit.
  ['self.split(",", 2) == ["a", "b,c"]', 'a,b,c', true],
  // Code points, where the other engine counts halves of characters.
  ['self.substring(1)', '🍵a', 'a'],
  ['self.indexOf("a")', '🍵a', 1],
  ['self.lastIndexOf("a")', '🍵a', 1],
  ['self.charAt(1)', '🍵a', 'a'],
];

/** The value, or the text of the error. */
function result(evaluate: (self: unknown) => unknown, self: unknown): unknown {
  try {
    return evaluate(self);
  } catch (error) {
    if (error instanceof CelError) return `error: ${error.message}`;
    throw error;
  }
}

function word(wanted: unknown): Outcome {
  return wanted instanceof RegExp ? 'error' : outcome(wanted);
}

describe.each<readonly [string, readonly Row[]]>([
  ['logic', LOGIC],
  ['values', VALUES],
  ['macros', MACROS],
  ['texts', TEXTS],
  ['conversions', CONVERSIONS],
  ["Kubernetes' functions", KUBERNETES],
  ['what only we have', OURS],
])('%s', (title, rows) => {
  test.each(rows)('%s of %j', (expression, self, wanted) => {
    const expected: unknown =
      wanted instanceof RegExp
        ? expect.stringMatching(new RegExp(`^error: .*${wanted.source.replace(/^\^/, '')}`))
        : wanted;
    expect(result(ruleClosure(readRule(expression)), self)).toEqual(expected);
    expect(result(runPrinted(expression), self)).toEqual(expected);
    if (title !== 'what only we have') expect(bufbuildRule(expression)(self)).toBe(word(wanted));
  });
});

test('what a macro goes over may have keys that every object has', () => {
  const map = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as object;
  expect(ruleClosure(readRule('self.all(k, k in ["__proto__", "constructor"]) && self.size() == 2'))(map)).toBe(true);
  expect(celLibrary.select(map, '__proto__')).toBe(1);
});

test('an error that is none of CEL is not taken for a verdict', () => {
  const broken = () => {
    throw new TypeError('ours');
  };
  expect(() => celLibrary.all([1], broken)).toThrow(TypeError);
  expect(() => celLibrary.and(broken, () => true)).toThrow(TypeError);
});
