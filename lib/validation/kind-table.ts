import { type CompilePattern, linkedSchemas, type RuleLookup, type Schema } from './schema';
import { type SchemaDocument, type StoredKind } from './schema-document';

/** A served version of a kind, and how its objects are judged. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly schema: Schema;
  readonly scope: string;

  /** Whether it is a kind of Kubernetes itself. */
  readonly isBuiltIn: boolean;

  /** Judges `metadata.name`. */
  readonly checkName: (name: unknown) => string | undefined;
}

/** What the kinds of a document have in common. */
export interface KindTableOptions {
  readonly lookup: RuleLookup;

  /** @default - JavaScript's own engine, for patterns that are known */
  readonly compile?: CompilePattern | undefined;
  readonly isBuiltIn: boolean;
  readonly checkName: (kind: string) => (name: unknown) => string | undefined;
}

/** The kinds of a document by `apiVersion` and kind. */
export class KindTable {
  private readonly kinds = new Map<string, Map<string, KindSchema>>();
  private readonly stored: readonly StoredKind[];

  public constructor(document: SchemaDocument, { lookup, compile, isBuiltIn, checkName }: KindTableOptions) {
    const schemas = linkedSchemas(document, lookup, compile);
    this.stored = document.kinds;
    for (const { group, kind, scope, versions } of document.kinds) {
      for (const version of versions) {
        const schema = schemas[version.schema] as Schema;
        const apiVersion = group === '' ? version.name : `${group}/${version.name}`;
        const ofVersion = this.kinds.get(apiVersion) ?? new Map<string, KindSchema>();
        this.kinds.set(apiVersion, ofVersion);
        ofVersion.set(kind, { group, kind, schema, scope, isBuiltIn, checkName: checkName(kind) });
      }
    }
  }

  /** Undefined where the document does not have it. */
  public find(apiVersion: string, kind: string): KindSchema | undefined {
    return this.kinds.get(apiVersion)?.get(kind);
  }

  /** The scope and the served versions of a kind; undefined where the document does not have it. */
  public facts(
    group: string,
    kind: string,
  ): { readonly scope: string; readonly versions: readonly string[] } | undefined {
    const found = this.stored.find((each) => each.group === group && each.kind === kind);
    return found && { scope: found.scope, versions: found.versions.map((version) => version.name) };
  }
}
