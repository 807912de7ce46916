import { given } from './given';
import { isUnresolved } from './unresolved';

/** A percentage: a number from 0 to 100. */
export function checkPercentage(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  return typeof value === 'number' && value >= 0 && value <= 100
    ? undefined
    : `must be between 0 and 100, got ${given(value)}`;
}
