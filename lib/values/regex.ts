/** Regular expressions of routes: RE2, which Envoy uses, matched against the whole text. */
import type * as Re2 from 're2js';
import { given } from './given';
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

/** Loaded when the first pattern comes, for most programs have none. */
function re2(): typeof Re2 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('re2js') as typeof Re2;
}
