/** The schemas that the generator understands: those of CRDs and of Kubernetes' OpenAPI, without prose. */
import { keywordProblem } from './keyword-values';

/** A CEL rule (`x-kubernetes-validations`). */
export interface SchemaRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** A schema. Fields keep the names of the source. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly pattern?: string;
  readonly 'x-kubernetes-validations'?: readonly SchemaRule[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Keywords that hold one schema, a list or a map of them; all others are values, kept as they are. */
const NESTED: Readonly<Record<string, 'one' | 'list' | 'map' | 'one-or-flag'>> = {
  items: 'one',
  not: 'one',
  additionalProperties: 'one-or-flag',
  allOf: 'list',
  anyOf: 'list',
  oneOf: 'list',
  properties: 'map',
};

/** What is prose or points to prose. */
const PROSE = ['description', 'title', 'example', 'externalDocs'];

const DEEPEST = 200;

/** A schema that cannot be read, and where. */
export class SchemaError extends Error {
  public override readonly name = 'SchemaError';
}

/**
 * `raw` without prose, its keywords sorted.
 *
 * @param at - JSON path, for messages.
 * @throws SchemaError for a keyword that the generator does not know, whose meaning would be lost, or that holds what it cannot.
 */
export function readSchema(raw: unknown, at: string, depth = 0): Schema {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new SchemaError(`${at} must be a schema`);
  if (depth > DEEPEST) throw new SchemaError(`${at} is nested more than ${DEEPEST} levels deep`);
  const read = (each: unknown, place: string) => readSchema(each, place, depth + 1);
  const entries = Object.entries(raw)
    // Null is as good as none.
    .filter(([keyword, value]) => !PROSE.includes(keyword) && value !== null)
    .sort(([a], [b]) => compareText(a, b))
    .map(([keyword, value]): readonly [string, unknown] => {
      const place = `${at}.${keyword}`;
      switch (Object.hasOwn(NESTED, keyword) ? NESTED[keyword] : undefined) {
        case 'one':
          return [keyword, read(value, place)];
        case 'one-or-flag':
          return [keyword, typeof value === 'boolean' ? value : read(value, place)];
        case 'list':
          if (!Array.isArray(value)) throw new SchemaError(`${place} must be a list of schemas`);
          return [keyword, value.map((each, index) => read(each, `${place}[${index}]`))];
        case 'map':
          return [keyword, readMap(value, place, read)];
        default: {
          const problem = keywordProblem(keyword, value);
          if (problem !== undefined) throw new SchemaError(`${place} ${problem}`);
          return [keyword, value];
        }
      }
    });
  const schema = Object.fromEntries(entries) as Schema & Readonly<Record<string, unknown>>;
  if (schema['x-kubernetes-list-type'] === 'map' && schema['x-kubernetes-list-map-keys'] === undefined)
    throw new SchemaError(`${at} must have x-kubernetes-list-map-keys, as its list type is map`);
  return unwrapped(schema);
}

function readMap(map: unknown, at: string, read: (each: unknown, place: string) => Schema): Record<string, Schema> {
  if (typeof map !== 'object' || Array.isArray(map)) throw new SchemaError(`${at} must be schemas by name`);
  const entries = Object.entries(map as Record<string, unknown>).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([name, each]) => [name, read(each, `${at}.${name}`)]));
}

/** Kubernetes' OpenAPI wraps a reference that has a default into an `allOf` of one. */
function unwrapped(schema: Schema): Schema {
  const { allOf, ...rest } = schema;
  const only = allOf?.length === 1 ? allOf[0] : undefined;
  return only?.$ref === undefined ? schema : { ...rest, $ref: only.$ref };
}

/** By code units, whatever the locale is. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
