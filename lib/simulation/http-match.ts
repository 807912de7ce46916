import { fieldsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { claimPath } from './claim-path';
import { matchesText, Patterns, type StringMatch, stringMatch } from './string-match';

/** What routes look at in a request. */
export interface RoutedRequest {
  readonly method: string;
  readonly scheme: string;

  /** The Host header. */
  readonly authority: string;

  /** Without its query string. */
  readonly path: string;

  /** First value of each parameter, not decoded. */
  readonly query: ReadonlyMap<string, string>;

  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;

  /** Claims of a token that a RequestAuthentication of this proxy found right. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

/** A condition on the path. `segments` is a prefix of whole segments, as Ingresses and HTTPRoutes have it. */
export type PathMatch =
  | { readonly kind: 'any' }
  | { readonly kind: 'exact' | 'prefix' | 'segments'; readonly value: string; readonly ignoresCase: boolean }
  | { readonly kind: 'regex'; readonly value: string; readonly matches: (text: string) => boolean };

interface Named {
  readonly name: string;
  readonly match: StringMatch;
}

interface ClaimCondition {
  readonly path: readonly string[];
  readonly match: StringMatch;
  readonly inverted: boolean;
}

/** The conditions of one `match` block, all of which must hold. */
export interface HttpMatch {
  readonly path: PathMatch;
  readonly headers: readonly Named[];
  readonly withoutHeaders: readonly Named[];
  readonly queryParams: readonly Named[];
  readonly claims: readonly ClaimCondition[];
  readonly method: StringMatch | undefined;
  readonly authority: StringMatch | undefined;
  readonly scheme: StringMatch | undefined;

  /** What istiod asks when it makes a proxy's configuration, not when a request comes. */
  readonly proxy: ProxyCondition;
}

/** Which proxies, and which of their listeners, get a route. */
export interface ProxyCondition {
  readonly port: number | undefined;
  readonly gateways: readonly string[];
  readonly sourceLabels: Readonly<Record<string, string>>;
  readonly sourceNamespace: string | undefined;
}

/** What every proxy has, and any request meets. */
export const CATCH_ALL: HttpMatch = {
  path: { kind: 'any' },
  headers: [],
  withoutHeaders: [],
  queryParams: [],
  claims: [],
  method: undefined,
  authority: undefined,
  scheme: undefined,
  proxy: { port: undefined, gateways: [], sourceLabels: {}, sourceNamespace: undefined },
};

/** Reads one block of `spec.http[].match`. @param patterns - those that are compiled already. */
export function httpMatch(value: unknown, patterns = new Patterns()): HttpMatch {
  const block = fieldsOf(value);
  const [claims, headers] = divided(block.headers, patterns);
  const [withoutClaims, withoutHeaders] = divided(block.withoutHeaders, patterns);
  return {
    path: pathMatch(stringMatch(block.uri, patterns), block.ignoreUriCase === true),
    headers,
    withoutHeaders,
    queryParams: named(block.queryParams, patterns),
    claims: [
      ...claims.map(({ name, match }) => ({ path: claimPath(name) ?? [], match, inverted: false })),
      ...withoutClaims.map(({ name, match }) => ({ path: claimPath(name) ?? [], match, inverted: true })),
    ],
    method: stringMatch(block.method, patterns),
    authority: stringMatch(block.authority, patterns),
    scheme: stringMatch(block.scheme, patterns),
    proxy: {
      port: numberOf(block.port) === 0 ? undefined : numberOf(block.port),
      gateways: textsOf(block.gateways),
      sourceLabels: textFieldsOf(block.sourceLabels),
      sourceNamespace: textOf(block.sourceNamespace),
    },
  };
}

function pathMatch(match: StringMatch | undefined, ignoresCase: boolean): PathMatch {
  if (match === undefined || match.kind === 'present') return { kind: 'any' };
  if (match.kind === 'regex') return match;
  // Every path begins with a slash.
  if (match.kind === 'prefix' && (match.value === '/' || match.value === '')) return { kind: 'any' };
  return { kind: match.kind, value: match.value, ignoresCase };
}

function named(value: unknown, patterns: Patterns): Named[] {
  return Object.entries(fieldsOf(value)).map(([name, match]) => ({
    name,
    match: stringMatch(match, patterns) ?? { kind: 'present' },
  }));
}

/** Conditions on claims are written among the headers. */
function divided(value: unknown, patterns: Patterns): readonly [claims: readonly Named[], headers: readonly Named[]] {
  const claims: Named[] = [];
  const headers: Named[] = [];
  for (const each of named(value, patterns)) {
    if (claimPath(each.name) === undefined) headers.push({ ...each, name: each.name.toLowerCase() });
    else claims.push(each);
  }
  return [claims, headers];
}

/** Whether no request can fail it: what follows in its VirtualService is never reached. Source: istiod's `IsCatchAllRoute`. */
export function isCatchAll({ path, headers, withoutHeaders, queryParams, claims, ...rest }: HttpMatch): boolean {
  const anyPath = path.kind === 'any' || (path.kind === 'regex' && path.value === '.*');
  const none = [headers, withoutHeaders, queryParams, claims].every((conditions) => conditions.length === 0);
  return anyPath && none && [rest.method, rest.authority, rest.scheme].every((each) => each === undefined);
}

/** Whether all conditions on the request hold. */
export function matchesRequest(match: HttpMatch, request: RoutedRequest): boolean {
  return (
    matchesPath(match.path, request.path) &&
    (match.method === undefined || matchesText(match.method, request.method)) &&
    (match.authority === undefined || matchesText(match.authority, request.authority)) &&
    (match.scheme === undefined || matchesText(match.scheme, request.scheme)) &&
    hasHeaders(match.headers, request.headers) &&
    lacksHeaders(match.withoutHeaders, request.headers) &&
    (match.queryParams.length === 0 || hasQuery(match.queryParams, request.query)) &&
    meetsClaims(match.claims, request.claims)
  );
}

function matchesPath(match: PathMatch, path: string): boolean {
  switch (match.kind) {
    case 'any':
      return true;
    case 'regex':
      return match.matches(path);
    case 'segments':
      return hasSegments(path, match.value);
    default:
      return matchesText(match as StringMatch, path, match.ignoresCase);
  }
}

function hasSegments(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

function hasHeaders(conditions: readonly Named[], headers: ReadonlyMap<string, string>): boolean {
  for (const { name, match } of conditions) {
    const value = headers.get(name);
    if (value === undefined || !matchesText(match, value)) return false;
  }
  return true;
}

/** A header that is not there counts as an empty one, but where presence is asked for. */
function lacksHeaders(conditions: readonly Named[], headers: ReadonlyMap<string, string>): boolean {
  for (const { name, match } of conditions) {
    const value = headers.get(name);
    if (match.kind === 'present' ? value !== undefined : matchesText(match, value ?? '')) return false;
  }
  return true;
}

function hasQuery(conditions: readonly Named[], query: ReadonlyMap<string, string>): boolean {
  for (const { name, match } of conditions) {
    const value = query.get(name);
    if (value === undefined || !matchesText(match, value)) return false;
  }
  return true;
}

function meetsClaims(
  conditions: readonly ClaimCondition[],
  claims: Readonly<Record<string, unknown>> | undefined,
): boolean {
  for (const { path, match, inverted } of conditions) {
    if (hasClaim(claims, path, match) === inverted) return false;
  }
  return true;
}

/** A claim that is the text, or a list with it. */
function hasClaim(claims: unknown, path: readonly string[], match: StringMatch): boolean {
  const claim = path.reduce<unknown>((at, name) => fieldsOf(at)[name], claims);
  return (Array.isArray(claim) ? claim : [claim]).some((each) => typeof each === 'string' && matchesText(match, each));
}
