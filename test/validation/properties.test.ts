import * as fc from 'fast-check';
import { prepared } from '../../lib/validation/api-server/prepared';
import { bundledSchema } from '../../lib/validation/bundled';
import { type KindSchema } from '../../lib/validation/kind-table';
import { validateObject } from '../../lib/validation/validate-object';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { frozen, judged, nested } from '../support/judged';
import { chance, ValueMaker } from '../support/schema-values';
import { httpRoute, ISTIO_KINDS, type JsonObject, soundObject } from '../support/sound-objects';

const VERSION: Readonly<Record<string, string>> = {
  EnvoyFilter: 'v1alpha3',
  ProxyConfig: 'v1beta1',
  TrafficExtension: 'v1alpha1',
  WasmPlugin: 'v1alpha1',
};
const route = httpRoute({
  parentRefs: [{ name: 'a' }],
  hostnames: ['a.example.com'],
  rules: [{ backendRefs: [{ name: 'b', port: 80 }], timeouts: { request: '1s' } }],
});
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', labels: { a: 'b' }, finalizers: ['a/b'] },
  spec: { ports: [{ port: 80, targetPort: 'a' }], selector: { a: 'b' } },
};
const SOUND: readonly JsonObject[] = [...ISTIO_KINDS.map((kind) => soundObject(kind, VERSION[kind])), route, service];

type Path = readonly (string | number)[];

/** Every place of a value, the value itself not. */
function placesIn(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key];
    return [path, ...placesIn(each, path)];
  });
}

/** The value with another at a place. */
function replaced(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value))
    return value.map((each: unknown, index) => (index === step ? replaced(each, rest, by) : each));
  const fields = Object.entries(value as object);
  return Object.fromEntries(
    fields.map(([name, each]) => [name, name === step ? replaced(each, rest, by) : (each as unknown)]),
  );
}

const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'name',
  '',
  'length',
  'spec',
);
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e300, NaN, '', 'a', '1s', '\ud800', '🍵', undefined),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.oneof(hostile, fc.string({ maxLength: 3 })), tie('value')), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).value;
const anyPlace = fc
  .constantFrom(...SOUND)
  .chain((object) => fc.constantFrom(...placesIn(object)).map((path) => ({ object, path })));

describe('validation never throws', () => {
  test('on any value', () => {
    fc.assert(
      fc.property(json, (value) => void validateObject(value)),
      { seed: 1, numRuns: 300 },
    );
  });

  test('on any value of a known kind', () => {
    const kinds = fc.constantFrom(...SOUND.map(({ apiVersion, kind }) => ({ apiVersion, kind })));
    const property = fc.property(
      kinds,
      json,
      json,
      (kind, metadata, spec) => void validateObject({ ...kind, metadata, spec }),
    );
    fc.assert(property, { seed: 2, numRuns: 500 });
  });

  test('on any value at any place of a sound object', () => {
    const property = fc.property(anyPlace, json, ({ object, path }, value) => {
      validateObject(replaced(object, path, value));
    });
    fc.assert(property, { seed: 3, numRuns: 1500 });
  });

  test.each([
    ['objects', nested(10_000, 'a')],
    ['objects with hostile fields', nested(10_000, 'constructor')],
    ['lists', nested(10_000)],
  ])('on %s nested without end, at every place of every sound object', (_, deep) => {
    for (const object of SOUND) {
      for (const path of placesIn(object)) {
        expect(validateObject(replaced(object, path, deep)) instanceof Array).toBe(true);
        const beside = replaced(object, path, [deep, deep]);
        expect(validateObject(beside) instanceof Array).toBe(true);
      }
    }
  });

  test('on keys of lists that are nested without end', () => {
    const port = { name: nested(100_000), port: nested(100_000, 'a'), protocol: 'TCP' };
    for (const ports of [
      [port, port],
      [port.name, port.name],
    ])
      expect(validateObject({ ...service, spec: { ports } }) instanceof Array).toBe(true);
    const accepted = [nested(100_000), nested(100_000)];
    expect(judged({ type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } }, accepted)).not.toEqual(
      [],
    );
    const byName = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] };
    const items = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
    expect(
      judged(
        { type: 'array', ...byName, items },
        [port, port].map(({ name }) => ({ name })),
      ),
    ).not.toEqual([]);
    expect(
      judged(
        { type: 'array', uniqueItems: true, items },
        [port, port].map(({ name }) => ({ name })),
      ),
    ).not.toEqual([]);
  });

  test('on fields that are hostile to who prints them', () => {
    const values: readonly unknown[] = [
      { toString: 1 },
      { constructor: { name: { toString: 1 } } },
      { constructor: null },
      { valueOf: 'a', toJSON: 1 },
    ];
    for (const object of SOUND) {
      for (const path of placesIn(object))
        for (const value of values) expect(validateObject(replaced(object, path, value)) instanceof Array).toBe(true);
    }
  });
});

test('validation does not change what it is given', () => {
  const property = fc.property(anyPlace, json, ({ object, path }, value) => {
    const given = frozen(replaced(object, path, value));
    const before = JSON.stringify(given);
    validateObject(given);
    expect(JSON.stringify(given)).toBe(before);
  });
  fc.assert(property, { seed: 4, numRuns: 300 });
});

test('the same object is judged in the same way twice', () => {
  const property = fc.property(anyPlace, json, ({ object, path }, value) => {
    const given = replaced(object, path, value);
    expect(validateObject(given)).toEqual(validateObject(given));
  });
  fc.assert(property, { seed: 5, numRuns: 200 });
});

test('defaults filled in twice are those filled in once', () => {
  for (const { apiVersion, kind } of SOUND) {
    const { schema, isBuiltIn } = bundledSchema(apiVersion, kind, '1.31') as KindSchema;
    const maker = new ValueMaker('', chance(kind.length));
    for (let count = 0; count < 40; count++) {
      const once = prepared(schema, maker.value(schema), { isBuiltIn });
      expect(prepared(schema, once, { isBuiltIn })).toBe(once);
    }
  }
});

describe('a value that is not known yet, at any place of a sound object', () => {
  const later = { [UNRESOLVED]: true };
  const rows = SOUND.map((object) => [object.kind, object] as const);

  test.each(rows)('of %s, is never found wrong, and makes nothing else wrong', (_, object) => {
    const always = validateObject(object).map(({ rule }) => rule);
    const found = placesIn(object)
      .filter(([first]) => first !== 'apiVersion' && first !== 'kind')
      .flatMap((path) =>
        validateObject(replaced(object, path, later))
          .filter(({ rule }) => !always.includes(rule))
          .map((finding) => `${path.join('.')}: ${finding.path} ${finding.message}`),
      );
    expect(found).toEqual([]);
  });
});
