/** Schemas made ready for walking: parts linked, sets and patterns built once. */
import { type SchemaRule as StoredRule } from '../importer/schema';
import { javascriptPattern, type TextPattern } from '../values/pattern';
import { type SchemaDocument, type StoredNode } from './schema-document';

/** Judges a value; throws `CelError` where evaluation fails. */
export type RuleFunction = (self: unknown) => unknown;

/** A rule of a schema. */
export interface SchemaRule {
  readonly text: string;
  readonly message: string | undefined;
  readonly messageOf: RuleFunction | undefined;

  /** The field below the value that the server names; empty for the value itself. */
  readonly fieldPath: string;

  /** Undefined where the rule is not known here: it is not judged. */
  readonly holds: RuleFunction | undefined;
}

/** Finds the function of a rule of a schema, whose parts are linked; undefined where it is not known. */
export type RuleLookup = (rule: string, schema: Schema) => RuleFunction | undefined;

/** Makes what tests texts of a pattern. */
export type CompilePattern = (pattern: string) => TextPattern;

const INT_OR_STRING = 'int-or-string';
const INT32_LIMIT = 2 ** 31 - 1;

/** Keywords that say nothing about a scalar, or nothing that {@link Schema.takesAny} does not know. */
const WITHOUT_LIMITS: ReadonlySet<string> = new Set(['type', 'default', 'nullable']);

function typeWithoutLimits(bounds: StoredNode): 'string' | 'boolean' | 'integer' | undefined {
  const { type, format } = bounds;
  const isFree = Object.keys(bounds).every(
    (key) =>
      WITHOUT_LIMITS.has(key) ||
      key.startsWith('x-kubernetes-patch') ||
      key === 'x-kubernetes-validations' ||
      (key === 'format' && (format === 'int32' || format === 'int64')),
  );
  return isFree && (type === 'string' || type === 'boolean' || type === 'integer') ? type : undefined;
}

/** Null is taken away before anything is judged. */
function isPresent(object: Readonly<Record<string, unknown>>, name: string): boolean {
  return Object.hasOwn(object, name) && object[name] !== undefined && object[name] !== null;
}

/** One schema. Parts are linked, so that recursive schemas are circles. */
export class Schema {
  public readonly type: string | undefined;
  public readonly format: string | undefined;
  public readonly isIntOrString: boolean;
  public readonly nullable: boolean;
  public readonly keepsUnknown: boolean;
  public readonly isEmbedded: boolean;
  public readonly enum: readonly unknown[] | undefined;
  public readonly required: readonly string[];
  public readonly listType: string | undefined;
  public readonly listMapKeys: readonly string[];
  public readonly default: unknown;

  public properties: ReadonlyMap<string, Schema> | undefined;
  public items: Schema | undefined;

  /** Of entries that no property names. */
  public values: Schema | undefined;
  public allOf: readonly Schema[] | undefined;
  public anyOf: readonly Schema[] | undefined;
  public oneOf: readonly Schema[] | undefined;
  public not: Schema | undefined;
  public rules: readonly SchemaRule[] = [];

  /** Whether it, or what is below it, has rules. */
  public hasRules = false;

  /** Whether it, or what is below it, has defaults. */
  public hasDefaults = false;

  private compiled: TextPattern | undefined;
  private readonly anyOfType: 'string' | 'boolean' | 'integer' | undefined;

  /** Whether it asks for fields and nothing else. */
  private readonly isPresence: boolean;

  /** @param bounds - what is stored: limits are read from there. */
  public constructor(
    public readonly bounds: StoredNode,
    private readonly compile: CompilePattern = javascriptPattern,
  ) {
    this.type = bounds.type;
    // Kubernetes' OpenAPI says it as a format, its CRDs by a keyword.
    this.isIntOrString = bounds['x-kubernetes-int-or-string'] === true || bounds.format === INT_OR_STRING;
    this.format = bounds.format === INT_OR_STRING ? undefined : bounds.format;
    this.nullable = bounds.nullable === true;
    this.keepsUnknown = bounds['x-kubernetes-preserve-unknown-fields'] === true;
    this.isEmbedded = bounds['x-kubernetes-embedded-resource'] === true;
    this.enum = bounds.enum;
    this.required = bounds.required ?? [];
    this.listType = bounds['x-kubernetes-list-type'];
    this.listMapKeys = bounds['x-kubernetes-list-map-keys'] ?? [];
    this.default = bounds.default;
    this.anyOfType = typeWithoutLimits(bounds);
    this.isPresence = Object.keys(bounds).every((key) => key === 'required');
  }

