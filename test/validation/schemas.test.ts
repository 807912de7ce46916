import { Schemas } from '../../lib/validation/schemas';
import { validateObject } from '../../lib/validation/validate-object';
import { crd, WIDGETS } from '../importer/fixtures';
import { judged, nested, places } from '../support/judged';

const tea = (spec?: unknown, apiVersion = 'example.com/v1') => ({
  apiVersion,
  kind: 'Tea',
  metadata: { name: 'a' },
  spec,
});
const schemas = (spec: object) => Schemas.load(crd('Tea', spec));
const text = { type: 'string' };

/** A CRD with what only a run-time schema needs. */
const TEAS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Tea, plural: teas }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [leaf]
              x-kubernetes-validations:
                - { rule: 'self.minutes <= 5 || self.leaf != "green"', messageExpression: '"green tea is bitter after " + string(self.minutes) + " minutes"', fieldPath: .minutes }
                - { rule: self.leaf != "none" }
                - { rule: self.leaf == oldSelf.leaf, message: never changes }
              properties:
                leaf: { type: string, pattern: '(?i)^[a-z]+$' }
                number: { type: string, pattern: '^\\\\pN+$' }
                minutes: { type: integer, default: 3 }
                cups: { type: array, x-kubernetes-list-type: set, items: { type: string } }
    - name: v1alpha1
      served: true
      storage: false
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { old: { type: string } } } } } }
    - name: v0
      served: false
      storage: false
      schema: { openAPIV3Schema: { type: object } }
