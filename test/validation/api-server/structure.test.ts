import { validateObject } from '../../../lib/validation/validate-object';
import { judged, judgedSpec, nested, places } from '../../support/judged';

type Place = readonly [rule: string, path: string];
/** What it says, the schema of `spec.x`, its value, what is found, and what the first finding says. */
type Row = readonly [title: string, schema: object, value: unknown, found: readonly Place[], message?: string];

const UNCHECKED: Place = ['rules-not-checked', '<nil>'];
const text = { type: 'string' };
const whole = { type: 'integer' };
const labels = { type: 'object', additionalProperties: text };
const record = { type: 'object', properties: { host: text, weight: whole } };

const SHAPES: readonly Row[] = [
  ['a text', text, 'a', []],
  ['a number for a text', text, 1, [['type', 'spec.x']], 'must be a text, got 1'],
  ['an object for a text', text, {}, [['type', 'spec.x']], 'must be a text, got an object'],
  ['a list for a text', text, [], [['type', 'spec.x']], 'must be a text, got a list'],
  ['a text for a whole number', whole, '90', [['type', 'spec.x']], 'must be a whole number, got "90"'],
  ['a fraction for a whole number', whole, 1.5, [['type', 'spec.x']], 'must be a whole number, got 1.5'],
  ['a whole number written with a fraction', whole, 1.0, []],
  ['a whole number for a number', { type: 'number' }, 1, []],
  ['a text for a flag', { type: 'boolean' }, 'true', [['type', 'spec.x']], 'must be true or false, got "true"'],
  ['a list for an object', record, [], [['type', 'spec.x']], 'must be an object, got a list'],
  ['an object for a list', { type: 'array', items: text }, {}, [['type', 'spec.x']], 'must be a list, got an object'],
  ['a wrong element', { type: 'array', items: text }, ['a', 2], [['type', 'spec.x[1]']]],
  ['a wrong entry of a map', labels, { a: 'b', c: 1 }, [['type', 'spec.x.c']]],
  ['a number or text', { 'x-kubernetes-int-or-string': true }, '5%', []],
  [
    'a flag for a number or text',
    { 'x-kubernetes-int-or-string': true },
    true,
    [['type', 'spec.x']],
    'must be a whole number or a text, got true',
  ],
  ['a list for a text with a format', { type: 'string', format: 'byte' }, [], []],
];

const NAMES: readonly Row[] = [
  [
    'a field of another name',
    record,
    { hots: 'a' },
    [['unknown-field', 'spec.x.hots']],
    'unknown field, did you mean host?',
  ],
  ['a field of no name', record, { colour: 1 }, [['unknown-field', 'spec.x.colour']], 'unknown field'],
  ['a field that is null', record, { colour: null }, [['unknown-field', 'spec.x.colour']]],
  ['a field below a list', { type: 'array', items: record }, [{}, { port: 1 }], [['unknown-field', 'spec.x[1].port']]],
  ['any entry of a map', labels, { anything: 'a' }, []],
  [
    'anything where unknown fields are kept',
    { ...record, 'x-kubernetes-preserve-unknown-fields': true },
    { b: {} },
    [],
  ],
  ['a field named like one of every object', record, { constructor: 1 }, [['unknown-field', 'spec.x.constructor']]],
  ['a required field', { ...record, required: ['host'] }, { host: '' }, []],
  ['no required field', { ...record, required: ['host'] }, {}, [['required', 'spec.x.host']], 'must be given'],
  ['a required field that is null', { ...record, required: ['host'] }, { host: null }, [['required', 'spec.x.host']]],
  [
    'a required field that every object has',
    { type: 'object', properties: { toString: text }, required: ['toString'] },
    {},
    [['required', 'spec.x.toString']],
  ],
];

