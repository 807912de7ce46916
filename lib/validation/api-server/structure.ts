/**
 * What the structure of a schema says of an object: fields that it does not have, types, limits, list keys. One walk, for speed.
 *
 * Source: the API server's validation of custom resources (kube-openapi), whose order and paths are kept.
 */
import { given } from '../../values/given';
import { nearest } from '../../values/nearest';
import { hasPrimitiveTokens, isUnresolved } from '../../values/unresolved';
import { FieldPath } from '../field-path';
import { type Problem } from '../problem';
import { type Schema } from '../schema';
import { embeddedProblems } from './embedded';
import { formatProblem, isStringFormat } from './formats';
import { isFilledIn } from './defaults';
import { duplicateElements, jsonText } from './list-types';
import { allowed, alternativesMessage, counted, excluded } from './structure-words';
import { fitsType, jsonType, typesOf, typeWords } from './value-type';

type Fields = Readonly<Record<string, unknown>>;

/** Deeper is nobody's object: the walk stops before the stack does. */
const DEEPEST = 500;

/** What the kinds of a schema are: the server reads its own kinds more leniently. */
export interface StructureOptions {
  /** Whether the kind is one of Kubernetes itself: `''` is no value of an enum but passes, and null is like absent anywhere. */
  readonly isBuiltIn?: boolean | undefined;
}

/** One walk over one object. */
export class StructureWalk {
  /** Fields that the schema does not have. The server says them alone, before it looks at anything else. */
  public readonly unknown: Problem[] = [];

  public errors: Problem[] = [];

  /** Elements of lists that must differ and do not. */
  public readonly duplicates: Problem[] = [];

  /** Where values stand that are not known yet. */
  public readonly unresolved: FieldPath[] = [];

  /** Whether a field is null: the server takes it away before it judges, or before rules read the object. */
  public sawNull = false;

  /** Whether the walk stopped, for what is below would take other walks' stack as well. */
  public isTooDeep = false;

  private depth = 0;
  private isNested = false;
  private readonly isBuiltIn: boolean;
  /** Whether a text or number may stand for something that is not known yet. */
  private readonly hasTokens = hasPrimitiveTokens();

  public constructor(private readonly options: StructureOptions = {}) {
    this.isBuiltIn = options.isBuiltIn === true;
  }

  /** The whole object. Metadata is judged elsewhere; of `status` the server only looks for unknown fields before it drops it. */
  public root(schema: Schema, object: Fields): void {
    this.properties(schema, object, FieldPath.ROOT, ROOT_FIELDS);
    this.required(schema, object, FieldPath.ROOT);
    const status = schema.properties?.get('status');
    if (status === undefined || typeof object['status'] !== 'object' || object['status'] === null) return;
    const aside = new StructureWalk(this.options);
    aside.value(status, object['status'], FieldPath.ROOT.field('status'));
    this.unknown.push(...aside.unknown);
  }

  /** Whether nothing can be said about the value: most are texts and numbers of which any will do. */
  private isSound(schema: Schema, value: unknown): boolean {
    return !this.hasTokens && !this.isNested && schema.takesAny(value);
  }

  /** @returns how much of the schema applied: the server names the alternative of a `oneOf` that applied most. */
  private value(schema: Schema, value: unknown, path: FieldPath): number {
    if (isUnresolved(value)) {
      this.unresolved.push(path);
      return 0;
    }
    if (this.depth > DEEPEST) {
      this.isTooDeep = true;
      this.fail('too-deep', path, `is nested more than ${DEEPEST} levels deep`, { isBlocking: true });
      return 0;
    }
    const type = jsonType(value);
    const fits = fitsType(schema, type);
    if (!fits) this.typeMismatch(schema, value, path);
    // One for each check that the server counts, passed or not, and one more for a type that fits.
    const isTyped = schema.format !== undefined || typesOf(schema).length > 0;
    let matches = 4 + (isTyped ? 1 : 0) + (isTyped && fits ? 1 : 0);
    if (type === 'null') {
      this.enumeration(schema, value, path);
      return fits ? 1 : 0;
    }
    this.depth++;
    if (schema.allOf ?? schema.anyOf ?? schema.oneOf ?? schema.not) matches += this.combinations(schema, value, path);
    switch (type) {
      case 'string':
        this.text(schema, value as string, path);
        matches += schema.format !== undefined && isStringFormat(schema.format) ? 2 : 1;
        break;
      case 'integer':
      case 'number':
        this.number(schema, value as number, path);
        matches += 2;
        break;
      case 'array':
        matches += 2 + this.list(schema, value as readonly unknown[], path);
        break;
      case 'object':
        matches += 1 + this.object(schema, value as Fields, path);
        break;
      case 'boolean':
        break;
    }
    this.enumeration(schema, value, path);
    this.depth--;
    return matches;
  }

