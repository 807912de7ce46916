import { linkedSchemas, type RuleLookup, type Schema } from './schema';
import { type SchemaDocument } from './schema-document';

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
  readonly isBuiltIn: boolean;
  readonly checkName: (kind: string) => (name: unknown) => string | undefined;
}

/** The kinds of a document by `apiVersion` and kind. */
export class KindTable {
  private readonly kinds = new Map<string, KindSchema>();

  public constructor(document: SchemaDocument, { lookup, isBuiltIn, checkName }: KindTableOptions) {
    const schemas = linkedSchemas(document, lookup);
    for (const { group, kind, scope, versions } of document.kinds) {
      for (const version of versions) {
        const schema = schemas[version.schema] as Schema;
        const apiVersion = group === '' ? version.name : `${group}/${version.name}`;
        this.kinds.set(`${apiVersion} ${kind}`, { group, kind, schema, scope, isBuiltIn, checkName: checkName(kind) });
      }
    }
  }

  /** Undefined where the document does not have it. */
  public find(apiVersion: string, kind: string): KindSchema | undefined {
    return this.kinds.get(`${apiVersion} ${kind}`);
  }

  /** Versions in which a kind is there, as `apiVersion`s. */
  public versionsOf(kind: string, group: string): readonly string[] {
    const found = [...this.kinds].filter(([, each]) => each.kind === kind && each.group === group);
    return found.map(([key]) => key.slice(0, key.indexOf(' ')));
  }

  /** Names of all kinds. */
  public get names(): ReadonlySet<string> {
    return new Set([...this.kinds.values()].map(({ kind }) => kind));
  }
}
