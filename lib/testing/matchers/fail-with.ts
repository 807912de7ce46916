import { type Call } from '../../mesh/call';
import { type Outcome, type Result } from '../../simulation/outcome';
import { given } from '../../values/given';
import { distribution, type Holds, percentage, TOLERANCE, type Verdict, wrongUse } from '../verdict';

/** A failure, and how often it happens. */
export interface Failing {
  /** Status of the answer, from 400 to 599. */
  readonly status: number;

  /** Of a hundred requests, how many. @default 100 */
  readonly percent?: number | undefined;
}

/** Whether so many requests fail in this way. */
export function failsWith(call: Call, failing: Failing): Verdict {
  const { status, percent = 100 } = (failing as Failing | undefined) ?? { status: undefined };
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 400 || status > 599)
    throw wrongUse(`status must be a whole number between 400 and 599, got ${given(status)}`);
  return answersWith(call, [[status, percent]]);
}

/** Whether requests end with these results as often as is said. */
export function answersWith(call: Call, results: readonly (readonly [result: Result, percent: number])[]): Verdict {
  for (const [, percent] of results)
    if (typeof percent !== 'number' || !(percent >= 0 && percent <= 100))
      throw wrongUse(`percentages must be between 0 and 100, got ${given(percent)}`);
  const total = results.reduce((sum, [, percent]) => sum + percent, 0);
  if (total > 100 + TOLERANCE * 100) throw wrongUse(`percentages must add up to at most 100, got ${total}`);
  return {
    holds: holds(call.outcomes, results),
    expected: results.map(([result, percent]) => `${percentage(percent / 100)}  ${String(result)}`),
    received: distribution(call.outcomes.map((each) => ({ share: each.probability, text: textOf(each) }))),
  };
}

function holds(outcomes: readonly Outcome[], results: readonly (readonly [Result, number])[]): Holds {
  const shareOf = (wanted: Result) =>
    outcomes.reduce((sum, { result, probability }) => sum + (result === wanted ? probability : 0), 0);
  const unknown = shareOf('unknown');
  const differs = results.some(([result, percent]) => {
    const known = shareOf(result);
    return known > percent / 100 + TOLERANCE || known + unknown < percent / 100 - TOLERANCE;
  });
  if (differs) return 'no';
  return unknown > 0 ? 'unknown' : 'yes';
}

function textOf({ result, unknown }: Outcome): string {
  return unknown === undefined ? String(result) : `unknown: ${unknown.question}`;
}
