import { type Cluster, clusterName, type NoCluster } from './cluster';
import { type Candidate, exchange } from './exchange';
import { type HeaderOperations, isIdle } from './header-operations';
import { type Hop, type ProxyClient } from './hop';
import { forwarded, replyHeaders } from './http-state';
import { changedOutcome, type Outcome, outcome, unknownOutcome, type OutcomeParts } from './outcome';
import { type Connection } from './plain-connection';
import { resolvedEndpoints } from './resolved-endpoints';
import { retriesFailure, retriesStatus, type RetryPolicy } from './retry-policy';
import { type Forward, type RouteDestination } from './route-action';
import { type CompiledRoute } from './route-table';
import { openedTls } from './send-bytes';
import { traced } from './trace';
import { clusterArrival, endedOutcome } from './try-endpoint';

/** Sends a request to one of the destinations of a route, and copies of it to its mirrors. */
export function sendOn(
  route: CompiledRoute,
  forward: Forward,
  hop: Hop,
  ofCors: Readonly<Record<string, string>> | undefined,
): Outcome[] {
  if (forward.destinations.length === 0)
    return [noCluster(route, hop, 'UnknownService', () => 'the route has no destination')];
  const ends: Outcome[] = [];
  for (const { names, share } of mirrorings(forward, hop)) {
    for (const destination of forward.destinations) {
      const probability = hop.probability * share * destination.share;
      if (probability > 0)
        ends.push(...toDestination(route, forward, destination, { ...hop, probability }, names, ofCors));
    }
  }
  return ends;
}

/** Which workloads get a copy, for all ways in which chance may have it. A mirror that leads nowhere is skipped [mirror-missing]. */
function mirrorings(forward: Forward, hop: Hop): { readonly names: readonly string[]; readonly share: number }[] {
  let ways: { readonly names: readonly string[]; readonly share: number }[] = [{ names: [], share: 1 }];
  for (const { host, port, subset, share } of forward.mirrors) {
    const cluster = lookedUp(hop, { host, port, subset }).cluster;
    if (typeof cluster === 'string' || cluster.endpoints.length === 0) continue;
    ways = ways.flatMap((way) => [
      ...cluster.endpoints.map((each) => ({
        names: [...way.names, each.endpoint.name].sort(),
        share: way.share * share * each.share,
      })),
      ...(share < 1 ? [{ ...way, share: way.share * (1 - share) }] : []),
    ]);
  }
  return ways;
}

/** The cluster of a destination, and its port. */
export interface Looked {
  readonly port: number;
  readonly cluster: Cluster | NoCluster;
}

/** Clusters of routes' destinations, by client: those of one listener's port, for routes are nearly always asked about on one. */
export class DestinationTable {
  private readonly known = new WeakMap<ProxyClient, Map<RouteDestination, Looked & { readonly listener: number }>>();

  public of(hop: Hop, destination: RouteDestination): Looked {
    const listener = hop.proxy.port;
    const ofClient = this.known.get(hop.client);
    const known = ofClient?.get(destination);
    if (known?.listener === listener) return known;
    const { port, cluster } = lookedUp(hop, destination);
    const looked = { port, cluster, listener };
    if (ofClient === undefined) this.known.set(hop.client, new Map([[destination, looked]]));
    else ofClient.set(destination, looked);
    return looked;
  }
}

/** The cluster of a destination. Without a port, it is that of the listener for sidecars, the only one of the host for gateways. */
function lookedUp(hop: Hop, to: Pick<RouteDestination, 'host' | 'port' | 'subset'>): Looked {
  const found = hop.hostOf(to.host, to.port);
  const port = to.port ?? hop.portOf(found);
  // An alias has no endpoints of its own.
  const host = found?.externalName === undefined ? found : (hop.hostOf(found.externalName, port) ?? found);
  const cluster = host === undefined ? 'unknown-host' : hop.stages.clusters.cluster(hop.client, host, port, to.subset);
  return { port, cluster };
}

const WHY: Readonly<Record<NoCluster, string>> = {
  'unknown-host': 'the proxy knows no such host',
  'unknown-port': 'the host has no such port',
  'unknown-subset': 'no DestinationRule that counts for this client defines the subset',
};

