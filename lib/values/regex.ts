/** Regular expressions of routes: RE2, which Envoy uses, matched against the whole text. */
import { given } from './given';
import { foreignPattern, javascriptPattern } from './pattern';
import { re2 } from './re2';
import { isUnresolved } from './unresolved';

const LONGEST = 1024;

/** A pattern that Istio takes: RE2 syntax, not empty, at most 1024 bytes. */
export function checkRegex(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || value === '') return `must be a regular expression, got ${given(value)}`;
  const bytes = Buffer.byteLength(value);
  if (bytes > LONGEST) return `must be at most ${LONGEST} bytes long, got ${bytes}`;
  try {
    re2().RE2JS.compile(value);
    return undefined;
  } catch (error) {
    return `must be a regular expression in RE2 syntax, got ${given(value)} (${(error as Error).message})`;
  }
}

/** Whether the pattern matches all of `text`. @throws Error if {@link checkRegex} refuses it. */
export function matchesWhole(pattern: string, text: string): boolean {
  return re2().RE2JS.matches(pattern, text);
}

/** The same for a pattern that is asked about often: compiled once. @throws Error if {@link checkRegex} refuses it. */
export function wholeMatcher(pattern: string): (text: string) => boolean {
  // By itself first, for parentheses that close what was not opened would close the ones around it.
  javascriptPattern(pattern);
  const compiled = foreignPattern(`^(?:${pattern})$`);
  return (text) => compiled.test(text);
}

/** The text with what a pattern matches replaced, all of it, as RE2 has it: `\\1` is the first group. */
export function replaceAllMatches(pattern: string, text: string, replacement: string): string {
  if (checkRegex(pattern) !== undefined) return text;
  // re2js writes groups as $1, and takes a backslash for an escape.
  const written = replacement.replaceAll('$', '\\$').replace(/\\(\d)/g, '$$$1');
  return re2().RE2JS.compile(pattern).matcher(text).replaceAll(written);
}

/** A pattern that matches just this text, in RE2 and in JavaScript. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
