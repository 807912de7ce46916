import { prepared } from '../../../lib/validation/api-server/prepared';
import { bundledSchema } from '../../../lib/validation/bundled';
import { type KindSchema } from '../../../lib/validation/kind-table';
import { type Schema } from '../../../lib/validation/schema';
import { Schemas } from '../../../lib/validation/schemas';
import { UNRESOLVED } from '../../../lib/values/unresolved';
import { crd } from '../../importer/fixtures';
import { frozen, judged, places } from '../../support/judged';
import { httpRoute, soundObject } from '../../support/sound-objects';

function schemaOf(kind: KindSchema | undefined): Schema {
  if (kind === undefined) throw new Error('no such kind');
  return kind.schema;
}

/** `x` as the server has it, of a kind whose `spec.x` has this schema. */
function made(schema: object, x: unknown, options = {}): unknown {
  const schemas = Schemas.load(crd('Tea', { type: 'object', properties: { x: schema } }));
  const spec = frozen(x === undefined ? {} : { x });
  const result = prepared(schemaOf(schemas.find('example.com/v1', 'Tea')), { spec }, options);
  return (result as { spec: { x: unknown } }).spec.x;
}

const text = { type: 'string' };
const withDefault = { type: 'string', default: 'b' };
const fields = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('a null', () => {
  test.each<readonly [string, object, unknown, unknown]>([
    ['in a field goes', fields({ a: text }), { a: null }, {}],
    ['in an entry of a map goes', { type: 'object', additionalProperties: text }, { a: null, b: 'c' }, { b: 'c' }],
    ['stays where it is nullable', fields({ a: { ...text, nullable: true } }), { a: null }, { a: null }],
    ['stays in a list', { type: 'array', items: text }, [null], [null]],
    ['below a list goes', { type: 'array', items: fields({ a: text }) }, [{ a: null }], [{}]],
    [
      'stays where anything may stand',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      { a: null },
      { a: null },
    ],
    ['becomes the default', fields({ a: withDefault }), { a: null }, { a: 'b' }],
    [
      'stays where it is nullable, whatever the default',
      fields({ a: { ...withDefault, nullable: true } }),
      { a: null },
      { a: null },
    ],
    ['in a list becomes the default', { type: 'array', items: withDefault }, ['a', null], ['a', 'b']],
  ])('%s', (_, schema, value, after) => {
    expect(made(schema, value)).toEqual(after);
  });

  test('of a kind of Kubernetes itself goes even where it is nullable', () => {
    expect(made(fields({ a: { ...text, nullable: true } }), { a: null }, { isBuiltIn: true })).toEqual({});
  });

  test('is judged where it stays', () => {
    expect(places(judged({ type: 'array', items: text }, [null]))).toEqual([['type', 'spec.x[0]']]);
    expect(judged({ type: 'array', items: text }, [null])[0]?.message).toBe('must be a text, got null');
    expect(places(judged({ type: 'array', items: { ...text, nullable: true } }, [null]))).toEqual([]);
    expect(places(judged(text, null))).toEqual([]);
  });
});

describe('a default', () => {
  test.each<readonly [string, object, unknown, unknown]>([
    ['fills what is absent', withDefault, undefined, 'b'],
    ['leaves what is given', withDefault, '', ''],
    ['fills in objects that are there', fields({ a: withDefault }), {}, { a: 'b' }],
    ['makes no object', fields({ a: withDefault }), undefined, undefined],
    [
      'fills in the default of what is around it',
      fields({ a: withDefault, c: text }, { default: { c: 'd' } }),
      undefined,
      { a: 'b', c: 'd' },
    ],
    [
      'fills in entries of a map',
      { type: 'object', additionalProperties: fields({ a: withDefault }) },
      { x: {} },
      { x: { a: 'b' } },
    ],
    ['fills in elements of a list', { type: 'array', items: fields({ a: withDefault }) }, [{}], [{ a: 'b' }]],
    ['of a field that every object has', fields({ constructor: withDefault }), {}, { constructor: 'b' }],
  ])('%s', (_, schema, value, after) => {
    expect(made(schema, value)).toEqual(after);
  });

  test('makes a required field given, and is judged itself', () => {
    const schema = { ...fields({ a: withDefault }), required: ['a'] };
    expect(judged(schema, {})).toEqual([]);
    expect(places(judged(fields({ a: { ...withDefault, pattern: '^a' } }), {}))).toEqual([['pattern', 'spec.x.a']]);
  });
});

test('the Gateway API fills in what a route leaves out', () => {
  const schema = schemaOf(bundledSchema('gateway.networking.k8s.io/v1', 'HTTPRoute', '1.31'));
  const route = frozen(httpRoute({ parentRefs: [{ name: 'a' }], rules: [{ backendRefs: [{ name: 'b', port: 80 }] }] }));
  expect(prepared(schema, route, {})).toEqual({
    ...route,
    spec: {
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'a' }],
      rules: [
        {
          backendRefs: [{ group: '', kind: 'Service', name: 'b', port: 80, weight: 1 }],
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        },
      ],
    },
  });
});

test('an object with nothing to fill in is the same object', () => {
  const schema = schemaOf(bundledSchema('networking.istio.io/v1', 'VirtualService', '1.31'));
  const object = soundObject('VirtualService');
  expect(prepared(schema, object, {})).toBe(object);
});

test('a key that is called __proto__ stays a key', () => {
  const value = JSON.parse('{ "__proto__": "a", "b": null }') as unknown;
  const after = made({ type: 'object', additionalProperties: text }, value) as object;
  expect(Object.entries(after)).toEqual([['__proto__', 'a']]);
  expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
});

describe('a value that is not known yet', () => {
  const later = { [UNRESOLVED]: true };

  test.each<readonly [string, object, unknown]>([
    ['a text', text, 'unresolved'],
    ['the first of an enum', { type: 'string', enum: ['A', 'B'] }, 'A'],
    ['a whole number', { type: 'integer' }, 1],
    ['the least number', { type: 'number', minimum: 5 }, 5],
    ['a number or text', { 'x-kubernetes-int-or-string': true }, 1],
    ['a flag', { type: 'boolean' }, true],
    ['a list', { type: 'array', items: text }, []],
    ['an object', fields({ a: text }), {}],
  ])('stands in as %s where that is wanted', (_, schema, standIn) => {
    expect(made(schema, later, { standIns: true })).toEqual(standIn);
    expect(made(schema, later)).toBe(later);
  });
});
