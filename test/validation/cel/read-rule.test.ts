import { ruleClosure } from '../../../lib/validation/cel/closure';
import { CelRuleError } from '../../../lib/validation/cel/expression';
import { CelError, celLibrary } from '../../../lib/validation/cel/library';
import { RulePrinter } from '../../../lib/validation/cel/print-rule';
import { printRules } from '../../../lib/validation/cel/print-rules';
import { hasCelParser, readRule } from '../../../lib/validation/cel/read-rule';
import { type SchemaRule as StoredRule } from '../../../lib/importer/schema';
import { printedRule } from '../../support/printed-rule';

const self = { op: 'name', name: 'self' };

test.each<readonly [string, object]>([
  ['self', self],
  ['"a"', { op: 'literal', value: 'a' }],
  ['1', { op: 'literal', value: 1 }],
  ['1.5', { op: 'literal', value: 1.5 }],
  ['1u', { op: 'literal', value: 1 }],
  ['true', { op: 'literal', value: true }],
  ['null', { op: 'literal', value: null }],
  ['self.a', { op: 'select', of: self, field: 'a' }],
  ['has(self.a)', { op: 'has', of: self, field: 'a' }],
  ['self.__namespace__', { op: 'select', of: self, field: 'namespace' }],
  ['self.a__dot__b__dash__c__slash__d', { op: 'select', of: self, field: 'a.b-c/d' }],
  ['self.a__underscores__b', { op: 'select', of: self, field: 'a__b' }],
  ['self.__dot__', { op: 'select', of: self, field: '.' }],
  ['[self]', { op: 'list', items: [self] }],
  ['{"a": self}', { op: 'map', entries: [[{ op: 'literal', value: 'a' }, self]] }],
  ['self && self', { op: 'and', left: self, right: self }],
  ['self || self', { op: 'or', left: self, right: self }],
  ['self ? self : self', { op: 'if', test: self, yes: self, no: self }],
  ['self.size()', { op: 'call', name: 'size', args: [self] }],
  ['size(self)', { op: 'call', name: 'size', args: [self] }],
  ['self.all(x, x)', { op: 'macro', name: 'all', over: self, variable: 'x', body: { op: 'name', name: 'x' } }],
  [
    'self.exists_one(x, x)',
    { op: 'macro', name: 'existsOne', over: self, variable: 'x', body: { op: 'name', name: 'x' } },
  ],
  [
    'self.filter(x, true)',
    { op: 'macro', name: 'filter', over: self, variable: 'x', body: { op: 'literal', value: true } },
  ],
  ['self.map(x, 1)', { op: 'macro', name: 'map', over: self, variable: 'x', body: { op: 'literal', value: 1 } }],
  [
    'format.dns1123Label().validate(self)',
    { op: 'call', name: 'validateFormat', args: [{ op: 'literal', value: 'dns1123Label' }, self] },
  ],
])('%s is read', (rule, expression) => {
  expect(readRule(rule)).toEqual(expression);
});

