import { App, Chart, Testing } from 'cdk8s';
import { IstioInstall } from 'istio-constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dashboard, MyAppChart } from '../../examples/tutorial/tutorial';

interface Node {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, number>>;
  readonly items?: number;
  readonly allOf?: readonly number[];
  readonly additionalProperties?: number | boolean;
  readonly required?: readonly string[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}
interface Document {
  readonly kinds: readonly {
    readonly group: string;
    readonly kind: string;
    readonly versions: readonly { readonly name: string; readonly schema: number }[];
  }[];
  readonly nodes: readonly Node[];
}

const DOCUMENTS = ['istio/schemas-1.29.json', 'istio/schemas-1.31.json', 'kubernetes/schemas-1.36.json'].map(
  (file) => JSON.parse(readFileSync(join(__dirname, '../../imports', file), 'utf8')) as Document,
);

/** Fields that the schema does not have, values of another type or enum, and required fields that are not there. */
function faults(value: unknown, number: number, { nodes }: Document, at: string): string[] {
  const { allOf: [other] = [], ...own } = nodes[number] ?? {};
  const node = { ...(other === undefined ? {} : nodes[other]), ...own };
  const within = (each: unknown, part: number, place: string) => faults(each, part, { nodes, kinds: [] }, place);
  if (node.enum && !node.enum.includes(value)) return [`${at}: ${String(value)} is not in ${node.enum.join(', ')}`];
  if (Array.isArray(value)) {
    const { items } = node;
    return node.type === 'array' && items !== undefined
      ? value.flatMap((each, index) => within(each, items, `${at}[${index}]`))
      : [`${at}: is a list`];
  }
  if (typeof value !== 'object' || value === null) {
    const type = typeof value === 'number' ? ['integer', 'number'] : [typeof value];
    return node.type === undefined || type.includes(node.type)
      ? []
      : [`${at}: is a ${typeof value}, not a ${node.type}`];
  }
  const missing = (node.required ?? []).filter((name) => !(name in value)).map((name) => `${at}.${name}: is missing`);
  const fields = Object.entries(value).flatMap(([name, each]) => {
    const part =
      node.properties?.[name] ??
      (typeof node.additionalProperties === 'number' ? node.additionalProperties : undefined);
    if (part !== undefined) return within(each, part, `${at}.${name}`);
    const isFree =
      node['x-kubernetes-preserve-unknown-fields'] === true || (node.type === 'object' && !node.properties);
    return isFree ? [] : [`${at}.${name}: is unknown`];
  });
  return [...missing, ...fields];
}

function tutorial(): readonly { apiVersion: string; kind: string; metadata: { name: string } }[] {
  const app = new App();
  const system = new Chart(app, 'istio-system');
  const install = new IstioInstall(system, 'istio', { version: '1.31', profile: 'demo' });
  dashboard(system, install.namespace);
  const chart = new MyAppChart(app, 'my-app', { ingress: install.ingress, lesson: 'circuit-breaker' });
  return [...(Testing.synth(system) as never[]), ...(Testing.synth(chart) as never[])];
}

test.each(tutorial().map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
  '%s has only fields of its schema, with values of their types',
  (_, object) => {
    const schemas = DOCUMENTS.flatMap((document) =>
      document.kinds.flatMap(({ group, kind, versions }) =>
        versions
          .filter(
            ({ name }) => kind === object.kind && object.apiVersion === (group === '' ? name : `${group}/${name}`),
          )
          .map(({ schema }) => ({ document, schema })),
      ),
    );
    expect(schemas.length).toBeGreaterThan(0);
    for (const { document, schema } of schemas) {
      // Schemas of custom resources leave the common fields out.
      const { apiVersion, kind, metadata, ...fields } = object;
      expect(faults(fields, schema, document, [apiVersion, kind, metadata.name].join(' '))).toEqual([]);
    }
  },
);
