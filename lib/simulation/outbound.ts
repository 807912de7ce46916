/** A request of a pod with a sidecar: from its proxy's listener to whoever the proxy sends it to. */
import { type MeshHost, portOf } from '../model/hosts';
import { type PortLayer } from '../model/host-port';
import { printObject } from '../model/mesh-object';
import { type Workload } from '../model/workloads';
import { normalizedPath } from '../values/path-normalization';
import { precedenceQuestion } from './gateway-api/precedence';
import { type Hop, type ProxyClient, type Stages } from './hop';
import { type HttpState } from './http-state';
import { type Target } from './name-resolution';
import { outcome, type Outcome } from './outcome';
import { type AtGateway, connect, type Connection } from './plain-connection';
import { hostOnly, type ParsedRequest } from './request';
import { followRoute, matchingRoute, matchingRoutes, notFound, ownAnswer } from './route-request';
import { PLAINLY, throughCluster } from './send-on';
import { sendBytes } from './send-bytes';
import {
  type EgressListener,
  importsHost,
  importsVirtualService,
  knownHost,
  listenerFor,
  type SidecarScope,
} from './sidecar-scope';
import { ownVirtualHost, servicesOfHost, sidecarVirtualHost, type VirtualHost } from './sidecar-virtual-host';
import { type Trace, traced } from './trace';

/** A pod's request as its sidecar gets it. */
export interface Outbound {
  readonly stages: Stages;
  readonly parsed: ParsedRequest;
  readonly workload: Workload;
  readonly client: ProxyClient;
  readonly scope: SidecarScope;
  readonly target: Target;
  readonly atGateway: AtGateway;

  /** Whether a listener of the sidecar takes requests on the port, whatever their address. */
  readonly hasHttpListener: (listener: EgressListener, port: number) => boolean;
  readonly trace: Trace | undefined;
}

/** What the sidecar does: routes requests, sends on bytes, passes on what it does not know, or does not let it out. */
export function outbound(at: Outbound): Outcome[] {
  const { parsed, scope, target } = at;
  if (target.kind === 'unresolved') return connect(connection(at, 'client'), at.atGateway);
  const listener = listenerFor(scope, parsed.port);
  if (listener === undefined) return passedOn(at, 'tcp-proxy');
  const host = target.kind === 'host' ? imported(at, listener, [target.host]) : namedHost(at, listener);
  const layer = layerOf(host, parsed.port);
  // Without an address of its own, a host's requests share the listener of the port.
  const own = layer === 'http' || layer === undefined ? undefined : host;
  if (own !== undefined && layer === 'auto' && parsed.protocol === 'http' && !parsed.isTls)
    return requested(at, listener, ownVirtualHost(own, { ...listening(at), listener }));
  if (own !== undefined) return bytes(at, listener, own);
  const isHttp = parsed.protocol === 'http' && !parsed.isTls;
  if (!at.hasHttpListener(listener, parsed.port) || parsed.isTls) return passedOn(at, 'tcp-proxy');
  if (!isHttp) return [closed(at, 'its listener reads HTTP, and the bytes are none', 'DPE')];
  return requested(at, listener, sidecarVirtualHost(hostOnly(parsed.authority), { ...listening(at), listener }));
}

function layerOf(host: MeshHost | undefined, port: number): PortLayer | undefined {
  return host === undefined ? undefined : portOf(host, port)?.layer;
}

function listening({ stages, client, parsed }: Outbound) {
  const proxy = { namespace: client.namespace, labels: client.labels, gateway: 'mesh', port: parsed.port };
  return { model: stages.model, routes: stages.routes, proxy };
}

/** The target itself, if the client knows it. */
function imported({ client }: Outbound, listener: EgressListener, hosts: readonly MeshHost[]): MeshHost | undefined {
  return knownHost(hosts, client.namespace, (host) => importsHost(listener, host, client.namespace));
}

/** A ServiceEntry of the name, for what is outside and has no address of the mesh. */
function namedHost(at: Outbound, listener: EgressListener): MeshHost | undefined {
  const { hosts } = at.stages.model;
  const { host } = at.parsed;
  const exact = imported(at, listener, hosts.named(host));
  if (exact !== undefined) return exact;
  for (const covering of hosts.covering(host)) {
    const found = imported(at, listener, covering);
    if (found !== undefined) return found;
  }
  return undefined;
}

function connection(
  { stages, parsed, client, target, trace }: Outbound,
  by: Connection['by'],
  cluster?: string,
): Connection {
  return {
    stages,
    parsed,
    client,
    target,
    http: parsed.protocol === 'http' ? sentState(parsed) : undefined,
    isOpaque: parsed.isTls,
    sent: parsed.headers,
    by,
    cluster,
    probability: 1,
    elapsed: 0,
    trace,
  };
}

/** The request as its client sends it. */
export function sentState({ method, authority, path, headers, isTls }: ParsedRequest): HttpState {
  return { method, scheme: isTls ? 'https' : 'http', authority, path, headers };
}

/** To where the client wanted to go, unless only what the mesh knows may be called. */
function passedOn(at: Outbound, by: 'http-proxy' | 'tcp-proxy', http?: HttpState): Outcome[] {
  const { scope } = at;
  const policy = scope.outboundTrafficPolicy;
  const who = scope.sidecar === undefined ? 'the mesh' : printObject(scope.sidecar);
  const trace = traced(
    at.trace,
    'listener',
    () =>
      `the sidecar knows nothing of it, and ${who} says ${policy}: ${policy === 'ALLOW_ANY' ? 'passed on as it is' : 'not let out'}`,
    scope.sidecar && { object: scope.sidecar, path: 'spec.outboundTrafficPolicy' },
  );
  if (policy === 'ALLOW_ANY') {
    const passed = connection({ ...at, trace }, by, 'PassthroughCluster');
    return connect(http === undefined ? passed : { ...passed, http }, at.atGateway);
  }
  const blocked = { probability: 1, elapsedSeconds: 0, steps: trace };
  return by === 'http-proxy'
    ? [outcome({ ...blocked, result: 502, flags: '' })]
    : [outcome({ ...blocked, result: 'closed', flags: 'UH', cluster: 'BlackHoleCluster' })];
}

