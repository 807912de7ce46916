/** A request of a pod with a sidecar: from its proxy's listener to whoever the proxy sends it to. */
import { type MeshHost, portOf } from '../model/hosts';
import { printObject } from '../model/mesh-object';
import { type Workload } from '../model/workloads';
import { normalizedPath } from '../values/path-normalization';
import { precedenceQuestion } from './gateway-api/precedence';
import { type Hop, type ProxyClient, type Stages } from './hop';
import { type HttpState, withoutEnvoyHeaders } from './http-state';
import { l4Question } from './l4-question';
import { closest, type ConditionalRoute, type L4Condition, type L4Connection, type L4Route } from './l4-routes';
import { type Target, targetAddress } from './name-resolution';
import { outcome, type Outcome, unknownOutcome } from './outcome';
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
import { hasOwnListener, layerAt, type SharedListener } from './shared-listener';
import { countingFor, type OutboundListener, ownVirtualHost, type VirtualHost } from './sidecar-virtual-host';
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
  readonly sharedListener: (listener: EgressListener, port: number) => SharedListener;
  readonly trace: Trace | undefined;
}

/** What the sidecar does: routes requests, sends on bytes, passes on what it does not know, or does not let it out. */
export function outbound(at: Outbound): Outcome[] {
  const { parsed, scope, target } = at;
  if (target.kind === 'unresolved') return connect(connection(at, 'client'), at.atGateway);
  const listener = listenerFor(scope, parsed.port);
  if (listener === undefined) return passedOn(at, 'tcp-proxy');
  const isPlainHttp = parsed.protocol === 'http' && !parsed.isTls;
  const own = ownHost(at, listener);
  if (own !== undefined && isPlainHttp && layerAt(listener, own, parsed.port) === 'auto')
    return requested(at, listener, ownVirtualHost(own, listening(at, listener)));
  if (own !== undefined) return bytes(at, listener, [own]);
  const { readsHttp, hosts, blocks } = at.sharedListener(listener, parsed.port);
  if (!readsHttp || !isPlainHttp || closest(blocks.map(conditionOf), facts(at)) !== undefined)
    return bytes(at, listener, hosts);
  const { virtualHosts } = at.stages;
  return requested(at, listener, virtualHosts.of(at.workload, hostOnly(parsed.authority), listening(at, listener)));
}

/** The host that has a listener to itself for where the client wants to go. */
function ownHost(at: Outbound, listener: EgressListener): MeshHost | undefined {
  const { target, parsed } = at;
  const host = imported(at, listener, hostsAt(at));
  if (host === undefined) return undefined;
  const layer = layerAt(listener, host, parsed.port);
  return hasOwnListener(host, layer) && (target.kind !== 'pod' || host.isHeadless) ? host : undefined;
}

/** Hosts of which the client has the address: by the name of one, by its own address, or by that of a pod behind one without. */
function hostsAt({ target, stages: { model } }: Outbound): readonly MeshHost[] {
  switch (target.kind) {
    case 'host':
      return [target.host];
    case 'pod':
      return model.hosts.selecting(target.workload).filter(({ isHeadless }) => isHeadless);
    case 'external':
      if (target.external.ip !== undefined) return model.hosts.at(target.external.ip);
      return target.host === undefined ? [] : [target.host];
    case 'address':
      return model.hosts.at(target.address);
    default:
      return [];
  }
}

/** A connection as filter chains see it. */
function facts({ target, parsed }: Outbound): L4Connection {
  return { sni: parsed.sni, address: targetAddress(target) };
}

/** Hosts with blocks of addresses are told by them. */
function conditionOf(host: MeshHost): L4Condition {
  return { names: [], subnets: host.addresses };
}

function listening({ stages, client, parsed }: Outbound, listener: EgressListener): OutboundListener {
  const proxy = { namespace: client.namespace, labels: client.labels, gateway: 'mesh', port: parsed.port };
  return { model: stages.model, routes: stages.routes, listener, proxy };
}

/** The target itself, if the client knows it. */
function imported({ client }: Outbound, listener: EgressListener, hosts: readonly MeshHost[]): MeshHost | undefined {
  return knownHost(hosts, client.namespace, (host) => importsHost(listener, host, client.namespace));
}

