import { given } from './given';
import { isUnresolved } from './unresolved';

const KEY = /^[-._a-zA-Z0-9]{1,253}$/;

/** A key of a ConfigMap or Secret, which can become the name of a file. */
export function checkConfigKey(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && KEY.test(value) && value !== '.' && !value.startsWith('..')) return undefined;
  return `must be a key (letters, digits, dashes, dots and underscores, no two dots at the start, at most 253 characters), got ${given(value)}`;
}
