/**
 * Patterns of schemas and rules. They are RE2; where JavaScript reads one the same way, its own engine is used, for it is built in and
 * fast, else re2js.
 */
import { re2 } from './re2';

/** A pattern, found anywhere in a text. */
export interface TextPattern {
  test(text: string): boolean;
}

// No escapes but of punctuation, hexadecimal ones and white space, no groups with a question mark but plain ones.
const SAFE =
  /^(?:[^\\[\](){}*+?]|\\[\\.*+?()[\]{}|^$/tnr-]|\\x[0-9A-Fa-f]{2}|\[(?!\^?\])(?:[^\\[\]]|\\[\\.\][^/tnr-]|\\x[0-9A-Fa-f]{2})+\]|\((?:\?:|(?!\?))|[)*+?]|\{\d+(?:,\d*)?\})*$/;

/** Parts of a pattern: an escape, a class, or one character. */
const PART = /\\.|\[(?:\\.|[^\]])*\]|./gsu;

/**
 * The pattern with its flags for JavaScript; undefined where it may mean something else there.
 *
 * A dot is all but a line feed in RE2, but all but four characters in JavaScript.
 */
export function javascriptSource(pattern: string): { readonly source: string; readonly flags: string } | undefined {
  // The only flag in use; RE2 lets it stand behind the anchor as well.
  const ignoresCase = /^\^?\(\?i\)/.test(pattern);
  const plain = ignoresCase ? pattern.replace('(?i)', '') : pattern;
  if (!SAFE.test(plain)) return undefined;
  const source = plain.replace(PART, (part) => (part === '.' ? '[^\\n]' : part));
  const flags = ignoresCase ? 'iu' : 'u';
  try {
    new RegExp(source, flags);
    return { source, flags };
  } catch {
    return undefined;
  }
}

/** @throws Error if RE2 does not take the pattern. */
export function javascriptPattern(pattern: string): TextPattern {
  const known = javascriptSource(pattern);
  if (known) return new RegExp(known.source, known.flags);
  return re2Pattern(pattern);
}

function re2Pattern(pattern: string): TextPattern {
  const compiled = re2().RE2JS.compile(pattern);
  return { test: (text) => compiled.matcher(text).find() };
}

/** Longest text that JavaScript may look at, and most repetitions without a limit: it tries again from each place for each of them. */
const LONGEST = 500;
const MOST_REPETITIONS = 3;

/**
 * As {@link javascriptPattern}, for patterns of anybody: JavaScript's engine, which goes back and tries again, is only used where that
 * cannot take long. RE2 never goes back.
 *
 * @throws Error if RE2 does not take the pattern.
 */
export function foreignPattern(pattern: string): TextPattern {
  const known = javascriptPattern(pattern);
  if (!(known instanceof RegExp)) return known;
  let slow: TextPattern | undefined;
  const careful = (): TextPattern => (slow ??= re2Pattern(pattern));
  const isQuick = isQuickSource(known.source);
  return { test: (text) => (isQuick && text.length <= LONGEST ? known.test(text) : careful().test(text)) };
}

/** Whether nothing is repeated that has a choice in it, and few things are repeated at all. */
function isQuickSource(source: string): boolean {
  const groups: boolean[] = [];
  let [hasChoice, closed, repetitions] = [false, false, 0];
  for (const [part] of source.matchAll(PART)) {
    if (part === '(') {
      groups.push(hasChoice);
      hasChoice = false;
    } else if ('*+{'.includes(part)) {
      if (closed) return false;
      hasChoice = true;
      repetitions++;
    } else if (part === '|') hasChoice = true;
    closed = part === ')' && hasChoice;
    if (part === ')') hasChoice = (groups.pop() ?? false) || hasChoice;
  }
  return repetitions <= MOST_REPETITIONS;
}
