/** What a matcher says about an answer, for Jest, Vitest and the command line alike. */
import { type Call } from '../mesh/call';
import { type Outcome } from '../simulation/outcome';

/**
 * Whether it is so: in all outcomes, in none, in some only; `nowhere` if no outcome gets to where it would show, `unknown` where no file
 * knows. Only `yes` passes, and only `no` passes what is negated.
 */
export type Holds = 'yes' | 'no' | 'partly' | 'nowhere' | 'unknown';

/** Whether it is so, and the two sides in lines. */
export interface Verdict {
  readonly holds: Holds;
  readonly expected: readonly string[];
  readonly received: readonly string[];

  /** The question that was asked instead. @default - that of the call */
  readonly asked?: Call | undefined;
}

/** How one outcome stands to what is asked; undefined where it does not get there. */
export interface Judged {
  readonly is: boolean | undefined;
  readonly text: string;
}

/** A verdict on what every outcome has to be like. */
export function verdictOnAll(
  call: Call,
  expected: string | readonly string[],
  judge: (outcome: Outcome) => Judged,
): Verdict {
  const judged = call.outcomes.map((outcome) => ({ outcome, ...judgedIfKnown(outcome, judge) }));
  return {
    holds: holds(judged.map(({ is }) => is)),
    expected: [expected].flat(),
    received: distribution(judged.map(({ outcome, text }) => ({ share: outcome.probability, text }))),
  };
}

function judgedIfKnown(
  outcome: Outcome,
  judge: (outcome: Outcome) => Judged,
): { readonly is: boolean | undefined | 'unknown'; readonly text: string } {
  if (outcome.unknown === undefined) return judge(outcome);
  return { is: 'unknown', text: `unknown: ${outcome.unknown.question}` };
}

function holds(each: readonly (boolean | undefined | 'unknown')[]): Holds {
  if (each.includes('unknown')) return 'unknown';
  if (each.includes(true)) return each.includes(false) ? 'partly' : 'yes';
  return each.includes(false) ? 'no' : 'nowhere';
}

/** ` 90 %  200 from shop/reviews-v1`, the likeliest first; what has the same text is one line. */
export function distribution(parts: readonly { readonly share: number; readonly text: string }[]): readonly string[] {
  const shares = new Map<string, number>();
  for (const { share, text } of parts) shares.set(text, (shares.get(text) ?? 0) + share);
  return [...shares].sort(([, one], [, other]) => other - one).map(([text, share]) => `${percentage(share)}  ${text}`);
}

/** `   90 %`, aligned. */
export function percentage(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`.padStart(7);
}

/** Percentages are the same if they differ by less than one can write with one digit after the point. */
export const TOLERANCE = 0.0005;

/** A wrong use of a matcher. */
export function wrongUse(message: string): RangeError {
  return new RangeError(message);
}
