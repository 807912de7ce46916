/** Names for the anonymous object schemas of CRDs: equal schemas are one type, named by the end of its path. */
import { type ImportedKind } from './kinds';
import { compareText, type Schema } from './schema';

/** The longest name that is still read at a glance. */
export const LONGEST_NAME = 45;

/** An object schema with fields, wherever it occurs. */
export interface NamedType {
  readonly name: string;
  readonly schema: Schema;

  /** The kinds in which it occurs. */
  readonly kinds: ReadonlySet<string>;

  /** Where it occurs: `networking.istio.io/VirtualService spec.http[].route[]`. */
  readonly places: readonly string[];
}

interface Found {
  readonly schema: Schema;
  readonly places: { readonly kind: ImportedKind; readonly words: readonly string[]; readonly path: string }[];
}

/** Tells equal schemas. */
export function schemaKey(schema: Schema): string {
  return JSON.stringify(schema);
}

/** The types of all kinds, by {@link schemaKey}. The `spec` of a kind is always named after the kind. */
export function nameTypes(kinds: readonly ImportedKind[]): Map<string, NamedType> {
  const found = new Map<string, Found>();
  for (const kind of kinds) {
    const schema = kind.versions[0]?.schema;
    for (const [field, each] of Object.entries(schema?.properties ?? {})) {
      if (!['apiVersion', 'kind', 'metadata', 'status'].includes(field))
        collect(each, kind, [kind.kind, field], field, found);
    }
  }
  const entries = [...found.entries()].map(([key, each]) => ({ key, each, words: bestWords(each) }));
  const taken = new Set(kinds.flatMap(({ kind }) => [kind, `${kind}Props`]));
  const names = shortestUnique(
    entries.map(({ words }) => words),
    taken,
  );
  return new Map(
    entries.map(({ key, each }, index) => {
      const name = names[index] ?? '';
      if (name.length > LONGEST_NAME)
        throw new Error(
          `the type at ${each.places[0]?.path ?? ''} would be named ${name}, longer than ${LONGEST_NAME}`,
        );
      const kindsOf = new Set(each.places.map(({ kind }) => `${kind.group}/${kind.kind}`));
      const places = each.places.map(({ kind, path }) => `${kind.group}/${kind.kind} ${path}`);
      return [key, { name, schema: each.schema, kinds: kindsOf, places }];
    }),
  );
}

function collect(
  schema: Schema,
  kind: ImportedKind,
  words: readonly string[],
  path: string,
  found: Map<string, Found>,
): void {
  if (schema.properties) {
    const key = schemaKey(schema);
    const known = found.get(key) ?? { schema, places: [] };
    known.places.push({ kind, words, path });
    found.set(key, known);
    for (const [name, each] of Object.entries(schema.properties))
      collect(each, kind, [...words, name], `${path}.${name}`, found);
  }
  if (schema.items) collect(schema.items, kind, words, `${path}[]`, found);
  if (typeof schema.additionalProperties === 'object')
    collect(schema.additionalProperties, kind, words, `${path}{}`, found);
}

/** Of all places, one whose last names are the most common; then the shortest path; then by text. */
function bestWords({ places }: Found): readonly string[] {
  const spec = places.find(({ words }) => words.length === 2 && words[1] === 'spec');
  if (spec) return spec.words;
  const counts = new Map<string, number>();
  for (const { words } of places) {
    for (const length of COMPARED) counts.set(end(words, length), (counts.get(end(words, length)) ?? 0) + 1);
  }
  const moreCommon = (a: readonly string[], b: readonly string[]) =>
    COMPARED.map((length) => (counts.get(end(b, length)) ?? 0) - (counts.get(end(a, length)) ?? 0)).find(
      (each) => each !== 0,
    ) ?? 0;
  const [best] = [...places].sort(
    (a, b) =>
      moreCommon(a.words, b.words) || a.words.length - b.words.length || compareText(a.words.join(), b.words.join()),
  );
  return best?.words ?? [];
}

/** How many of the last names of a path are looked at. */
const COMPARED = [1, 2, 3];

/** For each path the shortest end of it that no other path has. */
function shortestUnique(paths: readonly (readonly string[])[], taken: ReadonlySet<string>): string[] {
  const lengths: number[] = paths.map((words) => (words.length === 2 ? 2 : 1));
  for (;;) {
    const names = paths.map((words, index) => pascal(words.slice(-(lengths[index] ?? 1))));
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    let changed = false;
    names.forEach((name, index) => {
      const isUnique = counts.get(name) === 1 && !taken.has(name) && !RESERVED.has(name);
      const length = lengths[index] ?? 1;
      if (isUnique || length >= (paths[index]?.length ?? 0)) return;
      lengths[index] = length + 1;
      changed = true;
    });
    if (!changed) return numbered(names);
  }
}

/** A name that is too long without its first words, as far as no other has what is left. */
export function shortened(name: string, taken: ReadonlySet<string>): string {
  let rest = name;
  while (rest.length > LONGEST_NAME || (rest !== name && taken.has(rest))) {
    const next = rest.slice(1).search(/[A-Z]/);
    if (next === -1) throw new Error(`the name ${name} is longer than ${LONGEST_NAME}, and no end of it is free`);
    rest = rest.slice(next + 1);
  }
  return rest;
}

/** Types of TypeScript and of cdk8s that a generated file must not hide. */
const RESERVED = new Set([
  'Record',
  'Readonly',
  'Object',
  'Number',
  'String',
  'Boolean',
  'Array',
  'Construct',
  'ApiObject',
  'Function',
  'Date',
  'Error',
  'Map',
  'Set',
  'Symbol',
]);

/** Two kinds of one name and equal paths, in different API groups: told apart by number, in the order of their groups. */
function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}${count}`;
  });
}

/** `['http', 'corsPolicy']` as `HttpCorsPolicy`. */
export function pascal(words: readonly string[]): string {
  return words
    .map((word) => word.replace(/[^A-Za-z0-9]+(.)?/g, (_, next: string | undefined) => (next ?? '').toUpperCase()))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function end(words: readonly string[], length: number): string {
  return words.slice(-length).join('.');
}
