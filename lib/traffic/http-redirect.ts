import { checkHostName } from '../values/host-name';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { type Check, known, oneOf, type PropChecks, shape, value, wholeNumber } from '../tree/props';
import { type Redirect } from './istio-types';
import { type MatchBlock } from './match-block';
import { type PathChange, pathChangeCheck, withoutSlash } from './path-change';

/** What a redirect changes in the address. */
export interface RedirectOptions {
  /** @default - the path stays */
  readonly path?: PathChange | undefined;

  /** Host name to go to, without port (`redirect.authority`). @default - the host stays */
  readonly authority?: string | undefined;

  /** `redirect.scheme` @default - the scheme stays */
  readonly scheme?: 'http' | 'https' | undefined;

  /** Port to go to (`redirect.port`). @default - the scheme's own where the scheme or host changes, else the request's */
  readonly port?: number | undefined;

  /** `redirect.redirectCode` @default 301 */
  readonly code?: 301 | 302 | 303 | 307 | 308 | undefined;
}

const code: Check = value((given_) =>
  isUnresolved(given_) || [301, 302, 303, 307, 308].includes(given_ as number)
    ? undefined
    : `must be one of 301, 302, 303, 307, 308, got ${given(given_)}`,
);

const CHECKS: PropChecks<RedirectOptions> = {
  path: pathChangeCheck,
  authority: value(checkHostName),
  scheme: oneOf('http', 'https'),
  port: wholeNumber(1, 65535),
  code,
};

/**
 * An answer that sends the client to another address (`http[].redirect`).
 *
 * Istio takes no fault, rewrite, timeout or destination beside it: requests that are redirected reach nothing.
 *
 * @example
 * HttpRedirect.to({ path: PathChange.full('/moved'), code: 308 })
 */
export class HttpRedirect {
  /** To what `options` change of the address; something of path, authority, scheme and port has to. */
  public static to(options: RedirectOptions): HttpRedirect {
    return new HttpRedirect(options);
  }

  /** To the same address by HTTPS. */
  public static toHttps(options: Pick<RedirectOptions, 'code'> = {}): HttpRedirect {
    return new HttpRedirect({ scheme: 'https', ...options });
  }

  private constructor(
    /** Where clients are sent. */
    public readonly options: RedirectOptions,
  ) {}

  /** Whether only the newest releases of Istio can say it (`redirect.prefixRewrite`). @internal */
  public get needsPrefixRewrite(): boolean {
    return this.options.path?.change.kind === 'prefix';
  }
}

/** Checks that a prop is an {@link HttpRedirect} without problems. */
export const redirectCheck: Check = (given_, at) => {
  if (given_ === undefined) return [];
  if (!(given_ instanceof HttpRedirect)) {
    return [
      `${at} must be an HttpRedirect that is known at synthesis, such as HttpRedirect.toHttps(), got ${given(given_)}`,
    ];
  }
  const problems = known(shape(CHECKS))(given_.options, at);
  if (problems.length > 0) return problems;
  const { path, authority, scheme, port } = given_.options;
  if (path?.change.kind === 'regex') return [`${at}.path must be full or a prefix: Istio redirects by no pattern`];
  const changes = [path, authority, scheme, port].some((each) => each !== undefined);
  return changes ? [] : [`${at} must change something: path, authority, scheme or port`];
};

/**
 * The redirect of the requests of one block. A prefix is replaced by text, so that each block has a redirect of its own.
 *
 * @throws Error where the block does not say where the path begins.
 */
export function printRedirect({ options }: HttpRedirect, block: MatchBlock): Redirect {
  const { path, authority, scheme, port, code: redirectCode } = options;
  return {
    ...(path && printPath(path, block)),
    ...(authority !== undefined && { authority }),
    ...(scheme !== undefined && { scheme }),
    ...(port !== undefined && { port }),
    ...(redirectCode !== undefined && { redirectCode }),
  };
}

function printPath({ change }: PathChange, { uri }: MatchBlock): Redirect {
  if (change.kind === 'full') return { uri: change.path };
  if (change.kind !== 'prefix') throw new Error('Istio redirects by no pattern');
  if (uri === undefined) {
    // Every path begins with the slash that is replaced.
    return { prefixRewrite: derive([change.to], (to) => `${withoutSlash(to)}/`) };
  }
  if (!('text' in uri) || uri.kind === 'regex') {
    throw new Error('a redirect of a prefix needs paths that are matched exactly or by prefix');
  }
  const moved = derive([change.to, uri.text], (to, text) => {
    const below = text.slice(withoutSlash(change.from).length);
    return `${withoutSlash(to)}${below}` || '/';
  });
  return uri.kind === 'exact' ? { uri: moved } : { prefixRewrite: moved };
}
