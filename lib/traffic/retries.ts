import { type Duration } from 'cdk8s';
import { type Retries } from './istio-types';
import { formatDuration } from '../values/duration';
import { checkRetryCondition, type RetryCondition } from '../values/retry-condition';
import { derive } from '../values/unresolved';
import {
  all,
  type Check,
  duration,
  flag,
  listOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';

/** When the caller's proxy tries a request again (`http[].retries`). */
export interface RouteRetries {
  /** How often a request is tried again, at most; 0 switches retries off, those of Istio's default as well. */
  readonly attempts: number;

  /**
   * How long one try may take (`perTryTimeout`). It acts on every try, also where `retryOn` does not cover it.
   *
   * @default - as long as the route's timeout
   */
  readonly perTryTimeout?: Duration | undefined;

  /**
   * What is tried again (`retryOn`).
   *
   * Between two sidecars, a reset by the application reaches the caller as a 503: `5xx` retries it, `reset` does not.
   *
   * @default - failing to connect and refused streams: what is safe for every request, for it never reached the application
   */
  readonly retryOn?: readonly RetryCondition[] | undefined;

  /**
   * Whether other localities are tried, too (`retryRemoteLocalities`).
   *
   * @default - the mesh's setting
   */
  readonly retryRemoteLocalities?: boolean | undefined;
}

const SAFE: readonly RetryCondition[] = ['connect-failure', 'refused-stream'];

const fields: Check = shape<RouteRetries>({
  attempts: required(wholeNumber(0)),
  perTryTimeout: duration,
  retryOn: listOf(value(checkRetryCondition), { min: 1 }),
  retryRemoteLocalities: flag,
} satisfies PropChecks<RouteRetries>);

/** With no attempts istiod refuses everything else. */
const alone: Check = (retries, at) => {
  const { attempts, ...others } = (retries ?? {}) as Partial<RouteRetries>;
  const given = Object.entries(others).filter(([, each]) => each !== undefined);
  return attempts === 0 ? given.map(([name]) => `${at}.${name} must be left out where attempts is 0`) : [];
};

/** Checks {@link RouteRetries}. */
export const retriesCheck: Check = all(fields, alone);

/** `http[].retries`, always written: Istio's own default also retries what may have reached the application. */
export function printRetries(retries: RouteRetries = { attempts: 2 }): Retries {
  return derive([retries], (known) => derive([known.attempts], (attempts) => printAttempts(known, attempts)));
}

function printAttempts(known: RouteRetries, attempts: number): Retries {
  if (attempts === 0) return { attempts };
  return {
    attempts,
    perTryTimeout: known.perTryTimeout && printDuration(known.perTryTimeout),
    retryOn: derive([known.retryOn ?? SAFE], (conditions) => derive(conditions, (...each) => each.join(','))),
    retryRemoteLocalities: known.retryRemoteLocalities,
  };
}

/** A duration as Istio writes it. */
export function printDuration(length: Duration): string {
  return derive([length], (known) => formatDuration(known.toMilliseconds()));
}
