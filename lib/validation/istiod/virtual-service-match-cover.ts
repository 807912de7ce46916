/** Matches of a VirtualService held against each other, as istiod's webhook does. */
import { type HttpMatch, type TcpMatch, type TlsMatch } from '../../../imports/istio/virtual-service';
import { isSet, type Loose } from './common/loose';
import { type StringMatch } from './virtual-service-match';

/** A match of HTTP, TLS or TCP. */
export type AnyMatch = Loose<Partial<HttpMatch & TlsMatch & TcpMatch>>;

type TextMap = Readonly<Record<string, string | null | undefined>> | null | undefined;
type MatchMap = Readonly<Record<string, StringMatch | null | undefined>> | null | undefined;

/** Whether two matches say the same; their names aside. */
export function isSameMatch(one: AnyMatch, other: AnyMatch): boolean {
  return (
    isSameText(one.uri, other.uri) &&
    (one.port ?? 0) === (other.port ?? 0) &&
    isSameText(one.method, other.method) &&
    isSameText(one.authority, other.authority) &&
    isSameText(one.scheme, other.scheme) &&
    isSameMap<StringMatch>(one.headers, other.headers, {}, isSameText) &&
    isSameMap<StringMatch>(one.withoutHeaders, other.withoutHeaders, {}, isSameText) &&
    isSameMap<StringMatch>(one.queryParams, other.queryParams, {}, isSameText) &&
    isSameMap<string>(one.sourceLabels as TextMap, other.sourceLabels as TextMap, '', Object.is) &&
    isSameList(one.gateways, other.gateways) &&
    isSameList(one.sniHosts, other.sniHosts) &&
    isSameList(one.destinationSubnets, other.destinationSubnets) &&
    (one.sourceNamespace ?? '') === (other.sourceNamespace ?? '') &&
    (one.sourceSubnet ?? '') === (other.sourceSubnet ?? '') &&
    (one.statPrefix ?? '') === (other.statPrefix ?? '') &&
    (one.ignoreUriCase ?? false) === (other.ignoreUriCase ?? false)
  );
}

function isSameText(one: StringMatch | null | undefined, other: StringMatch | null | undefined): boolean {
  if (!isSet(one) || !isSet(other)) return isSet(one) === isSet(other);
  return (
    (one.exact ?? undefined) === (other.exact ?? undefined) &&
    (one.prefix ?? undefined) === (other.prefix ?? undefined) &&
    (one.regex ?? undefined) === (other.regex ?? undefined)
  );
}

type Entries<T> = Readonly<Record<string, T | null | undefined>> | null | undefined;

/** `empty` is what Go reads an entry as that is null. */
function isSameMap<T>(one: Entries<T>, other: Entries<T>, empty: T, isSame: (one: T, other: T) => boolean): boolean {
  if (one === other) return true;
  const keys = Object.keys(one ?? {});
  return (
    keys.length === Object.keys(other ?? {}).length &&
    keys.every((key) => has(other, key) && isSame(one?.[key] ?? empty, other?.[key] ?? empty))
  );
}

function has(map: object | null | undefined, key: string): boolean {
  return isSet(map) && Object.hasOwn(map, key);
}

type List = readonly (string | null | undefined)[] | null | undefined;

function isSameList(one: List, other: List): boolean {
  const length = one?.length ?? 0;
  return length === (other?.length ?? 0) && (length === 0 || !!one?.every((each, index) => each === other?.[index]));
}

/**
 * Whether an earlier match takes what a later one, whose prefix of a path begins with the earlier one's, is for. istiod goes by port, method,
 * authority, headers and parameters alone, and takes the earlier one for the wider one where its texts *begin with* the later one's.
 */
export function covers(earlier: AnyMatch, later: AnyMatch): boolean {
  return (
    (earlier.port ?? 0) === (later.port ?? 0) &&
    (wordOf(earlier.method) || GET).startsWith(wordOf(later.method) || GET) &&
    wordOf(earlier.authority).startsWith(wordOf(later.authority)) &&
    coversMap(earlier.headers, later.headers) &&
    coversMap(earlier.queryParams, later.queryParams) &&
    coversMap(earlier.withoutHeaders, later.withoutHeaders)
  );
}

/** What istiod takes a match without a method for. */
const GET = 'exact GET';

/** A match as one text; nothing for a regular expression, or an empty one. */
function wordOf(match: StringMatch | null | undefined): string {
  if (match?.exact) return `exact ${match.exact}`;
  return match?.prefix ? `prefix ${match.prefix}` : '';
}

function coversMap(earlier: MatchMap, later: MatchMap): boolean {
  const keys = Object.keys(earlier ?? {});
  return (
    keys.length === Object.keys(later ?? {}).length &&
    keys.every((key) => has(later, key) && wordOf(earlier?.[key]).startsWith(wordOf(later?.[key])))
  );
}
