import { type PortLayer } from '../model/host-port';
import { type MeshConfiguration } from '../model/mesh-configuration';
import { printObject } from '../model/mesh-object';
import { type Workload, workloadName } from '../model/workloads';
import { normalizedPath } from '../values/path-normalization';
import { type Transport } from './client-tls';
import { type Endpoint } from './endpoints';
import { type Arrival } from './exchange';
import { type HttpState, seenRequest, withoutEnvoyHeaders } from './http-state';
import { authorizationOutcome, type AuthorizationOutcome } from './outcome';
import { type ParsedRequest, pathOnly } from './request';
import { type Authenticated } from './request-authentication';
import { type ServerRequest } from './server-request';
import { isProxied } from './traffic-capture';
import { type Trace, traced } from './trace';
import { isNotKnown, type NotKnown } from './truth';
import { type WorkloadSecurity } from './workload-security';

/** A connection that comes to an endpoint, and the request on it. */
export interface Incoming {
  readonly parsed: ParsedRequest;

  /** Undefined for bytes. */
  readonly http: HttpState | undefined;

  /** Whether the client's own TLS hides the request from proxies. */
  readonly isOpaque: boolean;

  /** What the client sent, for telling what was changed. */
  readonly sent: ReadonlyMap<string, string>;
  readonly transport: Transport;

  /** The caller's identity, where the connection is mTLS. */
  readonly identity: string | undefined;

  /** Server name of mTLS of the mesh. */
  readonly sni: string | undefined;
  readonly source: { readonly name: string; readonly address: string | undefined };

  /** Whether whoever opens TLS to the endpoint would trust a certificate of one's own authority. */
  readonly trustsPrivate: boolean;
  readonly trace: Trace | undefined;
}

/** What an endpoint's proxy needs to know of itself. */
export interface Server {
  readonly config: MeshConfiguration;
  readonly now: number | undefined;

  /** Undefined for endpoints without a workload. */
  readonly security: WorkloadSecurity | undefined;

  /** What the port speaks, by the Services that lead to it; undefined where none does. */
  readonly layer: PortLayer | undefined;

  /** What changes its proxy in ways that are not simulated. */
  readonly doubt: NotKnown | undefined;
  readonly connectTimeout: number;
}

/** What becomes of a try at an endpoint: its proxy's transport, token and access rules, in this order. */
export function arrival(endpoint: Endpoint, incoming: Incoming, server: Server): Arrival {
  const { workload } = endpoint;
  const at = atEndpoint(incoming, endpoint);
  if (endpoint.isDead) return failed(at, 'connect', 'nobody has the address', server.connectTimeout);
  if (endpoint.doubt === 'unlisted') return unknown(at, `which endpoints has ${endpoint.name}, that selects no pods?`);
  if (endpoint.doubt === 'undeclared')
    return unknown(
      at,
      `does anything listen on port ${endpoint.port} of ${endpoint.name}, whose containers declare other ports?`,
    );
  if (workload === undefined) return atOutside(at);
  if (workload.injection.kind === 'ambient')
    return unknown(at, `what does ztunnel do with requests to ${endpoint.name}? ambient is not simulated yet`);
  if (workload.injection.kind !== 'sidecar' || !isProxied(workload, endpoint.port, 'inbound'))
    return atPlainServer(at, server.layer);
  if (server.doubt !== undefined) return unknown(at, server.doubt.question);
  return atProxy(at, workload, server);
}

type At = Incoming & { readonly endpoint: Endpoint };

/** Written out: a field more than those that are spread makes V8 build the object anew, which takes longer than all stages together. */
function atEndpoint(
  { parsed, http, isOpaque, sent, transport, identity, sni, source, trustsPrivate, trace }: Incoming,
  endpoint: Endpoint,
): At {
  return { parsed, http, isOpaque, sent, transport, identity, sni, source, trustsPrivate, trace, endpoint };
}

const NO_PROXY: Seen = { hasServerProxy: false, peer: undefined };

interface Seen {
  readonly hasServerProxy: boolean;
  readonly peer: string | null | undefined;
  readonly trace?: Trace | undefined;
}

function arrived({ transport, trace }: At, more: Seen) {
  return { transport, seen: undefined, trace, authorization: undefined, ...more };
}

