/** Fragments and overlays of one service, made into the routes of its VirtualService. */
import { compareText } from '../values/compare-text';
import { isDeepStrictEqual } from 'node:util';
import { isHttp, PROTOCOLS } from '../model/protocol';
import { type BoundPort } from '../tree/handles';
import { serviceHost } from '../tree/host';
import { type CollectedRoute, type CollectedRoutes } from './collected-routes';
import { HttpMatch, relateMatches } from './http-match';
import { onPort } from './match-block';
import { type PathChange } from './path-change';
import { orderFragments } from './order-fragments';
import { addOverlays, within } from './overlay-routes';
import { printHttp, printTcp, printTls, type RouteHosts } from './print-routes';
import { type RouteEffect, type RouteFragment, type RouteOverlay } from './route-fragment';

export type { CollectedRoute, CollectedRoutes } from './collected-routes';

/** What routing of a service is made of. */
export interface RoutedService {
  /** Fully qualified host of the Service. */
  readonly host: string;

  readonly ports: readonly BoundPort[];
}

/**
 * The routes for all ports of `service`.
 *
 * @param requests - those that come at all, such as those below a path of a public host.
 * @param only - the one port that counts, where routes are for a gateway; every port where absent.
 * @param path - how the path is changed by routes that do not say it themselves.
 */
export function collectRoutes(
  service: RoutedService,
  fragments: readonly RouteFragment[],
  overlays: readonly RouteOverlay[],
  requests: HttpMatch = HttpMatch.any(),
  only?: BoundPort,
  path?: PathChange,
): CollectedRoutes {
  const problems: string[] = only ? [] : homeless(service, fragments, overlays);
  const ports = only ? [only] : service.ports;
  const statesPort = ports.filter((port) => isHttp(port.protocol)).length > 1;
  const sorted = [...overlays].sort((a, b) => compareText(a.source.node.path, b.source.node.path));
  const acting = new Set<RouteOverlay>();
  const plan = ports.flatMap((port) => {
    const own = ofPort(service, fragments, port, only !== undefined);
    const ordered = orderFragments(own, sameEffect);
    problems.push(...ordered.problems);
    if (!isHttp(port.protocol)) {
      const connections = ordered.fragments.map((each) => ofConnections(each, port, problems));
      // In the mesh callers need no route, at a gateway nothing is reached without one.
      return only && connections.length === 0 ? [fallback(port, false)] : connections;
    }
    const faults = sorted.flatMap((each) => specialised(each, port, only !== undefined));
    const isOpen = !ordered.fragments.some((each) => each.match.isAny);
    const starts = ordered.fragments.map((each) => start(each, port, statesPort));
    return (isOpen ? [...starts, fallback(port, statesPort)] : starts)
      .flatMap((route) => within(route, requests, problems))
      .flatMap((route) => addOverlays(route, faults, problems, acting))
      .map((route) => (path && !route.answer ? { ...route, rewrite: { path, ...route.rewrite } } : route));
  });
  if (!only && problems.length === 0) problems.push(...idle(service, fragments, overlays, acting));
  return {
    plan,
    ...printed(service, plan, fragments, overlays, problems),
    problems: [...new Set(problems)].sort(compareText),
  };
}

/** The fragments that hold on `port`, with nothing in them that is about ports any more. */
function ofPort(
  service: RoutedService,
  fragments: readonly RouteFragment[],
  port: BoundPort,
  atGateway: boolean,
): readonly RouteFragment[] {
  return fragments.filter((each) => holdsOn(service, each, port)).flatMap((each) => specialised(each, port, atGateway));
}

function holdsOn(service: RoutedService, fragment: RouteFragment, port: BoundPort): boolean {
  if (fragment.port) return fragment.port.name === port.name;
  return isHttp(port.protocol) || (fragment.forConnections === true && service.ports.length === 1);
}

/** Requests of an app's own pods never come by a gateway. */
function specialised<T extends { readonly match: HttpMatch }>(
  part: T,
  port: BoundPort,
  atGateway: boolean,
): readonly T[] {
  if (part.match.blocks.every((block) => block.port === undefined && !(atGateway && block.source))) return [part];
  const blocks = onPort(part.match.blocks, port).filter((block) => !(atGateway && block.source));
  return blocks.length > 0 ? [{ ...part, match: new HttpMatch(blocks) }] : [];
}

function start(fragment: RouteFragment, port: BoundPort, statesPort: boolean): CollectedRoute {
  const { name, phase, source, match, ...rest } = fragment;
  return {
    name: statesPort ? `${name}-${port.name}` : name,
    sources: [source.node.path],
    phase,
    layer: PROTOCOLS[port.protocol].layer,
    port: { name: port.name, number: port.number, protocol: port.protocol },
    statesPort,
    match: match.blocks,
    ...effectOf(rest),
  };
}

