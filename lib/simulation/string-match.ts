import { fieldsOf } from '../values/json';
import { checkRegex, wholeMatcher } from '../values/regex';

/** A StringMatch of Istio: `exact`, `prefix` or `regex` (of the whole text), or nothing, which asks for presence only. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix'; readonly value: string }
  | { readonly kind: 'regex'; readonly value: string; readonly matches: (text: string) => boolean }
  | { readonly kind: 'present' };

const PRESENT: StringMatch = { kind: 'present' };

/** Undefined where nothing is written at all; the regex `*` asks for presence, as istiod has it. */
export function stringMatch(value: unknown): StringMatch | undefined {
  if (value === undefined || value === null) return undefined;
  const { exact, prefix, regex } = fieldsOf(value);
  if (typeof exact === 'string') return { kind: 'exact', value: exact };
  if (typeof prefix === 'string') return { kind: 'prefix', value: prefix };
  if (typeof regex !== 'string' || regex === '*') return PRESENT;
  return { kind: 'regex', value: regex, matches: patternMatcher(regex) };
}

/** Compiled when the first text comes. A pattern that istiod refuses matches nothing. */
function patternMatcher(pattern: string): (text: string) => boolean {
  let compiled: ((text: string) => boolean) | undefined;
  return (text) => {
    compiled ??= checkRegex(pattern) === undefined ? wholeMatcher(pattern) : () => false;
    return compiled(text);
  };
}

/** Whether a text that is there matches. */
export function matchesText(match: StringMatch, text: string, ignoresCase = false): boolean {
  switch (match.kind) {
    case 'present':
      return true;
    case 'regex':
      return match.matches(text);
    case 'exact':
      return ignoresCase ? match.value.toLowerCase() === text.toLowerCase() : match.value === text;
    case 'prefix':
      return ignoresCase ? text.toLowerCase().startsWith(match.value.toLowerCase()) : text.startsWith(match.value);
  }
}