function failed(at: At, failure: 'connect' | 'reset', why: string, seconds = 0, peer?: string | null): Arrival {
  const trace = traced(at.trace, 'endpoint', () => `${at.endpoint.name}:${at.endpoint.port}: ${why}`);
  return { kind: 'failure', failure, seconds, ...arrived(at, { hasServerProxy: peer !== undefined, peer, trace }) };
}

function unknown(at: At, question: string): Arrival {
  return { kind: 'unknown', question, ...arrived(at, NO_PROXY) };
}

/** Nobody of the mesh: it takes what it is given, but a certificate may not be trusted. */
function atOutside(at: At): Arrival {
  const { endpoint, transport } = at;
  if (transport === 'mtls') return failed(at, 'connect', 'it does not know the certificates of the mesh');
  if (transport === 'tls' && !at.trustsPrivate) {
    if (endpoint.certificate === 'private')
      return failed(at, 'connect', 'its certificate is signed by no authority that the proxy trusts');
    if (endpoint.certificate === undefined)
      return unknown(at, `is the certificate of ${endpoint.name} signed by an authority that everybody trusts?`);
  }
  return application(at, NO_PROXY);
}

/** An application without a proxy: mTLS of the mesh means nothing to it. */
function atPlainServer(at: At, layer: PortLayer | undefined): Arrival {
  if (at.transport === 'mtls') return failed(at, 'connect', 'it has no sidecar that could answer mTLS');
  if (at.endpoint.doubt === 'headless') return failed(at, 'connect', 'nothing listens on the port');
  return at.transport === 'tls' ? atTlsApplication(at, layer, NO_PROXY) : application(at, NO_PROXY);
}

/** TLS that nobody of the mesh ends: applications take it on ports that are said to be TLS, and not on those for plain HTTP. */
function atTlsApplication(at: At, layer: PortLayer | undefined, seen: Seen): Arrival {
  const { endpoint } = at;
  if (layer === 'tls') return application(at, seen);
  if (layer === 'http') return failed(at, 'connect', 'its port takes HTTP, and no TLS', 0, seen.peer);
  return unknown(at, `does ${endpoint.name} itself take TLS on port ${endpoint.port}?`);
}

/** The request, or the bytes, come to the application. */
function application(at: At, seen: Seen & { readonly authorization?: AuthorizationOutcome | undefined }): Arrival {
  const { http, sent, endpoint, transport } = at;
  const { hasServerProxy, peer, authorization, trace = at.trace } = seen;
  const request = http === undefined ? undefined : seenRequest(sent, http, endpoint.port);
  // Written out, for it is what becomes of nearly all requests, and spreading objects takes longer than all the rest.
  return { kind: 'application', transport, seen: request, trace, authorization, hasServerProxy, peer };
}

function atProxy(at: At, workload: Workload, server: Server): Arrival {
  const { security } = server;
  if (security === undefined) return atPlainServer(at, server.layer);
  const { transport, endpoint } = at;
  const mtls = security.mtls.at(endpoint.port);
  if (mtls.unknown !== undefined) return unknown(at, mtls.unknown.question);
  const says = (what: string) => () =>
    `${workloadName(workload)}:${endpoint.port} ${what} (${mtls.mode} by ${mtls.by === undefined ? "Istio's default" : printObject(mtls.by)})`;
  const peerAt = { object: mtls.by, path: mtls.path };
  const encrypted = transport === 'mtls';
  if (encrypted && mtls.mode === 'DISABLE') return failed(at, 'connect', 'its port takes plain text only');
  if (!encrypted && mtls.mode === 'STRICT') {
    const trace = traced(at.trace, 'peer-authentication', says('refuses what is not mTLS'), peerAt);
    return {
      kind: 'failure',
      failure: transport === 'tls' ? 'connect' : 'reset',
      seconds: 0,
      ...arrived(at, { hasServerProxy: true, peer: null, trace }),
    };
  }
  const peer = encrypted ? (at.identity ?? null) : null;
  const trace = traced(
    at.trace,
    'peer-authentication',
    encrypted ? says(`takes mTLS of ${at.identity ?? 'nobody'}`) : says('takes plain text'),
    peerAt,
  );
  if (transport === 'tls') return atTlsApplication({ ...at, trace }, server.layer, { hasServerProxy: true, peer });
  if (endpoint.doubt === 'headless') return failed({ ...at, trace }, 'reset', 'nothing listens on the port', 0, peer);
  return atApplication({ ...at, trace }, peer, server, security);
}