function fallback(port: BoundPort, statesPort: boolean): CollectedRoute {
  return {
    name: statesPort ? `default-${port.name}` : 'default',
    sources: [],
    phase: 'default',
    layer: PROTOCOLS[port.protocol].layer,
    port: { name: port.name, number: port.number, protocol: port.protocol },
    statesPort,
    match: [{}],
    destinations: [],
  };
}

function ofConnections(fragment: RouteFragment, port: BoundPort, problems: string[]): CollectedRoute {
  if (fragment.forConnections !== true || !fragment.match.isAny) {
    problems.push(
      `${fragment.source.node.path} routes HTTP requests, but port ${port.name} of ${port.workload.serviceName} has none: ${port.protocol}`,
    );
  }
  return start(fragment, port, false);
}

/** One line for each contribution about requests to a service that has none. */
function homeless(
  { ports }: RoutedService,
  fragments: readonly RouteFragment[],
  overlays: readonly RouteOverlay[],
): string[] {
  if (ports.some((port) => isHttp(port.protocol))) return [];
  const protocols = ports.map((port) => `${port.name} (${port.protocol})`).join(', ');
  const name = ports[0]?.workload.serviceName ?? 'the service';
  return [...fragments.filter((each) => !each.port && !(each.forConnections && ports.length === 1)), ...overlays].map(
    (each) => `${each.source.node.path} routes HTTP requests, but ${name} has no HTTP port: ${protocols}`,
  );
}

/** One line for each contribution that no request of any port meets. */
function idle(
  service: RoutedService,
  fragments: readonly RouteFragment[],
  overlays: readonly RouteOverlay[],
  acting: ReadonlySet<RouteOverlay>,
): string[] {
  const http = service.ports.filter((port) => isHttp(port.protocol));
  if (http.length === 0) return [];
  const elsewhere = fragments.filter(
    (each) =>
      each.match.blocks.length > 0 &&
      each.match.blocks.every((block) => block.port) &&
      !http.some((port) => holdsOn(service, each, port) && onPort(each.match.blocks, port).length > 0),
  );
  const answers = fragments.filter((each) => each.answer && !each.port).map((each) => each.match);
  const met = new Set([...acting].map((each) => each.source));
  const unmet = overlays.filter(
    (each) =>
      !met.has(each.source) ||
      answers.some((answer) => ['equal', 'inside'].includes(relateMatches(each.match, answer))),
  );
  return [
    ...elsewhere.map((each) => `${each.source.node.path} is never reached: match asks for a port that it is not for`),
    ...unmet.map(
      (each) =>
        `${each.source.node.path} would have no effect: all its requests are redirected or answered by the proxy, where Istio takes no fault and no mirror`,
    ),
  ];
}

function printed(
  service: RoutedService,
  plan: readonly CollectedRoute[],
  fragments: readonly RouteFragment[],
  overlays: readonly RouteOverlay[],
  problems: string[],
): Pick<CollectedRoutes, 'routes' | 'tls' | 'tcp'> {
  const scope = [...fragments, ...overlays][0]?.source;
  const hosts: RouteHosts = {
    own: service.host,
    of: (other) => (scope ? serviceHost(scope, other) : other.serviceName),
  };
  const routes = plan
    .filter((route) => route.layer === 'http')
    .flatMap((route) => {
      try {
        return printHttp(route, hosts);
      } catch (error) {
        problems.push(`${route.sources.join(' and ')} cannot be written: ${(error as Error).message}`);
        return [];
      }
    });
  return {
    routes,
    tls: plan.filter((route) => route.layer === 'tls').map((route) => printTls(route, hosts)),
    tcp: plan.filter((route) => route.layer === 'tcp').map((route) => printTcp(route, hosts)),
  };
}

/** What a fragment does, without what it is for. */
function effectOf(effect: RouteEffect): RouteEffect {
  const { destinations, answer, rewrite, headers, cors, mirrors, timeout, retries } = effect;
  return { destinations, answer, rewrite, headers, cors, mirrors, timeout, retries };
}

function sameEffect(a: RouteFragment, b: RouteFragment): boolean {
  return isDeepStrictEqual(comparable(a), comparable(b));
}

/** With names for services, whose constructs must not be looked into. */
function comparable(fragment: RouteFragment): unknown {
  const { mirrors, ...effect } = effectOf(fragment);
  return [
    effect,
    (mirrors ?? []).map(({ service, ...rest }) => [service?.serviceName, service?.namespace.namespaceName, rest]),
  ];
}
