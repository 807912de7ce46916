/** Kinds made into files: a class and its types for each kind, what several kinds share, and the schemas as data. */
import { type SinceTable } from './field-paths';
import { internSchemas } from './intern';
import { type ImportedKind } from './kinds';
import { CLASS_IMPORTS, printClass } from './print-class';
import { type FieldNotes, printInterface, type TypeNames } from './print-types';
import { ImportError } from './read-crds';
import { definitionName } from './read-openapi';
import { compareText, type Schema } from './schema';
import { type NamedType, nameTypes, schemaKey, shortened } from './type-names';

/** Generated files by path. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** What a generated folder says of itself. */
export interface GenerateOptions {
  /** Release and origin, for the first line of each file. */
  readonly source: string;

  /** Since when fields exist, where several releases were read. */
  readonly since?: SinceTable | undefined;

  /** More tags of a field or (path \`\`) of a kind. */
  readonly tags?: ((kind: string, path: string) => readonly string[]) | undefined;
}

/** Types for the newest version of each kind of CRDs. */
export function generateFromCrds(kinds: readonly ImportedKind[], options: GenerateOptions): GeneratedFiles {
  for (const [index, { kind, group }] of kinds.entries()) {
    const twin = kinds.slice(index + 1).find((each) => each.kind === kind);
    if (twin)
      throw new ImportError(
        `two kinds are named ${kind}, of ${group} and of ${twin.group}: import them into folders of their own`,
      );
  }
  const types = nameTypes(kinds);
  const names: TypeNames = { nameOf: (schema) => (schema.properties ? types.get(schemaKey(schema))?.name : undefined) };
  return printed(kinds, [...types.values()], names, options);
}

/** Types for kinds whose schemas refer to definitions. */
export function generateFromDefinitions(
  kinds: readonly ImportedKind[],
  definitions: ReadonlyMap<string, Schema>,
  options: GenerateOptions,
): GeneratedFiles {
  const shortNames = definitionNames(definitions, new Set(kinds.flatMap(({ kind }) => [kind, `${kind}Props`])));
  const uses = kindsThatUse(kinds, definitions);
  const types = [...definitions].flatMap(([name, schema]): NamedType[] =>
    schema.properties && uses.has(name)
      ? [{ name: shortNames.get(name) ?? name, schema, kinds: uses.get(name) ?? new Set(), places: [] }]
      : [],
  );
  const names: TypeNames = {
    nameOf: ({ $ref }) => {
      if ($ref === undefined) return undefined;
      const definition = definitions.get(definitionName($ref));
      return definition?.properties ? shortNames.get(definitionName($ref)) : undefined;
    },
  };
  // What has no fields of its own is printed where it is used.
  const inlined = (schema: Schema): Schema =>
    schema.$ref !== undefined && names.nameOf(schema) === undefined
      ? (definitions.get(definitionName(schema.$ref)) ?? schema)
      : schema;
  const withInlined = (schema: Schema): Schema => mapParts(inlined(schema), withInlined);
  return printed(
    kinds.map((kind) => ({
      ...kind,
      versions: kind.versions.map((version) => ({ ...version, schema: mapParts(version.schema, withInlined) })),
    })),
    types.map((type) => ({ ...type, schema: mapParts(type.schema, withInlined) })),
    names,
    options,
  );
}

/** The schemas of kinds, as text. */
export function printSchemas(
  source: string,
  kinds: readonly ImportedKind[],
  definitions?: ReadonlyMap<string, Schema>,
): string {
  return `${JSON.stringify(internSchemas(source, kinds, definitions))}\n`;
}

function printed(
  kinds: readonly ImportedKind[],
  types: readonly NamedType[],
  names: TypeNames,
  options: GenerateOptions,
): GeneratedFiles {
  const header = `// Generated from ${options.source}. Do not edit: see the README of imports/.\n`;
  const sorted = [...types].sort((a, b) => compareText(a.name, b.name));
  const isShared = (type: NamedType) => type.kinds.size > 1;
  const files = new Map<string, string>();
  for (const kind of kinds) {
    const id = `${kind.group}/${kind.kind}`;
    const own = sorted.filter((type) => !isShared(type) && type.kinds.has(id));
    const classText = printClass(kind, names, kindNotes(id, options));
    const typeTexts = own.map((type) => printType(type, names, options));
    const body = [classText, ...typeTexts].join('\n');
    const shared = sorted
      .filter((type) => isShared(type) && mentions(body, type.name))
      .map((type) => `type ${type.name}`);
    const imports = shared.length > 0 ? `import { ${shared.join(', ')} } from './shared';\n` : '';
    files.set(`${fileName(kind.kind)}.ts`, `${header}${CLASS_IMPORTS}${imports}\n${body}`);
  }
  const sharedTypes = sorted.filter(isShared);
  if (sharedTypes.length > 0) {
    files.set('shared.ts', `${header}\n${sharedTypes.map((type) => printType(type, names, options)).join('\n')}`);
  }
  const exported = [...files.keys()]
    .sort(compareText)
    .map((file) => `export * from './${file.replace(/\.ts$/, '')}';\n`);
  files.set('index.ts', `${header}\n${exported.join('')}`);
  return files;
}

