/** Values in the rules of an AuthorizationPolicy, as istiod takes them. Source: its validation, measured. */
import { checkBytes } from './bytes';
import { given } from './given';
import { type ValueProblem } from './value-problem';

const TEMPLATE = /\{\*\*?\}/;
const BRACE = /[{}]/;
const LITERAL = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;
const SLASHES_AROUND = /^\/+|\/+$/g;
const LONGEST_ACCOUNT = 320;
const DIGITS = /^[0-9]+$/;

/**
 * A path. Templates `{*}` and `{**}` are whole segments, none comes after `{**}`; next to them, segments are literals without `*`.
 * Other than the constructs' check it asks for no slash at the beginning.
 */
export function pathProblem(path: string): ValueProblem | undefined {
  if (!BRACE.test(path)) return undefined;
  const template = TEMPLATE.test(path);
  let rest = false;
  for (const segment of path.replace(SLASHES_AROUND, '').split('/')) {
    if (segment === '{*}' || segment === '{**}') {
      if (rest) return { what: 'last', message: `may have no template after {**}, got ${given(path)}` };
      rest = segment === '{**}';
    } else if (BRACE.test(segment)) {
      const message = `may have braces as {*} and {**} only, each a whole segment, got ${given(path)}`;
      return { what: 'brace', message };
    } else if (template && !LITERAL.test(segment)) {
      const allowed = "letters, digits and -._~%!$&'()+,;:@=, and not be empty";
      return { what: 'literal', message: `must have segments of ${allowed} beside templates, got ${given(path)}` };
    }
  }
  return undefined;
}

/** A ServiceAccount's name, with its namespace and a slash before it if wanted; at most 320 bytes. */
export function serviceAccountProblem(name: string): ValueProblem | undefined {
  if (name.includes('*')) return { what: 'wildcard', message: `must be a whole name without *, got ${given(name)}` };
  const slash = name.indexOf('/');
  if (slash !== -1 && (slash === 0 || slash === name.length - 1 || name.includes('/', slash + 1))) {
    return { what: 'format', message: `must be a name, or a namespace, a slash and a name, got ${given(name)}` };
  }
  const message = checkBytes(name, LONGEST_ACCOUNT);
  return message === undefined ? undefined : { what: 'length', message };
}

/** A trust domain with at most one `*`, at its beginning or end. */
export function trustDomainProblem(domain: string): ValueProblem | undefined {
  const star = domain.indexOf('*');
  if (star === -1) return undefined;
  if (domain.includes('*', star + 1)) return { what: 'wildcards', message: `may have one *, got ${given(domain)}` };
  if (star === 0 || star === domain.length - 1) return undefined;
  return { what: 'wildcard-place', message: `may have * at its beginning or end, got ${given(domain)}` };
}

/** {@link trustDomainProblem} of a source, which may have no slash either; the values of a condition may. */
export function sourceTrustDomainProblem(domain: string): ValueProblem | undefined {
  const problem = trustDomainProblem(domain);
  if (problem !== undefined || !domain.includes('/')) return problem;
  return { what: 'slash', message: `must be a domain without a path, got ${given(domain)}` };
}

/** A port as text: decimal digits of a number up to 65535, 0 included. */
export function portTextProblem(text: string): ValueProblem | undefined {
  if (DIGITS.test(text) && Number(text) <= 65535) return undefined;
  return { what: 'port', message: `must be a port from 0 to 65535 in decimal digits, got ${given(text)}` };
}

/** Whether a key such as `request.headers[x]` has something in its brackets. As istiod looks, the first `[` and a last `]` are enough. */
export function hasMapKey(key: string): boolean {
  const open = key.indexOf('[');
  return key.endsWith(']') && open > 0 && open < key.length - 2;
}
