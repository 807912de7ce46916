/** What a case of a spec may expect, by the name of the field: how it is written, and what is made of it. */
import { type Call } from '../mesh/call';
import { type Result } from '../simulation/outcome';
import { isAllowed } from '../testing/matchers/be-allowed';
import { isDenied } from '../testing/matchers/be-denied';
import { isRefused } from '../testing/matchers/be-refused';
import { isUnknown } from '../testing/matchers/be-unknown';
import { answersWith } from '../testing/matchers/fail-with';
import { type Redirection, redirectsTo } from '../testing/matchers/redirect-to';
import { retries, type Retrying } from '../testing/matchers/retry';
import { routesTo } from '../testing/matchers/route-to';
import { type ExpectedHeaders, seesHeaders } from '../testing/matchers/see-headers';
import { timesOutAfter } from '../testing/matchers/time-out-after';
import { usesMtls } from '../testing/matchers/use-mtls';
import { type Verdict } from '../testing/verdict';
import { checkDuration, parseDuration } from '../values/duration';
import { given } from '../values/given';
import { checkRetryCondition } from '../values/retry-condition';
import {
  bool,
  either,
  type FieldCheck,
  isText,
  listOf,
  mapOf,
  number,
  record,
  text,
  value,
  wholeNumber,
} from './fields';

/** One field of `expect`. */
export interface Expectation {
  readonly check: FieldCheck;

  /** What is said about a call. `isNot` where `false` asks for the contrary. */
  readonly verdict: (call: Call, expected: unknown) => { readonly verdict: Verdict; readonly isNot: boolean };
}

const RESULTS = ['closed', 'refused', 'reset', 'timeout', 'unresolved', 'ok'] as const;
const PERCENT = number(0, 100);
const RESULT: FieldCheck = value((each) =>
  isStatus(each) || (RESULTS as readonly unknown[]).includes(each)
    ? undefined
    : `must be a status, or one of ${RESULTS.join(', ')}, got ${given(each)}`,
);
const CAUSE: FieldCheck = value((each) => checkRetryCondition(typeof each === 'number' ? String(each) : each));
/** `true`, `false`, or a text. */
const BOOL_OR_TEXT = either(isText, text, bool);

/** All of them, by name. */
export const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  routeTo: {
    check: either(isText, text, mapOf(PERCENT, { min: 1 })),
    verdict: plainly((call, to: string | Readonly<Record<string, number>>) =>
      routesTo(call, typeof to === 'string' ? to : Object.entries(to)),
    ),
  },
  status: {
    check: either(
      (each) => typeof each === 'object',
      (each, path) => [
        ...mapOf(PERCENT, { min: 1 })(each, path),
        ...Object.keys(Object(each) as object).flatMap((name) => RESULT(resultOf(name), `${path}[${name}]`)),
      ],
      RESULT,
    ),
    verdict: plainly((call, status: Result | Readonly<Record<string, number>>) =>
      answersWith(
        call,
        typeof status === 'object'
          ? Object.entries(status).map(([name, percent]) => [resultOf(name), percent] as const)
          : [[status, 100]],
      ),
    ),
  },
  allowed: { check: BOOL_OR_TEXT, verdict: byPolicy(isAllowed) },
  denied: { check: BOOL_OR_TEXT, verdict: byPolicy(isDenied) },
  mtls: { check: bool, verdict: negatable(usesMtls) },
  refused: { check: bool, verdict: negatable(isRefused) },
  redirectTo: {
    check: either(isText, text, record({ url: text, status: wholeNumber(300, 399) })),
    verdict: plainly((call, to: string | Redirection) => redirectsTo(call, to)),
  },
  timeoutAfter: {
    check: value(checkDuration),
    verdict: plainly((call, time: string) =>
      timesOutAfter(call, { toMilliseconds: () => Number((parseDuration(time) ?? 0n) / 1_000_000n) }),
    ),
  },
  retries: {
    // Not `on`: YAML 1.1 takes that for true.
    check: record({ attempts: wholeNumber(0), when: either(Array.isArray, listOf(CAUSE, { min: 1 }), CAUSE) }),
    verdict: plainly((call, { attempts, when }: { attempts?: number; when?: Retrying['on'] }) =>
      retries(call, { attempts, on: when }),
    ),
  },
  seenHeaders: {
    check: mapOf(
      either(
        (each) => each === null,
        () => [],
        text,
      ),
      { min: 1 },
    ),
    verdict: plainly((call, headers: ExpectedHeaders) => seesHeaders(call, headers)),
  },
  unknown: {
    check: BOOL_OR_TEXT,
    verdict: (call, expected) => ({
      verdict: isUnknown(call, typeof expected === 'string' ? expected : undefined),
      isNot: expected === false,
    }),
  },
};

function plainly<T>(verdict: (call: Call, expected: T) => Verdict): Expectation['verdict'] {
  return (call, expected) => ({ verdict: verdict(call, expected as T), isNot: false });
}

function negatable(verdict: (call: Call) => Verdict): Expectation['verdict'] {
  return (call, expected) => ({ verdict: verdict(call), isNot: expected === false });
}

/** `true`, `false`, or the name of the policy. */
function byPolicy(verdict: typeof isAllowed): Expectation['verdict'] {
  return (call, expected) => ({
    verdict: verdict(call, typeof expected === 'string' ? { by: expected } : {}),
    isNot: expected === false,
  });
}

function isStatus(each: unknown): boolean {
  return Number.isInteger(each) && Number(each) >= 100 && Number(each) <= 599;
}

/** Names of fields are texts: `{ 503: 30 }`. */
function resultOf(name: string): Result {
  return /^\d+$/.test(name) ? Number(name) : (name as Result);
}