function closed({ trace }: Outbound, why: string, flags: string): Outcome {
  return outcome({
    probability: 1,
    result: 'closed',
    flags,
    elapsedSeconds: 0,
    steps: traced(trace, 'listener', () => why),
  });
}

/** A request, past the listener. */
function requested(at: Outbound, listener: EgressListener, virtualHost: VirtualHost | undefined): Outcome[] {
  const { parsed, stages, client } = at;
  const sent = sentState(parsed);
  const http = {
    ...sent,
    path: normalizedPath(sent.path, stages.model.config.pathNormalization),
    // An application's word for the scheme is taken [method-scheme-authority].
    scheme: parsed.headers.get('x-forwarded-proto') ?? sent.scheme,
  };
  if (virtualHost === undefined) return passedOn(at, 'http-proxy', http);
  const { virtualService, host, unknown } = virtualHost;
  const trace = traced(
    at.trace,
    'virtual-host',
    () =>
      `Host ${parsed.authority} is ${host === undefined ? 'known by its VirtualService alone' : host.hostname}${virtualService === undefined ? ', without VirtualService' : `: routes of ${printObject(virtualService.object)}`}`,
    virtualService && { object: virtualService.object, path: 'spec.hosts' },
  );
  const hop: Hop = {
    stages,
    parsed,
    client,
    proxy: listening(at).proxy,
    http,
    sent: parsed.headers,
    claims: undefined,
    hostOf: (hostname, port) => clusterHost(at, listener, hostname, port),
    portOf: () => parsed.port,
    probability: 1,
    elapsed: 0,
    trace,
  };
  if (unknown !== undefined) return [unanswered(hop, unknown.question)];
  if (virtualService === undefined)
    return host === undefined ? passedOn(at, 'http-proxy', http) : defaultRoute(hop, host);
  const routes = stages.routes.routesOf(virtualService);
  const route = matchingRoute(routes, hop);
  const question = route?.gatewayApi && precedenceQuestion(matchingRoutes(routes, hop));
  if (question !== undefined) return [unanswered(hop, question)];
  if (route === undefined)
    return notFound(hop, () => `no route of ${printObject(virtualService.object)} matches ${http.method} ${http.path}`);
  return followRoute(route, hop);
}

/** What is not in any file decides. */
export function unanswered(hop: Hop, question: string): Outcome {
  return ownAnswer(hop, {
    result: 'unknown',
    unknown: { question },
    flags: undefined,
    steps: traced(hop.trace, 'route', () => question),
  });
}

/** A host without VirtualService has one route, to itself. */
function defaultRoute(hop: Hop, host: MeshHost): Outcome[] {
  const cluster = hop.stages.clusters.cluster(hop.client, host, hop.proxy.port, undefined);
  if (typeof cluster === 'string') return notFound(hop, () => `${host.hostname} has no port ${hop.proxy.port}`);
  return throughCluster(cluster, hop, PLAINLY);
}

/** A host that the sidecar knows, or gets to know because a VirtualService that it imports leads there [sidecar-virtual-service]. */
function clusterHost(
  { stages: { model }, client, scope }: Outbound,
  listener: EgressListener,
  hostname: string,
  port: number | undefined,
): MeshHost | undefined {
  const hosts = model.hosts.named(hostname);
  const { namespace } = client;
  const known = knownHost(hosts, namespace, (host) => importsHost(listener, host, namespace));
  if (known !== undefined || scope.sidecar === undefined) return known;
  const elsewhere = scope.listeners.find((each) => hosts.some((host) => importsHost(each, host, namespace)));
  if (elsewhere !== undefined) return knownHost(hosts, namespace, (host) => importsHost(elsewhere, host, namespace));
  return knownHost(
    hosts,
    namespace,
    (host) =>
      (host.visibility === undefined || host.visibility.has(namespace)) &&
      (port === undefined || portOf(host, port) !== undefined),
  );
}

/** Bytes for a host whose port is not read as HTTP. */
function bytes(at: Outbound, listener: EgressListener, host: MeshHost): Outcome[] {
  const { stages, parsed } = at;
  const { model } = stages;
  const { proxy } = listening(at);
  const isTlsPort = portOf(host, parsed.port)?.layer === 'tls';
  if (isTlsPort && !parsed.isTls) return passedOn(at, 'tcp-proxy');
  const address = at.target.kind === 'host' ? at.target.address : undefined;
  const sni = parsed.isTls ? parsed.sni : undefined;
  const services = servicesOfHost(host, { model, proxy }).filter((service) => importsVirtualService(listener, service));
  for (const service of services) {
    const route = stages.routes.l4RouteOf(service, { sni: isTlsPort ? sni : undefined, address }, proxy);
    if (route !== undefined)
      return sendBytes(
        { ...connection(at, 'tcp-proxy'), route, address },
        (hostname, port) => clusterHost(at, listener, hostname, port),
        at.atGateway,
      );
  }
  const itself = { host: host.hostname, subset: undefined, port: parsed.port, share: 1, path: '' };
  return sendBytes(
    {
      ...connection(at, 'tcp-proxy'),
      route: { object: host.object, path: 'spec', destinations: [itself], closeness: 0, question: undefined },
      address,
    },
    () => host,
    at.atGateway,
  );
}
