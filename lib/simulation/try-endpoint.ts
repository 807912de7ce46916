/** What requests and bytes have in common on their last way: to an endpoint, and back as an outcome. */
import { type MeshHost } from '../model/hosts';
import { printObject } from '../model/mesh-object';
import { arrival, type Incoming } from './arrival';
import { type Cluster } from './cluster';
import { clientTransport } from './client-tls';
import { type Endpoint } from './endpoints';
import { type Arrival, type ExchangeEnd } from './exchange';
import { type ProxyClient, type Stages } from './hop';
import { type HttpState } from './http-state';
import { outcome, type Outcome, type OutcomeParts } from './outcome';
import { type ParsedRequest } from './request';
import { type Trace, traced } from './trace';

/** Who sends something, and what. */
export interface Sender {
  readonly stages: Stages;
  readonly parsed: ParsedRequest;
  readonly client: ProxyClient;

  /** Undefined for bytes. */
  readonly http: HttpState | undefined;

  /** Whether the client's own TLS hides it from proxies. */
  readonly isOpaque: boolean;

  /** Headers that the client sent. */
  readonly sent: ReadonlyMap<string, string>;
  readonly trace: Trace | undefined;
}

/** What becomes of a try at an endpoint that nobody encrypts for the mesh. */
export function plainArrival(endpoint: Endpoint, sender: Sender): Arrival {
  const trace = traced(
    sender.trace,
    'endpoint',
    () => `connects to ${endpoint.name}:${endpoint.port} itself, in plain text as far as the mesh goes`,
  );
  const { connectTimeout } = sender.stages.model.config;
  return arriving(
    endpoint,
    { ...sender, trace },
    { transport: 'plaintext', identity: undefined, sni: undefined, trustsPrivate: false, connectTimeout },
  );
}

/** What becomes of a try at an endpoint of a proxy's cluster. */
export function clusterArrival(cluster: Cluster, endpoint: Endpoint, sender: Sender): Arrival {
  const { client } = sender;
  const { tlsAt } = cluster.policy;
  const transport = transportTo(cluster, endpoint, sender);
  const trace = traced(
    sender.trace,
    'client-tls',
    () =>
      `to ${endpoint.name}:${endpoint.port} by ${TRANSPORTS[transport]} (${tlsAt === undefined ? 'automatic' : printObject(tlsAt.object)})`,
    tlsAt,
  );
  return arriving(
    endpoint,
    { ...sender, trace },
    {
      transport,
      identity: client.identity,
      sni: meshServerName(cluster.host, cluster),
      trustsPrivate: trustsPrivate(cluster),
      connectTimeout: cluster.connectTimeout,
    },
  );
}

const TRANSPORTS = { plaintext: 'plain text', mtls: 'mTLS', tls: 'TLS' } as const;

/** How the proxy speaks to an endpoint. */
export function transportTo(cluster: Cluster, endpoint: Endpoint, { client, stages }: Sender) {
  if (client.identity === undefined) return 'plaintext';
  return clientTransport(cluster, endpoint, {
    config: stages.model.config,
    isSidecar: client.isSidecar,
    modeOf: (workload, port) => stages.serverAt(workload, port).mtls,
    modeOfNamespace: (namespace) => stages.mtlsOfNamespace(namespace),
  });
}

/** Server name of mTLS between proxies. */
export function meshServerName(host: MeshHost, { port, subset }: Pick<Cluster, 'port' | 'subset'>): string {
  return `outbound_.${port.number}_.${String(subset?.value.name ?? '')}_.${host.hostname}`;
}

/** With authorities of its own, or without checking. */
function trustsPrivate({ policy: { tls } }: Cluster): boolean {
  return tls?.insecureSkipVerify === true || tls?.caCertificates !== undefined || tls?.credentialName !== undefined;
}

type Encryption = Pick<Incoming, 'transport' | 'identity' | 'sni' | 'trustsPrivate'>;

function arriving(
  endpoint: Endpoint,
  { stages, parsed, client, http, isOpaque, sent, trace }: Sender,
  { connectTimeout, transport, identity, sni, trustsPrivate }: Encryption & { readonly connectTimeout: number },
): Arrival {
  const { workload, port } = endpoint;
  const server = workload && stages.serverAt(workload, port);
  return arrival(
    endpoint,
    { parsed, http, isOpaque, sent, source: client, trace, transport, identity, sni, trustsPrivate },
    {
      config: stages.model.config,
      now: stages.now,
      security: server?.security,
      layer: server?.layer,
      doubt: server?.doubt,
      connectTimeout,
    },
  );
}

/** What the sender's kind of proxy says of an end. */
export type SaidBySender = Pick<OutcomeParts, 'cluster' | 'retries' | 'mirrored' | 'replyHeaders'> & {
  /** @default - that of the end */
  readonly result?: OutcomeParts['result'] | undefined;

  /** Whether there is a proxy, which has response flags. @default true */
  readonly hasFlags?: boolean | undefined;
};

/** The outcome of an end. */
export function endedOutcome(
  end: ExchangeEnd,
  sender: Sender & { readonly probability: number; readonly elapsed: number },
  said: SaidBySender,
): Outcome {
  const { arrival: at, endpoint } = end.candidate;
  const { reason } = end;
  return outcome({
    probability: sender.probability * end.probability,
    result: said.result ?? end.result,
    grpcStatus: end.grpcStatus,
    backend: end.isAnswered ? endpoint.name : undefined,
    attempts: end.attempts === 0 ? undefined : end.attempts,
    seen: at.seen,
    peer: at.peer,
    transport: at.transport,
    flags: said.hasFlags === false ? undefined : end.flags,
    cluster: said.cluster,
    mirrored: said.mirrored,
    replyHeaders: said.replyHeaders,
    retries: said.retries,
    elapsedSeconds: sender.elapsed + end.elapsed,
    unknown: end.question === undefined ? undefined : { question: end.question },
    authorization: at.authorization,
    steps: reason === undefined ? at.trace : traced(at.trace, 'retry', reason),
  });
}
