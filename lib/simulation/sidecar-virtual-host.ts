import { isOlder } from '../model/by-age';
import { type MeshHost, portOf } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { printObject } from '../model/mesh-object';
import { isTie, type MeshVirtualService } from '../model/virtual-services';
import { suffixesOf } from '../model/host-index';
import { hostCovers } from '../values/istio-host';
import { isForProxy, type RoutedProxy, type RouteTable } from './route-table';
import { type EgressListener, importsHost, importsVirtualService, knownHost } from './sidecar-scope';
import { type NotKnown } from './truth';

/** Whose routes count for a Host header on a port: those of a VirtualService, the one route of a host, or nobody's. */
export interface VirtualHost {
  readonly virtualService: MeshVirtualService | undefined;

  /** The host that the header names; undefined where only a VirtualService knows it. */
  readonly host: MeshHost | undefined;

  /** What decides between VirtualServices and is in no file. */
  readonly unknown: NotKnown | undefined;
}

/** A client's sidecar, at one port. */
export interface OutboundListener {
  readonly model: MeshModel;
  readonly routes: RouteTable;
  readonly listener: EgressListener;

  /** Its `port` is that of the listener. */
  readonly proxy: RoutedProxy;
}

/**
 * The virtual host of a Host header, as istiod makes them for a sidecar: names of hosts in all the forms that the client may use, hosts
 * of VirtualServices that nobody else has, wildcards last. Undefined where none has it, so that the outbound traffic policy counts.
 *
 * Source: istiod's `BuildSidecarOutboundVirtualHosts`; measured: dotted-host, wildcard-host, export-to, two-rules-same-second.
 *
 * @param name - the header without its port, in lower case.
 */
export function sidecarVirtualHost(name: string, at: OutboundListener): VirtualHost | undefined {
  const host = hostNamed(name, at);
  const owned = host === undefined ? undefined : ownVirtualHost(host, at);
  // A VirtualService may have the name exactly as it is written, which no host is called in full: `cart.shop`.
  const literal = host?.hostname === name ? undefined : literalVirtualHost(name, at);
  if (owned !== undefined && literal !== undefined) return firstOf(literal, owned, at);
  return literal ?? owned ?? wildcardVirtualHost(name, at);
}

/** The virtual host of a host, whatever the header: for ports of which the protocol is detected, there is one for each address. */
export function ownVirtualHost(host: MeshHost, at: OutboundListener): VirtualHost {
  const exact = applicable(
    countingFor(host, at.model.virtualServices.ofMeshHost(host.hostname, at.proxy.namespace), at.proxy),
    at,
  );
  if (exact.imported.length > 0) return chosen(exact.withRoutes, host, at);
  for (const { services } of at.model.virtualServices.coveringMeshHost(host.hostname, at.proxy.namespace)) {
    const { imported: covering } = applicable(services, at);
    const [first] = covering;
    // Only one VirtualService has a host by a wildcard, whether it has routes for the port or not.
    if (first !== undefined) return chosen(hasRoutes(first, at) ? covering : [], host, at);
  }
  return { virtualService: undefined, host, unknown: undefined };
}

/**
 * Those of a host's VirtualServices that count for a client. Routes of the Gateway API do where they are of the host's namespace, or of the
 * client's own. Source: istiod's `buildSidecarVirtualHostsForVirtualService`.
 */
export function countingFor(
  { namespace }: MeshHost,
  services: readonly MeshVirtualService[],
  client: Pick<RoutedProxy, 'namespace'>,
): readonly MeshVirtualService[] {
  return services.filter(
    ({ gatewayApi, object }) =>
      gatewayApi === undefined || object.namespace === namespace || object.namespace === client.namespace,
  );
}

function applicable(
  services: readonly MeshVirtualService[],
  at: OutboundListener,
): { readonly imported: readonly MeshVirtualService[]; readonly withRoutes: readonly MeshVirtualService[] } {
  const { listener } = at;
  const imported =
    listener.imports === undefined ? services : services.filter((service) => importsVirtualService(listener, service));
  return { imported, withRoutes: imported.filter((service) => hasRoutes(service, at)) };
}

/** Whether the proxy gets any of its routes on the port. */
function hasRoutes(service: MeshVirtualService, { routes, proxy }: OutboundListener): boolean {
  return routes.routesOf(service).some(({ match }) => isForProxy(match.proxy, proxy));
}

/** The first counts, the others do not. */
function chosen(
  services: readonly MeshVirtualService[],
  host: MeshHost | undefined,
  { proxy }: OutboundListener,
): VirtualHost {
  const [first, second] = services;
  return { virtualService: first, host, unknown: ageQuestion(first, second, proxy.namespace) };
}

/** Asked where nothing but their age decides between two VirtualServices. */
export function ageQuestion(
  first: MeshVirtualService | undefined,
  second: MeshVirtualService | undefined,
  namespace: string,
): NotKnown | undefined {
  if (first === undefined || second === undefined || !isTie(first, second, namespace)) return undefined;
  if (isOlder(first.age, second.age) !== undefined) return undefined;
  return { question: `which is older, ${printObject(first.object)} or ${printObject(second.object)}?` };
}

