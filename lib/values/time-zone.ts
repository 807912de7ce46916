import { given } from './given';
import { isUnresolved } from './unresolved';

const PART = /^[A-Za-z._0-9+][A-Za-z._0-9+-]{0,13}$/;

/** Names that tz databases have beside those that JavaScript knows. */
const BESIDE = /^(posix|right)\/|^(Factory|localtime|posixrules)$/;

/** A time zone by its IANA name: `Europe/Berlin`, `UTC`. */
export function checkTimeZone(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && isTimeZone(value))) return undefined;
  return `must be a time zone such as Europe/Berlin or UTC, got ${given(value)}`;
}

function isTimeZone(name: string): boolean {
  if (name.toLowerCase() === 'local') return false;
  if (!name.split('/').every((part) => part !== '.' && part !== '..' && PART.test(part))) return false;
  // An offset is a time zone to JavaScript only.
  if (name.startsWith('+')) return false;
  if (BESIDE.test(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