const LIMITS: readonly Row[] = [
  ['an enum', { type: 'string', enum: ['SIMPLE', 'MUTUAL'] }, 'SIMPLE', []],
  [
    'a value beside an enum',
    { type: 'string', enum: ['SIMPLE', 'MUTUAL'] },
    'SIMPEL',
    [['enum', 'spec.x']],
    'must be one of "SIMPLE", "MUTUAL", got "SIMPEL"',
  ],
  ['the least', { type: 'integer', minimum: 1 }, 1, []],
  ['less than the least', { type: 'integer', minimum: 1 }, 0, [['range', 'spec.x']], 'must be at least 1, got 0'],
  ['the most', { type: 'integer', maximum: 9 }, 9, []],
  ['more than the most', { type: 'integer', maximum: 9 }, 10, [['range', 'spec.x']], 'must be at most 9, got 10'],
  [
    'a limit that does not count itself, below',
    { type: 'integer', minimum: 1, exclusiveMinimum: true },
    1,
    [['range', 'spec.x']],
    'must be more than 1, got 1',
  ],
  [
    'a limit that does not count itself, above',
    { type: 'integer', maximum: 9, exclusiveMaximum: true },
    9,
    [['range', 'spec.x']],
    'must be less than 9, got 9',
  ],
  ['a multiple', { type: 'number', multipleOf: 0.1 }, 0.3, []],
  ['no multiple', { type: 'integer', multipleOf: 5 }, 7, [['range', 'spec.x']], 'must be a multiple of 5, got 7'],
  ['the greatest int32', { type: 'integer', format: 'int32' }, 2147483647, []],
  [
    'more than an int32',
    { type: 'integer', format: 'int32' },
    2147483648,
    [['range', 'spec.x']],
    'must be between -2147483648 and 2147483647, got 2147483648',
  ],
  ['less than an int32', { type: 'integer', format: 'int32' }, -2147483649, [['range', 'spec.x']]],
  ['characters, not their halves', { type: 'string', maxLength: 2 }, '🍵🍵', []],
  [
    'a long text',
    { type: 'string', maxLength: 2 },
    'abc',
    [['too-long', 'spec.x']],
    'must be at most 2 characters long, got 3',
  ],
  ['an empty text', { type: 'string', minLength: 1 }, '', [['too-short', 'spec.x']], 'must not be empty'],
  ['a short text', { type: 'string', minLength: 3 }, 'ab', [['too-short', 'spec.x']]],
  ['characters, not their halves, at the least', { type: 'string', minLength: 2 }, '🍵', [['too-short', 'spec.x']]],
  ['a pattern', { type: 'string', pattern: '^[a-z]+$' }, 'ab', []],
  ['a pattern anywhere', { type: 'string', pattern: 'b' }, 'abc', []],
  [
    'a text beside a pattern',
    { type: 'string', pattern: '^[a-z]+$' },
    'a1',
    [['pattern', 'spec.x']],
    'must match ^[a-z]+$, got "a1"',
  ],
  ['a pattern of RE2 alone', { type: 'string', pattern: '^\\pN+$' }, '٣', []],
  ['a text beside a pattern of RE2 alone', { type: 'string', pattern: '^\\pN+$' }, 'a', [['pattern', 'spec.x']]],
  [
    'only the first of length and pattern',
    { type: 'string', maxLength: 1, pattern: '^b' },
    'aa',
    [['too-long', 'spec.x']],
  ],
  [
    'few elements',
    { type: 'array', items: text, minItems: 1 },
    [],
    [['too-few-items', 'spec.x']],
    'must have at least 1 element, got 0',
  ],
  [
    'many elements',
    { type: 'array', items: text, maxItems: 1 },
    ['a', 'b'],
    [['too-many', 'spec.x']],
    'must have at most 1 element, got 2',
  ],
  [
    'few entries',
    { ...labels, minProperties: 1 },
    {},
    [['too-few-properties', 'spec.x']],
    'must have at least 1 entry, got 0',
  ],
  ['many entries', { ...labels, maxProperties: 1 }, { a: '', b: '' }, [['too-many', 'spec.x']]],
];

const FORMATS: readonly Row[] = [
  ['base64', { type: 'string', format: 'byte' }, 'YWJj', []],
  ['no base64', { type: 'string', format: 'byte' }, 'YWJ', [['format', 'spec.x']], 'must be base64, got "YWJ"'],
  ['an empty text for base64', { type: 'string', format: 'byte' }, '', [['format', 'spec.x']]],
  ['a time', { type: 'string', format: 'date-time' }, '2026-01-31T12:00:00.5+01:00', []],
  ['no time', { type: 'string', format: 'date-time' }, '2026-02-30T12:00:00Z', [['format', 'spec.x']]],
  ['an hour after the last', { type: 'string', format: 'date-time' }, '2026-01-31T24:00:00Z', [['format', 'spec.x']]],
  ['a date', { type: 'string', format: 'date' }, '2024-02-29', []],
  ['no date', { type: 'string', format: 'date' }, '2026-02-29', [['format', 'spec.x']]],
  ['a duration', { type: 'string', format: 'duration' }, '1h', []],
  ['a duration in words', { type: 'string', format: 'duration' }, '3 hours', []],
  ['no URI', { type: 'string', format: 'uri' }, 'a', [['format', 'spec.x']]],
  [
    'a UUID of another version',
    { type: 'string', format: 'uuid4' },
    'f47ac10b-58cc-3372-a567-0e02b2c3d479',
    [['format', 'spec.x']],
  ],
  ['more than 64 bits', { type: 'integer' }, 2 ** 63, [['type', 'spec.x']]],
  ['no duration', { type: 'string', format: 'duration' }, '1y', [['format', 'spec.x']]],
  ['IPv4', { type: 'string', format: 'ipv4' }, '1.2.3.4', []],
  ['IPv6 for IPv4', { type: 'string', format: 'ipv4' }, '::1', [['format', 'spec.x']]],
  ['IPv6', { type: 'string', format: 'ipv6' }, '::1', []],
  ['IPv4 for IPv6', { type: 'string', format: 'ipv6' }, '1.2.3.4', [['format', 'spec.x']]],
  ['a CIDR', { type: 'string', format: 'cidr' }, '10.0.0.0/8', []],
  ['an address for a CIDR', { type: 'string', format: 'cidr' }, '10.0.0.0', [['format', 'spec.x']]],
  ['a UUID', { type: 'string', format: 'uuid' }, '7d444840-9dc0-11d1-b245-5ffdce74fad2', []],
  ['no UUID', { type: 'string', format: 'uuid' }, '7d444840', [['format', 'spec.x']]],
  ['a format that nobody judges', { type: 'string', format: 'colour' }, 'x', []],
];

