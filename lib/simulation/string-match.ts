import { fieldsOf } from '../values/json';
import { checkRegex, wholeMatcher } from '../values/regex';

/** A StringMatch of Istio: `exact`, `prefix` or `regex` (of the whole text), or nothing, which asks for presence only. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix'; readonly value: string }
  | { readonly kind: 'regex'; readonly value: string; readonly matches: (text: string) => boolean }
  | { readonly kind: 'present' };

const PRESENT: StringMatch = { kind: 'present' };

/** Patterns of a mesh, each compiled once, when the first text comes. */
export class Patterns {
  private readonly known = new Map<string, (text: string) => boolean>();

  /** What matches whole texts against a pattern. One that istiod refuses matches nothing. */
  public of(pattern: string): (text: string) => boolean {
    return (text) => {
      let matches = this.known.get(pattern);
      if (matches === undefined) {
        matches = checkRegex(pattern) === undefined ? wholeMatcher(pattern) : () => false;
        this.known.set(pattern, matches);
      }
      return matches(text);
    };
  }
}

/**
 * Undefined where nothing is written at all; the regex `*` asks for presence, as istiod has it.
 *
 * @param patterns - those that are compiled already.
 */
export function stringMatch(value: unknown, patterns = new Patterns()): StringMatch | undefined {
  if (value === undefined || value === null) return undefined;
  const { exact, prefix, regex } = fieldsOf(value);
  if (typeof exact === 'string') return { kind: 'exact', value: exact };
  if (typeof prefix === 'string') return { kind: 'prefix', value: prefix };
  if (typeof regex !== 'string' || regex === '*') return PRESENT;
  return { kind: 'regex', value: regex, matches: patterns.of(regex) };
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
