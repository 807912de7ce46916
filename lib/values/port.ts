import { given } from './given';
import { isUnresolved } from './unresolved';

/** A number of a port: 1 to 65535. */
export function checkPort(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 65535) return undefined;
  return `must be a port between 1 and 65535, got ${given(value)}`;
}
