import { parseAllDocuments } from 'yaml';
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
  const documents = parseAllDocuments(text, { uniqueKeys: true });
  const kinds = (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const [error] = document.errors;
    if (error) {
      const [place] = error.linePos ?? [];
      const reason = error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
      throw new ImportError(`${file}:${place?.line ?? 1}:${place?.col ?? 1}: ${reason}`);
    }
    const [line] = [document.range[0]].map((offset) => text.slice(0, offset).split('\n').length);
    return objectsIn(document.toJS({ maxAliasCount: MOST_ALIASES })).map((object) =>
      readCrd(object, `${file}:${line ?? 1}:1`),
    );
  });
  if (kinds.length === 0) throw new ImportError(`${file}: holds no CustomResourceDefinition`);
  return kinds.sort((a, b) => compareText(`${a.kind} ${a.group}`, `${b.kind} ${b.group}`));
}

interface Crd {
  readonly kind: 'CustomResourceDefinition';
  readonly spec?: {
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

function objectsIn(document: unknown): Crd[] {
  const object = document as { readonly kind?: string; readonly items?: readonly unknown[] } | null;
  if (object?.kind === 'CustomResourceDefinition') return [object as Crd];
  return object?.kind?.endsWith('List') === true ? (object.items ?? []).flatMap(objectsIn) : [];
}

function readCrd(crd: Crd, place: string): ImportedKind {
  const { group, scope, names, versions = [] } = crd.spec ?? {};
  const { kind, plural } = names ?? {};
  if (group === undefined || kind === undefined || plural === undefined) {
    throw new ImportError(`${place}: spec.group, spec.names.kind and spec.names.plural must be given`);
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