`.replaceAll('\\\\', '\\');

describe('a CRD given at run time', () => {
  const loaded = Schemas.load(TEAS);

  test.each<readonly [string, object, readonly (readonly [string, string])[]]>([
    ['judges objects of its kind', { leaf: 'green', cups: ['a', 'b'] }, []],
    [
      'requires fields',
      {},
      [
        ['required', 'spec.leaf'],
        ['rules-not-checked', '<nil>'],
      ],
    ],
    ['has rules that name a field', { leaf: 'green', minutes: 6 }, [['cel', 'spec.minutes']]],
    ['has rules without a message', { leaf: 'none' }, [['cel', 'spec']]],
    ['has patterns that ignore case', { leaf: 'GREEN' }, []],
    ['has patterns of RE2', { leaf: 'a', number: 'x' }, [['pattern', 'spec.number']]],
    ['has sets', { leaf: 'a', cups: ['a', 'a'] }, [['duplicate', 'spec.cups[1]']]],
  ])('%s', (_, spec, found) => {
    expect(places(validateObject(tea(spec), { schemas: loaded }))).toEqual(found);
  });

  test('says what its rule makes of the object, defaults filled in', () => {
    const [finding] = validateObject(tea({ leaf: 'green', minutes: 6 }), { schemas: loaded });
    expect(finding?.message).toBe('green tea is bitter after 6 minutes');
    expect(validateObject(tea({ leaf: 'green' }), { schemas: loaded })).toEqual([]);
  });

  test('is judged in every served version, and in no other', () => {
    expect(validateObject(tea({ old: 'a' }, 'example.com/v1alpha1'), { schemas: loaded })).toEqual([]);
    expect(places(validateObject(tea({ leaf: 'a' }, 'example.com/v1alpha1'), { schemas: loaded }))).toEqual([
      ['unknown-field', 'spec.leaf'],
    ]);
    expect(places(validateObject(tea({}, 'example.com/v0'), { schemas: loaded }))).toEqual([['unknown-kind', 'kind']]);
  });

  test('comes before the schemas of the package, and among several the first', () => {
    const own = Schemas.load(crd('Gateway', { type: 'object', properties: { a: text } }, 'networking.istio.io'));
    const gateway = { ...tea({ a: 'b' }, 'networking.istio.io/v1'), kind: 'Gateway' };
    const byServer = (schemas: Schemas) =>
      validateObject(gateway, { schemas }).filter(({ judge }) => judge === 'api-server');
    expect(byServer(own)).toEqual([]);
    expect(byServer(loaded.and(own))).toEqual([]);
    const first = schemas({ type: 'object', properties: { a: text } });
    expect(validateObject(tea({ a: 'b' }), { schemas: first.and(loaded) })).toEqual([]);
    expect(validateObject(tea({ a: 'b' }), { schemas: loaded.and(first) })).not.toEqual([]);
  });

  test('takes several CRDs in a text, and leaves other objects out', () => {
    const both = Schemas.load(`${TEAS}\n---\nkind: ConfigMap\n---\n${WIDGETS}`);
    expect(places(validateObject({ ...tea({}), kind: 'Widget' }, { schemas: both }))[0]).toEqual([
      'required',
      'spec.consecutive5xxErrors',
    ]);
  });
});

/** Few lines that stand for millions of values. */
function bomb(): string {
  const lines = ['kind: CustomResourceDefinition', 'a0: &a0 [a, a, a, a, a, a, a, a, a, a]'];
  for (let level = 1; level < 6; level++)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    );
  return lines.join('\n');
}

test('a keyword that is null is as good as none', () => {
  expect(judged({ ...text, pattern: null, enum: null, 'x-kubernetes-validations': null, default: null }, 'a')).toEqual(
    [],
  );
});

describe('a text that is no CRD', () => {
  test.each<readonly [string, string, RegExp]>([
    ['no YAML', 'a:\n  - [', /^teas\.yaml:2:\d+: /],
    ['a key twice', 'kind: A\nkind: B', /^teas\.yaml:2:1: Map keys must be unique/],
    ['another object', 'kind: ConfigMap', /^teas\.yaml: holds no CustomResourceDefinition$/],
    ['nothing', '', /^teas\.yaml: holds no CustomResourceDefinition$/],
    [
      'a CRD without names',
      '\n\nkind: CustomResourceDefinition\nspec: { group: a.b }',
      /^teas\.yaml:3:1: spec\.group, spec\.names\.kind and/,
    ],
    [
      'no served version',
      TEAS.replaceAll('served: true', 'served: false'),
      /^teas\.yaml:2:1: Tea has no served version$/,
    ],
    [
      'a keyword that is not known',
      TEAS.replace('default: 3', 'defalut: 3'),
      /^teas\.yaml:2:1: Tea: spec\.versions\[0\]\.schema\.openAPIV3Schema\.properties\.spec\.properties\.minutes\.defalut is a keyword/,
    ],
    [
      'a pattern that RE2 does not take',
      crd('Tea', { type: 'string', pattern: '(?=a)' }),
      /^teas\.yaml: the pattern \(\?=a\) is none of RE2: .*Perl syntax/,
    ],
    [
      'a schema that is nested too deep',
      crd('Tea', nested(250, 'items', text) as object),
      /is nested more than 200 levels deep$/,
    ],
    [
      'a rule without text',
      crd('Tea', { ...text, 'x-kubernetes-validations': [{ message: 'a' }] }),
      /spec\.x-kubernetes-validations must be a list of rules/,
    ],
    [
      'rules that are no list',
      crd('Tea', { ...text, 'x-kubernetes-validations': { rule: 'true' } }),
      /x-kubernetes-validations must be a list of rules/,
    ],
    [
      'a message that is no text',
      crd('Tea', { ...text, 'x-kubernetes-validations': [{ rule: 'true', message: 5 }] }),
      /x-kubernetes-validations must be a list of rules/,
    ],
    [
      'required as a text',
      crd('Tea', { type: 'object', required: 'leaf' }),
      /properties\.spec\.required must be a list of texts$/,
    ],
    [
      'properties as a list',
      crd('Tea', { type: 'object', properties: [text] }),
      /properties\.spec\.properties must be schemas by name$/,
    ],
    ['parts as an object', crd('Tea', { allOf: text }), /properties\.spec\.allOf must be a list of schemas$/],
    ['an enum as an object', crd('Tea', { ...text, enum: { a: 1 } }), /spec\.enum must be a list$/],
    [
      'several types',
      crd('Tea', { type: ['string', 'null'] }),
      /spec\.type must be one of string, integer, number, boolean, object, array$/,
    ],
    ['a limit as a text', crd('Tea', { ...text, maxLength: '3' }), /spec\.maxLength must be a whole number$/],
    ['a flag as a text', crd('Tea', { ...text, nullable: 'yes' }), /spec\.nullable must be true or false$/],
    ['a pattern as a number', crd('Tea', { ...text, pattern: 5 }), /spec\.pattern must be a text$/],
    [
      'a list type without keys',
      crd('Tea', { type: 'array', 'x-kubernetes-list-type': 'map' }),
      /properties\.spec must have x-kubernetes-list-map-keys/,
    ],
    [
      'a keyword named as what all objects have',
      crd('Tea', { ...text, toString: 1 }),
      /toString is a keyword that the generator does not know$/,
    ],
    [
      'versions that are no list',
      TEAS.replace(/versions:[^]*/, 'versions: {}'),
      /^teas\.yaml:2:1: Tea: spec\.versions must be a list/,
    ],
    [
      'a version that is only served by a text',
      TEAS.replace('served: true', 'served: "true"'),
      /^teas\.yaml:2:1: Tea: spec\.versions must be a list/,
    ],
    [
      'a group as a number',
      TEAS.replace('group: example.com', 'group: 5'),
      /^teas\.yaml:2:1: spec\.group, .* must be given as texts$/,
    ],
    ['a kind as a number', 'kind: 5', /^teas\.yaml: holds no CustomResourceDefinition$/],
    ['a list as a text', 'kind: List\nitems: hi', /^teas\.yaml: holds no CustomResourceDefinition$/],
    ['an alias without anchor', 'a: 1\n---\nkind: *a', /^teas\.yaml:2:1: Unresolved alias/],
    ['aliases of aliases', bomb(), /^teas\.yaml:1:1: Excessive alias count/],
    ['nothing but brackets', '['.repeat(100_000), /^teas\.yaml: is nested too deep$/],
    ['what is no text', undefined as never, /^teas\.yaml: must be a text, got undefined$/],
    ['more than fits', `#${' '.repeat(32 * 1024 * 1024)}`, /^teas\.yaml: must be at most 32 MB long$/],
  ])('%s', (_, crdYaml, message) => {
    expect(() => Schemas.load(crdYaml, { file: 'teas.yaml' })).toThrow(message);
  });

  test('is called CRD where it has no name', () => {
    expect(() => Schemas.load('a')).toThrow('CRD: holds no CustomResourceDefinition');
  });
});