/** A connection of the client to its target, before anything is sent. */
export function connection(
  { stages, parsed, client, target, trace }: Pick<Outbound, 'stages' | 'parsed' | 'client' | 'target' | 'trace'>,
  by: Connection['by'],
  cluster?: string,
): Connection & { readonly target: Target } {
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
function sentState({ method, authority, path, headers, isTls }: ParsedRequest): HttpState {
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
  if (scope.egressProxy !== undefined) return [egressProxied(at, scope.egressProxy)];
  if (policy === 'ALLOW_ANY') {
    const passed = connection({ ...at, trace }, by, 'PassthroughCluster');
    return connect(http === undefined ? passed : { ...passed, http }, at.atGateway);
  }
  const blocked = { probability: 1, elapsedSeconds: 0, steps: trace };
  return by === 'http-proxy'
    ? [outcome({ ...blocked, result: 502, flags: '' })]
    : [outcome({ ...blocked, result: 'closed', flags: 'UH', cluster: 'BlackHoleCluster' })];
}

/** What nobody knows is sent to a host that its Sidecar names. */
function egressProxied({ trace, scope }: Outbound, host: string): Outcome {
  const question = `what does the egress proxy ${host} of ${scope.sidecar === undefined ? 'the mesh' : printObject(scope.sidecar)} do with what the mesh does not know?`;
  return unknownOutcome(trace, 'listener', question);
}

/** A request, past the listener. */
function requested(at: Outbound, listener: EgressListener, virtualHost: VirtualHost | undefined): Outcome[] {
  const { parsed, stages, client } = at;
  const sent = sentState(parsed);
  const http = {
    ...sent,
    headers: withoutEnvoyHeaders(sent.headers),
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
    proxy: listening(at, listener).proxy,
    http,
    isOpaque: false,
    target: at.target,
    atGateway: at.atGateway,
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

/** A host, or a route to others, that takes connections which meet its condition. */
interface Chain extends L4Condition {
  readonly route: L4Route;

  /** What the route's destination is where it names none. */
  readonly host: MeshHost | undefined;

  /** What a VirtualService's route may not be there for; undefined for a host itself. */
  readonly question: (() => string | undefined) | undefined;
}

/** Connections that are not read: to the host or route of which they meet the condition, else passed on. */
function bytes(at: Outbound, listener: EgressListener, hosts: readonly MeshHost[]): Outcome[] {
  const chain = closest(
    hosts.flatMap((host) => chainsOf(at, listener, host)),
    facts(at),
  );
  if (chain === undefined) return passedOn(at, 'tcp-proxy');
  const { host, route } = chain;
  const question = chain.question?.();
  if (question !== undefined) return [unknownOutcome(at.trace, 'route', question)];
  return sendBytes(
    { ...connection(at, 'tcp-proxy'), route },
    (hostname, port) => host ?? clusterHost(at, listener, hostname, port),
    at.atGateway,
  );
}

/** Those of its VirtualServices, and its own: by server name only where no `tls` route is for it and no address tells it. */
function chainsOf(at: Outbound, listener: EgressListener, host: MeshHost): readonly Chain[] {
  const { stages, parsed, client } = at;
  const { model } = stages;
  const isTls = layerAt(listener, host, parsed.port) === 'tls';
  const subnets = host.addresses.length > 0 && !hasOwnListener(host, 'tcp') ? host.addresses : [];
  const covering = model.virtualServices.covering(host.hostname, client.namespace);
  const services = countingFor(host, covering, client).filter((service) => importsVirtualService(listener, service));
  const section = isTls ? 'tls' : 'tcp';
  const { proxy } = listening(at, listener);
  const questionOf = (found: ConditionalRoute) => () =>
    l4Question(found, services, { routes: stages.routes, section, proxy, connection: facts(at) });
  const routes = stages.routes.l4Routes(services, section, proxy).map((each): Chain => ({
    ...each,
    subnets: each.subnets.length > 0 ? each.subnets : subnets,
    host: undefined,
    question: questionOf(each),
  }));
  if (isTls && routes.length > 0) return routes;
  const itself = { host: host.hostname, subset: undefined, port: parsed.port, share: 1, path: '' };
  const names = isTls && !hasOwnListener(host, 'tls') ? [host.hostname] : [];
  const own = { object: host.object, path: 'spec', destinations: [itself] };
  return [...routes, { route: own, host, names, subnets, question: undefined }];
}
