import { judged } from '../tree/judged';
import { given } from '../values/given';
import { checkRegex, literally } from '../values/regex';
import { derive, isUnresolved } from '../values/unresolved';
import { type Check } from '../tree/props';
import { HttpMatch, relateMatches } from './http-match';
import { type UriRegexRewrite } from './istio-types';

/** The ways to change a path. */
export type PathChangeKind =
  | { readonly kind: 'full'; readonly path: string }
  | { readonly kind: 'prefix'; readonly from: string; readonly to: string }
  | { readonly kind: 'regex'; readonly pattern: string; readonly substitution: string };

/**
 * How the path of a request is changed, by a rewrite or a redirect. The query stays.
 *
 * @example
 * PathChange.prefix('/bare', '/')
 */
export class PathChange {
  /** Another path, whatever it was. */
  public static full(path: string): PathChange {
    return new PathChange({ kind: 'full', path }, pathProblem('path', path));
  }

  /**
   * The segments `from` become `to`, those below stay: from `/bare` to `/`, `/bare/a` becomes `/a` and `/bare` becomes `/`.
   *
   * Istio's own `rewrite.uri` replaces text, and would make `//a`. Routes with this change must match paths at or below `from` only.
   */
  public static prefix(from: string, to: string): PathChange {
    const known = isUnresolved(from) ? ['from must be known at synthesis, because routes depend on it'] : [];
    return new PathChange({ kind: 'prefix', from, to }, [
      ...known,
      ...pathProblem('from', from),
      ...pathProblem('to', to),
    ]);
  }

  /**
   * Every part of the path that this RE2 pattern matches becomes `substitution`, in which `\1` is the first group
   * (`rewrite.uriRegexRewrite`). For rewrites only.
   */
  public static regex(pattern: string, substitution: string): PathChange {
    const problem = checkRegex(pattern);
    const wrong = !isUnresolved(substitution) && typeof substitution !== 'string';
    return new PathChange({ kind: 'regex', pattern, substitution }, [
      ...(problem === undefined ? [] : [`pattern ${problem}`]),
      ...(wrong ? [`substitution must be a text, got ${given(substitution)}`] : []),
    ]);
  }

  private constructor(
    /** The way and its paths, as data. */
    public readonly change: PathChangeKind,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}
}

/** Checks that a prop is a {@link PathChange} without problems. */
export const pathChangeCheck: Check = judged(
  "a PathChange that is known at synthesis, such as PathChange.prefix('/old', '/new')",
  (each) => each instanceof PathChange,
);

/** One line where `match` takes requests that a change of a prefix would not fit. */
export function pathChangeProblems(at: string, change: PathChange | undefined, match: HttpMatch): string[] {
  if (change?.change.kind !== 'prefix') return [];
  const { from } = change.change;
  const relation = relateMatches(match, HttpMatch.prefix(from));
  return relation === 'inside' || relation === 'equal'
    ? []
    : [
        `${at} changes paths below ${from}, but match takes others as well: match HttpMatch.prefix(${JSON.stringify(from)}) or what is in it`,
      ];
}

/**
 * The change as `rewrite.uriRegexRewrite`. It stays right where the route's match gets narrower, by a fault or the path of a public host,
 * while `rewrite.uri` replaces whatever that match says.
 */
export function printPathRewrite({ change }: PathChange): UriRegexRewrite {
  switch (change.kind) {
    case 'full':
      return { match: '^.*$', rewrite: derive([change.path], literal) };
    case 'regex':
      return { match: change.pattern, rewrite: change.substitution };
    case 'prefix': {
      const from = literally(withoutSlash(change.from));
      return derive([change.to], (to) => {
        // What is left of a path below "/" begins with a slash of its own.
        const base = withoutSlash(to);
        if (base === '') return { match: `^${from}/?(.*)$`, rewrite: '/\\1' };
        return { match: `^${from}(/.*)?$`, rewrite: `${literal(base)}\\1` };
      });
    }
  }
}

/** `path` without the slash at its end; `/` becomes empty. */
export function withoutSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** In a substitution a backslash is written twice. */
function literal(text: string): string {
  return text.replace(/\\/g, '\\\\');
}

function pathProblem(noun: string, path: unknown): string[] {
  if (isUnresolved(path)) return [];
  return typeof path === 'string' && path.startsWith('/')
    ? []
    : [`${noun} must begin with a slash, got ${given(path)}`];
}