function printType(type: NamedType, names: TypeNames, options: GenerateOptions): string {
  return printInterface(type.name, type.schema, names, fieldNotes(type, options), describe(type));
}

function describe({ places, kinds }: NamedType): string {
  const [first] = places;
  if (first === undefined) return 'Part of the Kubernetes API.';
  const path = first.slice(first.indexOf(' ') + 1);
  const kind = first.slice(first.indexOf('/') + 1, first.indexOf(' '));
  const more = places.length > 1 ? ` and ${places.length - 1} more ${places.length === 2 ? 'place' : 'places'}` : '';
  return kinds.size > 1 || more !== '' ? `\`${path}\` of ${kind}${more}.` : `\`${path}\` of ${kind}.`;
}

/** A tag is said of a field where it holds in every place of its type. */
function fieldNotes({ places }: NamedType, { since, tags }: GenerateOptions): FieldNotes {
  return {
    tags: (field) => {
      const perPlace = places.map((place) => {
        const [kind = '', path = ''] = place.split(' ');
        const release = since?.[kind]?.[`${path}.${field}`];
        return [...(release === undefined ? [] : [`@since ${release}`]), ...(tags?.(kind, `${path}.${field}`) ?? [])];
      });
      return (perPlace[0] ?? []).filter((tag) => perPlace.every((each) => each.includes(tag)));
    },
  };
}

function kindNotes(id: string, { since, tags }: GenerateOptions): string {
  const release = since?.[id]?.[''];
  const all = [...(release === undefined ? [] : [`Since ${release}.`]), ...(tags?.(id, '') ?? [])];
  return all.map((note) => ` ${note}`).join('');
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(text);
}

/** `VirtualService` as `virtual-service`. */
function fileName(kind: string): string {
  return kind
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The last part of each definition's name; with its API group where two have the same. */
function definitionNames(definitions: ReadonlyMap<string, Schema>, taken: ReadonlySet<string>): Map<string, string> {
  const short = (name: string) => name.slice(name.lastIndexOf('.') + 1);
  const counts = new Map<string, number>();
  for (const name of definitions.keys()) counts.set(short(name), (counts.get(short(name)) ?? 0) + 1);
  return new Map(
    [...definitions.keys()].map((name) => {
      const [version = '', group = ''] = name.split('.').slice(-3, -1).reverse();
      const plain = short(name);
      const prefixed = `${group.charAt(0).toUpperCase()}${group.slice(1)}${version.toUpperCase()}${plain}`;
      const chosen = counts.get(plain) === 1 && !taken.has(plain) ? plain : prefixed;
      return [name, shortened(chosen, new Set([...taken, ...counts.keys()]))];
    }),
  );
}

function kindsThatUse(
  kinds: readonly ImportedKind[],
  definitions: ReadonlyMap<string, Schema>,
): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const kind of kinds) {
    const id = `${kind.group}/${kind.kind}`;
    const visit = (schema: Schema): void => {
      if (schema.$ref !== undefined) {
        const name = definitionName(schema.$ref);
        const known = uses.get(name) ?? new Set();
        if (known.has(id)) return;
        uses.set(name, known.add(id));
        visit(definitions.get(name) ?? {});
      }
      mapParts(schema, (part) => {
        visit(part);
        return part;
      });
    };
    const { metadata, status, ...fields } = kind.versions[0]?.schema.properties ?? {};
    void metadata;
    void status;
    Object.values(fields).forEach(visit);
  }
  return uses;
}

/** The schema with each of its direct parts replaced. */
function mapParts(schema: Schema, replace: (part: Schema) => Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, replace(each)])),
    }),
    ...(items && { items: replace(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: replace(additionalProperties) }),
  };
}
