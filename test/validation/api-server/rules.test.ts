import { validateObject } from '../../../lib/validation/validate-object';
import { UNRESOLVED } from '../../../lib/values/unresolved';
import { judged, places } from '../../support/judged';
import { httpRoute, soundObject } from '../../support/sound-objects';

type Place = readonly [rule: string, path: string];
/** What it says, the schema of `spec.x`, its value, what is found, and what the first finding says. */
type Row = readonly [title: string, schema: object, value: unknown, found: readonly Place[], message?: string];

const text = { type: 'string' };
const ruled = (schema: object, ...rules: readonly object[]) => ({ ...schema, 'x-kubernetes-validations': rules });

describe('a CEL rule', () => {
  test.each<Row>([
    ['that holds says nothing', ruled(text, { rule: 'self == "a"' }), 'a', []],
    [
      'says its message, in lower case',
      ruled(text, { rule: 'self == "a"', message: 'Must be a. ' }),
      'b',
      [['cel', 'spec.x']],
      'must be a.',
    ],
    [
      'keeps an abbreviation at the beginning',
      ruled(text, { rule: 'false', message: 'CIDR wanted' }),
      'b',
      [['cel', 'spec.x']],
      'CIDR wanted',
    ],
    [
      'says itself where it has no message',
      ruled(text, { rule: 'self == "a"' }),
      'b',
      [['cel', 'spec.x']],
      'the rule self == "a" does not hold',
    ],
    [
      'makes its message',
      ruled(text, { rule: 'false', messageExpression: '"no " + self', message: 'no' }),
      'b',
      [['cel', 'spec.x']],
      'no b',
    ],
    [
      'says its message where none can be made',
      ruled(text, { rule: 'false', messageExpression: 'string(int(self))', message: 'no' }),
      'b',
      [['cel', 'spec.x']],
      'no',
    ],
    [
      'says its message where an empty one is made',
      ruled(text, { rule: 'false', messageExpression: '" "', message: 'no' }),
      'b',
      [['cel', 'spec.x']],
      'no',
    ],
    [
      'that fails refuses',
      ruled(text, { rule: 'int(self) > 0', message: 'Must be more' }),
      'b',
      [['cel', 'spec.x']],
      "must be more (type conversion error from 'string' to 'int')",
    ],
    [
      'fails on a value of a type that it does not expect',
      ruled({ 'x-kubernetes-int-or-string': true }, { rule: 'self.startsWith("a")', message: 'no' }),
      1,
      [['cel', 'spec.x']],
      'no (no such overload)',
    ],
    [
      'fails on a null that may stand there',
      ruled(
        { type: 'object', properties: { a: { ...text, nullable: true } } },
        { rule: 'self.a.startsWith("a")', message: 'no' },
      ),
      { a: null },
      [['cel', 'spec.x']],
      'no (no such key: a)',
    ],
    [
      'says its message where making one fails on a type',
      ruled({ 'x-kubernetes-int-or-string': true }, { rule: 'false', messageExpression: 'self.trim()', message: 'no' }),
      1,
      [['cel', 'spec.x']],
      'no',
    ],
    [
      'names the field that it means',
      ruled({ type: 'object', properties: { a: text } }, { rule: 'has(self.b)', fieldPath: '.a.c' }),
      {},
      [['cel', 'spec.x.a.c']],
    ],
    [
      'is judged for each element',
      { type: 'array', items: ruled(text, { rule: 'self != "a"' }) },
      ['b', 'a'],
      [['cel', 'spec.x[1]']],
    ],
    [
      'is judged for each entry, in brackets',
      { type: 'object', additionalProperties: ruled(text, { rule: 'self != "a"' }) },
      { b: 'a' },
      [['cel', 'spec.x[b]']],
    ],
    [
      'of a part of the schema is judged',
      { ...text, allOf: [ruled({}, { rule: 'self != "a"' })] },
      'a',
      [['cel', 'spec.x']],
    ],
    ['is not judged where nothing is', ruled(text, { rule: 'false' }), undefined, []],
    ['that compares with an earlier object does not run on create', ruled(text, { rule: 'self == oldSelf' }), 'a', []],
    [
      'sees defaults',
      ruled({ type: 'object', properties: { a: { ...text, default: 'b' } } }, { rule: 'self.a == "b"' }),
      {},
      [],
    ],
    [
      'sees no null in a field that may be null',
      ruled({ type: 'object', properties: { a: { ...text, nullable: true } } }, { rule: '!has(self.a)' }),
      { a: null },
      [],
    ],
    [
      'sees an entry that is null',
      ruled({ type: 'object', additionalProperties: { ...text, nullable: true } }, { rule: '!("a" in self)' }),
      { a: null },
      [['cel', 'spec.x']],
    ],
    ['sees no null', ruled({ type: 'object', properties: { a: text } }, { rule: '!has(self.a)' }), { a: null }, []],
  ])('%s', (...row: readonly unknown[]) => {
    const [, schema, value, found, message] = row as Row;
    expect(places(judged(schema, value))).toEqual(found);
    if (message !== undefined) expect(judged(schema, value)[0]?.message).toBe(message);
  });

  test('every rule that does not hold is said, the outer first', () => {
    const inner = ruled(text, { rule: 'false', message: 'b' }, { rule: 'false', message: 'c' });
    const schema = ruled({ type: 'object', properties: { a: inner } }, { rule: 'false', message: 'a' });
    expect(judged(schema, { a: '' }).map(({ path, message }) => [path, message])).toEqual([
      ['spec.x', 'a'],
      ['spec.x.a', 'b'],
      ['spec.x.a', 'c'],
    ]);
  });
});