function toDestination(
  route: CompiledRoute,
  forward: Forward,
  destination: RouteDestination,
  hop: Hop,
  mirrored: readonly string[],
  ofCors: Readonly<Record<string, string>> | undefined,
): Outcome[] {
  const { cluster, port } = hop.stages.destinations.of(hop, destination);
  // Envoy is told this name for a backend that may not be referred to.
  const name = destination.host === '' ? 'UnknownService' : clusterName(port, destination.subset, destination.host);
  const trace = traced(
    hop.trace,
    'destination',
    () =>
      `goes to ${destination.host === '' ? 'a backend that it may not refer to' : `${destination.host}:${port}`}${destination.subset === undefined ? '' : ` subset ${destination.subset}`}${destination.share < 1 ? `, as ${percent(destination.share)} of requests do` : ''}`,
    { object: route.object, path: destination.path },
  );
  if (typeof cluster === 'string') return [noCluster(route, { ...hop, trace }, name, () => `${name}: ${WHY[cluster]}`)];
  const http = forwarded(hop.http, route.match, route.effects, forward, destination);
  const own = forward.isWeighted ? destination.response : undefined;
  return throughCluster(
    cluster,
    { ...hop, trace, http },
    {
      retries: forward.retries,
      timeout: forward.timeout,
      mirrored,
      reply: { operations: own === undefined ? [route.effects.response] : [own, route.effects.response], ofCors },
    },
  );
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100} %`;
}

/** 503, or 500 where Gateway API asks for it. */
function noCluster(route: CompiledRoute, hop: Hop, cluster: string, why: () => string): Outcome {
  return outcome({
    probability: hop.probability,
    result: route.gatewayApi === undefined ? 503 : 500,
    flags: 'NC',
    cluster,
    elapsedSeconds: hop.elapsed,
    steps: traced(hop.trace, 'destination', why),
  });
}

/** How a request is sent to a cluster. */
export interface Sending {
  /** As a route writes them; undefined for the mesh's. */
  readonly retries: unknown;
  readonly timeout: number | undefined;
  readonly mirrored: readonly string[];
  readonly reply: {
    readonly operations: readonly HeaderOperations[];
    readonly ofCors: Readonly<Record<string, string>> | undefined;
  };
}

export const PLAINLY: Sending = {
  retries: undefined,
  timeout: undefined,
  mirrored: [],
  reply: { operations: [], ofCors: undefined },
};

/** Sends a request to the endpoints of a cluster, with all tries that its route allows. */
export function throughCluster(cluster: Cluster, hop: Hop, sending: Sending): Outcome[] {
  const endpoints = resolvedEndpoints(cluster, hop);
  const alone = { probability: hop.probability, cluster: cluster.name, elapsedSeconds: hop.elapsed };
  if (typeof endpoints === 'string') return [unknownOutcome(hop.trace, 'endpoint', endpoints, alone)];
  if (endpoints.length === 0)
    return [
      outcome({
        ...alone,
        result: 503,
        flags: 'UH',
        steps: traced(hop.trace, 'endpoint', () => `${cluster.name} has no endpoints`, cluster.subset),
      }),
    ];
  const trace =
    cluster.usesHash && endpoints.length > 1
      ? traced(
          hop.trace,
          'endpoint',
          () => 'consistent hashing keeps such requests at one endpoint: which one, no file knows',
        )
      : hop.trace;
  const sender = trace === hop.trace ? hop : { ...hop, trace };
  const retries = hop.stages.retries.of(sending.retries, cluster.usesHash);
  const more: MadeOfRoute = {
    cluster: cluster.name,
    retries,
    mirrored: sending.mirrored.length === 0 ? undefined : sending.mirrored,
    replyHeaders: replyHeadersOf(sending),
  };
  const outcomes: Outcome[] = [];
  const candidates: Candidate[] = [];
  for (const { endpoint, share } of endpoints) {
    if (endpoint.workload?.isGateway !== true) {
      candidates.push({ endpoint, share, arrival: clusterArrival(cluster, endpoint, sender) });
      continue;
    }
    const connection: Connection = {
      ...sender,
      target: undefined,
      by: 'http-proxy',
      opened: openedTls(cluster, endpoint, sender),
      probability: hop.probability * share,
    };
    for (const end of hop.atGateway(endpoint, connection)) outcomes.push(answeredByGateway(end, retries, more));
  }
  const ends = exchange(candidates, {
    retries,
    timeout: sending.timeout,
    behaviour: hop.parsed.source.backend,
    isGrpc: hop.parsed.isGrpc,
  });
  for (const end of ends) outcomes.push(endedOutcome(end, sender, more));
  return outcomes;
}

/** What outcomes have of the route and the cluster. */
type MadeOfRoute = Pick<OutcomeParts, 'cluster' | 'retries' | 'mirrored' | 'replyHeaders'>;

function replyHeadersOf({ reply: { operations, ofCors } }: Sending): Readonly<Record<string, string>> | undefined {
  return ofCors === undefined && operations.every(isIdle) ? undefined : { ...replyHeaders(operations), ...ofCors };
}

/** To the proxy that sent a request to a gateway, whatever comes back is an ordinary answer. Further tries are not followed. */
function answeredByGateway(end: Outcome, retries: RetryPolicy | undefined, more: MadeOfRoute): Outcome {
  const headers = { ...end.replyHeaders, ...more.replyHeaders };
  const shared = { ...more, replyHeaders: Object.keys(headers).length === 0 ? undefined : headers };
  if (end.unknown !== undefined) return changedOutcome(end, shared);
  const [result, failure] =
    typeof end.result === 'number'
      ? ([end.result, undefined] as const)
      : end.result === 'refused' || end.transport !== undefined
        ? ([503, 'connect'] as const)
        : ([503, 'reset'] as const);
  const isRetried =
    retries !== undefined &&
    (failure === undefined ? retriesStatus(retries, { status: result }) : retriesFailure(retries, failure));
  if (!isRetried || failure === 'connect')
    return changedOutcome(end, { ...shared, result, flags: failure === undefined ? '' : isRetried ? 'URX,UF' : 'UC' });
  const question = `what does a further try at the gateway bring, after ${String(end.result)}?`;
  return changedOutcome(end, { ...shared, result: 'unknown', unknown: { question } });
}
