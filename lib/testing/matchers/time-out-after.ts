import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { meanBackoffs } from '../../simulation/exchange';
import { type Outcome } from '../../simulation/outcome';
import { given } from '../../values/given';
import { type Verdict, verdictOnAll, wrongUse } from '../verdict';

/** A length of time, such as a `Duration` of cdk8s. */
export interface Span {
  toMilliseconds(): number;
}

/**
 * Whether a client gets an error after this time. Unless the call says what applications do, it is asked about one that never
 * answers.
 */
export function timesOutAfter(call: Call, span: Span): Verdict {
  if (typeof (span as Span | undefined)?.toMilliseconds !== 'function')
    throw wrongUse(`a Duration must be given, such as Duration.seconds(10), got ${given(span)}`);
  const seconds = span.toMilliseconds() / 1000;
  const asked = call.request.backend === undefined ? call.with({ backend: { delay: Infinity } }) : call;
  const verdict = verdictOnAll(asked, `timeout after ${seconds} s`, (outcome) => {
    if (!isTimeout(outcome)) return { is: false, text: printOutcome(outcome) };
    const elapsed = outcome.elapsedSeconds - waits(outcome);
    return { is: Math.abs(elapsed - seconds) < 0.001, text: `timeout after ${round(elapsed)} s` };
  });
  return { ...verdict, asked };
}

function isTimeout({ result, flags }: Outcome): boolean {
  return result === 'timeout' || (result === 504 && flags?.split(',').includes('UT') === true);
}

/** Envoy waits at random between tries: what nobody means who adds up the limits of the tries. */
function waits({ attempts = 1, flags }: Outcome): number {
  return flags?.includes('URX') === true ? meanBackoffs(attempts - 1) : 0;
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
