/** Sizes of Maglev tables. Source: Envoy's limits, which istiod's validation repeats. */
import { given } from './given';
import { isUnresolved } from './unresolved';

/** The largest size that Envoy takes. */
export const LARGEST_TABLE = 5_000_010;

/** A prime number up to {@link LARGEST_TABLE}. */
export function checkTableSize(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  return Number.isSafeInteger(value) && (value as number) <= LARGEST_TABLE && isPrime(value as number)
    ? undefined
    : `must be a prime number up to ${LARGEST_TABLE}, got ${given(value)}`;
}

/** Whether nothing but 1 and itself divides a number from 2 on. */
export function isPrime(candidate: number): boolean {
  if (candidate < 2) return false;
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) return false;
  return true;
}
