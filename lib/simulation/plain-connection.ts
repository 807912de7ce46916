/** Connections that no route leads: of clients without a sidecar, and of those that their sidecar passes on as they are. */
import { type DeclaredExternal } from '../model/declarations';
import { type MeshHost, portOf } from '../model/hosts';
import { type Endpoint, outside, podAt } from './endpoints';
import { type Candidate, exchange, type ExchangeEnd } from './exchange';
import { type Stages } from './hop';
import { type Target } from './name-resolution';
import { outcome, type Outcome, type Result } from './outcome';
import { type SharedEndpoint } from './resolved-endpoints';
import { traced } from './trace';
import { endedOutcome, plainArrival, type Sender } from './try-endpoint';

/** A connection, and what is sent over it. */
export interface Connection extends Sender {
  /** Where it was to go; undefined at gateways, where that no longer counts. */
  readonly target: Target | undefined;

  /** Who has the connection: the client itself, or its proxy that reads requests, or bytes. */
  readonly by: 'client' | 'http-proxy' | 'tcp-proxy';

  /** Envoy's name of where the proxy sends it. */
  readonly cluster?: string | undefined;

  /** TLS that the client's proxy opened, around what the client sent. */
  readonly opened?: { readonly sni: string; readonly identity: string | undefined } | undefined;
  readonly probability: number;
  readonly elapsed: number;
}

/** A gateway that a connection came to, and the rest of its way. */
export type AtGateway = (endpoint: Endpoint, connection: Connection) => Outcome[];

/**
 * Where an address leads: to one pod, or to one of those of a Service, as kube-proxy picks them.
 *
 * @returns a question where no file knows.
 */
export function targetEndpoints(target: Target, port: number, stages: Stages): readonly SharedEndpoint[] | string {
  const alone = (endpoint: Endpoint) => [{ endpoint, share: 1 }];
  const { model } = stages;
  switch (target.kind) {
    case 'pod':
      return alone(podAt(target.workload, port));
    case 'external':
      return alone(outsideAt(target.external, port, stages));
    case 'address':
      return model.externals === undefined
        ? `who answers at ${target.address}?`
        : alone(outside(target.address, port, true, model));
    case 'host':
      return hostEndpoints(target.host, target.address, port, stages);
    case 'unknown':
      return target.unknown.question;
    case 'unresolved':
      return [];
  }
}

function hostEndpoints(
  host: MeshHost,
  address: string | undefined,
  number: number,
  { model, clusters }: Stages,
): readonly SharedEndpoint[] | string {
  if (host.kind === 'ServiceEntry') {
    const place = address ?? host.hostname;
    if (model.externals === undefined) return `who answers at ${place}, which only Istio knows?`;
    return [{ endpoint: outside(place, number, true, model), share: 1 }];
  }
  const port = portOf(host, number);
  if (port === undefined) return [];
  const endpoints = clusters.endpointsOf(host, port);
  const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
  return endpoints.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
}

function outsideAt(external: DeclaredExternal, port: number, { model }: Stages): Endpoint {
  return {
    ...outside(external.ip ?? external.hosts?.[0]?.toLowerCase() ?? external.name, port, true, model),
    name: `external/${external.name}`,
  };
}

/** Connects to where the client wanted to, in plain text as far as the mesh goes. */
export function connect(connection: Connection & { readonly target: Target }, atGateway: AtGateway): Outcome[] {
  const { target, probability, elapsed, trace, by, cluster } = connection;
  const end = (
    result: Result,
    more: { readonly flags?: string; readonly question?: string; readonly why: () => string },
  ) =>
    outcome({
      probability,
      result,
      flags: by === 'client' ? undefined : (more.flags ?? ''),
      cluster,
      elapsedSeconds: elapsed,
      unknown: more.question === undefined ? undefined : { question: more.question },
      steps: traced(trace, 'endpoint', more.why),
    });
  if (target.kind === 'unresolved') return [end('unresolved', { why: () => `no DNS knows ${connection.parsed.host}` })];
  const endpoints = targetEndpoints(target, connection.parsed.port, connection.stages);
  if (typeof endpoints === 'string') return [end('unknown', { question: endpoints, why: () => endpoints })];
  if (endpoints.length === 0) {
    const why = () => `nothing is at port ${connection.parsed.port} of ${connection.parsed.host}`;
    const result = by === 'client' ? 'refused' : by === 'http-proxy' ? 503 : 'closed';
    return [end(result, { flags: 'UF', why })];
  }
  const gateways = endpoints.filter(({ endpoint }) => endpoint.workload?.isGateway === true);
  if (gateways.length === endpoints.length)
    return gateways.flatMap(({ endpoint, share }) =>
      atGateway(endpoint, { ...connection, probability: probability * share }),
    );
  const candidates = endpoints.map(({ endpoint, share }): Candidate => ({
    endpoint,
    share,
    arrival: plainArrival(endpoint, connection),
  }));
  const ends = exchange(candidates, {
    retries: undefined,
    timeout: undefined,
    behaviour: connection.parsed.source.backend,
  });
  return ends.map((each) =>
    endedOutcome(each, connection, {
      result: tcpResult(each, connection),
      hasFlags: by !== 'client',
      cluster,
    }),
  );
}

/** What the client makes of an end, unless a proxy that reads requests makes an answer of it. */
export function tcpResult({ result, isAnswered, candidate, flags }: ExchangeEnd, { parsed, by }: Connection): Result {
  if (result === 'unknown' || by === 'http-proxy') return result;
  const { arrival: at, endpoint } = candidate;
  if (at.kind === 'failure') {
    if (by === 'tcp-proxy' || at.failure === 'reset') return 'closed';
    return endpoint.isDead ? 'timeout' : 'refused';
  }
  if (parsed.protocol === 'tcp') return isAnswered ? 'ok' : 'closed';
  return flags.includes('UC') ? (by === 'client' ? 'reset' : 'closed') : result;
}
