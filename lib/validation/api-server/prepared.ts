/**
 * An object as the API server has it before it judges: fields that are null taken away, defaults filled in. What is given is never
 * changed; where nothing is to do, it is returned as it is.
 */
import { isUnresolved } from '../../values/unresolved';
import { type Schema } from '../schema';

type Fields = Readonly<Record<string, unknown>>;

/** What the object looks like to the checks. */
export interface PrepareOptions {
  /** Whether null is like absent wherever it stands. */
  readonly isBuiltIn?: boolean | undefined;

  /**
   * Puts a value of the right type where one is not known yet, so that rules can read it. What they say about it is for the caller to
   * drop. To rules, a field that is null is absent, an entry of a map is not.
   */
  readonly standIns?: boolean | undefined;
}

/** `value` with defaults and without nulls, by its schema. Applied twice it changes nothing more. */
export function prepared(schema: Schema, value: unknown, options: PrepareOptions): unknown {
  if (isUnresolved(value)) return options.standIns === true ? standIn(schema) : value;
  if (Array.isArray(value)) return preparedList(schema, value, options);
  return typeof value === 'object' && value !== null ? preparedObject(schema, value as Fields, options) : value;
}

function preparedList(schema: Schema, list: readonly unknown[], options: PrepareOptions): readonly unknown[] {
  const { items } = schema;
  if (items === undefined) return list;
  const made = list.map((each) =>
    each === null && defaultOf(items, options) !== undefined ? items.default : prepared(items, each, options),
  );
  return made.some((each, index) => each !== list[index]) ? made : list;
}

function preparedObject(schema: Schema, object: Fields, options: PrepareOptions): Fields {
  const { properties, values } = schema;
  let copy: Record<string, unknown> | undefined;
  const change = (): Record<string, unknown> => (copy ??= copied(object));
  for (const name of Object.keys(object)) {
    const field = object[name];
    const part = properties?.get(name) ?? values;
    if (part === undefined) continue;
    if (field === undefined) {
      continue;
    } else if (options.standIns === true && isUnresolved(name)) {
      Reflect.deleteProperty(change(), name);
    } else if (field !== null) {
      const made = prepared(part, field, options);
      if (made !== field) put(change(), name, made);
    } else if (!part.nullable && defaultOf(part, options) !== undefined) {
      put(change(), name, prepared(part, part.default, options));
    } else if (!part.nullable || options.isBuiltIn === true || (options.standIns === true && properties?.has(name))) {
      Reflect.deleteProperty(change(), name);
    }
  }
  if (schema.hasDefaults && properties && options.isBuiltIn !== true) {
    for (const [name, part] of properties) {
      if (Object.hasOwn(object, name) && object[name] !== undefined) continue;
      if (defaultOf(part, options) === undefined) continue;
      put(change(), name, prepared(part, part.default, options));
    }
  }
  return copy ?? object;
}

/** Of Kubernetes' own kinds nothing is filled in: no rule reads it, and what may be left out is known. */
function defaultOf({ default: value }: Schema, { isBuiltIn }: PrepareOptions): unknown {
  return isBuiltIn === true ? undefined : value;
}

/** Own fields only: a key may be called `__proto__`. */
function copied(object: Fields): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(object)) if (object[name] !== undefined) put(copy, name, object[name]);
  return copy;
}

function put(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}

function standIn(schema: Schema): unknown {
  switch (schema.isIntOrString ? 'integer' : schema.type) {
    case 'string':
      return schema.enum?.[0] ?? 'unresolved';
    case 'integer':
    case 'number':
      return schema.bounds.minimum ?? 1;
    case 'boolean':
      return true;
    case 'array':
      return [];
    default:
      return {};
  }
}
