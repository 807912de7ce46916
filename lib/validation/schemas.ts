import { internSchemas } from '../importer/intern';
import { ImportError, readCrds } from '../importer/read-crds';
import { checkDnsSubdomain } from '../values/dns-label';
import { given } from '../values/given';
import { ruleClosure } from './cel/closure';
import { CelRuleError } from './cel/expression';
import { hasCelParser, readRule } from './cel/read-rule';
import { readsOtherwise } from './cel/typed-values';
import { type KindSchema, KindTable } from './kind-table';
import { foreignPattern } from '../values/pattern';
import { type RuleFunction, type Schema } from './schema';
import { type SchemaDocument } from './schema-document';

/** Options of {@link Schemas.load}. */
export interface LoadSchemasOptions {
  /**
   * What messages call the text.
   *
   * @default "CRD"
   */
  readonly file?: string | undefined;
}

/**
 * Schemas of kinds that the package does not have, read from CustomResourceDefinitions at run time.
 *
 * Their CEL rules are checked where `@bufbuild/cel` is installed, an optional peer that parses them; else, and for rules that hold
 * what is not known here, objects get an `info` of rule `cel-not-checked`. Nothing is evaluated as code.
 *
 * @example
 * const crds = `
 *   apiVersion: apiextensions.k8s.io/v1
 *   kind: CustomResourceDefinition
 *   metadata: { name: teas.example.com }
 *   spec:
 *     group: example.com
 *     scope: Namespaced
 *     names: { kind: Tea, plural: teas }
 *     versions:
 *       - name: v1
 *         served: true
 *         storage: true
 *         schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { minutes: { type: integer } } } } } }
 * `;
 * const schemas = Schemas.load(crds);
 * validateObject({ apiVersion: 'example.com/v1', kind: 'Tea', metadata: { name: 'green' } }, { schemas });
 */
export class Schemas {
  private constructor(private readonly tables: readonly KindTable[]) {}

  /**
   * The kinds of the CRDs in a YAML text, every served version.
   *
   * @param crdYaml - at most 32 MB; other objects in it are left out.
   * @throws Error with file, line and column if it is no YAML, holds no CRD, or a schema has a keyword that is not known or holds
   * what it cannot, or a pattern that RE2 does not take.
   */
  public static load(crdYaml: string, { file = 'CRD' }: LoadSchemasOptions = {}): Schemas {
    if (typeof (crdYaml as unknown) !== 'string')
      throw new ImportError(`${file}: must be a text, got ${given(crdYaml)}`);
    const document = internSchemas(file, readCrds(crdYaml, file)) as SchemaDocument;
    requirePatterns(document, file);
    const lookup = hasCelParser() ? closureOf : () => undefined;
    return new Schemas([
      new KindTable(document, {
        lookup,
        compile: foreignPattern,
        isBuiltIn: false,
        checkName: () => checkDnsSubdomain,
      }),
    ]);
  }

  /** These and `others`; where both have a kind, these count. */
  public and(others: Schemas): Schemas {
    return new Schemas([...this.tables, ...others.tables]);
  }

  /** @internal */
  public find(apiVersion: string, kind: string): KindSchema | undefined {
    for (const table of this.tables) {
      const found = table.find(apiVersion, kind);
      if (found) return found;
    }
    return undefined;
  }

  /** @internal */
  public facts(group: string, kind: string): ReturnType<KindTable['facts']> {
    for (const table of this.tables) {
      const found = table.facts(group, kind);
      if (found) return found;
    }
    return undefined;
  }
}

/** What is wrong with what is given as `schemas`; undefined where nothing is. */
export function schemasProblem(schemas: unknown): string | undefined {
  const isLoaded = typeof schemas === 'object' && schemas !== null && 'find' in schemas;
  if (schemas === undefined || isLoaded) return undefined;
  return `schemas must be what Schemas.load returns, got ${given(schemas)}`;
}

/** Now, for later they would be compiled when the first object comes. */
function requirePatterns({ nodes }: SchemaDocument, file: string): void {
  for (const { pattern } of nodes) {
    try {
      if (pattern !== undefined) foreignPattern(pattern);
    } catch (error) {
      throw new ImportError(`${file}: the pattern ${pattern ?? ''} is none of RE2: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

function closureOf(rule: string, schema: Schema): RuleFunction | undefined {
  try {
    const expression = readRule(rule);
    return readsOtherwise(expression, schema) ? undefined : ruleClosure(expression);
  } catch (error) {
    if (error instanceof CelRuleError) return undefined;
    throw error;
  }
}
