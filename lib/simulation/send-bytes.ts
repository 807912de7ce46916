/** Connections that a proxy sends on without reading what is in them. */
import { type MeshHost } from '../model/hosts';
import { printObject } from '../model/mesh-object';
import { arrival } from './arrival';
import { type Cluster, clusterName } from './cluster';
import { clientTransport } from './client-tls';
import { type Candidate, exchange } from './exchange';
import { type L4Route } from './l4-routes';
import { outcome, type Outcome } from './outcome';
import { type AtGateway, type Connection, tcpResult } from './plain-connection';
import { traced } from './trace';

/** A connection for which a route was found. */
export interface RoutedConnection extends Connection {
  readonly route: L4Route;

  /** Where the client wanted to go. */
  readonly address: string | undefined;
}

/** Sends a connection to one of the destinations of its route. */
export function sendBytes(
  connection: RoutedConnection,
  hostOf: (hostname: string, port: number | undefined) => MeshHost | undefined,
  atGateway: AtGateway,
): Outcome[] {
  const { route, parsed, stages, client, elapsed } = connection;
  return route.destinations.flatMap((destination) => {
    const port = destination.port ?? parsed.port;
    const host = hostOf(destination.host, port);
    const cluster = host && stages.clusters.cluster(client, host, port, destination.subset);
    const name = clusterName(port, destination.subset, destination.host);
    const probability = connection.probability * destination.share;
    const trace = traced(connection.trace, 'destination', () => `${printObject(route.object)} sends it to ${name}`, {
      object: route.object,
      path: destination.path,
    });
    if (cluster === undefined || typeof cluster === 'string' || cluster.endpoints.length === 0)
      return [
        outcome({
          probability,
          result: 'closed',
          flags: 'UH',
          cluster: name,
          elapsedSeconds: elapsed,
          steps: traced(trace, 'endpoint', () => `${name} has no endpoints`),
        }),
      ];
    return throughCluster(cluster, { ...connection, probability, trace }, atGateway);
  });
}

function throughCluster(cluster: Cluster, connection: Connection, atGateway: AtGateway): Outcome[] {
  const gateways = cluster.endpoints.filter(({ endpoint }) => endpoint.workload?.isGateway === true);
  if (gateways.length > 0)
    return gateways.flatMap(({ endpoint, share }) =>
      atGateway(endpoint, { ...connection, cluster: cluster.name, probability: connection.probability * share }),
    );
  const candidates = cluster.endpoints.map(({ endpoint, share }): Candidate => ({
    endpoint,
    share,
    arrival: arrivalOf(cluster, endpoint, connection),
  }));
  const ends = exchange(candidates, {
    retries: undefined,
    timeout: undefined,
    behaviour: connection.parsed.source.backend,
  });
  return ends.map((end) => {
    const { arrival: at, endpoint } = end.candidate;
    return outcome({
      probability: connection.probability * end.probability,
      result: tcpResult(end, connection),
      backend: end.isAnswered ? endpoint.name : undefined,
      attempts: end.attempts === 0 ? undefined : end.attempts,
      seen: at.seen,
      peer: at.peer,
      transport: at.transport,
      flags: end.flags,
      cluster: cluster.name,
      elapsedSeconds: connection.elapsed + end.elapsed,
      unknown: end.question === undefined ? undefined : { question: end.question },
      authorization: at.authorization,
      steps: at.trace,
    });
  });
}

function arrivalOf(cluster: Cluster, endpoint: Candidate['endpoint'], connection: Connection) {
  const { stages, client, parsed, http, isOpaque, sent } = connection;
  const { workload } = endpoint;
  const security = workload === undefined ? undefined : stages.securityOf(workload);
  const mode = security?.mtls.at(endpoint.port).mode ?? 'PERMISSIVE';
  const transport = clientTransport(cluster.policy, endpoint, mode, stages.model);
  return arrival(
    endpoint,
    {
      parsed,
      http,
      isOpaque,
      sent,
      transport,
      identity: client.identity,
      sni: `outbound_.${cluster.port.number}_.${String(cluster.subset?.value.name ?? '')}_.${cluster.host.hostname}`,
      source: client,
      trustsPrivate: true,
      trace: traced(connection.trace, 'client-tls', () => `to ${endpoint.name}:${endpoint.port} by ${transport}`),
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
