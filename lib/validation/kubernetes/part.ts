/** Parts of an object as rules read them: fields by name, with the path ready where something is found. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { FieldPath } from '../field-path';
import { type Report } from '../report';

/** Fields of an object. */
export type Fields = Readonly<Record<string, unknown>>;

/** Judges a value: a message, or undefined where it fits or is not known yet. */
export type ValueCheck = (value: unknown) => string | undefined;

const NO_FIELDS: Fields = {};
const NO_PARTS: readonly Part[] = [];
const NO_VALUES: readonly unknown[] = [];

/**
 * One object within an object, of whose fields the schema walk has seen the types.
 *
 * Null is like absent, an empty text as well: so Kubernetes reads its own kinds. What is not known yet is never wrong: texts and numbers
 * of that sort read as undefined, and checks pass them.
 */
export class Part {
  private constructor(
    private readonly report: Report,
    public readonly fields: Fields,
    private readonly parent: Part | undefined,
    private readonly step: string,
    private readonly index: number | undefined,
  ) {}

  /** The whole object. */
  public static root(object: Fields, report: Report): Part {
    return new Part(report, object, undefined, '', undefined);
  }

  /** Fields of a part that is below this one, found under the path of this one: where the server leaves a step out. */
  public as(below: Part): Part {
    return new Part(this.report, below.fields, this.parent, this.step, this.index);
  }

  public get path(): FieldPath {
    if (this.parent === undefined) return FieldPath.ROOT;
    const path = this.parent.path.field(this.step);
    return this.index === undefined ? path : path.item(this.index);
  }

  /** Whether the field is there: a value that is not known yet is. */
  public has(name: string): boolean {
    const value = this.fields[name];
    return value !== undefined && value !== null;
  }

  /** Whether the field is absent, null or an empty text. */
  public isEmpty(name: string): boolean {
    const value = this.fields[name];
    return value === undefined || value === null || value === '';
  }

  /** A text that is known and not empty. */
  public text(name: string): string | undefined {
    const value = this.fields[name];
    return typeof value === 'string' && value !== '' && !isUnresolved(value) ? value : undefined;
  }

  /** A number that is known. */
  public number(name: string): number | undefined {
    const value = this.fields[name];
    return typeof value === 'number' && !isUnresolved(value) ? value : undefined;
  }

  /** The object in a field; undefined where there is none, or it is not known yet. */
  public part(name: string): Part | undefined {
    const fields = fieldsOf(this.fields[name]);
    return fields === undefined ? undefined : new Part(this.report, fields, this, name, undefined);
  }

  /** The object in a field, one without fields where there is none; undefined where it is not known yet. */
  public below(name: string): Part | undefined {
    const fields = fieldsOf(this.fields[name] ?? NO_FIELDS);
    return fields === undefined ? undefined : new Part(this.report, fields, this, name, undefined);
  }

  /** The objects of a list. An element that is null is an object without fields. */
  public parts(name: string): readonly Part[] {
    const list = this.fields[name];
    if (!Array.isArray(list) || list.length === 0) return NO_PARTS;
    const parts: Part[] = [];
    for (let index = 0; index < list.length; index++) {
      const element = (list as readonly unknown[])[index] ?? NO_FIELDS;
      const fields = fieldsOf(element);
      if (fields !== undefined) parts.push(new Part(this.report, fields, this, name, index));
    }
    return parts;
  }

  /** The elements of a list of scalars. */
  public list(name: string): readonly unknown[] {
    const list = this.fields[name];
    return Array.isArray(list) ? (list as readonly unknown[]) : NO_VALUES;
  }

  /** The entries of a map; none where it is not known yet. */
  public map(name: string): Fields {
    return fieldsOf(this.fields[name]) ?? NO_FIELDS;
  }

  /** Whether a list has no elements, or a map no entries. */
  public hasNone(name: string): boolean {
    const value = this.fields[name];
    if (value === undefined || value === null) return true;
    if (isUnresolved(value)) return false;
    return Array.isArray(value) ? value.length === 0 : typeof value === 'object' && Object.keys(value).length === 0;
  }

