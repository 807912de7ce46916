/**
 * The validator beside kubeconform, which checks the structure of the same objects by the same schemas and nothing else. Each process
 * is measured as a whole; what an object costs kubeconform is the difference between two runs.
 */
import { Chart, Testing } from 'cdk8s';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../test/e2e/harness/binaries';
import { crdsOf } from '../test/e2e/harness/crds';
import { type SchemaDocument } from '../lib/validation/schema-document';
import { ISTIO_KINDS, soundObject } from '../test/support/sound-objects';
import { shop } from './shop-shape';
import { type ValidationMeasured } from './measure-validation';

const COUNT = 10_000;
const RUNS = 5;

/** How a measurement in a process of its own is run. */
export type RunScript = (script: string, args: readonly string[], label: string) => unknown;

/** How a row of a table is printed. */
export type PrintRow = (...cells: readonly string[]) => void;

/** Prints the table; without Go it says so and prints ours alone. */
export async function validation(run: RunScript, row: PrintRow): Promise<void> {
  console.log('\nvalidation: schema, CEL and webhook checks, beside kubeconform (structure only)\n');
  const folder = mkdtempSync(join(tmpdir(), 'bench-validation-'));
  try {
    const shops = shopObjects();
    const many = Array.from({ length: COUNT }, (_, index) => shops[index % shops.length]);
    const write = (name: string, objects: readonly unknown[]): string => {
      writeFileSync(join(folder, name), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
      return join(folder, name);
    };
    const samples = join(folder, 'kinds.json');
    writeFileSync(samples, JSON.stringify(ISTIO_KINDS.map((kind) => soundObject(kind))));
    const [one, all] = [write('one.yaml', many.slice(0, 1)), write('all.yaml', many)];
    const ours = Array.from(
      { length: RUNS },
      () => run('measure-validation.ts', [samples, all], 'validation') as ValidationMeasured,
    );
    const middle = (of: (each: ValidationMeasured) => number) => median(ours.map(of));
    if (ours.some(({ errors }) => errors > 0)) throw new Error('objects of the shop are refused by the validator');
    const peer = await kubeconform(folder, one, all);
    const total = middle(({ objects, parse }) => objects + parse);
    row('', 'ours', 'target', 'kubeconform', 'ratio');
    row('loading all kinds of Istio', `${middle(({ load }) => load).toFixed(1)} ms`, '15 ms', '', '');
    row('first object', `${middle(({ firstMicroseconds }) => firstMicroseconds).toFixed(0)} us`, '50 us', '', '');
    row('warm object', `${middle(({ warmMicroseconds }) => warmMicroseconds).toFixed(1)} us`, '8 us', '', '');
    row(`${COUNT} objects of shops`, `${middle(({ objects }) => objects).toFixed(0)} ms`, '150 ms', '', '');
    row(
      'the same, reading JSON included',
      `${total.toFixed(0)} ms`,
      '3x',
      peer === undefined ? 'not at hand' : `${peer.toFixed(0)} ms`,
      peer === undefined ? '' : `${(peer / total).toFixed(1)}x`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Objects of one shop. */
function shopObjects(): readonly { readonly kind: string }[] {
  const chart = new Chart(Testing.app(), 'shop');
  shop(chart, 0);
  return chart.toJson() as { readonly kind: string }[];
}

function istioDocument(): SchemaDocument {
  return schemaDocument('istio/schemas-1.31.json');
}

function schemaDocument(file: string): SchemaDocument {
  return JSON.parse(readFileSync(join(__dirname, '..', 'imports', file), 'utf8')) as SchemaDocument;
}

/** Milliseconds for the objects of the second file over those of the first; undefined where it can be neither found nor built. */
async function kubeconform(folder: string, one: string, all: string): Promise<number | undefined> {
  let binary: string;
  try {
    binary = await program('kubeconform', (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    console.log(`${(error as Error).message}\n`);
    return undefined;
  }
  const schemas = join(folder, 'schemas');
  mkdirSync(schemas);
  for (const [name, schema] of jsonSchemas()) writeFileSync(join(schemas, name), JSON.stringify(schema));
  const location = `${schemas}/{{ .Group }}_{{ .ResourceAPIVersion }}_{{ .ResourceKind }}.json`;
  const seconds = (file: string): number => {
    const started = process.hrtime.bigint();
    const { status, stdout } = spawnSync(binary, ['-strict', '-summary', '-schema-location', location, file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`kubeconform refuses the shop: ${stdout.slice(0, 2000)}`);
    return Number(process.hrtime.bigint() - started) / 1e6;
  };
  const runs = Array.from({ length: RUNS }, () => seconds(all) - seconds(one));
  return median(runs);
}

/** The schemas of all kinds as files of JSON Schema, by the name under which kubeconform looks for them. */
function jsonSchemas(): readonly (readonly [string, unknown])[] {
  const custom = crdsOf(istioDocument()).flatMap((crd) => {
    const { group, names, versions } = (crd as unknown as { readonly spec: unknown }).spec as {
      group: string;
      names: { kind: string };
      versions: readonly { name: string; schema: { openAPIV3Schema: unknown } }[];
    };
    return versions.map(({ name, schema }) => ({
      group,
      version: name,
      kind: names.kind,
      schema: withIdentity(schema.openAPIV3Schema),
    }));
  });
  const kubernetes = schemaDocument('kubernetes/schemas-1.36.json');
  const builtIn = kubernetes.kinds.flatMap(({ group, kind, versions }) =>
    versions.map(({ name, schema }) => ({
      // The name that kubeconform has for the group without one.
      group: group === '' ? name : group,
      version: name,
      kind,
      schema: { $ref: `#/definitions/${schema}`, definitions: definitions(kubernetes) },
    })),
  );
  return [...custom, ...builtIn].map(({ group, version, kind, schema }) => [
    `${group}_${version}_${kind.toLowerCase()}.json`,
    closed(schema),
  ]);
}

/** What every object has, whether the schema of its kind says so or not. */
function withIdentity(schema: unknown): unknown {
  const { properties } = schema as { readonly properties?: object };
  return { ...(schema as object), properties: { apiVersion: {}, kind: {}, metadata: {}, ...properties } };
}

/** Nodes as definitions, for schemas that contain themselves. */
function definitions({ nodes }: SchemaDocument): Record<string, unknown> {
  const ref = (index: number) => ({ $ref: `#/definitions/${index}` });
  return Object.fromEntries(
    nodes.map((node, index) => {
      const { properties, items, additionalProperties, allOf, anyOf, oneOf, not, ...rest } = node;
      return [
        index,
        {
          ...rest,
          ...(properties && {
            properties: Object.fromEntries(Object.entries(properties).map(([name, at]) => [name, ref(at)])),
          }),
          ...(items !== undefined && { items: ref(items) }),
          ...(typeof additionalProperties === 'number' && { additionalProperties: ref(additionalProperties) }),
          ...(allOf && { allOf: allOf.map(ref) }),
          ...(anyOf && { anyOf: anyOf.map(ref) }),
          ...(oneOf && { oneOf: oneOf.map(ref) }),
          ...(not !== undefined && { not: ref(not) }),
        },
      ];
    }),
  );
}

/** Objects take no other fields, as the API server has it; what only Kubernetes knows is left out. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key]) => !key.startsWith('x-kubernetes-') && key !== 'format' && key !== 'default')
    .map(([key, value]) => [key, key === 'enum' || key === 'required' ? value : closed(value)] as const);
  const made = Object.fromEntries(entries) as Record<string, unknown>;
  const isOpen =
    'x-kubernetes-preserve-unknown-fields' in schema || 'additionalProperties' in made || made['type'] !== 'object';
  return isOpen || made['properties'] === undefined ? made : { ...made, additionalProperties: false };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
