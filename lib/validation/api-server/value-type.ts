/** Types of JSON values, as the API server tells them apart. */
import { type Schema } from '../schema';

/** A type of JSON, whole numbers apart. */
export type JsonType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';

// From there on, as JavaScript writes them, Go reads numbers with a fraction.
const INTEGER_LIMIT = 2 ** 63;

/** Of `undefined` and everything that JSON cannot hold: `null`. */
export function jsonType(value: unknown): JsonType {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) && Math.abs(value) < INTEGER_LIMIT ? 'integer' : 'number';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'array' : 'object';
    default:
      return 'null';
  }
}

/** Types that a schema takes; empty where it takes any. */
export function typesOf(schema: Schema): readonly string[] {
  if (schema.isIntOrString) return INT_OR_STRING;
  return schema.type === undefined ? ANY : (TYPE_LISTS[schema.type] ?? [schema.type]);
}

const ANY: readonly string[] = [];
const INT_OR_STRING = ['integer', 'string'];
// Made once, for they are asked for at every value.
const TYPE_LISTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  ['string', 'integer', 'number', 'boolean', 'object', 'array'].map((type) => [type, [type]]),
);

/**
 * Whether the value has a type that the schema takes. A string with a format takes lists as well: so does the server.
 */
export function fitsType(schema: Schema, type: JsonType): boolean {
  const { format } = schema;
  const types = typesOf(schema);
  if (type === schema.type) return true;
  if (types.length === 0 && format === undefined) return true;
  if (type === 'null') return types.length === 0 || schema.nullable;
  const isNumeric = types.includes('number') || types.includes('integer');
  if (!isNumeric && format !== undefined && (type === 'string' || type === 'array')) return true;
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

/** `a whole number`, `a text or a whole number`. */
export function typeWords(types: readonly string[]): string {
  return types.map((type) => WORDS[type] ?? type).join(' or ');
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};