  /**
   * The server refuses it.
   *
   * @param rule - what comes after `kubernetes/`.
   * @param where - a field of this part; `''` for the part itself.
   */
  public fail(rule: string, where: string | FieldPath, message: string, value?: unknown, fix?: string): void {
    this.report.error(`kubernetes/${rule}`, this.at(where), message, details(value, fix));
  }

  /** The server takes it, and says that it will not do what is meant. */
  public warn(rule: string, where: string | FieldPath, message: string, value?: unknown, fix?: string): void {
    this.report.warning(`kubernetes/${rule}`, this.at(where), message, details(value, fix));
  }

  /** The field must be there and not be empty. */
  public require(rule: string, name: string): boolean {
    if (!this.isEmpty(name)) return true;
    this.fail(rule, name, 'must be given');
    return false;
  }

  /** What the field holds, if it is not empty, must pass the check. */
  public fits(rule: string, name: string, check: ValueCheck): void {
    if (this.isEmpty(name)) return;
    const value = this.fields[name];
    const problem = check(value);
    if (problem !== undefined) this.fail(rule, name, problem, value);
  }

  /** What the field holds, if it is there at all, must pass the check: an empty text is a value here. */
  public holds(rule: string, name: string, check: ValueCheck): void {
    if (!this.has(name)) return;
    const value = this.fields[name];
    const problem = check(value);
    if (problem !== undefined) this.fail(rule, name, problem, value);
  }

  /** The field must be there and pass the check. */
  public mustFit(rule: string, name: string, check: ValueCheck): void {
    if (this.require(rule, name)) this.fits(rule, name, check);
  }

  /** Every element of a list must pass the check. */
  public eachFits(rule: string, name: string, check: ValueCheck): void {
    const list = this.list(name);
    for (let index = 0; index < list.length; index++) {
      const value = list[index] ?? '';
      const problem = check(value);
      if (problem !== undefined) this.fail(rule, this.path.field(name).item(index), problem, value);
    }
  }

  /** The number, if there is one, must be within two others, both included. */
  public within(rule: string, name: string, least: number, most = Number.POSITIVE_INFINITY): void {
    const value = this.number(name);
    if (value === undefined || (value >= least && value <= most)) return;
    const what = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `between ${least} and ${most}`;
    this.fail(rule, name, `must be ${what}, got ${value}`, value);
  }

  /** The number must be there, and within two others, both included. */
  public mustBeWithin(rule: string, name: string, least: number, most?: number): void {
    if (this.require(rule, name)) this.within(rule, name, least, most);
  }

  /** The numbers, if given, must not be below 0. */
  public notNegative(rule: string, ...names: readonly string[]): void {
    for (const name of names) this.within(rule, name, 0);
  }

  /** The text, if given and not empty, must be one of several. */
  public oneOf(rule: string, name: string, allowed: readonly string[]): void {
    const value = this.text(name);
    if (value === undefined || allowed.includes(value)) return;
    this.fail(
      rule,
      name,
      `must be ${allowed.length > 1 ? 'one of ' : ''}${allowed.join(', ')}, got ${given(value)}`,
      value,
    );
  }

  /** The text, if given, must be one of several: an empty one is a value here. */
  public isOneOf(rule: string, name: string, allowed: readonly string[]): void {
    if (this.fields[name] === '') this.fail(rule, name, `must be one of ${allowed.join(', ')}, got ""`, '');
    else this.oneOf(rule, name, allowed);
  }

  private at(where: string | FieldPath): FieldPath {
    if (typeof where !== 'string') return where;
    return where === '' ? this.path : this.path.field(where);
  }
}

/** An object of which the fields are known; undefined for everything else. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) return undefined;
  return value as Fields;
}

function details(value: unknown, fix: string | undefined): { readonly value?: unknown; readonly fix?: string } {
  return { ...(value !== undefined && { value }), ...(fix !== undefined && { fix }) };
}
