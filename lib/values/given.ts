import { IN_WORDS, isUnresolved } from './unresolved';

/** `value` as messages show it: short, on one line, and never a whole object. */
export function given(value: unknown): string {
  if (isUnresolved(value)) return IN_WORDS;
  if (typeof value === 'string') return JSON.stringify(value.length > 100 ? `${value.slice(0, 97)}...` : value);
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  // Not of the value itself: a field of it may be called constructor.
  const maker = (Object.getPrototypeOf(value) as { readonly constructor?: { readonly name: string } } | null)
    ?.constructor?.name;
  return maker === undefined || maker === 'Object' || maker === '' ? 'an object' : `an object of class ${maker}`;
}

/** What `value` is, without its content: for messages about what may be secret. */
export function givenType(value: unknown): string {
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return `a ${typeof value}`;
  return given(value);
}