  private typeMismatch(schema: Schema, value: unknown, path: FieldPath): void {
    const wanted = typeWords(typesOf(schema));
    const fix =
      typeof value === 'string' && value.trim() !== '' && schema.type === 'integer' && Number.isInteger(Number(value))
        ? `write ${Number(value)} without quotes`
        : undefined;
    this.fail('type', path, `must be ${wanted || (schema.format ?? 'another type')}, got ${given(value)}`, {
      value,
      fix,
      isBlocking: true,
    });
  }

  private object(schema: Schema, value: Fields, path: FieldPath): number {
    const { minProperties, maxProperties } = schema.bounds;
    if (minProperties !== undefined || maxProperties !== undefined) {
      const count = Object.keys(value).length;
      if (minProperties !== undefined && count < minProperties)
        this.fail(
          'too-few-properties',
          path,
          `must have at least ${counted(minProperties, 'entry', 'entries')}, got ${count}`,
        );
      if (maxProperties !== undefined && count > maxProperties)
        this.tooMany(path, `must have at most ${counted(maxProperties, 'entry', 'entries')}, got ${count}`);
    }
    if (schema.isEmbedded && !this.isNested) {
      const embedded = embeddedProblems(value, path);
      this.unknown.push(...embedded.undecodable);
      this.errors.push(...embedded.invalid);
    }
    const matches = this.properties(schema, value, path, schema.isEmbedded ? META_FIELDS : NO_FIELDS);
    this.required(schema, value, path);
    return matches;
  }

  private properties(schema: Schema, value: Fields, path: FieldPath, apart: ReadonlySet<string>): number {
    let matches = 0;
    const { properties, values } = schema;
    for (const name of Object.keys(value)) {
      if (apart.has(name)) continue;
      const field = value[name];
      if (field === undefined) continue;
      const property = properties?.get(name);
      const part = property ?? values;
      if (part === undefined) {
        const isOpen = this.isNested || schema.keepsUnknown || schema.bounds.additionalProperties === true;
        if (!isOpen) this.unknownField(schema, name, field, path);
        continue;
      }
      if (field === null) {
        this.sawNull = true;
        if (!this.keepsNull(part)) continue;
      }
      // Which entries a map has is not known, then.
      if (this.hasTokens && property === undefined && isUnresolved(name)) this.unresolved.push(path);
      if (this.isSound(part, field)) continue;
      const before = this.errors.length;
      matches += this.value(part, field, property === undefined ? path.key(name) : path.field(name));
      if (this.errors.length > before && this.isBuiltIn && GATED.has(name)) this.forgive(before);
    }
    return matches;
  }

  /** What can be decoded and is taken away before it is judged is not wrong. */
  private forgive(from: number): void {
    const later = this.errors.splice(from);
    this.errors.push(...later.filter(({ rule }) => rule !== 'enum' && rule !== 'required'));
  }

  private keepsNull(schema: Schema): boolean {
    return schema.nullable && !this.isBuiltIn;
  }

  private unknownField(schema: Schema, name: string, value: unknown, path: FieldPath): void {
    const known = [...(schema.properties?.keys() ?? [])];
    const meant = nearest(name, known);
    const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
    this.unknown.push({
      rule: 'unknown-field',
      path: path.field(name),
      keys: 'dots',
      message: `unknown field${hint}`,
      value,
      fix: meant === undefined ? allowed(known) : `write ${meant} instead of ${name}`,
    });
  }

  private required(schema: Schema, value: Fields, path: FieldPath): void {
    for (const name of schema.required) {
      if (Object.hasOwn(value, name) && value[name] !== undefined && value[name] !== null) continue;
      const property = schema.properties?.get(name);
      const isNull = Object.hasOwn(value, name) && value[name] === null;
      if (isNull && property !== undefined && this.keepsNull(property)) continue;
      if (this.isBuiltIn && (NOT_REQUIRED.has(name) || isFilledIn(name, property))) continue;
      this.fail('required', path.field(name), 'must be given', { isBlocking: true });
    }
  }