const has = (...names: readonly string[]) => names.map((name) => ({ required: [name] }));
const one = { type: 'object', properties: { exact: text, prefix: text } };

const ALTERNATIVES: readonly Row[] = [
  ['one of one', { ...one, oneOf: has('exact', 'prefix') }, { exact: 'a' }, []],
  [
    'none of one',
    { ...one, oneOf: has('exact', 'prefix') },
    {},
    [
      ['one-of', 'spec.x'],
      ['required', 'spec.x.exact'],
    ],
    'must have one of exact, prefix',
  ],
  [
    'two of one',
    { ...one, oneOf: has('exact', 'prefix') },
    { exact: 'a', prefix: 'a' },
    [['one-of', 'spec.x']],
    'must have only one of exact, prefix',
  ],
  ['two of any', { ...one, anyOf: has('exact', 'prefix') }, { exact: 'a', prefix: 'a' }, []],
  [
    'none of any',
    { ...one, anyOf: has('exact', 'prefix') },
    {},
    [
      ['any-of', 'spec.x'],
      ['required', 'spec.x.exact'],
    ],
    'must have one of exact, prefix',
  ],
  [
    'not all of all',
    { ...one, allOf: has('exact', 'prefix') },
    { exact: 'a' },
    [
      ['required', 'spec.x.prefix'],
      ['all-of', 'spec.x'],
    ],
  ],
  [
    'what must not be',
    { ...one, not: { required: ['exact'] } },
    { exact: 'a' },
    [['not', 'spec.x']],
    'must not be as given: without exact',
  ],
  ['what need not be', { ...one, not: { required: ['exact'] } }, {}, []],
  // The alternative that applied most is the one that the server names.
  [
    'alternatives of a text',
    { type: 'string', anyOf: [{ pattern: '^a' }, { pattern: '^b' }] },
    'c',
    [
      ['any-of', 'spec.x'],
      ['pattern', 'spec.x'],
    ],
    'must fit one of the alternatives of its schema',
  ],
];

const byName = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['name', 'port'],
  items: { type: 'object', properties: { name: text, port: whole } },
};
const set = { type: 'array', 'x-kubernetes-list-type': 'set', items: text };

const LISTS: readonly Row[] = [
  [
    'keys that differ in one part',
    byName,
    [
      { name: 'a', port: 1 },
      { name: 'a', port: 2 },
    ],
    [],
  ],
  [
    'keys that are the same',
    byName,
    [{ name: 'a', port: 1 }, {}, { name: 'a', port: 1 }],
    [['duplicate', 'spec.x[2]']],
    'has the same name and port as an earlier element ("a", 1)',
  ],
  [
    'the same key thrice, said once',
    byName,
    [{ name: 'a' }, { name: 'a' }, { name: 'a' }],
    [['duplicate', 'spec.x[1]']],
  ],
  ['no keys at all', byName, [{}, {}], [['duplicate', 'spec.x[1]']]],
  ['an element of a set that is there', set, ['a', 'b', 'a'], [['duplicate', 'spec.x[2]']], 'is given twice ("a")'],
  ['equal elements of a plain list', { type: 'array', items: text }, ['a', 'a'], []],
  [
    'equal elements of a list that forbids them',
    { type: 'array', items: record, uniqueItems: true },
    [{ host: 'a' }, { host: 'a' }],
    [['duplicate', 'spec.x']],
    'must not hold equal elements',
  ],
];

