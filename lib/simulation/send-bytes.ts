/** Connections that a proxy sends on without reading what is in them. */
import { type MeshHost } from '../model/hosts';
import { printObject } from '../model/mesh-object';
import { textOf } from '../values/json';
import { type Cluster, clusterName } from './cluster';
import { type Candidate, exchange } from './exchange';
import { type L4Route } from './l4-routes';
import { outcome, unknownOutcome, type Outcome } from './outcome';
import { type AtGateway, type Connection, tcpResult } from './plain-connection';
import { hostOnly } from './request';
import { resolvedEndpoints } from './resolved-endpoints';
import { traced } from './trace';
import { clusterArrival, endedOutcome, meshServerName, type Sender, transportTo } from './try-endpoint';

/** A connection for which a route was found. */
export interface RoutedConnection extends Connection {
  readonly route: L4Route;
}

/** Sends a connection to one of the destinations of its route. */
export function sendBytes(
  connection: RoutedConnection,
  hostOf: (hostname: string, port: number | undefined) => MeshHost | undefined,
  atGateway: AtGateway,
): Outcome[] {
  const { route, parsed, stages, client, elapsed } = connection;
  return route.destinations.flatMap((destination) => {
    const host = hostOf(destination.host, destination.port);
    // Without a port, it is the only one of the host, else that of the listener.
    const port = destination.port ?? (host?.ports.length === 1 ? host.ports[0]?.number : undefined) ?? parsed.port;
    const cluster = host && stages.clusters.cluster(client, host, port, destination.subset);
    const name = clusterName(port, destination.subset, destination.host);
    const probability = connection.probability * destination.share;
    const trace = traced(connection.trace, 'destination', () => `${printObject(route.object)} sends it to ${name}`, {
      object: route.object,
      path: destination.path,
    });
    if (cluster === undefined || typeof cluster === 'string')
      return [
        outcome({
          probability,
          result: 'closed',
          flags: 'NC',
          cluster: name,
          elapsedSeconds: elapsed,
          steps: traced(trace, 'endpoint', () => `the proxy knows no ${name}`),
        }),
      ];
    return throughCluster(cluster, { ...connection, probability, trace, cluster: name }, atGateway);
  });
}

function throughCluster(cluster: Cluster, connection: Connection, atGateway: AtGateway): Outcome[] {
  const { probability, elapsed, trace } = connection;
  const endpoints = resolvedEndpoints(cluster, connection);
  const alone = { probability, cluster: cluster.name, elapsedSeconds: elapsed };
  if (typeof endpoints === 'string') return [unknownOutcome(trace, 'endpoint', endpoints, alone)];
  if (endpoints.length === 0)
    return [
      outcome({
        ...alone,
        result: 'closed',
        flags: 'UH',
        steps: traced(trace, 'endpoint', () => `${cluster.name} has no endpoints`),
      }),
    ];
  const gateways = endpoints.filter(({ endpoint }) => endpoint.workload?.isGateway === true);
  if (gateways.length > 0)
    return gateways.flatMap(({ endpoint, share }) =>
      atGateway(endpoint, {
        ...connection,
        probability: probability * share,
        opened: openedTls(cluster, endpoint, connection),
      }),
    );
  const candidates = endpoints.map(({ endpoint, share }): Candidate => ({
    endpoint,
    share,
    arrival: clusterArrival(cluster, endpoint, connection),
  }));
  const ends = exchange(candidates, {
    retries: undefined,
    timeout: undefined,
    behaviour: connection.parsed.source.backend,
  });
  return ends.map((end) =>
    endedOutcome(end, connection, { result: tcpResult(end, connection), cluster: cluster.name }),
  );
}

/** TLS that the proxy opens to a gateway, over whatever the client sends. */
export function openedTls(cluster: Cluster, endpoint: Candidate['endpoint'], sender: Sender): Connection['opened'] {
  const transport = transportTo(cluster, endpoint, sender);
  if (transport === 'plaintext') return undefined;
  const written = textOf(cluster.policy.tls?.sni)?.toLowerCase();
  if (transport === 'mtls')
    return { sni: written ?? meshServerName(cluster.host, cluster), identity: sender.client.identity };
  // Without a name in the rule it is that of the Host header.
  return { sni: written ?? (sender.http === undefined ? '' : hostOnly(sender.http.authority)), identity: undefined };
}
