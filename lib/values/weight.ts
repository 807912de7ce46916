import { given } from './given';
import { isUnresolved } from './unresolved';

/** A weight in percent: a whole number from 0 to 100. */
export function checkWeight(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'number' || !(value >= 0 && value <= 100))
    return `must be between 0 and 100, got ${given(value)}`;
  return Number.isInteger(value) ? undefined : `must be a whole number, got ${given(value)}`;
}

/** The weights of one route: Istio refuses several that are all 0, and a sum that does not fit 32 bits. */
export function checkWeights(weights: readonly unknown[]): string | undefined {
  if (weights.some(isUnresolved)) return undefined;
  const sum = weights.reduce<number>((total, weight) => total + (typeof weight === 'number' ? weight : 0), 0);
  if (sum > 2 ** 31 - 1) return `must not add up to more than ${2 ** 31 - 1}, got ${sum}`;
  return sum > 0 ? undefined : `must not all be 0, got ${weights.map(given).join(', ')}`;
}
