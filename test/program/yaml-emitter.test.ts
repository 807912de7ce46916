import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { YamlEmitter } from '../../lib/program/yaml-emitter';

const written = (json: unknown) => new YamlEmitter().document(json, true);

/** What YAML 1.1 reads as something else than it looks, or cannot say without quotes. */
const HOSTILE = [
  ...[
    '',
    ' ',
    'a ',
    ' a',
    '~',
    'null',
    'Null',
    'y',
    'Y',
    'n',
    'yes',
    'No',
    'on',
    'OFF',
    'true',
    'False',
    '.inf',
    '-.INF',
    '.nan',
  ],
  ...[
    '0',
    '-1',
    '+1',
    '010',
    '0o7',
    '0x1F',
    '0b11',
    '1_000',
    '1.5',
    '1e3',
    'E0',
    'e-5',
    '.5',
    '5.',
    '1:30',
    '190:20:30',
    '1:30.5',
  ],
  ...[
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '=',
    '<<',
    '-',
    '- a',
    '?',
    '? a',
    ':',
    'a:',
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    '#a',
  ],
  ...[
    '*',
    '*a',
    '&a',
    '!a',
    '!!str a',
    '|',
    '>',
    '@a',
    '`a',
    '%a',
    '"a"',
    "'a'",
    "it's",
    '[a]',
    '{a}',
    'a, b',
    'a]',
    '---',
    '--- a',
    '...',
  ],
  ...[
    'a\nb',
    'a\n',
    '\na',
    'a\n\nb',
    'a\r\nb',
    'a\tb',
    '\ta',
    'a\u0000b',
    '\u0007',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\ufeff',
    'é',
    '日本',
    '😀',
    '\ud800',
  ],
  ...['a-', 'a--b', 'a/b', '/a', '//', 'a.b:c', 'x'.repeat(200), 'x y '.repeat(100), `${'long '.repeat(60)}\nline`],
];

describe('texts', () => {
  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    '%s is written as cdk8s writes it',
    (_, text) => {
      const json = { value: text, list: [text, [text]], deep: { deeper: { value: text } } };
      expect(written(json)).toBe(Yaml.stringify(json));
    },
  );

  test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    '%s as a key is written as cdk8s writes it',
    (_, text) => {
      const json = { [text]: 1, deep: { [text]: { [text]: [] } }, list: [{ [text]: text, other: 1 }] };
      expect(written(json)).toBe(Yaml.stringify(json));
    },
  );
});

function circle(): object {
  const json: Record<string, unknown> = { a: 1 };
  json['self'] = json;
  return json;
}

describe('documents', () => {
  test.each<[string, unknown]>([
    ['empty', {}],
    ['empty parts', { a: {}, b: [], c: [[], {}], d: { e: {} } }],
    ['lists in lists', { a: [[1, [2, { b: [3] }]], { c: 1, d: [4] }] }],
    ['numbers', { a: [0, -0, 1, -1, 1.5, 1e21, 1e-7, 2 ** 53, Number.MAX_VALUE] }],
    ['numbers as keys', { 1: 'a', 10: 'b', a: { 2: 'c' } }],
    ['null and undefined', { a: null, b: undefined, c: [null, undefined] }],
    ['a text', 'text'],
    ['a list', [1, 2]],
    ['nothing', null],
  ])('%s', (_, json) => {
    expect(written(json)).toBe(Yaml.stringify(json));
  });

  const shared = { a: 1 };
  test.each<[string, unknown]>([
    ['a tree', { a: [{ b: 1 }], c: { d: 'no' } }],
    ['an object that occurs twice', { one: shared, two: shared }],
    ['a date', { a: new Date(0) }],
    ['an object that says how it is written', { a: { toJSON: () => 'b' } }],
    ['a set', { a: new Set([1]) }],
    ['a list with holes', { a: Object.assign([], { 2: 'x' }) }],
    ['a list with a name', { a: Object.assign([1], { name: 'x' }) }],
    ['an object without prototype', { a: Object.assign(Object.create(null) as object, { b: 1 }) }],
    ['a circle', circle()],
    ['undefined', undefined],
  ])('of unknown origin: %s', (_, json) => {
    expect(new YamlEmitter().document(json)).toBe(json === undefined ? '\n' : Yaml.stringify(json));
  });

  test('where the installed cdk8s lays documents out in another way, that is taken', () => {
    const stringify = Yaml.stringify.bind(Yaml);
    jest.spyOn(Yaml, 'stringify').mockImplementation((json) => stringify(json).replaceAll('  ', '    '));
    expect(new YamlEmitter().document({ a: { b: 1 } }, true)).toBe('a:\n    b: 1\n');
    jest.restoreAllMocks();
  });

  test('plain ones are written without the library, once it has been asked for their keys', () => {
    const emitter = new YamlEmitter();
    emitter.document({ name: 'a', list: [] });
    const stringify = jest.spyOn(Yaml, 'stringify');
    emitter.document({ name: 'b-c', list: [1, true, { name: '/x' }] });
    expect(stringify).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});

test('any tree of texts, numbers and booleans is written as cdk8s writes it', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...HOSTILE),
    fc.stringMatching(/^[-+.:/_a-zA-Z0-9#*&!|>@` ]{0,12}$/),
  );
  const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.boolean());
  const inner = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.dictionary(text, scalar, { maxKeys: 3 }));
  const tree = fc.dictionary(
    text,
    fc.oneof(inner, fc.array(inner, { maxLength: 3 }), fc.dictionary(text, inner, { maxKeys: 3 })),
    { maxKeys: 4 },
  );
  const emitter = new YamlEmitter();
  fc.assert(
    fc.property(tree, (json) => {
      expect(emitter.document(json, true)).toBe(Yaml.stringify(json));
    }),
    { numRuns: 2000 },
  );
});
