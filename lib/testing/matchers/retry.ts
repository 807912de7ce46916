import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { type RetryLimits } from '../../simulation/outcome';
import { retriesStatus } from '../../simulation/retry-policy';
import { given } from '../../values/given';
import { checkRetryCondition, type RetryCondition } from '../../values/retry-condition';
import { type Verdict, verdictOnAll, wrongUse } from '../verdict';

/** Why a try fails: a word of Istio's `retryOn`, or the status of an answer. */
export type RetryCause = RetryCondition | number;

/** How often is tried again, and for what. */
export interface Retrying {
  /** Tries after the first, as in Istio's `attempts`. @default - any number of them */
  readonly attempts?: number | undefined;

  /** All of these are followed by another try; others may be. @default - whatever for */
  readonly on?: RetryCause | readonly RetryCause[] | undefined;
}

/** Whether the proxy that sends it on tries again. */
export function retries(call: Call, { attempts, on }: Retrying = {}): Verdict {
  if (attempts !== undefined && !(Number.isInteger(attempts) && attempts >= 0))
    throw wrongUse(`attempts must be a whole number, got ${given(attempts)}`);
  const causes = on === undefined ? [] : [on].flat();
  causes.forEach(requireCause);
  return verdictOnAll(call, policyText(attempts, causes.map(String)), (outcome) => {
    const { retries: limits, cluster } = outcome;
    if (limits === undefined && cluster === undefined)
      return { is: undefined, text: `no proxy sends it on: ${printOutcome(outcome)}` };
    const actual = limits?.attempts ?? 0;
    return {
      is:
        (attempts === undefined ? actual > 0 : actual === attempts) &&
        causes.every((cause) => limits !== undefined && isCovered(limits, cause)),
      text:
        limits === undefined
          ? 'no retries'
          : policyText(actual, [...limits.conditions, ...[...limits.statuses].map(String)]),
    };
  });
}

function requireCause(cause: unknown): void {
  const problem = checkRetryCondition(typeof cause === 'number' ? String(cause) : cause);
  if (problem !== undefined) throw wrongUse(`on ${problem}`);
}

function policyText(attempts: number | undefined, on: readonly string[]): string {
  const count = attempts === undefined ? 'retries' : attempts === 1 ? '1 retry' : `${attempts} retries`;
  return on.length === 0 ? count : `${count} on ${on.join(', ')}`;
}

/** Words that say as much and more. Source: Envoy's `wouldRetryFromReset` and `wouldRetryFromHeaders`. */
const WIDER: Readonly<Partial<Record<RetryCause, readonly RetryCondition[]>>> = {
  'gateway-error': ['5xx'],
  reset: ['5xx', 'gateway-error'],
  'connect-failure': ['5xx', 'gateway-error', 'reset'],
  'refused-stream': ['5xx', 'gateway-error', 'reset'],
  'reset-before-request': ['5xx', 'gateway-error', 'reset'],
};

function isCovered(limits: RetryLimits, cause: RetryCause): boolean {
  const status = Number(cause);
  if (Number.isNaN(status)) return [String(cause), ...(WIDER[cause] ?? [])].some((word) => limits.conditions.has(word));
  return retriesStatus(limits, { status });
}
