/** Since when a field exists: read off the schemas of several releases. */
import { type ImportedKind } from './kinds';
import { type Schema } from './schema';

/** The releases of one source, the oldest first. */
export type Releases = readonly { readonly release: string; readonly kinds: readonly ImportedKind[] }[];

/** For each kind the fields that the oldest release lacks, with the release that brought them; `` is the kind itself. */
export type SinceTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The table of what is newer than the oldest release. */
export function sinceTable(releases: Releases): SinceTable {
  const table: Record<string, Record<string, string>> = {};
  const known = new Map<string, Set<string>>();
  releases.forEach(({ release, kinds }, age) => {
    for (const kind of kinds) {
      const name = `${kind.group}/${kind.kind}`;
      const before = known.get(name);
      const seen = new Set(before);
      for (const path of before === undefined && age > 0 ? [''] : fieldPaths(kind.versions[0]?.schema ?? {})) {
        if (age > 0 && !seen.has(path)) (table[name] ??= {})[path] = release;
      }
      for (const path of fieldPaths(kind.versions[0]?.schema ?? {})) seen.add(path);
      known.set(name, seen);
    }
  });
  return table;
}

/** Every field of an object, as `spec.http[].route[].weight`; maps are `{}`. Status is left out. */
export function fieldPaths(schema: Schema, at = ''): string[] {
  const { properties = {}, items, additionalProperties } = schema;
  const own = Object.entries(properties)
    .filter(([name]) => at !== '' || !['apiVersion', 'kind', 'metadata', 'status'].includes(name))
    .flatMap(([name, each]) => {
      const path = at === '' ? name : `${at}.${name}`;
      return [path, ...fieldPaths(each, path)];
    });
  return [
    ...own,
    ...(items ? fieldPaths(items, `${at}[]`) : []),
    ...(typeof additionalProperties === 'object' ? fieldPaths(additionalProperties, `${at}{}`) : []),
  ];
}
