import { isOlder } from '../../model/by-age';
import { printObject } from '../../model/mesh-object';
import { type HttpMatch } from '../http-match';
import { type CompiledRoute } from '../route-table';

/** Ranks of paths: an exact one before a prefix, a prefix before a pattern, a GRPCRoute's match without method last. */
const RANKS = { exact: 3, prefix: 2, pattern: 1, none: -1, unconditional: -2 } as const;

/** How a match's path is written. */
export interface WrittenPath {
  readonly rank: keyof typeof RANKS;

  /** Without the slash that ends a prefix. */
  readonly text: string;
}

/**
 * What comes before others: exact paths, the longest, those with a method, with the most headers, with the most query parameters.
 *
 * Source: istiod's `sortHTTPRoutes`, which follows the Gateway API's HTTPRouteRule.
 */
export function precedenceOf({ rank, text }: WrittenPath, match: HttpMatch): readonly number[] {
  const hasMethod = match.method === undefined ? 0 : 1;
  return [RANKS[rank], Buffer.byteLength(text), hasMethod, match.headers.length, match.queryParams.length];
}

/** For sorting, those that come first in front; others stay as they are. */
export function byPrecedence(one: CompiledRoute, other: CompiledRoute): number {
  const [first, second] = [one.gatewayApi?.precedence ?? [], other.gatewayApi?.precedence ?? []];
  for (const [index, number] of first.entries()) {
    const difference = (second[index] ?? 0) - number;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * What is in no file and decides whether the first of the routes that match is the one that counts.
 *
 * @param matching - routes of one VirtualService that match, in their order
 */
export function precedenceQuestion(matching: readonly CompiledRoute[]): string | undefined {
  const [first, ...others] = matching;
  if (first?.gatewayApi === undefined) return undefined;
  if (first.gatewayApi.question !== undefined) return first.gatewayApi.question;
  const rival = others.find(
    (other) =>
      other.object !== first.object &&
      byPrecedence(first, other) === 0 &&
      isOlder(first.object, other.object) === undefined,
  );
  return rival && `which is older, ${printObject(first.object)} or ${printObject(rival.object)}?`;
}