  private list(schema: Schema, value: readonly unknown[], path: FieldPath): number {
    const { items } = schema;
    const { minItems, maxItems, uniqueItems } = schema.bounds;
    let matches = 0;
    if (items === undefined) {
      if (!schema.keepsUnknown) this.unknownInList(schema, value, path);
    } else {
      for (let index = 0; index < value.length; index++) {
        const element = value[index] ?? null;
        if ((element === null && this.isBuiltIn) || this.isSound(items, element)) continue;
        matches += this.value(items, element, path.item(index));
      }
    }
    if (minItems !== undefined && value.length < minItems)
      this.fail(
        'too-few-items',
        path,
        `must have at least ${counted(minItems, 'element', 'elements')}, got ${value.length}`,
      );
    if (maxItems !== undefined && value.length > maxItems)
      this.tooMany(path, `must have at most ${counted(maxItems, 'element', 'elements')}, got ${value.length}`);
    const isSet = schema.listType === 'set' || schema.listType === 'map';
    if (isSet && !this.isNested) this.duplicates.push(...duplicateElements(schema, value, path));
    if (uniqueItems === true && new Set(value.map(jsonText)).size < value.length)
      this.fail('duplicate', path, 'must not hold equal elements');
    return matches;
  }

  /** A list where none belongs: the server takes away all fields of its elements, and says so. */
  private unknownInList(schema: Schema, list: readonly unknown[], path: FieldPath): void {
    if (this.isNested) return;
    for (const [index, each] of list.entries()) {
      if (jsonType(each) !== 'object' || isUnresolved(each)) continue;
      for (const [name, field] of Object.entries(each as Fields))
        this.unknownField(schema, name, field, path.item(index));
    }
  }

  private text(schema: Schema, value: string, path: FieldPath): void {
    const { minLength, maxLength } = schema.bounds;
    // The server stops at the first of the three.
    if (maxLength !== undefined && value.length > maxLength && [...value].length > maxLength) {
      this.fail(
        'too-long',
        path,
        `must be at most ${counted(maxLength, 'character', 'characters')} long, got ${[...value].length}`,
        {
          value,
          isBlocking: true,
        },
      );
    } else if (minLength !== undefined && value.length < 2 * minLength && [...value].length < minLength) {
      const what =
        minLength === 1
          ? 'must not be empty'
          : `must be at least ${minLength} characters long, got ${[...value].length}`;
      this.fail('too-short', path, what, { value });
    } else if (schema.pattern?.test(value) === false) {
      this.fail('pattern', path, `must match ${schema.bounds.pattern ?? ''}, got ${given(value)}`, { value });
    }
    // Go reads nothing and line breaks in base64 as well; kinds with a Go type are read so.
    const isGoBytes = this.isBuiltIn && schema.format === 'byte';
    const encoded = isGoBytes ? value.replace(LINE_BREAKS, '') : value;
    const isFree = schema.format === undefined || (isGoBytes && encoded === '');
    const wanted = isFree ? undefined : formatProblem(schema.format, encoded);
    if (wanted !== undefined)
      this.fail('format', path, `must be ${wanted}, got ${given(value)}`, { value, isBlocking: true });
  }