describe.each<readonly [string, readonly Row[]]>([
  ['types', SHAPES],
  ['fields', NAMES],
  ['limits', LIMITS],
  ['formats', FORMATS],
  ['alternatives', ALTERNATIVES],
  ['keys of lists', LISTS],
])('%s', (_, rows) => {
  test.each(rows)('%s', (...row: readonly unknown[]) => {
    const [, schema, value, found, message] = row as Row;
    const findings = judged(schema, value);
    expect(places(findings)).toEqual(found);
    if (message !== undefined) expect(findings[0]?.message).toBe(message);
  });
});

describe('a fix', () => {
  test.each<readonly [string, object, unknown, string | undefined]>([
    ['says the field that was meant', record, { hots: 'a' }, 'write host instead of hots'],
    [
      'says what can stand there where none is near',
      record,
      { colour: 1 },
      'remove it; what can stand here: host, weight',
    ],
    ['says that nothing can', { type: 'object' }, { a: 1 }, 'remove it: nothing can stand here'],
    ['takes the quotes from a number', whole, '90', 'write 90 without quotes'],
    ['says the value of the enum that was meant', { enum: ['SIMPLE', 'MUTUAL'] }, 'SIMPEL', 'write SIMPLE'],
    ['is not there where nothing is near', { enum: ['SIMPLE', 'MUTUAL'] }, 'x', undefined],
  ])('%s', (_, schema, value, fix) => {
    expect(judged(schema, value)[0]?.fix).toBe(fix);
  });
});

test('every error is said at once, the value with it', () => {
  const spec = { a: 1, b: 'x', c: true };
  const schema = { type: 'object', properties: { a: text, b: whole }, required: ['d'] };
  expect(judgedSpec(schema, spec)).toEqual([
    expect.objectContaining({ rule: 'api-server/unknown-field', path: 'spec.c', value: true }),
    expect.objectContaining({ rule: 'api-server/type', path: 'spec.a', value: 1 }),
    expect.objectContaining({ rule: 'api-server/type', path: 'spec.b', value: 'x' }),
    expect.objectContaining({ rule: 'api-server/required', path: 'spec.d' }),
  ]);
});

test('a value nested without end is refused, not followed', () => {
  // The schema of schemas holds itself: nothing else could be followed that deep.
  const schema = { openAPIV3Schema: nested(10_000, 'not', {}) };
  const [finding, ...more] = validateObject({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'teas.example.com' },
    spec: {
      group: 'example.com',
      names: { kind: 'Tea', plural: 'teas' },
      scope: 'Cluster',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  });
  expect(finding).toMatchObject({ rule: 'api-server/too-deep', message: 'is nested more than 500 levels deep' });
  expect(more).toEqual([]);
});

describe('errors that keep the server from looking at CEL rules', () => {
  const rule = { 'x-kubernetes-validations': [{ rule: 'self != "a"', message: 'No a.' }] };
  const schema = (x: object) => ({ type: 'object', properties: { a: { ...text, ...rule }, x } });

  test.each<readonly [string, object, unknown]>([
    ['type', whole, 'b'],
    ['required', { ...record, required: ['host'] }, {}],
    ['enum', { type: 'string', enum: ['b'] }, 'c'],
    ['too-long', { type: 'string', maxLength: 1 }, 'cc'],
    ['too-many', { ...labels, maxProperties: 0 }, { b: '' }],
    ['format', { type: 'string', format: 'byte' }, 'b'],
  ])('%s', (name, x, value) => {
    const findings = judgedSpec(schema(x), { a: 'a', x: value });
    expect(places(findings).map(([each]) => each)).toEqual([name, UNCHECKED[0], 'cel']);
    expect(places(findings)).toContainEqual(UNCHECKED);
    expect(findings[2]).toEqual({
      severity: 'warning',
      judge: 'api-server',
      rule: 'api-server/cel',
      path: 'spec.a',
      message: 'no a. (refused once the errors before are mended)',
      value: 'a',
    });
  });

  test.each<readonly [string, object, unknown]>([
    ['pattern', { type: 'string', pattern: '^b' }, 'c'],
    ['range', { type: 'integer', minimum: 1 }, 0],
    ['too-short', { type: 'string', minLength: 2 }, 'c'],
    ['too-few-items', { type: 'array', items: text, minItems: 1 }, []],
    ['duplicate', set, ['a', 'a']],
  ])('%s is none of them', (name, x, value) => {
    expect(places(judgedSpec(schema(x), { a: 'a', x: value })).map(([each]) => each)).toEqual([name, 'cel']);
  });

  test('fields that are not known, of which the server speaks alone, come with everything else', () => {
    expect(places(judgedSpec(schema(text), { a: 'a', y: 1 }))).toEqual([
      ['unknown-field', 'spec.y'],
      ['cel', 'spec.a'],
    ]);
  });
});
