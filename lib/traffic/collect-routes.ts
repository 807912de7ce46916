/** Fragments and overlays of one service, made into the `http` section of its VirtualService. */
import { isDeepStrictEqual } from 'node:util';
import { type BoundPort, type IPortedService } from '../tree/handles';
import { isHttp } from '../model/protocol';
import { HttpMatch, intersections, relateMatches } from './http-match';
import { type Destination, type HTTPMatchRequest, type HTTPRoute } from './istio-types';
import { type MatchBlock, printBlock } from './match-block';
import { orderFragments } from './order-fragments';
import { printDuration, printRetries } from './retries';
import { type RouteFragment, type RouteMirror, type RouteOverlay } from './route-fragment';

/** What routing of a service is made of. */
export interface RoutedService {
  /** Fully qualified host of the Service. */
  readonly host: string;

  readonly ports: readonly BoundPort[];

  /** The fully qualified host of another service. */
  readonly hostOf: (service: IPortedService) => string;
}

/** The collected routes, and what is wrong with the contributions. */
export interface CollectedRoutes {
  readonly routes: readonly HTTPRoute[];
  readonly problems: readonly string[];
}

/** A fragment's route, or the default one that a port falls back to. */
type PlannedRoute = Pick<
  RouteFragment,
  'name' | 'match' | 'destinations' | 'answer' | 'changes' | 'mirrors' | 'timeout' | 'retries'
> & {
  readonly source?: RouteFragment['source'];
};

/**
 * The `http` section for all HTTP ports of `service`.
 *
 * @param within - requests that come at all, such as those below a path of a public host.
 * @param rewrite - the path that the app sees, for routes that do not say it themselves.
 * @param only - the one port that counts, where routes are for a gateway; every HTTP port where absent.
 */
export function collectRoutes(
  service: RoutedService,
  fragments: readonly RouteFragment[],
  overlays: readonly RouteOverlay[],
  within: HttpMatch = HttpMatch.any(),
  only?: BoundPort,
  rewrite?: HTTPRoute['rewrite'],
): CollectedRoutes {
  const ports = only ? [only] : service.ports.filter((port) => isHttp(port.protocol));
  const needsPortMatch = ports.length > 1;
  const ordered = orderFragments(fragments, sameEffect);
  const problems = [...ordered.problems];
  const routes = ports.flatMap((port) => {
    const own = ordered.fragments.filter((each) => !each.port || each.port.name === port.name);
    const planned: PlannedRoute[] = [...own, ...(own.some((each) => onPort(each, port).match.isAny) ? [] : [fallback])];
    return planned.flatMap((route) =>
      // What answers by itself has no destination on which a fault or a copy could act; istiod refuses both beside it.
      variants(
        onPort(route, port),
        route.answer ? [] : overlays.map((each) => onPort(each, port)),
        within,
        problems,
      ).map(({ name, blocks, fault, mirrors }) => ({
        name: needsPortMatch ? `${name}-${port.name}` : name,
        match: printMatch(blocks, needsPortMatch ? port.number : undefined),
        ...(Object.keys(fault).length > 0 && { fault }),
        ...(route.answer ?? forwarding(service, port, route, mirrors, rewrite)),
      })),
    );
  });
  return { routes, problems };
}

/** What is left of a contribution on one port: alternatives for other ports are not, and its own port goes without saying. */
function onPort<T extends { readonly match: HttpMatch }>(contribution: T, port: BoundPort): T {
  const { blocks } = contribution.match;
  if (blocks.every((block) => block.port === undefined)) return contribution;
  const left = blocks.flatMap(({ port: name, ...others }) =>
    name === undefined || name === port.name ? [others] : [],
  );
  return { ...contribution, match: new HttpMatch(left) };
}

/** The part of a route that sends requests on. */
function forwarding(
  service: RoutedService,
  port: BoundPort,
  route: PlannedRoute,
  mirrors: readonly RouteMirror[],
  rewrite: HTTPRoute['rewrite'],
): Partial<HTTPRoute> {
  return {
    ...(mirrors.length > 0 && { mirrors: mirrors.map((each) => printMirror(service, port, each)) }),
    ...(rewrite && { rewrite }),
    ...route.changes,
    route:
      route.destinations.length === 0
        ? [{ destination: destination(service, port) }]
        : route.destinations.map((each) => ({
            destination: { ...destination(service, port), subset: each.version },
            weight: each.weight,
          })),
    timeout: route.timeout && printDuration(route.timeout),
    retries: printRetries(route.retries),
  };
}

