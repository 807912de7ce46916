/** Connections that no route leads: of clients without a sidecar, and of those that their sidecar passes on as they are. */
import { portOf } from '../model/hosts';
import { type DeclaredExternal } from '../model/declarations';
import { arrival } from './arrival';
import { type Endpoint, outside, podAt } from './endpoints';
import { type Candidate, exchange, type ExchangeEnd } from './exchange';
import { type ProxyClient, type Stages } from './hop';
import { type HttpState } from './http-state';
import { type Target } from './name-resolution';
import { outcome, type Outcome, type Result } from './outcome';
import { type ParsedRequest } from './request';
import { type Trace, traced } from './trace';

/** A connection, and what is sent over it. */
export interface Connection {
  readonly stages: Stages;
  readonly parsed: ParsedRequest;
  readonly client: ProxyClient;
  readonly target: Target;

  /** Undefined for bytes. */
  readonly http: HttpState | undefined;
  readonly isOpaque: boolean;
  readonly sent: ReadonlyMap<string, string>;

  /** Who has the connection: the client itself, or its proxy that reads requests, or bytes. */
  readonly by: 'client' | 'http-proxy' | 'tcp-proxy';

  /** Envoy's name of where the proxy sends it. */
  readonly cluster?: string | undefined;
  readonly probability: number;
  readonly elapsed: number;
  readonly trace: Trace | undefined;
}

/** A gateway that a connection came to, and the rest of its way. */
export type AtGateway = (endpoint: Endpoint, connection: Connection) => Outcome[];

/** Where an address leads: to one pod, or to one of those of a Service, as kube-proxy picks them. */
function endpointsAt({
  target,
  parsed,
  stages,
}: Connection): readonly { endpoint: Endpoint; share: number }[] | string {
  const alone = (endpoint: Endpoint) => [{ endpoint, share: 1 }];
  switch (target.kind) {
    case 'pod':
      return alone(podAt(target.workload, parsed.port));
    case 'external':
      return alone(outsideAt(target.external, parsed.port, stages));
    case 'address':
      return stages.model.externals === undefined
        ? `who answers at ${target.address}?`
        : alone(outside(target.address, parsed.port, true, stages.model));
    case 'host': {
      if (target.host.kind === 'ServiceEntry') {
        const place = target.address ?? target.host.hostname;
        if (stages.model.externals === undefined) return `who answers at ${place}, which only Istio knows?`;
        return alone(outside(place, parsed.port, true, stages.model));
      }
      const port = portOf(target.host, parsed.port);
      if (port === undefined) return [];
      const endpoints = stages.clusters.endpointsOf(target.host, port);
      const total = endpoints.reduce((sum, { weight }) => sum + weight, 0);
      return endpoints.map((endpoint) => ({ endpoint, share: endpoint.weight / total }));
    }
    case 'unknown':
      return target.unknown.question;
    case 'unresolved':
      return [];
  }
}

function outsideAt(external: DeclaredExternal, port: number, { model }: Stages): Endpoint {
  return {
    ...outside(external.ip ?? external.hosts?.[0]?.toLowerCase() ?? external.name, port, true, model),
    name: `external/${external.name}`,
  };
}

/** Connects to where the client wanted to, in plain text as far as the mesh goes. */
export function connect(connection: Connection, atGateway: AtGateway): Outcome[] {
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
  const endpoints = endpointsAt(connection);
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
    arrival: arrivalOf(endpoint, connection),
  }));
  const ends = exchange(candidates, {
    retries: undefined,
    timeout: undefined,
    behaviour: connection.parsed.source.backend,
  });
  return ends.map((each) => ended(each, connection));
}

function arrivalOf(endpoint: Endpoint, { stages, parsed, client, http, isOpaque, sent, trace }: Connection) {
  const { workload } = endpoint;
  return arrival(
    endpoint,
    {
      parsed,
      http,
      isOpaque,
      sent,
      transport: 'plaintext',
      identity: undefined,
      sni: undefined,
      source: client,
      trustsPrivate: false,
      trace: traced(
        trace,
        'endpoint',
        () => `connects to ${endpoint.name}:${endpoint.port} itself, in plain text as far as the mesh goes`,
      ),
    },
    {
      config: stages.model.config,
      now: stages.now,
      security: workload === undefined ? undefined : stages.securityOf(workload),
      layer: workload === undefined ? undefined : stages.layerAt(workload, endpoint.port),
      connectTimeout: stages.model.config.connectTimeout,
    },
  );
}

/** What the client makes of an end. Without a proxy that reads requests, a failure is a closed connection. */
function ended(end: ExchangeEnd, connection: Connection): Outcome {
  const { arrival: at, endpoint } = end.candidate;
  return outcome({
    probability: connection.probability * end.probability,
    result: tcpResult(end, connection),
    backend: end.isAnswered ? endpoint.name : undefined,
    attempts: end.attempts === 0 ? undefined : end.attempts,
    seen: at.seen,
    peer: at.peer,
    transport: at.transport,
    flags: connection.by === 'client' ? undefined : end.flags,
    cluster: connection.cluster,
    elapsedSeconds: connection.elapsed + end.elapsed,
    unknown: end.question === undefined ? undefined : { question: end.question },
    authorization: at.authorization,
    steps: at.trace,
  });
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
