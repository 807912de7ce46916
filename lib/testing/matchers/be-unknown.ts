import { type Call } from '../../mesh/call';
import { printOutcome } from '../../mesh/explain';
import { distribution, type Verdict } from '../verdict';

/** Whether the answer hangs on what no file knows, in part at least, and on this question: a part of its text, or a pattern for it. */
export function isUnknown(call: Call, question?: string | RegExp): Verdict {
  const isAsked = call.outcomes.some(
    ({ unknown }) => unknown !== undefined && (question === undefined || asks(unknown.question, question)),
  );
  return {
    holds: isAsked ? 'yes' : 'no',
    expected: [question === undefined ? 'unknown' : `unknown: ${String(question)}`],
    received: distribution(call.outcomes.map((each) => ({ share: each.probability, text: printOutcome(each) }))),
  };
}

function asks(text: string, wanted: string | RegExp): boolean {
  return wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
}
