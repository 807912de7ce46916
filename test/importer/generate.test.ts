import { generateFromCrds, generateFromDefinitions, printSchemas } from '../../lib/importer/generate';
import { sinceTable } from '../../lib/importer/field-paths';
import { readCrds } from '../../lib/importer/read-crds';
import { readOpenApi } from '../../lib/importer/read-openapi';
import { crd, WIDGETS } from './fixtures';

const generate = (text: string) => generateFromCrds(readCrds(text, 'widgets.yaml'), { source: 'widgets.yaml' });
const widget = () => generate(WIDGETS).get('widget.ts') ?? '';

describe('a class', () => {
  test('is of the newest served version, and its props are the fields of the object', () => {
    expect(widget()).toContain(
      "public static readonly GVK = { apiVersion: 'example.com/v1', kind: 'Widget' } as const;",
    );
    expect(widget()).toContain(
      'export interface WidgetProps {\n  readonly metadata?: ApiObjectMetadata | undefined;\n  readonly spec: WidgetSpec;\n}',
    );
  });

  test('says where it comes from, and carries no prose of the source', () => {
    expect(widget().split('\n')[0]).toBe('// Generated from widgets.yaml. Do not edit: see the README of imports/.');
    expect(widget()).not.toMatch(/Prose|How large/);
  });
});

describe('a field', () => {
  test.each([
    ['keeps the spelling of the source', '  readonly consecutive5xxErrors: number;'],
    ['is a union of literals where the schema has an enum', "  readonly size: 'SMALL' | 'LARGE';"],
    ['is optional unless the schema requires it', '  readonly name?: string | undefined;'],
    ['takes numbers and texts where the schema is int-or-string', '  readonly port?: number | string | undefined;'],
    [
      'is a map where the schema has additionalProperties',
      '  readonly labels?: { readonly [key: string]: string } | undefined;',
    ],
    [
      'takes anything where the schema preserves unknown fields',
      '  readonly anything?: { readonly [key: string]: unknown } | undefined;',
    ],
    ['is quoted where its name is none of TypeScript', '  readonly "odd-name"?: boolean | undefined;'],
    ['tells its limits', '   * @format int32\n   * @minimum 0\n   * @maximum 100\n'],
    ['tells its length and pattern', '   * @minLength 1\n   * @maxLength 63\n   * @pattern ^[a-z]+$\n'],
    ['tells its default', '  /** @default "SMALL" */\n'],
    ['tells its rule', "  /** @rule duration(self) >= duration('1ms') */\n  readonly timeout?: string | undefined;"],
  ])('%s', (_, text) => {
    expect(widget()).toContain(text);
  });

  test('of the status is left out', () => {
    expect(widget()).not.toContain('ready');
  });
});

describe('names', () => {
  test('equal schemas are one type', () => {
    expect(widget().match(/export interface Pool /g) ?? widget().match(/export interface Primary /g)).toHaveLength(1);
    expect(widget().match(/limit\?: number/g)).toHaveLength(1);
  });

  test('different schemas under one name are told apart by the shortest end of their path', () => {
    expect(widget()).toContain('export interface RoutesMatch {');
    expect(widget()).toContain('export interface RulesMatch {');
  });

  test('what several kinds have in common is in a file of its own, once', () => {
    const part = { type: 'object', properties: { limit: { type: 'integer' } } };
    const spec = { type: 'object', properties: { pool: part } };
    const files = generate(`${crd('Apple', spec)}\n---\n${crd('Pear', { ...spec, required: ['pool'] })}`);
    expect(files.get('shared.ts')).toContain('export interface Pool {');
    expect(files.get('apple.ts')).toContain("import { type Pool } from './shared';");
    expect(files.get('apple.ts')).not.toContain('interface Pool');
    expect([...files.keys()].sort()).toEqual(['apple.ts', 'index.ts', 'pear.ts', 'shared.ts']);
  });

  test('two kinds of one name are an error', () => {
    expect(() => generate(`${crd('Apple', {}, 'a.com')}\n---\n${crd('Apple', {}, 'b.com')}`)).toThrow(
      'two kinds are named Apple, of a.com and of b.com: import them into folders of their own',
    );
  });

  test('a field that hides a type of TypeScript is named by more of its path', () => {
    const files = generate(
      crd('Apple', {
        type: 'object',
        properties: { record: { type: 'object', properties: { a: { type: 'string' } } } },
      }),
    );
    expect(files.get('apple.ts')).toContain('export interface SpecRecord {');
  });
});

describe('stability', () => {
  test('the order of properties in the source changes nothing', () => {
    const spec = (names: readonly string[]) => ({
      type: 'object',
      properties: Object.fromEntries(
        names.map((name) => [name, { type: 'object', properties: { [`${name}Field`]: { type: 'string' } } }]),
      ),
    });
    const [one, other] = [generate(crd('Apple', spec(['a', 'b', 'c']))), generate(crd('Apple', spec(['c', 'a', 'b'])))];
    expect([...one]).toEqual([...other]);
  });

  test('a new field changes the lines of its type, and no other', () => {
    const spec = (more: object) => ({
      type: 'object',
      properties: {
        a: { type: 'object', properties: { x: { type: 'string' }, ...more } },
        b: { type: 'object', properties: { z: { type: 'string' } } },
      },
    });
    const lines = (text: string | undefined) => (text ?? '').split('\n');
    const before = new Set(lines(generate(crd('Apple', spec({}))).get('apple.ts')));
    const after = lines(generate(crd('Apple', spec({ y: { type: 'string' } }))).get('apple.ts'));
    expect(after.filter((line) => !before.has(line))).toEqual(['  readonly y?: string | undefined;']);
  });
});

