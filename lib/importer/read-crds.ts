import type * as Yaml from 'yaml';
import { compareVersions, type ImportedKind, type ImportedVersion } from './kinds';
import { compareText, readSchema, SchemaError } from './schema';

const LARGEST_TEXT = 32 * 1024 * 1024;
const MOST_ALIASES = 100;

/** Input that cannot be imported, with the file and the place in it. */
export class ImportError extends Error {
  public override readonly name = 'ImportError';
}

/**
 * The kinds of the CustomResourceDefinitions in a YAML text, by name. Other objects in it are left out.
 *
 * @param file - what messages call the text.
 * @throws ImportError if it is no YAML, holds no CRD, or a schema has a keyword that the generator does not know.
 */
export function readCrds(text: string, file: string): ImportedKind[] {
  if (text.length > LARGEST_TEXT)
    throw new ImportError(`${file}: must be at most ${LARGEST_TEXT / 1024 / 1024} MB long`);
  const lineAt = lineCounter(text);
  const kinds = parsed(text, file).flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      const [place] = error.linePos ?? [];
      const reason = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
      // What the parser says where its stack ends.
      if (reason.startsWith('Maximum call stack')) throw new ImportError(`${file}: is nested too deep`);
      throw new ImportError(`${file}:${place?.line ?? 1}:${place?.col ?? 1}: ${reason}`);
    }
    const place = `${file}:${lineAt(document.range[0])}:1`;
    return objectsIn(valueOf(document, place)).map((object) => readCrd(object, place));
  });
  if (kinds.length === 0) throw new ImportError(`${file}: holds no CustomResourceDefinition`);
  return kinds.sort((a, b) => compareText(`${a.kind} ${a.group}`, `${b.kind} ${b.group}`));
}

function parsed(text: string, file: string): readonly Yaml.Document.Parsed[] {
  try {
    const documents = yaml().parseAllDocuments(text, { uniqueKeys: true });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    throw tooDeepOr(error, file);
  }
}

function valueOf(document: Yaml.Document.Parsed, place: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    // Of aliases: there are too many, or one has no anchor.
    if (error instanceof ReferenceError) throw new ImportError(`${place}: ${error.message}`, { cause: error });
    throw tooDeepOr(error, place);
  }
}

/** Loaded when the first CRD is read: programs that bring no schemas of their own need no YAML parser. */
function yaml(): typeof Yaml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('yaml') as typeof Yaml;
}

function tooDeepOr(error: unknown, place: string): unknown {
  return error instanceof RangeError ? new ImportError(`${place}: is nested too deep`, { cause: error }) : error;
}

/** Lines of places that only go forward: each character is looked at once. */
function lineCounter(text: string): (offset: number) => number {
  let [line, from] = [1, 0];
  return (offset) => {
    for (let next = text.indexOf('\n', from); next !== -1 && next < offset; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    return line;
  };
}

interface Crd {
  readonly kind: 'CustomResourceDefinition';
  readonly spec?: null | {
    readonly group?: string;
    readonly scope?: string;
    readonly names?: { readonly kind?: string; readonly plural?: string };
    readonly versions?: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema?: { readonly openAPIV3Schema?: unknown };
    }[];
  };
}

type Fields = Readonly<Record<string, unknown>>;

function objectsIn(document: unknown): Crd[] {
  if (typeof document !== 'object' || document === null) return [];
  const { kind, items } = document as Fields;
  if (kind === 'CustomResourceDefinition') return [document as Crd];
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items.flatMap(objectsIn) : [];
}

function readCrd(crd: Crd, place: string): ImportedKind {
  const { group, scope, names, versions } = crd.spec ?? {};
  const { kind, plural } = names ?? {};
  if (!isName(group) || !isName(kind) || !isName(plural)) {
    throw new ImportError(`${place}: spec.group, spec.names.kind and spec.names.plural must be given as texts`);
  }
  if (!Array.isArray(versions) || !versions.every(isVersion)) {
    throw new ImportError(
      `${place}: ${kind}: spec.versions must be a list, each with its name as a text and served as true or false`,
    );
  }
  const served = versions
    .map((version, index) => ({ ...version, index }))
    .filter((version) => version.served)
    .map(({ name, storage, schema, index }): ImportedVersion => {
      const at = `spec.versions[${index}].schema.openAPIV3Schema`;
      try {
        return { name, storage, schema: readSchema(schema?.openAPIV3Schema, at) };
      } catch (error) {
        if (error instanceof SchemaError)
          throw new ImportError(`${place}: ${kind}: ${error.message}`, { cause: error });
        throw error;
      }
    })
    .sort((a, b) => compareVersions(a.name, b.name));
  if (served.length === 0) throw new ImportError(`${place}: ${kind} has no served version`);
  return { group, kind, plural, scope: scope === 'Cluster' ? 'Cluster' : 'Namespaced', versions: served };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isVersion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, served } = value as Fields;
  return isName(name) && typeof served === 'boolean';
}