/** With its percentage: Istio's default copies everything. */
function printMirror(
  service: RoutedService,
  port: BoundPort,
  mirror: RouteMirror,
): NonNullable<HTTPRoute['mirrors']>[number] {
  const target =
    mirror.service && mirror.port
      ? { host: service.hostOf(mirror.service), port: { number: mirror.port.number } }
      : destination(service, port);
  return { destination: { ...target, subset: mirror.version }, percentage: { value: mirror.percentage } };
}

const fallback: PlannedRoute = { name: 'default', match: HttpMatch.any(), destinations: [] };

interface Variant {
  readonly name: string;
  readonly blocks: readonly MatchBlock[];
  readonly fault: RouteOverlay['fault'];
  readonly mirrors: readonly RouteMirror[];
}

/** The route with each combination of overlays that a request may meet, the fullest first, and plain at last. */
function variants(
  route: PlannedRoute,
  overlays: readonly RouteOverlay[],
  within: HttpMatch,
  problems: string[],
): Variant[] {
  const start: Variant = {
    name: route.name,
    blocks: and(route, route.match.blocks, within.blocks, problems),
    fault: {},
    mirrors: route.mirrors ?? [],
  };
  const sorted = [...overlays].sort((a, b) => (a.source.node.path < b.source.node.path ? -1 : 1));
  const all = sorted.reduce<readonly Variant[]>(
    (plain, overlay) => [
      ...plain.flatMap((variant) => {
        const blocks = and(route, variant.blocks, overlay.match.blocks, problems, overlay);
        if (blocks.length === 0) return [];
        return [
          {
            name: `${variant.name}-${overlay.name}`,
            blocks,
            fault: merged(variant, overlay, problems),
            mirrors: [...variant.mirrors, ...(overlay.mirrors ?? [])],
          },
        ];
      }),
      // Istio would never reach the plain route of requests that all have the fault.
      ...plain.filter((variant) => !covers(overlay.match, variant.blocks)),
    ],
    [start],
  );
  return all.filter((variant) => variant.blocks.length > 0);
}

function covers(match: HttpMatch, blocks: readonly MatchBlock[]): boolean {
  return ['equal', 'inside'].includes(relateMatches(new HttpMatch(blocks), match));
}

function and(
  route: PlannedRoute,
  a: readonly MatchBlock[],
  b: readonly MatchBlock[],
  problems: string[],
  overlay?: RouteOverlay,
): readonly MatchBlock[] {
  try {
    return intersections(a, b);
  } catch (error) {
    const makers = [route.source?.node.path ?? `the ${route.name} route`, overlay?.source.node.path]
      .filter(Boolean)
      .join(' and ');
    problems.push(`${makers} cannot be combined: ${(error as Error).message}`);
    return [];
  }
}

function merged(variant: Variant, overlay: RouteOverlay, problems: string[]): RouteOverlay['fault'] {
  for (const part of ['delay', 'abort'] as const) {
    if (variant.fault[part] !== undefined && overlay.fault[part] !== undefined) {
      problems.push(
        `${overlay.source.node.path} and another fault give some requests two faults of kind ${part}: make their matches exclude each other`,
      );
    }
  }
  return { ...variant.fault, ...overlay.fault };
}

function printMatch(blocks: readonly MatchBlock[], port: number | undefined): readonly HTTPMatchRequest[] | undefined {
  if (blocks.some((block) => Object.keys(block).length === 0)) return port === undefined ? undefined : [{ port }];
  return blocks.map((block) => ({ ...printBlock(block), port }));
}

function destination(service: RoutedService, port: BoundPort): Destination {
  return { host: service.host, port: { number: port.number } };
}

function sameEffect(a: RouteFragment, b: RouteFragment): boolean {
  const effect = (each: RouteFragment) => [
    each.destinations,
    each.answer,
    each.changes,
    each.mirrors,
    each.timeout,
    each.retries,
  ];
  return isDeepStrictEqual(effect(a), effect(b));
}
