/**
 * Schemas as data: equal parts once.
 *
 * A document holds a list of nodes. A node is a schema whose parts are numbers: the places of their nodes in the list. What
 * refers to a definition is the number of the definition's node, so that schemas may contain themselves.
 */
import { type ImportedKind } from './kinds';
import { definitionName } from './read-openapi';
import { type Schema } from './schema';

/** One schema, its parts by number. */
export type SchemaNode = Readonly<Record<string, unknown>>;

/** Kinds and their schemas, as they are stored. */
export interface SchemaDocument {
  readonly source: string;
  readonly kinds: readonly {
    readonly group: string;
    readonly kind: string;
    readonly plural?: string;
    readonly scope: string;

    /** Name of each served version, newest first, and the number of its schema; the stored one says so. */
    readonly versions: readonly { readonly name: string; readonly storage?: true; readonly schema: number }[];
  }[];
  readonly nodes: readonly SchemaNode[];
}

/** What decides nothing beside a reference: an empty object as the default, and how patches are merged. */
const BESIDE_REFERENCES: ReadonlySet<string> = new Set([
  'default',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
]);

/** @param source - release and origin, kept in the document. */
export function internSchemas(
  source: string,
  kinds: readonly ImportedKind[],
  definitions: ReadonlyMap<string, Schema> = new Map(),
): SchemaDocument {
  const nodes: SchemaNode[] = [];
  const byText = new Map<string, number>();
  const definitionNumbers = new Map([...definitions.keys()].map((name, index) => [name, index]));
  nodes.push(...[...definitions.keys()].map(() => ({})));

  const add = (schema: Schema): number => {
    const { $ref, ...rest } = schema;
    const number = $ref === undefined ? undefined : definitionNumbers.get(definitionName($ref));
    if (number !== undefined && Object.keys(rest).every((key) => BESIDE_REFERENCES.has(key))) return number;
    // What stands beside a reference holds as well.
    const node = number === undefined ? nodeOf(schema, add) : { ...nodeOf(rest, add), allOf: [number] };
    const text = JSON.stringify(node);
    const known = byText.get(text) ?? nodes.push(node) - 1;
    byText.set(text, known);
    return known;
  };

  let index = 0;
  for (const schema of definitions.values()) nodes[index++] = nodeOf(schema, add);
  const printed = kinds.map(({ group, kind, plural, scope, versions }) => ({
    group,
    kind,
    ...(plural !== '' && { plural }),
    scope,
    versions: versions.map(({ name, storage, schema }) => ({
      name,
      ...(storage && { storage: true as const }),
      schema: add(schema),
    })),
  }));
  return { source, kinds: printed, nodes };
}

function nodeOf(schema: Schema, add: (schema: Schema) => number): SchemaNode {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      switch (keyword) {
        case 'properties':
          return [
            keyword,
            Object.fromEntries(
              Object.entries(value as Record<string, Schema>).map(([name, each]) => [name, add(each)]),
            ),
          ];
        case 'items':
        case 'not':
          return [keyword, add(value as Schema)];
        case 'additionalProperties':
          return [keyword, typeof value === 'boolean' ? value : add(value as Schema)];
        case 'allOf':
        case 'anyOf':
        case 'oneOf':
          return [keyword, (value as readonly Schema[]).map(add)];
        default:
          return [keyword, value];
      }
    }),
  );
}
