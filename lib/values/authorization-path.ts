/** Paths and other texts in rules of an AuthorizationPolicy. Source: istiod's validation, measured. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const SEGMENT = /^(\{\*\*?\}|[a-zA-Z0-9\-._~%!$&'()+,;:@=]+)$/;

/**
 * A path: as it stands, with one `*` at its beginning or end, or a template in which `{*}` stands for one segment and
 * `{**}`, the last template in it, for any number.
 */
export function checkAuthorizationPath(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || value === '') return `must be a path, got ${given(value)}`;
  if (!/[{}]/.test(value)) return checkMatchString(value);
  if (!isTemplate(value)) {
    return `must have {*} and {**} as whole segments, {**} as the last template, and no other braces or *, got ${given(value)}`;
  }
  return undefined;
}

/** A text as it stands, or with one `*` at its beginning or end. */
export function checkMatchString(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || value === '') return `must be a text that is not empty, got ${given(value)}`;
  const inner = value.startsWith('*') ? value.slice(1) : value.endsWith('*') ? value.slice(0, -1) : value;
  return inner.includes('*') ? `may have one * at its beginning or end, nowhere else, got ${given(value)}` : undefined;
}

function isTemplate(path: string): boolean {
  if (!path.startsWith('/')) return false;
  const segments = path.slice(1).split('/');
  const rest = segments.indexOf('{**}');
  const after = rest === -1 ? [] : segments.slice(rest + 1);
  return segments.every((segment) => SEGMENT.test(segment)) && !after.some((segment) => segment.includes('{'));
}
