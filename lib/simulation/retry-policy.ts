import { secondsOf } from '../model/mesh-configuration';
import { fieldsOf, numberOf, textOf } from '../values/json';
import { type RetryLimits } from './outcome';

/** When a proxy tries again, and how often. */
export interface RetryPolicy extends RetryLimits {
  /** Whether a try goes to an endpoint that was not tried before, if there is one. */
  readonly avoidsPreviousHosts: boolean;
}

/** What Istio does where neither a route nor the mesh says. Source: istiod's `DefaultPolicy`; measured: retries-default. */
const DEFAULT_CONDITIONS = 'connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes';
const DEFAULT_ATTEMPTS = 2;

/**
 * Reads `retries` of a route, or the mesh's `defaultHttpRetryPolicy`; undefined where nothing is retried.
 *
 * @param usesHash - consistent hashing keeps a request at its endpoint, retries as well.
 */
export function retryPolicy(value: unknown, usesHash = false): RetryPolicy | undefined {
  const written = fieldsOf(value);
  const attempts = value === undefined ? DEFAULT_ATTEMPTS : (numberOf(written.attempts) ?? 0);
  if (attempts <= 0) return undefined;
  const words = (textOf(written.retryOn) ?? DEFAULT_CONDITIONS).split(',').map((word) => word.trim());
  return {
    attempts,
    conditions: new Set(words.filter((word) => !isStatus(word))),
    statuses: new Set(words.filter(isStatus).map(Number)),
    perTryTimeout: secondsOf(written.perTryTimeout) || undefined,
    avoidsPreviousHosts: !usesHash && written.retryIgnorePreviousHosts !== false,
  };
}

function isStatus(word: string): boolean {
  return /^\d{3}$/.test(word);
}

/** How a try ended that did not bring an answer. */
export type Failure = 'connect' | 'reset' | 'per-try-timeout';

/** Statuses of an answer. */
export interface AnswerStatus {
  readonly status: number;
  readonly grpcStatus?: number | undefined;
}

/** The words that cover each status of gRPC. */
const GRPC_WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'cancelled'],
  [4, 'deadline-exceeded'],
  [8, 'resource-exhausted'],
  [13, 'internal'],
  [14, 'unavailable'],
]);

/** Whether an answer is not passed on but tried again. Source: Envoy's `wouldRetryFromHeaders`. */
export function retriesStatus({ conditions, statuses }: RetryLimits, { status, grpcStatus }: AnswerStatus): boolean {
  return (
    (status >= 500 && conditions.has('5xx')) ||
    (status >= 502 && status <= 504 && conditions.has('gateway-error')) ||
    (status === 409 && conditions.has('retriable-4xx')) ||
    statuses.has(status) ||
    (grpcStatus !== undefined && conditions.has(GRPC_WORDS.get(grpcStatus) ?? ''))
  );
}

/** The words that cover each failure. Source: Envoy's `wouldRetryFromReset`. */
const COVERING: Readonly<Record<Failure, readonly string[]>> = {
  connect: ['5xx', 'gateway-error', 'reset', 'connect-failure', 'reset-before-request'],
  reset: ['5xx', 'gateway-error', 'reset'],
  'per-try-timeout': ['5xx', 'gateway-error', 'reset'],
};

/** Whether a try without an answer is followed by another. */
export function retriesFailure({ conditions }: RetryPolicy, failure: Failure): boolean {
  return COVERING[failure].some((word) => conditions.has(word));
}
