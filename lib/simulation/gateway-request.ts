/** A connection at a gateway's proxy: TLS, policies, virtual hosts, and on to the mesh. */
import { isVisible } from '../model/visibility';
import { type MeshHost } from '../model/hosts';
import { printObject } from '../model/mesh-object';
import { type Workload, workloadName } from '../model/workloads';
import { spiffeIdentity } from '../values/spiffe';
import { normalizedPath } from '../values/path-normalization';
import { hostCovers } from '../values/istio-host';
import { textOf } from '../values/json';
import { withoutToken } from './arrival';
import { type Endpoint } from './endpoints';
import {
  endsTls,
  type GatewayRoute,
  type GatewayServer,
  type GatewayServers,
  type GatewayVirtualHosts,
  orderQuestion,
} from './gateway-config';
import { precedenceQuestion } from './gateway-api/precedence';
import { type Hop, type ProxyClient, type Stages } from './hop';
import { matchesRequest } from './http-match';
import { type HttpState, withoutEnvoyHeaders } from './http-state';
import { l4Question } from './l4-question';
import { closest } from './l4-routes';
import { type AuthorizationOutcome, authorizationOutcome, outcome, type Outcome } from './outcome';
import { unanswered } from './outbound';
import { type AtGateway, type Connection } from './plain-connection';
import { hostOnly } from './request';
import { followRoute, notFound, ownAnswer, routedRequest } from './route-request';
import { sendBytes } from './send-bytes';
import { type ServerRequest } from './server-request';
import { knownHost } from './sidecar-scope';
import { type Trace, traced } from './trace';
import { isNotKnown } from './truth';

/** A gateway's configuration, made once for its pods. */
export interface GatewayConfig {
  readonly servers: GatewayServers;
  readonly client: ProxyClient;

  /** Of the servers that share a listener. */
  readonly virtualHostsOf: (servers: readonly GatewayServer[]) => GatewayVirtualHosts;
}

