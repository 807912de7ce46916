/** Paths within volumes. Source: the validation of pods in Kubernetes 1.36. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';

/** A path without `..` as a part. */
export function checkNoBacksteps(value: unknown): string | undefined {
  if (isUnresolved(value) || typeof value !== 'string') return undefined;
  return hasBacksteps(value) ? `must not have ".." as a part, got ${given(value)}` : undefined;
}

/** A relative path without `..` as a part. */
export function checkRelativePath(value: unknown): string | undefined {
  if (isUnresolved(value) || typeof value !== 'string') return undefined;
  return value.startsWith('/') ? `must be a relative path, got ${given(value)}` : checkNoBacksteps(value);
}

/** A relative path without `..` as a part or at the start. */
export function checkLocalPath(value: unknown): string | undefined {
  const problem = checkRelativePath(value);
  if (problem !== undefined || typeof value !== 'string' || isUnresolved(value)) return problem;
  return value.startsWith('..') ? `must not start with "..", got ${given(value)}` : undefined;
}

/** An absolute path. */
export function checkAbsolutePath(value: unknown): string | undefined {
  if (isUnresolved(value) || typeof value !== 'string') return undefined;
  return value.startsWith('/') ? undefined : `must be an absolute path, got ${given(value)}`;
}

function hasBacksteps(path: string): boolean {
  return path.includes('..') && path.split('/').includes('..');
}
