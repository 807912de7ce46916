import { checkHostName } from '../values/host-name';
import { given } from '../values/given';
import { type Check, known, oneOf, type PropChecks, shape, value, wholeNumber } from '../tree/props';
import { isUnresolved } from '../values/unresolved';
import { type HTTPRoute } from './istio-types';

/** Where a {@link HttpRedirect} sends clients. What is not given stays as the client asked for it; something must be given. */
export interface RedirectTarget {
  /** The whole path (`redirect.uri`). */
  readonly path?: string | undefined;

  /** Host, and port if wanted (`redirect.authority`). */
  readonly authority?: string | undefined;

  /** `http` or `https`, with that scheme's own port (`redirect.scheme`). */
  readonly scheme?: 'http' | 'https' | undefined;

  /** Port (`redirect.port`). */
  readonly port?: number | undefined;

  /** Status of the answer: 301, 302, 303, 307 or 308 (`redirect.redirectCode`). @default 301 */
  readonly code?: number | undefined;
}

const CHECKS: PropChecks<RedirectTarget> = {
  path: value(checkPath),
  authority: value(checkAuthority),
  scheme: oneOf('http', 'https'),
  port: wholeNumber(1, 65535),
  code: value((code) =>
    isUnresolved(code) || [301, 302, 303, 307, 308].includes(code as number)
      ? undefined
      : `must be 301, 302, 303, 307 or 308, got ${given(code)}`,
  ),
};

/**
 * An answer that sends the client elsewhere, without asking the app.
 *
 * @example
 * new HttpRouting(this, 'moved', {
 *   app: reviews,
 *   match: HttpMatch.exact('/old'),
 *   redirect: HttpRedirect.to({ path: '/new', code: 308 }),
 * });
 */
export class HttpRedirect {
  /** To another path, host, scheme or port. */
  public static to(target: RedirectTarget): HttpRedirect {
    return new HttpRedirect(target);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  /** `http[].redirect`. @internal */
  public readonly spec: NonNullable<HTTPRoute['redirect']>;

  private constructor(target: RedirectTarget) {
    const wrong = known(shape(CHECKS))(target, 'to');
    const { path, authority, scheme, port, code } = wrong.length > 0 ? {} : target;
    const none = [path, authority, scheme, port].every((each) => each === undefined);
    this.problems = wrong.length === 0 && none ? ['must give path, authority, scheme or port'] : wrong;
    this.spec = { uri: path, authority, scheme, port, redirectCode: code };
  }
}

/** Checks that a prop is an {@link HttpRedirect} without problems. */
export const redirectCheck: Check = (value_, at) => {
  if (value_ === undefined) return [];
  if (value_ instanceof HttpRedirect) return value_.problems.map((problem) => `${at}: ${problem}`);
  return [
    `${at} must be an HttpRedirect that is known at synthesis, such as HttpRedirect.to({ path: '/new' }), got ${given(value_)}`,
  ];
};

function checkPath(path: unknown): string | undefined {
  if (isUnresolved(path) || (typeof path === 'string' && path.startsWith('/'))) return undefined;
  return `must begin with a slash, got ${given(path)}`;
}

function checkAuthority(authority: unknown): string | undefined {
  if (isUnresolved(authority)) return undefined;
  const problem = checkHostName(typeof authority === 'string' ? authority.replace(/:\d{1,5}$/, '') : authority);
  return problem === undefined ? undefined : `must be a host, with a port if wanted, got ${given(authority)}`;
}