/** Objects that the schema takes and a rule of Istio or the Gateway API refuses. */
const REFUSED: readonly (readonly [string, object, readonly Place[], string])[] = [
  [
    'a duration without a unit',
    { ...soundObject('VirtualService'), spec: { http: [{ timeout: '5' }] } },
    [['cel', 'spec.http[0].timeout']],
    "must be a valid duration greater than 1ms (type conversion error from 'string' to 'google.protobuf.Duration')",
  ],
  [
    'a port that is no number',
    {
      ...soundObject('PeerAuthentication'),
      spec: { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { http: {} } },
    },
    [['cel', 'spec.portLevelMtls']],
    "port must be between 1-65535 (type conversion error from 'string' to 'int')",
  ],
  [
    'a URL that Go does not read',
    { ...soundObject('RequestAuthentication'), spec: { jwtRules: [{ issuer: 'a', jwksUri: 'http://{' }] } },
    [['cel', 'spec.jwtRules[0].jwksUri']],
    'url must have scheme http:// or https:// (URL parse error during conversion from string: parse "http://{": invalid character "{" in host name)',
  ],
  [
    'a filter without what its type wants',
    httpRoute({ rules: [{ filters: [{ type: 'RequestMirror' }] }] }),
    [['cel', 'spec.rules[0].filters[0]']],
    'filter.requestMirror must be specified for RequestMirror filter.type',
  ],
];

test.each(REFUSED)('%s is refused', (_, object, found, message) => {
  const findings = validateObject(object);
  expect(places(findings)).toEqual(found);
  expect(findings[0]?.message).toBe(message);
});

describe('what is not known yet', () => {
  const later = { [UNRESOLVED]: true };

  test('refuses no object that the rule looks at it for', () => {
    const schema = ruled({ type: 'object', properties: { a: text, b: text } }, { rule: 'self.a == self.b' });
    expect(judged(schema, { a: later, b: 'c' })).toEqual([]);
    expect(places(judged(schema, { a: 'd', b: 'c' }))).toEqual([['cel', 'spec.x']]);
  });

  test('hides nothing beside it', () => {
    const fields = { a: ruled(text, { rule: 'false' }), ab: ruled(text, { rule: 'false' }) };
    expect(places(judged({ type: 'object', properties: fields }, { a: later, ab: 'c' }))).toEqual([
      ['cel', 'spec.x.ab'],
    ]);
  });
});