describe('since', () => {
  const release = (name: string, fields: readonly string[], kinds = ['Apple']) => ({
    release: name,
    kinds: kinds.flatMap((kind) =>
      readCrds(
        crd(kind, {
          type: 'object',
          properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
        }),
        'a.yaml',
      ),
    ),
  });

  test('the table tells which release brought a field, or a kind', () => {
    const releases = [
      release('1.29', ['a']),
      release('1.30', ['a', 'b']),
      release('1.31', ['a', 'b', 'c'], ['Apple', 'Pear']),
    ];
    expect(sinceTable(releases)).toEqual({
      'example.com/Apple': { 'spec.b': '1.30', 'spec.c': '1.31' },
      'example.com/Pear': { '': '1.31' },
    });
  });

  test('the field says so', () => {
    const since = { 'example.com/Apple': { 'spec.b': '1.30' } };
    const files = generateFromCrds(release('1.30', ['a', 'b']).kinds, { source: 's', since });
    expect(files.get('apple.ts')).toContain('  /** @since 1.30 */\n  readonly b?: string | undefined;');
    expect(files.get('apple.ts')).toContain('  readonly a?: string | undefined;');
  });
});

describe('schemas as data', () => {
  test('keep structure, defaults and rules of every served version, equal parts once, and no prose', () => {
    const document = JSON.parse(printSchemas('widgets', readCrds(WIDGETS, 'widgets.yaml'))) as {
      kinds: { versions: { name: string; storage?: true }[] }[];
      nodes: object[];
    };
    expect(document.kinds[0]?.versions.map(({ name, storage }) => [name, storage])).toEqual([
      ['v1', true],
      ['v1beta1', undefined],
    ]);
    expect(document.nodes).toContainEqual({ default: 'SMALL', enum: ['SMALL', 'LARGE'], type: 'string' });
    expect(document.nodes).toContainEqual({
      type: 'string',
      'x-kubernetes-validations': [{ rule: "duration(self) >= duration('1ms')", message: 'too short' }],
    });
    expect(document.nodes.filter((node) => JSON.stringify(node) === '{"type":"string"}')).toHaveLength(1);
    expect(JSON.stringify(document)).not.toMatch(/Prose|How large/);
  });
});

describe('Kubernetes', () => {
  const openApi = JSON.stringify({
    schemas: {
      'io.k8s.api.apps.v1.Deployment': {
        type: 'object',
        properties: {
          spec: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec' }], default: {} },
        },
        'x-kubernetes-group-version-kind': [{ group: 'apps', kind: 'Deployment', version: 'v1' }],
      },
      'io.k8s.api.apps.v1.DeploymentSpec': {
        type: 'object',
        required: ['port'],
        properties: {
          port: { $ref: '#/components/schemas/io.k8s.IntOrString' },
          inner: { $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec' },
          cpu: { $ref: '#/components/schemas/io.k8s.Quantity' },
        },
      },
      'io.k8s.IntOrString': { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
      'io.k8s.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
    },
  });

  test('definitions are types, those without fields are printed where they are used, and a type may contain itself', () => {
    const { kinds, definitions } = readOpenApi(openApi, ['apps/Deployment']);
    const text = generateFromDefinitions(kinds, definitions, { source: 's' }).get('deployment.ts');
    expect(text).toContain('readonly spec?: DeploymentSpec | undefined;');
    expect(text).toContain('readonly inner?: DeploymentSpec | undefined;');
    expect(text).toContain('readonly port: number | string;');
    expect(text).toContain('readonly cpu?: number | string | undefined;');
  });

  test('as data, references are numbers, also where something stands beside them', () => {
    const nodes = (beside: string): object[] => {
      const { kinds, definitions } = readOpenApi(openApi.replace('"inner":{', `"inner":{${beside},`), [
        'apps/Deployment',
      ]);
      const text = printSchemas('s', kinds, definitions);
      expect(text).not.toContain('$ref');
      return (JSON.parse(text) as { nodes: object[] }).nodes;
    };
    expect(nodes('"nullable":true')).toContainEqual({ nullable: true, allOf: [2] });
    // How patches are merged says nothing of values, and would hide the fields of what is referred to.
    expect(nodes('"x-kubernetes-patch-strategy":"replace"').filter((node) => 'allOf' in node)).toEqual([]);
  });

  test('a kind that is not there is an error', () => {
    expect(() => readOpenApi(openApi, ['apps/Nothing'])).toThrow('the OpenAPI document has no kind apps/Nothing');
  });
});

describe('bad input', () => {
  test.each([
    ['no YAML', 'a: [', /^x\.yaml:1:\d+: /],
    ['a key twice', 'kind: A\nkind: B', /^x\.yaml:2:1: Map keys must be unique/],
    ['no CRD in it', 'kind: ConfigMap', /^x\.yaml: holds no CustomResourceDefinition$/],
    ['nothing in it', '', /^x\.yaml: holds no CustomResourceDefinition$/],
    [
      'a keyword that the generator does not know',
      `# comment\n${crd('A', { type: 'object', dependentSchemas: {} })}`,
      /^x\.yaml:\d:1: A: .*spec\.dependentSchemas is a keyword that the generator does not know$/,
    ],
    [
      'a CRD without names',
      'kind: CustomResourceDefinition',
      /spec\.group, spec\.names\.kind and spec\.names\.plural must be given/,
    ],
    ['too many aliases', `kind: CustomResourceDefinition\na: &a [1]\nb: [${'*a,'.repeat(200)}]`, /alias/i],
  ])('%s is an error that tells where', (_, text, message) => {
    expect(() => readCrds(text, 'x.yaml')).toThrow(message);
  });
});