/** Past the transport: the proxy reads requests, or bytes, and asks its policies. */
function atApplication(at: At, peer: string | null, server: Server, security: WorkloadSecurity): Arrival {
  const { layer } = server;
  const isHttp = at.http !== undefined && !at.isOpaque && (layer === undefined || layer === 'http' || layer === 'auto');
  if (!isHttp && layer === 'http') return failed(at, 'reset', 'its port reads HTTP, and the bytes are none', 0, peer);
  const http = isHttp && at.http !== undefined ? asServerReads(at.http, server.config) : at.http;
  const request = serverRequest(at, http, isHttp, peer);
  const identity = security.authenticate(request, server.now);
  const names = { hasServerProxy: true, peer } as const;
  if (identity.unknown !== undefined) return unknown(at, identity.unknown.question);
  if (identity.verdict === 'reject') {
    const trace = traced(at.trace, 'request-authentication', identity.reason, {
      object: identity.by,
      path: identity.path,
    });
    return {
      kind: 'answer',
      status: identity.status ?? 401,
      ...arrived(at, { ...names, trace }),
      authorization: authorizationOutcome(false, identity, 'server'),
    };
  }
  const decision = security.decide(request, identity);
  if (isNotKnown(decision.allowed)) return unknown(at, decision.allowed.question);
  const authorization = authorizationOutcome(decision.allowed, decision, 'server');
  const trace = traced(at.trace, 'authorization', decision.reason, { object: decision.by, path: decision.path });
  if (!decision.allowed) {
    const denied = { ...arrived(at, { ...names, trace }), authorization };
    return isHttp
      ? { kind: 'answer', status: 403, ...denied }
      : { kind: 'failure', failure: 'reset', seconds: 0, ...denied };
  }
  const arriving = http === undefined ? undefined : withoutToken(http, identity);
  return application(arriving === at.http ? at : { ...at, http: arriving }, {
    hasServerProxy: true,
    peer,
    trace,
    authorization,
  });
}

/** The request after what every proxy does to requests that come in. */
function asServerReads(http: HttpState, { pathNormalization }: MeshConfiguration): HttpState {
  const headers = withoutEnvoyHeaders(http.headers);
  const path = normalizedPath(http.path, pathNormalization);
  return headers === http.headers && path === http.path ? http : { ...http, headers, path };
}

/** A token that was checked does not go on, unless its rule says so; claims may go on in headers. */
export function withoutToken(http: HttpState, identity: Authenticated): HttpState {
  const { removedHeaders, removedParams, addedHeaders } = identity;
  if (removedHeaders.length + removedParams.length + addedHeaders.length === 0) return http;
  const headers = new Map(http.headers);
  for (const name of removedHeaders) headers.delete(name);
  for (const { name, value } of addedHeaders) headers.set(name, value);
  return { ...http, headers, path: withoutParams(http.path, removedParams) };
}

function withoutParams(pathAndQuery: string, names: readonly string[]): string {
  const path = pathOnly(pathAndQuery);
  if (names.length === 0 || path === pathAndQuery) return pathAndQuery;
  const kept = pathAndQuery
    .slice(path.length + 1)
    .split('&')
    .filter((part) => !names.includes(part.split('=')[0] ?? ''));
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}

const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** The request as the proxy's policies see it. */
function serverRequest(at: At, http: HttpState | undefined, isHttp: boolean, peer: string | null): ServerRequest {
  const { endpoint, source, parsed } = at;
  const shown = isHttp ? http : undefined;
  const forwardedFor = shown?.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return {
    protocol: isHttp ? 'http' : 'tcp',
    method: shown?.method ?? '',
    path: shown?.path ?? '',
    host: shown?.authority ?? '',
    scheme: shown?.scheme ?? '',
    headers: shown?.headers ?? NO_HEADERS,
    port: endpoint.port,
    destinationIp: endpoint.workload?.addresses[0],
    sni: at.transport === 'mtls' ? at.sni : parsed.isTls ? parsed.sni : undefined,
    peer,
    sourceIp: source.address,
    remoteIp: forwardedFor ?? source.address,
    sourceName: source.name,
    jwt: parsed.source.jwt,
  };
}