/** Refused by who reads: never guessed. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['self ==', /./],
  ['', /./],
  ['self.sort()', /^the function sort is not known$/],
  ['quantity(self) > quantity("1")', /^the function quantity is not known$/],
  ['toString(self)', /^the function toString is not known$/],
  ['self.constructor()', /^the function constructor is not known$/],
  ['self / 2 == 1', /^the function _\/_ is not known$/],
  ['other == 1', /^the name other is not known$/],
  ['self.all(x, y == 1)', /^the name y is not known$/],
  ['self.all(x, x) && x', /^the name x is not known$/],
  ['self.map(x, x > 1, x + 1)', /^a macro is not known$/],
  ['b"a" == self', /^a literal of kind bytesValue is not known$/],
  ['google.protobuf.Duration{} == self', /^the message google\.protobuf\.Duration is not known$/],
];

test.each(REFUSED)('%j is refused', (rule, message) => {
  expect(() => readRule(rule)).toThrow(CelRuleError);
  expect(() => readRule(rule)).toThrow(message);
});

describe('a pattern', () => {
  test.each(['(?s)a.b', '\\pN', '[[:alpha:]]', '\\bword', '\\w+', '(?P<a>b)', '(?=a)', '(?i:a)b', 'a(?i)b', 'a**'])(
    '%s may mean something else in JavaScript: it is not printed',
    (pattern) => {
      const rule = `self.matches(r'${pattern}')`;
      expect(() => printedRule(rule)).toThrow(
        new CelRuleError('a pattern is no literal, or may mean something else in JavaScript'),
      );
    },
  );

  test('that is no literal is neither printed nor closed over', () => {
    expect(() => printedRule('self.matches(self)')).toThrow(CelRuleError);
    expect(() => ruleClosure(readRule('self.matches(self)'))).toThrow(new CelRuleError('a pattern must be a literal'));
  });

  test('that RE2 does not take is no rule', () => {
    expect(() => ruleClosure(readRule('self.matches("a**")'))).toThrow(CelRuleError);
  });

  test('of RE2 alone is closed over', () => {
    const rule = ruleClosure(readRule("self.matches(r'^\\pN+$')"));
    expect([rule('٣'), rule('a')]).toEqual([true, false]);
  });

  test('may ignore case, also behind its anchor', () => {
    expect(printedRule('self.matches("^(?i)a.$")')).toBe('c.matches(self, r0)');
    const rule = ruleClosure(readRule('self.matches("^(?i)a.$")'));
    expect([rule('AB'), rule('bb')]).toEqual([true, false]);
  });
});

describe('printed text', () => {
  test.each([
    [
      "uses JavaScript's operator where the left side cannot fail",
      'has(self.a) && self.a',
      '(c.has(self, "a") && c.select(self, "a"))',
    ],
    [
      'uses the library where it can',
      'self.a && self.b',
      'c.and(() => c.select(self, "a"), () => c.select(self, "b"))',
    ],
    ['compares with a literal by identity', 'self == "a"', '(self === "a")'],
    ['compares values deeply', 'self.a == self.b', 'c.equals(c.select(self, "a"), c.select(self, "b"))'],
    ['adds numbers that are known as such', 'size(self) + 1', '(c.size(self) + 1)'],
    ['adds anything else by the library', 'self + self', 'c.add(self, self)'],
    ['makes a constant of a duration', 'duration(self) < duration("1s")', '(c.duration(self) < r0)'],
    [
      'gives variables names that are no words of JavaScript',
      'self.all(new, new == 1)',
      'c.all(self, ($new) => ($new === 1))',
    ],
    ['quotes what is in texts', 'self == "\\"`\\n${x}"', '(self === "\\"`\\n${x}")'],
  ])('%s', (_, rule, text) => {
    expect(printedRule(rule)).toBe(text);
  });

  test('has equal constants once', () => {
    const printer = new RulePrinter();
    expect(printer.print(readRule('duration(self) > duration("1s") || duration(self) < duration("1s")'))).toContain(
      'r0',
    );
    printer.print(readRule('self.matches("^a$")'));
    expect(printer.constants).toEqual(['c.duration("1s")', 'new RegExp("^a$", "u")']);
  });
});

describe('the file of rules', () => {
  const document = (...rules: readonly StoredRule[]) => [
    { source: 's', kinds: [], nodes: [{ 'x-kubernetes-validations': rules }, {}] },
  ];

  test('has each rule and message once, sorted, and none that compares with an earlier object', () => {
    const text = printRules('tests', [
      ...document({ rule: 'self == "b"', messageExpression: '"no " + self' }, { rule: 'self == "a"' }),
      ...document({ rule: 'self == "a"' }, { rule: 'self == oldSelf' }),
    ]);
    expect(text.split('\n').filter((line) => /^ {4}"/.test(line))).toEqual([
      '    "\\"no \\" + self":',
      '    "self == \\"a\\"":',
      '    "self == \\"b\\"":',
    ]);
    expect(text).not.toMatch(/^import|require/m);
  });

  test('is not made where a rule is not known, and the error names it', () => {
    expect(() => printRules('tests', document({ rule: 'self.sort()' }))).toThrow(
      'the rule self.sort() cannot be printed: the function sort is not known',
    );
  });
});

test('a name without a value is an error of the evaluation', () => {
  expect(() => ruleClosure({ op: 'name', name: 'other' })(1)).toThrow(new CelError('no such attribute: other'));
});

test('the parser is there in tests, and nothing in the library reads the prototype of a value', () => {
  expect(hasCelParser()).toBe(true);
  expect(celLibrary.has({}, 'hasOwnProperty')).toBe(false);
  expect(celLibrary.isIn('constructor', {})).toBe(false);
});