/** What a gateway does with a connection. */
export function atGateway(
  endpoint: Endpoint,
  connection: Connection,
  config: GatewayConfig,
  onward: AtGateway,
): Outcome[] {
  const { workload, port } = endpoint;
  if (workload === undefined) return [];
  const servers = config.servers.get(port) ?? [];
  const at = { connection, workload, port, config, onward };
  if (servers.length === 0)
    return [ended(connection, 'refused', () => `no Gateway has a server for port ${port} of ${endpoint.name}`)];
  const doubt = connection.stages.extensions.of(workload, 'gateway');
  if (doubt !== undefined) return [ended(connection, 'unknown', () => doubt.question)];
  const tls = tlsOf(connection);
  if (tls === undefined) {
    const open = servers.filter((server) => server.isHttp && server.protocol !== 'HTTPS');
    if (open.length > 0) {
      if (connection.http === undefined)
        return [ended(connection, 'closed', () => 'the listener reads HTTP, and the bytes are none', 'DPE')];
      return requested(at, open, 'http');
    }
    const tcp = servers.find(({ protocol, tls }) => tls === undefined && protocol !== 'HTTPS' && protocol !== 'TLS');
    if (tcp !== undefined) return passedOn(at, tcp, undefined);
    return [ended(connection, 'closed', () => 'the listener takes TLS only', 'NR')];
  }
  const server = servedBy(servers, tls.sni);
  if (server === undefined) return [ended(connection, 'closed', () => `no server has the name ${tls.sni}`, 'NR')];
  if (!endsTls(server)) return passedOn(at, server, tls.sni);
  const mode = textOf(server.tls?.mode);
  if ((mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL') && !tls.hasClientCertificate)
    return [ended(connection, 'closed', () => `the server asks for a client certificate (tls.mode ${mode})`)];
  if (!server.isHttp) return passedOn(at, server, undefined);
  return requested(at, [server], 'https');
}

/** TLS as it comes in: that of a proxy of the mesh, or the client's own. */
function tlsOf({ opened, isOpaque, parsed }: Connection) {
  if (opened !== undefined) return { sni: opened.sni, hasClientCertificate: opened.identity !== undefined };
  if (!isOpaque) return undefined;
  return { sni: parsed.sni ?? '', hasClientCertificate: parsed.source.tls?.clientCertificate === true };
}

interface At {
  readonly connection: Connection;
  readonly workload: Workload;
  readonly port: number;
  readonly config: GatewayConfig;
  readonly onward: AtGateway;
}

function ended(
  connection: Connection,
  result: 'closed' | 'refused' | 'unknown',
  why: () => string,
  flags?: string,
): Outcome {
  return outcome({
    probability: connection.probability,
    result,
    flags,
    elapsedSeconds: connection.elapsed,
    unknown: result === 'unknown' ? { question: why() } : undefined,
    steps: traced(connection.trace, 'listener', why),
  });
}

/** By the server name: exactly, else by the longest wildcard. */
function servedBy(servers: readonly GatewayServer[], sni: string): GatewayServer | undefined {
  let best: { readonly server: GatewayServer; readonly length: number } | undefined;
  for (const server of servers) {
    if (server.tls === undefined) continue;
    for (const { name } of server.hosts) {
      if (!hostCovers(name, sni)) continue;
      const length = name.startsWith('*') ? name.length : Infinity;
      if (best === undefined || length > best.length) best = { server, length };
    }
  }
  return best?.server;
}

function requested(at: At, servers: readonly GatewayServer[], scheme: 'http' | 'https'): Outcome[] {
  const { connection, workload, port, config } = at;
  const { stages, parsed } = connection;
  const sent = connection.http;
  if (sent === undefined) return [];
  const received: HttpState = {
    ...sent,
    headers: withoutEnvoyHeaders(sent.headers),
    scheme,
    path: normalizedPath(sent.path, stages.model.config.pathNormalization),
  };
  const trace = traced(
    connection.trace,
    'listener',
    () =>
      `${workloadName(workload)} takes it on port ${port} (${servers.map(({ gateway }) => printObject(gateway)).join(', ')})`,
    { object: servers[0]?.gateway, path: servers[0]?.path },
  );
  const admitted = admission(at, received, trace);
  const hop: Hop = {
    stages,
    parsed,
    client: config.client,
    proxy: {
      namespace: workload.namespace,
      labels: workload.labels,
      gateway: servers[0]?.name ?? '',
      port: servers[0]?.port ?? port,
    },
    http: admitted.http,
    isOpaque: false,
    target: undefined,
    atGateway: at.onward,
    sent: connection.sent,
    claims: admitted.claims,
    hostOf: (hostname) => gatewayHost(hostname, workload.namespace, stages),
    portOf: (host) => (host?.ports.length === 1 ? (host.ports[0]?.number ?? port) : (servers[0]?.port ?? port)),
    probability: connection.probability,
    elapsed: connection.elapsed,
    trace: admitted.trace,
  };
  if (admitted.question !== undefined) return [unanswered(hop, admitted.question)];
  if (admitted.status !== undefined)
    return [ownAnswer(hop, { result: admitted.status, authorization: admitted.authorization })];
  return routed(at, servers, hop);
}

interface Admission {
  readonly http: HttpState;
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  readonly trace: Trace | undefined;
  readonly status?: number;
  readonly question?: string;
  readonly authorization?: AuthorizationOutcome;
}

/** The gateway's own policies, which see the client outside. */
function admission({ connection, workload, port }: At, http: HttpState, before: Trace | undefined): Admission {
  const { stages, parsed, client } = connection;
  const security = stages.securityOf(workload);
  const request: ServerRequest = {
    protocol: 'http',
    method: http.method,
    path: http.path,
    host: http.authority,
    scheme: http.scheme,
    headers: http.headers,
    port,
    destinationIp: workload.addresses[0],
    sni: connection.opened?.sni ?? parsed.sni,
    peer: connection.opened?.identity ?? null,
    sourceIp: client.address,
    // Without trusted proxies in front, X-Forwarded-For counts for nothing [gateway-security].
    remoteIp: client.address,
    sourceName: client.name,
    jwt: parsed.source.jwt,
  };
  const identity = security.authenticate(request, stages.now);
  const refused = { claims: undefined, http };
  if (identity.unknown !== undefined) return { ...refused, trace: before, question: identity.unknown.question };
  if (identity.verdict === 'reject')
    return {
      ...refused,
      status: identity.status ?? 401,
      trace: traced(before, 'request-authentication', identity.reason, { object: identity.by, path: identity.path }),
      authorization: authorizationOutcome(false, identity, 'client-gateway'),
    };
  const decision = security.decide(request, identity);
  if (isNotKnown(decision.allowed)) return { ...refused, trace: before, question: decision.allowed.question };
  const trace = traced(before, 'authorization', decision.reason, { object: decision.by, path: decision.path });
  if (!decision.allowed)
    return {
      ...refused,
      status: 403,
      trace,
      authorization: authorizationOutcome(false, decision, 'client-gateway'),
    };
  return { http: withoutToken(http, identity), claims: identity.claims, trace };
}

/** Source: istiod's `buildNameToServiceMapForHTTPRoutes`. */
function gatewayHost(hostname: string, namespace: string, { model }: Stages): MeshHost | undefined {
  return knownHost(model.hosts.named(hostname), namespace, ({ visibility }) => isVisible(visibility, namespace));
}

function routed(at: At, servers: readonly GatewayServer[], hop: Hop): Outcome[] {
  const host = hostOnly(hop.http.authority);
  const virtualHost = at.config.virtualHostsOf(servers).of(host);
  if (virtualHost === undefined) return notFound(hop, () => `no route of this gateway has the host ${host}`);
  if (virtualHost.requiresTls && hop.http.scheme === 'http') {
    const location = `https://${host}${hop.http.path}`;
    const steps = traced(hop.trace, 'route', () => `redirects to ${location}`, {
      object: virtualHost.server.gateway,
      path: `${virtualHost.server.path}.tls.httpsRedirect`,
    });
    return [ownAnswer(hop, { result: 301, replyHeaders: { location }, steps })];
  }
  const facts = routedRequest(hop);
  const matching = virtualHost.routes.filter(({ route }) => matchesRequest(route.match, facts));
  const [first] = matching;
  if (first === undefined)
    return notFound(hop, () => `no route for ${virtualHost.domain} matches ${hop.http.method} ${hop.http.path}`);
  const question = firstQuestion(first, matching, hop.client.namespace);
  if (question !== undefined) return [unanswered(hop, question)];
  return followRoute(first.route, { ...hop, proxy: first.proxy });
}

function firstQuestion(first: GatewayRoute, matching: readonly GatewayRoute[], namespace: string): string | undefined {
  const joined = matching.filter(({ service }) => service === first.service).map(({ route }) => route);
  const question = precedenceQuestion(joined);
  if (question !== undefined) return question;
  for (const other of matching) {
    const unknown = orderQuestion(first, other, namespace);
    if (unknown !== undefined) return unknown.question;
  }
  return undefined;
}

/** Bytes: TLS that ends elsewhere, and TCP. */
function passedOn(at: At, server: GatewayServer, sni: string | undefined): Outcome[] {
  const { connection, workload, config, onward } = at;
  const { stages } = connection;
  if (server.tls?.mode === 'AUTO_PASSTHROUGH') return [autoPassed(connection, sni ?? '')];
  const proxy = { namespace: workload.namespace, labels: workload.labels, gateway: server.name, port: server.port };
  const services = stages.model.virtualServices
    .ofGateway(server.name, workload.namespace)
    .filter(({ hosts, object }) =>
      server.hosts.some(
        ({ name, namespace }) =>
          (namespace === undefined || namespace === object.namespace) &&
          hosts.some((host) => hostCovers(name, host) || hostCovers(host, name)),
      ),
    );
  const section = sni === undefined ? 'tcp' : 'tls';
  const asked = { sni, address: undefined };
  const found = closest(stages.routes.l4Routes(services, section, proxy), asked);
  if (found !== undefined) {
    const question = l4Question(found, services, { routes: stages.routes, section, proxy, connection: asked });
    if (question !== undefined) return [ended(connection, 'unknown', () => question)];
    const isOpaque = connection.isOpaque && !endsTls(server);
    return sendBytes(
      {
        ...connection,
        client: config.client,
        by: 'tcp-proxy',
        isOpaque,
        route: found.route,
        target: undefined,
        opened: undefined,
      },
      (hostname) => gatewayHost(hostname, workload.namespace, stages),
      onward,
    );
  }
  return [ended(connection, 'closed', () => `no route takes it at ${server.name}`, 'NR')];
}

/** For gateways between clusters, which pass on mTLS of the mesh by the server name that proxies give it. */
function autoPassed(connection: Connection, sni: string): Outcome {
  return sni.startsWith('outbound_')
    ? ended(connection, 'unknown', () => `has the client a certificate of the mesh for ${sni}?`)
    : ended(
        connection,
        'closed',
        () => `the gateway passes on mTLS of the mesh only, and ${sni} is no name of it`,
        'NR',
      );
}

/** The gateway as a client of the mesh. */
export function gatewayClient(workload: Workload, { model }: Stages): ProxyClient {
  const { namespace, labels, locality, serviceAccount, addresses } = workload;
  return {
    name: workloadName(workload),
    namespace,
    labels,
    locality,
    identity: spiffeIdentity(model.config.trustDomain, namespace, serviceAccount),
    address: addresses[0],
    isSidecar: false,
  };
}
