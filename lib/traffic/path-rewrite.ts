import { given } from '../values/given';
import { type Check } from '../tree/props';
import { checkRegex } from '../values/regex';
import { derive, isUnresolved } from '../values/unresolved';
import { type HTTPRoute } from './istio-types';

/**
 * Another path for the app than the client asked for. The query stays.
 *
 * Istio's `rewrite.uri` replaces text: `/bare` by `/` makes `//a` of `/bare/a`, and `/foot` of `/barefoot`. So whole segments are replaced by
 * a regular expression.
 *
 * @example
 * new HttpRouting(this, 'v2', {
 *   app: reviews,
 *   match: HttpMatch.prefix('/v2'),
 *   to: [{ to: reviews.version('v2') }],
 *   rewrite: PathRewrite.prefix('/v2', '/'),
 * });
 */
export class PathRewrite {
  /** `from` and what is below it, in whole segments, becomes `to`: with `('/api', '/')`, `/api/x` becomes `/x`. Other paths stay. */
  public static prefix(from: string, to: string): PathRewrite {
    return new PathRewrite([...pathProblem('from', from), ...pathProblem('to', to)], {
      uriRegexRewrite: derive([from, to], (old, target) => {
        const [start, end] = [trimmed(old), trimmed(target)];
        // Where nothing is left of the old path, the slash after it is the whole new one.
        return end === ''
          ? { match: `^${quoted(start)}(/|$)`, rewrite: '/' }
          : { match: `^${quoted(start)}(/|$)`, rewrite: `${end.replace(/\\/g, '\\\\')}\\1` };
      }),
    });
  }

  /** Every path becomes this one. */
  public static to(path: string): PathRewrite {
    return new PathRewrite(pathProblem('path', path), {
      uriRegexRewrite: derive([path], (known) => ({ match: '^.*$', rewrite: known.replace(/\\/g, '\\\\') })),
    });
  }

  /** What an RE2 pattern finds in the path, each time, becomes `substitution`, in which `\1` is its first group. */
  public static regex(pattern: string, substitution: string): PathRewrite {
    const wrong = isUnresolved(pattern) ? undefined : checkRegex(pattern);
    const text = isUnresolved(substitution) || typeof substitution === 'string';
    return new PathRewrite(
      [
        ...(wrong === undefined ? [] : [`pattern ${wrong}`]),
        ...(text ? [] : [`substitution must be a text, got ${given(substitution)}`]),
      ],
      { uriRegexRewrite: { match: pattern, rewrite: substitution } },
    );
  }

  private constructor(
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    /** `http[].rewrite`. @internal */
    public readonly spec: NonNullable<HTTPRoute['rewrite']>,
  ) {}
}

/** Checks that a prop is a {@link PathRewrite} without problems. */
export const rewriteCheck: Check = (value, at) => {
  if (value === undefined) return [];
  if (value instanceof PathRewrite) return value.problems.map((problem) => `${at}: ${problem}`);
  return [
    `${at} must be a PathRewrite that is known at synthesis, such as PathRewrite.prefix('/api', '/'), got ${given(value)}`,
  ];
};

function pathProblem(noun: string, path: unknown): string[] {
  if (isUnresolved(path) || (typeof path === 'string' && path.startsWith('/'))) return [];
  return [`${noun} must begin with a slash, got ${given(path)}`];
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, '');
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
