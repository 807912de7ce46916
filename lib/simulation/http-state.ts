import { replaceAllMatches } from '../values/regex';
import { applyOperations, type HeaderOperations, isIdle } from './header-operations';
import { type HttpMatch } from './http-match';
import { type SeenRequest } from './outcome';
import { pathOnly } from './request';
import { type Forward, type Redirect, type RouteDestination, type RouteEffects } from './route-action';

/** A request between two stages: what proxies have made of it so far. */
export interface HttpState {
  readonly method: string;
  readonly scheme: string;

  /** The Host header. */
  readonly authority: string;

  /** With the query string. */
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
}

/**
 * Headers by which Envoy is told things. A proxy of the mesh trusts nobody with them, its own application neither. Source: Envoy's
 * `cleanInternalHeaders`; measured: timeouts.
 */
const OF_ENVOY: ReadonlySet<string> = new Set(
  [
    'expected-rq-timeout-ms',
    'force-trace',
    'hedge-on-per-try-timeout',
    'ip-tags',
    'max-retries',
    'original-url',
    'retriable-header-names',
    'retriable-status-codes',
    'retry-grpc-on',
    'retry-on',
    'upstream-alt-stat-name',
    'upstream-rq-per-try-timeout-ms',
    'upstream-rq-timeout-alt-response',
    'upstream-rq-timeout-ms',
  ].map((name) => `x-envoy-${name}`),
);

/** Without those that a proxy takes away before it reads a request. */
export function withoutEnvoyHeaders(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  let kept: Map<string, string> | undefined;
  for (const name of headers.keys()) {
    if (!name.startsWith('x-envoy-') || !OF_ENVOY.has(name)) continue;
    kept ??= new Map(headers);
    kept.delete(name);
  }
  return kept ?? headers;
}

/** The request that a route sends to one of its destinations: path, Host header and headers changed as it says. */
export function forwarded(
  state: HttpState,
  match: HttpMatch,
  { request }: RouteEffects,
  forward: Forward,
  destination: RouteDestination,
): HttpState {
  const path = rewrittenPath(state.path, match, forward);
  // Where destinations are weighted, one may have a Host header of its own.
  const authority = forward.authority ?? request.authority ?? destination.request.authority ?? state.authority;
  const own = forward.isWeighted ? destination.request : undefined;
  const isChanged = path !== state.path || authority !== state.authority;
  if (!isChanged && isIdle(request) && (own === undefined || isIdle(own))) return state;
  const headers = new Map(state.headers);
  if (own !== undefined) applyOperations(own, headers);
  applyOperations(request, headers);
  if (path !== state.path) headers.set('x-envoy-original-path', state.path);
  if (authority !== state.authority) headers.set('x-envoy-original-host', state.authority);
  return { ...state, path, authority, headers };
}

/** Measured: rewrite, mirror-missing. */
function rewrittenPath(pathAndQuery: string, match: HttpMatch, { rewrite }: Forward): string {
  if (rewrite === undefined) return pathAndQuery;
  const path = pathOnly(pathAndQuery);
  const query = pathAndQuery.slice(path.length);
  if (rewrite.kind === 'regex') return replaceAllMatches(rewrite.pattern, path, rewrite.replacement) + query;
  return replacedPrefix(path, match, rewrite.value) + query;
}

/** What the match has seen is replaced, text for text: all of the path by an exact match or a pattern, a slash where there is no condition. */
function replacedPrefix(path: string, { path: match }: HttpMatch, value: string): string {
  switch (match.kind) {
    case 'any':
      return value + path.slice(1);
    case 'prefix':
      return value + path.slice(match.value.length);
    case 'segments': {
      const rest = path.slice(match.value.length);
      // Gateway API takes whole segments away: `/` for a prefix leaves no two slashes.
      return value.endsWith('/') ? value + rest.replace(/^\//, '') : value + rest;
    }
    default:
      return value;
  }
}

/** The header `location` of a redirect. Measured: redirect. */
export function redirectLocation(state: HttpState, match: HttpMatch, redirect: Redirect, listenerPort: number): string {
  const scheme = redirect.scheme ?? state.scheme;
  const port = redirect.port === 'request' ? listenerPort : redirect.port;
  const isDefault = (port === 80 && scheme === 'http') || (port === 443 && scheme === 'https');
  const given = redirect.authority ?? state.authority;
  const [name = '', written] = given.split(/:(\d+)$/);
  const kept =
    port !== undefined ||
    (scheme !== state.scheme && redirect.authority === undefined && isDefaultPort(written, state.scheme))
      ? name
      : given;
  const authority = port === undefined || isDefault ? kept : `${name}:${port}`;
  return `${scheme}://${authority}${redirectedPath(state.path, match, redirect)}`;
}

function isDefaultPort(port: string | undefined, scheme: string): boolean {
  return port === (scheme === 'https' ? '443' : '80');
}

function redirectedPath(pathAndQuery: string, match: HttpMatch, { uri, prefixRewrite }: Redirect): string {
  const path = pathOnly(pathAndQuery);
  const query = pathAndQuery.slice(path.length);
  if (prefixRewrite !== undefined) {
    // Unlike a rewrite, text for text also behind whole segments.
    const { path: written } = match;
    const replaced =
      written.kind === 'segments'
        ? prefixRewrite + path.slice(written.value.length)
        : replacedPrefix(path, match, prefixRewrite);
    return replaced + query;
  }
  if (uri === undefined) return pathAndQuery;
  return uri.includes('?') ? uri : uri + query;
}

/** The request as an application gets it, beside the one that the client sent. */
export function seenRequest(sent: ReadonlyMap<string, string>, state: HttpState, port: number): SeenRequest {
  const { method, authority, path, headers } = state;
  const changed: Record<string, string> = {};
  const removed: string[] = [];
  if (headers !== sent) {
    for (const [name, value] of headers) if (sent.get(name) !== value) changed[name] = value;
    for (const name of sent.keys()) if (!headers.has(name)) removed.push(name);
  }
  return { method, host: authority, path, port, headers: changed, removed };
}

/** Headers that a route and a destination put into answers, where the backend sent none. */
export function replyHeaders(operations: readonly HeaderOperations[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const each of operations) applyOperations(each, headers);
  return Object.fromEntries(headers);
}
