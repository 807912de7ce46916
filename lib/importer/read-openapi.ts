import { type ImportedKind } from './kinds';
import { compareText, readSchema, type Schema } from './schema';

/** What the generator reads of Kubernetes: kinds, and the definitions that they refer to. */
export interface ImportedDefinitions {
  readonly kinds: readonly ImportedKind[];
  readonly definitions: ReadonlyMap<string, Schema>;
}

interface OpenApi {
  readonly schemas: Readonly<Record<string, unknown>>;
}

const CLUSTER_SCOPED = [
  ...['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition'],
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
];

/**
 * The kinds named in `wanted` (`apps/Deployment`, `/Service` for the core group), with all that they refer to.
 *
 * @throws SchemaError for a keyword that the generator does not know; Error for a kind that is not there.
 */
export function readOpenApi(text: string, wanted: readonly string[]): ImportedDefinitions {
  const { schemas } = JSON.parse(text) as OpenApi;
  const definitions = new Map<string, Schema>();
  const open: string[] = [];
  const kinds = wanted.map((name): ImportedKind => {
    const found = Object.entries(schemas).find(([, schema]) =>
      gvksOf(schema).some((gvk) => `${gvk.group}/${gvk.kind}` === name),
    );
    const gvk = found && gvksOf(found[1]).find((each) => `${each.group}/${each.kind}` === name);
    if (!found || !gvk) throw new Error(`the OpenAPI document has no kind ${name}`);
    const schema = readSchema(found[1], found[0]);
    open.push(...references(schema));
    const scope = CLUSTER_SCOPED.includes(gvk.kind) ? 'Cluster' : 'Namespaced';
    return {
      group: gvk.group,
      kind: gvk.kind,
      plural: '',
      scope,
      versions: [{ name: gvk.version, storage: true, schema }],
    };
  });
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (definitions.has(name)) continue;
    const schema = readSchema(schemas[name], name);
    definitions.set(name, schema);
    open.push(...references(schema));
  }
  const sorted = [...definitions].sort(([a], [b]) => compareText(a, b));
  return { kinds: [...kinds].sort((a, b) => compareText(a.kind, b.kind)), definitions: new Map(sorted) };
}

/** The definition that a `$ref` names. */
export function definitionName(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function references(schema: Schema): string[] {
  const { $ref, items, additionalProperties, properties = {}, allOf = [], anyOf = [], oneOf = [] } = schema;
  const nested = [...Object.values(properties), ...allOf, ...anyOf, ...oneOf];
  if (items) nested.push(items);
  if (typeof additionalProperties === 'object') nested.push(additionalProperties);
  return [...($ref === undefined ? [] : [definitionName($ref)]), ...nested.flatMap(references)];
}

interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function gvksOf(schema: unknown): readonly Gvk[] {
  return (
    (schema as { readonly 'x-kubernetes-group-version-kind'?: readonly Gvk[] })['x-kubernetes-group-version-kind'] ?? []
  );
}
