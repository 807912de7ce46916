import { given } from './given';
import { nearest } from './nearest';
import { isUnresolved } from './unresolved';

/** What a request may be retried on. Source: istiod's validation of `retryOn`. */
export const RETRY_CONDITIONS = [
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
] as const;

/** A condition by name, or a status such as `503`. */
export type RetryCondition = (typeof RETRY_CONDITIONS)[number] | `${number}`;

const STATUS = /^[1-5]\d\d$/;

/** One of {@link RETRY_CONDITIONS}, or a status of an answer. */
export function checkRetryCondition(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const known = RETRY_CONDITIONS as readonly unknown[];
  if (known.includes(value) || (typeof value === 'string' && STATUS.test(value))) return undefined;
  const near = typeof value === 'string' ? nearest(value, RETRY_CONDITIONS) : undefined;
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return `must be one of ${RETRY_CONDITIONS.join(', ')}, or a status from 100 to 599, got ${given(value)}${hint}`;
}