describe('a rule that cannot be checked here', () => {
  const rule = (of: string) => ({ ...text, 'x-kubernetes-validations': [{ rule: of, message: 'no' }] });
  const info = (rules: string) => ({
    severity: 'info',
    judge: 'istio-constructs',
    rule: 'cel-not-checked',
    path: '',
    message: `rules of the kind that are not checked here: ${rules}`,
  });

  test.each(['quantity(self).isGreaterThan(quantity("1"))', 'self ==', 'self.matches("a**")'])('%s', (of) => {
    expect(judged(rule(of), 'a')).toEqual([info(of)]);
  });

  test.each<readonly [string, object, unknown, string]>([
    ['a duration by its format', { ...text, format: 'duration' }, '2h', "self > duration('1h')"],
    ['bytes by their format', { ...text, format: 'byte' }, 'YWJj', 'size(self) == 3'],
    [
      'times of fields',
      { type: 'object', properties: { a: { ...text, format: 'date-time' } } },
      { a: '2026-01-01T00:00:00Z' },
      'self.a < self.a',
    ],
    [
      'the order of a set',
      { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
      ['a', 'b'],
      "self == ['b', 'a']",
    ],
    ['a function with more arguments than are known', text, 'aa', "self.replace('a', 'b', 1) == 'ba'"],
  ])('%s', (_, schema, value, of) => {
    expect(judged({ ...schema, 'x-kubernetes-validations': [{ rule: of }] }, value)).toEqual([info(of)]);
  });

  test('is none that only stands beside such values', () => {
    const properties = { at: { ...text, format: 'date-time' }, name: text };
    const schema = {
      type: 'object',
      properties,
      'x-kubernetes-validations': [{ rule: 'self.name == "b"', message: 'no' }],
    };
    expect(places(judged(schema, { at: '2026-01-01T00:00:00Z', name: 'a' }))).toEqual([['cel', 'spec.x']]);
  });

  test('is said once, and the others are checked', () => {
    const schema = {
      type: 'array',
      items: {
        ...text,
        'x-kubernetes-validations': [{ rule: 'self.a()' }, { rule: 'self.b()' }, { rule: 'self == "c"' }],
      },
    };
    const findings = judged(schema, ['c', 'd']);
    expect(findings).toEqual([expect.objectContaining({ path: 'spec.x[1]' }), info('self.a(); self.b()')]);
  });

  test('is not said of objects that have nothing for it', () => {
    expect(judged(rule('self.a()'), undefined)).toEqual([]);
  });

  test('is every rule where the parser is not installed', () => {
    jest.isolateModules(() => {
      jest.doMock('../../lib/validation/cel/read-rule', () => ({
        ...jest.requireActual<object>('../../lib/validation/cel/read-rule'),
        hasCelParser: () => false,
      }));
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- read anew, with the parser away
      const { Schemas: Unparsed } = require('../../lib/validation/schemas') as { Schemas: typeof Schemas };
      const loaded = Unparsed.load(crd('Tea', rule('self == "b"')));
      expect(validateObject(tea('a'), { schemas: loaded })).toEqual([info('self == "b"')]);
      jest.dontMock('../../lib/validation/cel/read-rule');
    });
  });
});
