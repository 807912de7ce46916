/** Collected routes as sections of a VirtualService. */
import { isDeepStrictEqual } from 'node:util';
import { type CollectedRoute } from './collected-routes';
import { printCors } from './cors-policy';
import { printDirectResponse } from './direct-response';
import { printHeaders } from './header-changes';
import { type HttpRedirect, printRedirect } from './http-redirect';
import {
  type Destination,
  type HTTPMatchRequest,
  type HTTPRoute,
  type Mirrors,
  type Redirect,
  type Rewrite,
  type TCPRoute,
  type TLSRoute,
} from './istio-types';
import { type MatchBlock, printBlock } from './match-block';
import { type MirroredService } from './mirror';
import { printPathRewrite } from './path-change';
import { printDuration, printRetries } from './retries';
import { type HttpRewrite, type MirrorCopy, type WeightedVersion } from './route-fragment';

/** Host names that routes are printed with. */
export interface RouteHosts {
  /** Of the service itself. */
  readonly own: string;

  /** Of another one. */
  readonly of: (service: MirroredService) => string;
}

/** The entries of `http`; a redirect of a prefix may need several. @throws Error where Istio cannot say it. */
export function printHttp(route: CollectedRoute, hosts: RouteHosts): readonly HTTPRoute[] {
  const { answer, name } = route;
  if (answer?.kind === 'respond') {
    return [
      {
        name,
        match: printMatch(route, route.match),
        directResponse: printDirectResponse(answer.response),
        ...changesOfAnswers(route),
      },
    ];
  }
  if (answer?.kind === 'redirect') {
    return redirects(route, answer.redirect).map(({ blocks, redirect }, index) => ({
      name: index === 0 ? name : `${name}-${index + 1}`,
      match: printMatch(route, blocks),
      redirect,
      ...changesOfAnswers(route),
    }));
  }
  const { fault, rewrite, headers, cors, mirrors } = route;
  return [
    {
      name,
      match: printMatch(route, route.match),
      ...(fault && { fault }),
      ...(rewrite && { rewrite: printRewrite(rewrite) }),
      ...(headers && { headers: printHeaders(headers) }),
      ...(cors && { corsPolicy: printCors(cors) }),
      ...(mirrors && mirrors.length > 0 && { mirrors: mirrors.map((each) => printMirror(each, route, hosts)) }),
      route: destinations(route).map((each) => ({
        destination: destination(route, hosts.own, each.version),
        weight: each.weight,
        ...(each.headers && { headers: printHeaders(each.headers) }),
      })),
      timeout: route.timeout && printDuration(route.timeout),
      retries: printRetries(route.retries),
    },
  ];
}

/** The entry of `tcp`. */
export function printTcp(route: CollectedRoute, hosts: RouteHosts): TCPRoute {
  return { match: [{ port: route.port.number }], route: connections(route, hosts) };
}

/** The entry of `tls`, for clients that ask for the service's own name. */
export function printTls(route: CollectedRoute, hosts: RouteHosts): TLSRoute {
  return { match: [{ port: route.port.number, sniHosts: [hosts.own] }], route: connections(route, hosts) };
}

function connections(route: CollectedRoute, hosts: RouteHosts): NonNullable<TCPRoute['route']> {
  return destinations(route).map((each) => ({
    destination: destination(route, hosts.own, each.version),
    weight: each.weight,
  }));
}

function destinations(route: CollectedRoute): readonly WeightedVersion[] {
  return route.destinations.length === 0 ? [{}] : route.destinations;
}

function destination(route: CollectedRoute, host: string, version: string | undefined): Destination {
  return { host, port: { number: route.port.number }, ...(version !== undefined && { subset: version }) };
}

/** Headers and CORS act on answers of the proxy, too. */
function changesOfAnswers({ headers, cors }: CollectedRoute): Pick<HTTPRoute, 'headers' | 'corsPolicy'> {
  return { ...(headers && { headers: printHeaders(headers) }), ...(cors && { corsPolicy: printCors(cors) }) };
}

/** Blocks in one route as long as their redirect is the same. */
function redirects(
  route: CollectedRoute,
  to: HttpRedirect,
): readonly { readonly blocks: readonly MatchBlock[]; readonly redirect: Redirect }[] {
  const groups: { blocks: MatchBlock[]; redirect: Redirect }[] = [];
  for (const block of route.match) {
    const redirect = printRedirect(to, block);
    const group = groups.find((each) => isDeepStrictEqual(each.redirect, redirect));
    if (group) group.blocks.push(block);
    else groups.push({ blocks: [block], redirect });
  }
  return groups;
}

function printRewrite({ path, authority }: HttpRewrite): Rewrite {
  return {
    ...(path && { uriRegexRewrite: printPathRewrite(path) }),
    ...(authority !== undefined && { authority }),
  };
}

function printMirror(
  { service, version, port, percentage }: MirrorCopy,
  route: CollectedRoute,
  hosts: RouteHosts,
): Mirrors {
  return {
    destination: {
      host: service ? hosts.of(service) : hosts.own,
      port: { number: port ?? route.port.number },
      ...(version !== undefined && { subset: version }),
    },
    percentage: { value: percentage },
  };
}

function printMatch(route: CollectedRoute, blocks: readonly MatchBlock[]): readonly HTTPMatchRequest[] | undefined {
  const port = route.statesPort ? route.port.number : undefined;
  if (blocks.some((block) => Object.keys(block).length === 0)) return port === undefined ? undefined : [{ port }];
  return blocks.map((block) => ({ ...printBlock(block), port }));
}