  private number(schema: Schema, value: number, path: FieldPath): void {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema.bounds;
    const fail = (what: string) => {
      this.fail('range', path, `must be ${what}, got ${value}`, { value });
    };
    const is32 = (schema.format === 'int32' && schema.type === 'integer') || (this.isBuiltIn && schema.isIntOrString);
    if (is32 && (value < -(2 ** 31) || value > 2 ** 31 - 1)) fail('between -2147483648 and 2147483647');
    if (minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum))
      fail(exclusiveMinimum === true ? `more than ${minimum}` : `at least ${minimum}`);
    if (maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum))
      fail(exclusiveMaximum === true ? `less than ${maximum}` : `at most ${maximum}`);
    if (multipleOf !== undefined && !isMultiple(value, multipleOf)) fail(`a multiple of ${multipleOf}`);
  }

  private enumeration(schema: Schema, value: unknown, path: FieldPath): void {
    const known = schema.enum;
    if (known === undefined || known.length === 0 || known.includes(value)) return;
    if (value === '' && this.isBuiltIn) return;
    const meant =
      typeof value === 'string'
        ? nearest(
            value,
            known.filter((each) => typeof each === 'string'),
          )
        : undefined;
    this.fail('enum', path, `must be one of ${known.map(given).join(', ')}, got ${given(value)}`, {
      value,
      fix: meant === undefined ? undefined : `write ${meant}`,
      isBlocking: true,
    });
  }

  /** What must hold of several, one or none of other schemas. */
  private combinations(schema: Schema, value: unknown, path: FieldPath): number {
    const { anyOf, oneOf, allOf, not } = schema;
    let matches = 0;
    if (anyOf) matches += this.alternatives(anyOf, value, path, 'anyOf');
    if (oneOf) matches += this.alternatives(oneOf, value, path, 'oneOf');
    for (const part of allOf ?? []) {
      const result = this.nested(part, value, path);
      matches += result.matches;
      this.errors.push(...result.errors);
      if (result.errors.length > 0) this.fail('all-of', path, 'must fit all parts of its schema');
    }
    if (not && this.nested(not, value, path).errors.length === 0)
      this.fail('not', path, `must not be as given: ${excluded(not)}`);
    return matches;
  }

  private alternatives(parts: readonly Schema[], value: unknown, path: FieldPath, how: 'anyOf' | 'oneOf'): number {
    if (!this.isNested && isRightByPresence(parts, value, how)) return 0;
    const results = parts.map((part) => this.nested(part, value, path));
    const fitting = results.filter((result) => result.errors.length === 0);
    const isRight = how === 'anyOf' ? fitting.length > 0 : fitting.length === 1;
    if (isRight) return fitting[0]?.matches ?? 0;
    this.fail(how === 'anyOf' ? 'any-of' : 'one-of', path, alternativesMessage(parts, fitting.length));
    if (fitting.length > 0) return 0;
    // The first of those that fit best.
    const best = results.reduce((a, b) => (b.matches > a.matches ? b : a));
    this.errors.push(...best.errors);
    return best.matches;
  }

  private nested(schema: Schema, value: unknown, path: FieldPath): { errors: readonly Problem[]; matches: number } {
    const [outer, wasNested] = [this.errors, this.isNested];
    this.errors = [];
    this.isNested = true;
    const matches = this.value(schema, value, path);
    const { errors } = this;
    this.errors = outer;
    this.isNested = wasNested;
    return { errors, matches };
  }

  private tooMany(path: FieldPath, message: string): void {
    this.fail('too-many', path, message, { isBlocking: true });
  }

  private fail(
    rule: string,
    path: FieldPath,
    message: string,
    more: { readonly value?: unknown; readonly fix?: string | undefined; readonly isBlocking?: boolean } = {},
  ): void {
    this.errors.push({ rule, path, keys: 'dots', message, ...more });
  }
}

/** Where alternatives only ask which fields are there, it is seen without judging each of them. */
function isRightByPresence(parts: readonly Schema[], value: unknown, how: 'anyOf' | 'oneOf'): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  let fitting = 0;
  for (const part of parts) {
    const fits = part.fitsByPresence(value as Fields);
    if (fits === undefined) return false;
    if (fits) fitting++;
  }
  return how === 'anyOf' ? fitting > 0 : fitting === 1;
}

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
const ROOT_FIELDS: ReadonlySet<string> = new Set([...META_FIELDS, 'status']);
/** Fields of Kubernetes' kinds behind feature gates that are off by default: the server takes them away. */
const GATED: ReadonlySet<string> = new Set(['stopSignal', 'clusterTrustBundle', 'podCertificate']);
/** Fields that Kubernetes' document says are required, and its server takes as empty. */
const NOT_REQUIRED: ReadonlySet<string> = new Set(['preference', 'rules']);
const LINE_BREAKS = /[\r\n]/g;
const NO_FIELDS: ReadonlySet<string> = new Set();

/** 0.3 is a multiple of 0.1, though 0.3 / 0.1 is no whole number: the server multiplies by ten. */
function isMultiple(value: number, of: number): boolean {
  return Number.isInteger(of < 1 ? (1 / of) * value : value / of);
}
