import { printObject } from '../model/mesh-object';
import { type MeshHost } from '../model/hosts';
import { arrival } from './arrival';
import { type Cluster, clusterName, type NoCluster } from './cluster';
import { clientTransport } from './client-tls';
import { type Candidate, exchange, type ExchangeEnd } from './exchange';
import { type HeaderOperations, isIdle } from './header-operations';
import { type Hop } from './hop';
import { forwarded, replyHeaders } from './http-state';
import { type Outcome, outcome } from './outcome';
import { retryPolicy } from './retry-policy';
import { type Forward, type RouteDestination } from './route-action';
import { type CompiledRoute } from './route-table';
import { traced } from './trace';

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

interface Looked {
  readonly host: MeshHost | undefined;
  readonly port: number;
  readonly cluster: Cluster | NoCluster;
}

/** The cluster of a destination. Without a port, it is that of the listener for sidecars, the only one of the host for gateways. */
function lookedUp(hop: Hop, to: Pick<RouteDestination, 'host' | 'port' | 'subset'>): Looked {
  const found = hop.hostOf(to.host, to.port);
  const port = to.port ?? hop.portOf(found);
  // An alias has no endpoints of its own.
  const host = found?.externalName === undefined ? found : (hop.hostOf(found.externalName, port) ?? found);
  const cluster = host === undefined ? 'unknown-host' : hop.stages.clusters.cluster(hop.client, host, port, to.subset);
  return { host, port, cluster };
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
  const { cluster, port } = lookedUp(hop, destination);
  const name = clusterName(port, destination.subset, destination.host);
  const trace = traced(
    hop.trace,
    'destination',
    () =>
      `goes to ${destination.host}:${port}${destination.subset === undefined ? '' : ` subset ${destination.subset}`}${destination.share < 1 ? `, as ${percent(destination.share)} of requests do` : ''}`,
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
    result: route.isGatewayApi ? 500 : 503,
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
  const { model } = hop.stages;
  if (cluster.endpoints.length === 0)
    return [
      outcome({
        probability: hop.probability,
        result: 503,
        flags: 'UH',
        cluster: cluster.name,
        elapsedSeconds: hop.elapsed,
        steps: traced(hop.trace, 'endpoint', () => `${cluster.name} has no endpoints`, cluster.subset),
      }),
    ];
  const candidates = cluster.endpoints.map(({ endpoint, share }): Candidate => ({
    endpoint,
    share,
    arrival: arrivalOf(cluster, endpoint, hop),
  }));
  const ends = exchange(candidates, {
    retries: retryPolicy(sending.retries ?? model.config.defaultHttpRetryPolicy, cluster.usesHash),
    timeout: sending.timeout,
    behaviour: hop.parsed.source.backend,
  });
  const { operations, ofCors } = sending.reply;
  const headers =
    ofCors === undefined && operations.every(isIdle) ? undefined : { ...replyHeaders(operations), ...ofCors };
  return ends.map((end) => ended(end, cluster, hop, { mirrored: sending.mirrored, headers }));
}

function ended(
  end: ExchangeEnd,
  cluster: Cluster,
  hop: Hop,
  {
    mirrored,
    headers,
  }: { readonly mirrored: readonly string[]; readonly headers: Readonly<Record<string, string>> | undefined },
): Outcome {
  const { arrival: at, endpoint } = end.candidate;
  const { reason } = end;
  return outcome({
    probability: hop.probability * end.probability,
    result: end.result,
    backend: end.isAnswered ? endpoint.name : undefined,
    attempts: end.attempts === 0 ? undefined : end.attempts,
    seen: at.seen,
    peer: at.peer,
    transport: at.transport,
    flags: end.flags,
    cluster: cluster.name,
    mirrored: mirrored.length === 0 ? undefined : mirrored,
    replyHeaders: headers,
    elapsedSeconds: hop.elapsed + end.elapsed,
    unknown: end.question === undefined ? undefined : { question: end.question },
    authorization: at.authorization,
    steps: reason === undefined ? at.trace : traced(at.trace, 'retry', reason),
  });
}

function arrivalOf(cluster: Cluster, endpoint: Candidate['endpoint'], hop: Hop) {
  const { stages, client, parsed } = hop;
  const { workload } = endpoint;
  const security = workload === undefined ? undefined : stages.securityOf(workload);
  const mode = security?.mtls.at(endpoint.port).mode ?? 'PERMISSIVE';
  const transport =
    client.identity === undefined ? 'plaintext' : clientTransport(cluster.policy, endpoint, mode, stages.model);
  const { tlsAt } = cluster.policy;
  const trace = traced(
    hop.trace,
    'client-tls',
    () =>
      `to ${endpoint.name}:${endpoint.port} by ${transport === 'mtls' ? 'mTLS' : transport === 'tls' ? 'TLS' : 'plain text'} (${tlsAt === undefined ? 'automatic' : printObject(tlsAt.object)})`,
    tlsAt,
  );
  return arrival(
    endpoint,
    {
      parsed,
      http: hop.http,
      isOpaque: false,
      sent: hop.sent,
      transport,
      identity: client.identity,
      sni: `outbound_.${cluster.port.number}_.${String(cluster.subset?.value.name ?? '')}_.${cluster.host.hostname}`,
      source: client,
      trustsPrivate: trustsPrivate(cluster),
      trace,
    },
    {
      config: stages.model.config,
      now: stages.now,
      security,
      layer: workload === undefined ? undefined : stages.layerAt(workload, endpoint.port),
      connectTimeout: cluster.connectTimeout,
    },
  );
}

/** With authorities of its own, or without checking. */
function trustsPrivate({ policy: { tls } }: Cluster): boolean {
  return tls?.insecureSkipVerify === true || tls?.caCertificates !== undefined || tls?.credentialName !== undefined;
}
