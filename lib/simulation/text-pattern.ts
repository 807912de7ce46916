/** Texts as AuthorizationPolicies compare them. Source: semantics.md, Strings, and istiod's `matcher/string.go` and `header.go`. */
import { wholeMatcher } from '../values/regex';

/** Whether a text fits. */
export type TextTest = (text: string) => boolean;

/** As it stands, `x*`, `*x`, or `*` for any text that is not empty. */
export function textTest(pattern: string): TextTest {
  if (pattern === '*') return (text) => text !== '';
  if (pattern.startsWith('*')) {
    const suffix = pattern.slice(1);
    return (text) => text.endsWith(suffix);
  }
  if (pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => text === pattern;
}

/** The same for headers, for which `*` is their presence: an empty header satisfies it (measured with random meshes, 1). */
export function headerTest(pattern: string): TextTest {
  return pattern === '*' ? () => true : textTest(pattern);
}

/**
 * Texts that hold the pieces between the stars of `pattern`, in their order. istiod writes such a pattern into a regular expression as it
 * is, so other special characters keep their meaning there.
 *
 * @param before - what must stand before the pattern, at the beginning of the text if `isAnchored`
 * @param after - what must stand behind it; at the end of the text if `isAnchored`
 * @returns undefined where the proxy would refuse the regular expression
 */
export function globTest(before: string, pattern: string, after: string, isAnchored: boolean): TextTest | undefined {
  const ends = isAnchored ? '' : '.*';
  if (/[^\w\-/*:]/.test(pattern)) return regexTest(`${ends}${before}${pattern.replaceAll('*', '.*')}${after}${ends}`);
  const pieces = `${before}${pattern}${after}`.split('*');
  return isAnchored ? anchored(pieces) : (text) => holdsInOrder(text, pieces, 0, text.length);
}

function anchored(pieces: readonly string[]): TextTest {
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return (text) => text === first;
  const last = pieces[pieces.length - 1] ?? '';
  const between = pieces.slice(1, -1);
  return (text) =>
    text.length >= first.length + last.length &&
    text.startsWith(first) &&
    text.endsWith(last) &&
    holdsInOrder(text, between, first.length, text.length - last.length);
}

/** Taking each piece where it first occurs finds them all if they can be found. */
function holdsInOrder(text: string, pieces: readonly string[], from: number, to: number): boolean {
  let at = from;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= to;
}

function regexTest(pattern: string): TextTest | undefined {
  try {
    return wholeMatcher(pattern);
  } catch {
    return undefined;
  }
}
