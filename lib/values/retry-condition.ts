import { given } from './given';
import { isGoInteger } from './istio-host';
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

/** The statuses that HTTP has a name for, from the first to the last of each row. Source: Go's `http.StatusText`. */
const NAMED_STATUSES = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

/** One of {@link RETRY_CONDITIONS}, or a status that HTTP has a name for, as istiod's webhook takes them: signs and zeros before it are fine. */
export function checkIstioRetryCondition(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const known = RETRY_CONDITIONS as readonly unknown[];
  if (known.includes(value) || (typeof value === 'string' && isNamedStatus(value))) return undefined;
  const near = typeof value === 'string' ? nearest(value, RETRY_CONDITIONS) : undefined;
  const hint = near === undefined ? '' : `: did you mean ${near}?`;
  return `must be one of ${RETRY_CONDITIONS.join(', ')}, or a status that HTTP knows, got ${given(value)}${hint}`;
}

function isNamedStatus(text: string): boolean {
  if (!isGoInteger(text)) return false;
  const status = Number(text);
  return NAMED_STATUSES.some(([first, last]) => status >= first && status <= last);
}