  /** Whether a value is one of a schema that takes any of its type. Where it is not, that says nothing. */
  public takesAny(value: unknown): boolean {
    switch (this.anyOfType) {
      case 'integer':
        return Number.isInteger(value) && Math.abs(value as number) < INT32_LIMIT;
      case undefined:
        return false;
      default:
        return typeof value === this.anyOfType;
    }
  }

  /** Whether an object has the fields that a schema wants which wants nothing else; undefined where it does. */
  public fitsByPresence(object: Readonly<Record<string, unknown>>): boolean | undefined {
    if (this.isPresence) return this.required.every((name) => isPresent(object, name));
    const excluded = this.not?.anyOf ?? [];
    if (excluded.length === 0 || Object.keys(this.bounds).length > 1) return undefined;
    let fits = true;
    for (const part of excluded) {
      const found = part.fitsByPresence(object);
      if (found === undefined) return undefined;
      if (found) fits = false;
    }
    return fits;
  }

  /** Undefined where any text fits. */
  public get pattern(): TextPattern | undefined {
    if (this.bounds.pattern === undefined || this.bounds.pattern === '') return undefined;
    return (this.compiled ??= this.compile(this.bounds.pattern));
  }

  /** The schemas directly below, those of fields and elements only. */
  public get below(): readonly Schema[] {
    const { properties, items, values } = this;
    return [...(properties?.values() ?? []), ...(items ? [items] : []), ...(values ? [values] : [])];
  }
}

/** All schemas of a document. */
export function linkedSchemas(
  document: SchemaDocument,
  rules: RuleLookup,
  compile?: CompilePattern,
): readonly Schema[] {
  const schemas = document.nodes.map((node) => new Schema(node, compile));
  const at = (index: number): Schema => schemas[index] as Schema;
  const optional = (index: number | undefined) => (index === undefined ? undefined : at(index));
  for (const schema of schemas) {
    const { properties, items, additionalProperties, allOf, anyOf, oneOf, not } = schema.bounds;
    if (properties) {
      schema.properties = new Map(Object.entries(properties).map(([name, index]) => [name, at(index)]));
    }
    schema.items = optional(items);
    schema.values = typeof additionalProperties === 'number' ? at(additionalProperties) : undefined;
    schema.allOf = allOf?.map(at);
    schema.anyOf = anyOf?.map(at);
    // The alternatives of a number or text are its two types, of which it knows already.
    schema.oneOf = schema.isIntOrString ? undefined : oneOf?.map(at);
    schema.not = optional(not);
  }
  for (const schema of schemas) {
    schema.rules = (schema.bounds['x-kubernetes-validations'] ?? [])
      .filter(runsOnCreate)
      .map((rule) => schemaRule(rule, (text) => rules(text, schema)));
  }
  spread(
    schemas,
    ({ rules: own, allOf }) => own.length > 0 || (allOf?.some((part) => part.rules.length > 0) ?? false),
    (schema) => (schema.hasRules = true),
  );
  spread(
    schemas,
    (schema) => schema.default !== undefined,
    (schema) => (schema.hasDefaults = true),
  );
  return schemas;
}

/** What compares with the value before has nothing to say about a new object. */
function runsOnCreate({ rule, optionalOldSelf }: StoredRule): boolean {
  return !rule.includes('oldSelf') || optionalOldSelf === true;
}

function schemaRule(stored: StoredRule, lookup: (rule: string) => RuleFunction | undefined): SchemaRule {
  const { rule, message, messageExpression, fieldPath = '' } = stored;
  return {
    text: rule,
    message: message?.trim(),
    messageOf: messageExpression === undefined ? undefined : lookup(messageExpression),
    fieldPath,
    holds: lookup(rule),
  };
}

/** Marks schemas that have something, and all above them. */
function spread(schemas: readonly Schema[], has: (schema: Schema) => boolean, mark: (schema: Schema) => void): void {
  const above = new Map<Schema, Schema[]>();
  for (const schema of schemas) {
    for (const part of new Set(schema.below)) {
      const holders = above.get(part);
      if (holders === undefined) above.set(part, [schema]);
      else holders.push(schema);
    }
  }
  const open = schemas.filter(has);
  const marked = new Set(open);
  for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
    mark(schema);
    const fresh = (above.get(schema) ?? []).filter((each) => !marked.has(each));
    for (const each of fresh) marked.add(each);
    open.push(...fresh);
  }
}
