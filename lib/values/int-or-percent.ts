/** Counts that may be shares: how many pods may be missing, or come on top. Source: Kubernetes' `IntOrString`. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const PERCENT = /^[0-9]+%$/;

/** A count of at least 0, or a percentage such as `25%`. */
export function checkIntOrPercent(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'number' ? value >= 0 : typeof value === 'string' && PERCENT.test(value)) return undefined;
  return `must be a whole number of at least 0 or a percentage such as 25%, got ${given(value)}`;
}

/** A count of at least 0, or a percentage of at most 100. */
export function checkIntOrShare(value: unknown): string | undefined {
  const problem = checkIntOrPercent(value);
  if (problem !== undefined || typeof value !== 'string' || isUnresolved(value)) return problem;
  return Number(value.slice(0, -1)) <= 100 ? undefined : `must be at most 100%, got ${given(value)}`;
}

/** Whether it is none at all, `0` or `0%`. */
export function isZero(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && PERCENT.test(value) && Number(value.slice(0, -1)) === 0);
}
