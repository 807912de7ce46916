/** Paths as AuthorizationPolicies compare them. Source: semantics.md, Strings, and Envoy's `uri_template_internal.cc`. */
import { literally } from '../values/regex';
import { textTest, type TextTest } from './text-pattern';

// What Envoy lets templates stand for; other characters, such as quotes, match no template.
const SEGMENT = String.raw`[a-zA-Z0-9\-._~%!$&'()+,;:@=]`;

/**
 * A path, `x*`, `*x`, `*`, or a template: `{*}` is one segment that is not empty, `{**}` any number of them, also none behind its slash.
 *
 * @returns whether it fits a path without its query string
 */
export function pathTest(pattern: string): TextTest {
  if (!pattern.includes('{*}') && !pattern.includes('{**}')) return textTest(pattern);
  const segments = pattern.split('/').map((segment) => {
    if (segment === '{*}' || segment === '*') return `${SEGMENT}+`;
    if (segment === '{**}' || segment === '**') return `(?:${SEGMENT}|/)*`;
    return literally(segment);
  });
  const regex = new RegExp(`^${segments.join('/')}$`);
  return (path) => regex.test(path);
}

/** What Envoy compares: without query string and fragment. */
export function comparedPath(path: string): string {
  const end = path.search(/[?#]/);
  return end === -1 ? path : path.slice(0, end);
}