/** Both a VirtualService of the very name and the host that the name stands for: whichever VirtualService istiod comes to first. */
function firstOf(literal: VirtualHost, owned: VirtualHost, { proxy }: OutboundListener): VirtualHost {
  const [one, other] = [literal.virtualService, owned.virtualService];
  if (one === undefined || other === undefined || one === other) return literal;
  const unknown = ageQuestion(one, other, proxy.namespace);
  if (unknown !== undefined) return { ...literal, unknown };
  return isTie(one, other, proxy.namespace) && isOlder(other.age, one.age) === true ? owned : literal;
}

/** A host that the listener imports, by one of the names that virtual hosts have for clients of this namespace. */
function hostNamed(name: string, at: OutboundListener): MeshHost | undefined {
  const { model, proxy } = at;
  for (const full of fullNames(name, proxy.namespace, model.config.clusterDomain)) {
    const host = imported(model.hosts.named(full), at);
    // An ExternalName is an alias: the virtual host of the real host has its names as well [external-name].
    if (host?.externalName !== undefined) return imported(model.hosts.named(host.externalName), at);
    if (host !== undefined) return host;
  }
  return imported(model.hosts.at(name), at);
}

function fullNames(name: string, namespace: string, clusterDomain: string): string[] {
  const dots = name.split('.').length - 1;
  // A full name may end in a dot, a shorter one not.
  if (name.endsWith('.')) return [name.slice(0, -1)];
  if (dots === 0) return [`${name}.${namespace}.svc.${clusterDomain}`];
  if (dots === 1) return [name, `${name}.svc.${clusterDomain}`];
  return dots === 2 && name.endsWith('.svc') ? [name, `${name}.${clusterDomain}`] : [name];
}

/** The one that the client knows, if its port speaks HTTP or is not known to speak something else. */
function imported(hosts: readonly MeshHost[], { listener, proxy }: OutboundListener): MeshHost | undefined {
  if (hosts.length === 0) return undefined;
  const host = knownHost(hosts, proxy.namespace, (each) => importsHost(listener, each, proxy.namespace));
  if (host?.externalName !== undefined) return host;
  return host !== undefined && isHttpPort(host, proxy.port) ? host : undefined;
}

/** Whether requests to a port of a host are routed: it speaks HTTP, or has to be looked at. */
export function isHttpPort(host: MeshHost, port: number): boolean {
  const layer = portOf(host, port)?.layer;
  return layer === 'http' || layer === 'auto';
}

function literalVirtualHost(name: string, at: OutboundListener): VirtualHost | undefined {
  const named = applicable(at.model.virtualServices.ofMeshHost(name, at.proxy.namespace), at).withRoutes;
  // Routes of the Gateway API count for hosts that are known, by all their names.
  const services = named.filter((service) => service.gatewayApi === undefined && isOnPort(service, at));
  return services.length === 0 ? undefined : chosen(services, undefined, at);
}

/**
 * Whether hosts that only a VirtualService knows are on a port: on 80, unless hosts of it that are known have other ports; on other ports
 * only beside a known one.
 */
function isOnPort(service: MeshVirtualService, at: OutboundListener): boolean {
  const { model, proxy } = at;
  return (
    proxy.port === 80 ||
    service.hosts.some((host) =>
      host.startsWith('*')
        ? model.hosts.onPort(proxy.port).some((each) => hostCovers(host, each.hostname) && isImported(each, at))
        : imported(model.hosts.named(host), at) !== undefined,
    )
  );
}

function isImported(host: MeshHost, { listener, proxy }: OutboundListener): boolean {
  return importsHost(listener, host, proxy.namespace) && isHttpPort(host, proxy.port);
}

/** By the longest wildcard: of a ServiceEntry, of a headless Service, or of a VirtualService whose wildcard covers no known host. */
function wildcardVirtualHost(name: string, at: OutboundListener): VirtualHost | undefined {
  const { model, proxy } = at;
  for (const suffix of suffixesOf(name)) {
    const host = imported(model.hosts.named(`*${suffix}`), at) ?? headlessNamed(suffix.slice(1), at);
    if (host !== undefined) return ownVirtualHost(host, at);
    if (suffix === '') continue;
    const services = model.virtualServices.ofMeshWildcard(`*${suffix}`, proxy.namespace);
    const literal = applicable(services, at).withRoutes.filter(
      (service) => isOnPort(service, at) && !coversKnownHost(`*${suffix}`, at),
    );
    if (literal.length > 0) return chosen(literal, undefined, at);
  }
  return undefined;
}

function coversKnownHost(wildcard: string, at: OutboundListener): boolean {
  return at.model.hosts
    .onPort(at.proxy.port)
    .some((host) => hostCovers(wildcard, host.hostname) && isImported(host, at));
}

/** Pods of a headless Service have names below its own. */
function headlessNamed(name: string, at: OutboundListener): MeshHost | undefined {
  if (name === '') return undefined;
  const host = hostNamed(name, at);
  return host?.isHeadless === true ? host : undefined;
}
