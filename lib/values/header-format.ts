/**
 * The variables in values of headers, such as `%HOSTNAME%`, `%REQ(X-Id)%` or `%DYNAMIC_METADATA(["a", "b"])%`. Source: Envoy's access log
 * formatter as istiod's webhook reads it: a `%` that stands for itself is written twice, and what a variable is called is not checked.
 */
import { given } from './given';
import { isUnresolved } from './unresolved';

/** Where in a value the reading is, and what is missing when the value ends there. */
type State =
  'text' | 'name' | 'arguments' | 'string' | 'after string' | 'before string' | 'after list' | 'after arguments';

const MISSING: Readonly<Record<Exclude<State, 'text'>, string>> = {
  name: 'lacks the % that ends a variable (a % that stands for itself is written %%)',
  arguments: 'lacks the ) that ends the arguments of a variable',
  string: 'lacks the ) that ends the arguments of a variable',
  'after string': 'lacks the ] that ends a list of arguments',
  'before string': 'lacks a text in quotes in a list of arguments',
  'after list': 'lacks the ) behind a list of arguments',
  'after arguments': 'lacks the % that ends a variable',
};

/** What comes next where only one thing may come, blanks aside. */
const EXPECTED: Readonly<Partial<Record<State, Readonly<Record<string, State>>>>> = {
  'before string': { '"': 'string' },
  'after string': { ',': 'before string', ']': 'after list' },
  'after list': { ')': 'after arguments' },
  'after arguments': { '%': 'text' },
};

/** A value of a header of which Envoy can read the variables. */
export function checkHeaderFormat(value: unknown): string | undefined {
  if (typeof value === 'string' && !value.includes('%')) return undefined;
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string') return `must be a text, got ${given(value)}`;
  const problem = formatProblem(value);
  return problem === undefined ? undefined : `${problem}, got ${given(value)}`;
}

function formatProblem(value: string): string | undefined {
  let state: State = 'text';
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    const expected: Readonly<Record<string, State>> | undefined = EXPECTED[state];
    if (expected !== undefined) {
      const next: State | undefined = Object.hasOwn(expected, character) ? expected[character] : undefined;
      if (next !== undefined) state = next;
      else if (character !== ' ') return `must have ${Object.keys(expected).join(' or ')} where it has ${character}`;
    } else if (state === 'text') {
      if (character !== '%') continue;
      if (at === value.length - 1) return 'must not end in a single % (one that stands for itself is written %%)';
      if (value.charAt(at + 1) === '%') at++;
      else state = 'name';
    } else if (state === 'name') {
      if (character === '%') state = 'text';
      else if (character === '(') state = 'arguments';
    } else if (state === 'arguments') {
      // What does not begin a list is taken for a text without quotes, the ) of an empty pair of brackets included.
      if (character === '[') state = 'before string';
      else if (character !== ' ') state = 'string';
    } else if (character === '\\') {
      if (at === value.length - 1) return 'must not end in a backslash';
      at++;
    } else if (character === ')') state = 'after arguments';
    else if (character === '"') state = 'after string';
  }
  return state === 'text' ? undefined : MISSING[state];
}
