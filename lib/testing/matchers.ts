/** The matchers as `expect.extend` takes them, in Jest and in Vitest. */
import { type Call } from '../mesh/call';
import { given } from '../values/given';
import { isAllowed } from './matchers/be-allowed';
import { isDenied } from './matchers/be-denied';
import { isRefused } from './matchers/be-refused';
import { isUnknown } from './matchers/be-unknown';
import { failsWith } from './matchers/fail-with';
import { redirectsTo } from './matchers/redirect-to';
import { retries } from './matchers/retry';
import { routesTo } from './matchers/route-to';
import { seesHeaders } from './matchers/see-headers';
import { timesOutAfter } from './matchers/time-out-after';
import { usesMtls } from './matchers/use-mtls';
import { type MeshMatchers } from './mesh-matchers';
import { type Verdict } from './verdict';
import { verdictLines } from './verdict-lines';

/** What a test runner tells a matcher. */
export interface MatcherContext {
  readonly isNot?: boolean | undefined;
  readonly utils?:
    | { matcherHint(name: string, received?: string, expected?: string, options?: { isNot?: boolean }): string }
    | undefined;
}

/** What a matcher tells a test runner. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const VERDICTS = {
  toRouteTo: routesTo,
  toBeAllowed: isAllowed,
  toBeDenied: isDenied,
  toUseMtls: usesMtls,
  toBeRefused: isRefused,
  toTimeOutAfter: timesOutAfter,
  toRetry: retries,
  toFailWith: failsWith,
  toRedirectTo: redirectsTo,
  toSeeHeaders: seesHeaders,
  toBeUnknown: isUnknown,
} satisfies Record<keyof MeshMatchers<void>, (call: Call, ...expected: never[]) => Verdict>;

/** A matcher as `expect.extend` takes it. */
export type MeshMatcher = (
  this: MatcherContext | undefined,
  received: unknown,
  ...expected: unknown[]
) => MatcherResult;

/** All matchers by name. */
export const meshMatchers = Object.fromEntries(
  Object.entries(VERDICTS).map(([name, verdict]) => [
    name,
    matcher(name, verdict as (call: Call, ...expected: unknown[]) => Verdict),
  ]),
) as Readonly<Record<keyof MeshMatchers<void>, MeshMatcher>>;

function matcher(name: string, verdictOn: (call: Call, ...expected: unknown[]) => Verdict): MeshMatcher {
  return function (received, ...expected) {
    const call = callOf(name, received);
    const isNot = this?.isNot === true;
    const verdict = named(name, () => verdictOn(call, ...expected));
    // What is neither fails either way.
    const pass = verdict.holds === 'yes' || (verdict.holds !== 'no' && isNot);
    const hint = () =>
      this?.utils?.matcherHint(name, 'call', expected.length === 0 ? '' : 'expected', { isNot }) ??
      `${isNot ? 'not ' : ''}${name}`;
    return { pass, message: () => message(hint(), verdict, isNot, call) };
  };
}

function callOf(name: string, received: unknown): Call {
  const { outcomes, explain } = Object(received) as { readonly outcomes?: unknown; readonly explain?: unknown };
  if (Array.isArray(outcomes) && typeof explain === 'function') return received as Call;
  throw new TypeError(
    `${name}: expect must be given a call, such as mesh.from('shop/web').get('http://reviews/'), got ${given(received)}`,
  );
}

function named(name: string, verdict: () => Verdict): Verdict {
  try {
    return verdict();
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

function message(hint: string, verdict: Verdict, isNot: boolean, call: Call): string {
  return [hint, '', ...verdictLines(verdict, isNot), '', (verdict.asked ?? call).explain()].join('\n');
}
