import { given } from './given';
import { isUnresolved } from './unresolved';

/** What can be a part of a URL: all that names of roles have to be. */
export function checkPathSegment(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || (value !== '.' && value !== '..' && !value.includes('/') && !value.includes('%')))
    return undefined;
  return `must be no "." or ".." and hold no "/" or "%", got ${given(value)}`;
}
