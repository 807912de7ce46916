/** Routes and what is put upon them: in Istio a request takes one route, and has the fault of that route alone. */
import { type CollectedRoute } from './collected-routes';
import { HttpMatch, intersections, relateMatches } from './http-match';
import { type MatchBlock } from './match-block';
import { type RouteOverlay } from './route-fragment';

/**
 * How many routes one may become: each overlay that is independent of the others doubles them, and a proxy tries routes one by one.
 */
const MOST_VARIANTS = 64;

/** The route for those of `requests` that take it; none if there are none. */
export function within(route: CollectedRoute, requests: HttpMatch, problems: string[]): readonly CollectedRoute[] {
  const match = both(route, requests, problems);
  return match.length > 0 ? [{ ...route, match }] : [];
}

/**
 * The route with each combination of overlays that a request may meet, the fullest first, and plain at last.
 *
 * Answers of the proxy stay as they are: istiod refuses a fault beside a redirect or a direct response, and there is nothing to copy.
 *
 * @param acting - is told the overlays that act on some request.
 */
export function addOverlays(
  route: CollectedRoute,
  overlays: readonly RouteOverlay[],
  problems: string[],
  acting: Set<RouteOverlay>,
): readonly CollectedRoute[] {
  if (route.answer) return [route];
  let variants: readonly CollectedRoute[] = [route];
  for (const overlay of overlays) {
    const hit = variants.flatMap((variant) => {
      const match = both(variant, overlay.match, problems, overlay);
      return match.length === 0 ? [] : [overlaid(variant, match, overlay, problems)];
    });
    if (hit.length > 0) acting.add(overlay);
    // Istio would never reach the plain route of requests that all have the overlay.
    variants = [...hit, ...variants.filter((variant) => !covers(overlay.match, variant.match))];
    // Each further one would double them again: what is wrong is known, and programs end in finite time.
    if (variants.length > MOST_VARIANTS) {
      problems.push(tooMany(route, overlays));
      return [route];
    }
  }
  return variants;
}

function tooMany(route: CollectedRoute, overlays: readonly RouteOverlay[]): string {
  const requests = new HttpMatch(route.match);
  const meeting = overlays.filter((each) => relateMatches(requests, each.match) !== 'disjoint');
  const paths = [...new Set(meeting.map((each) => each.source.node.path))];
  return `route ${route.name} would become more than ${MOST_VARIANTS} routes, one for each combination of ${paths.join(', ')}: make their matches exclude each other`;
}

function overlaid(
  route: CollectedRoute,
  match: readonly MatchBlock[],
  overlay: RouteOverlay,
  problems: string[],
): CollectedRoute {
  const path = overlay.source.node.path;
  for (const part of ['delay', 'abort'] as const) {
    if (route.fault?.[part] !== undefined && overlay.fault?.[part] !== undefined) {
      problems.push(
        `${path} and another fault give some requests two faults of kind ${part}: make their matches exclude each other`,
      );
    }
  }
  const fault = { ...route.fault, ...overlay.fault };
  const mirrors = [...(route.mirrors ?? []), ...(overlay.mirrors ?? [])];
  return {
    ...route,
    name: named(route, overlay),
    sources: [...route.sources, path],
    match,
    ...(Object.keys(fault).length > 0 && { fault }),
    ...(mirrors.length > 0 && { mirrors }),
  };
}

/** The name of the port stays at the end. */
function named({ name, statesPort, port }: CollectedRoute, overlay: RouteOverlay): string {
  if (!statesPort) return `${name}-${overlay.name}`;
  return `${name.slice(0, -port.name.length)}${overlay.name}-${port.name}`;
}

function covers(match: HttpMatch, blocks: readonly MatchBlock[]): boolean {
  return ['equal', 'inside'].includes(relateMatches(new HttpMatch(blocks), match));
}

function both(
  route: CollectedRoute,
  requests: HttpMatch,
  problems: string[],
  overlay?: RouteOverlay,
): readonly MatchBlock[] {
  try {
    return intersections(route.match, requests.blocks);
  } catch (error) {
    const route_ = route.sources.length > 0 ? route.sources.join(' and ') : `the ${route.name} route`;
    const makers = overlay ? `${route_} and ${overlay.source.node.path}` : route_;
    problems.push(`${makers} cannot be combined: ${(error as Error).message}`);
    return [];
  }
}
