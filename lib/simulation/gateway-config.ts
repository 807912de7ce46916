/** What istiod makes of the Gateways that select a gateway's pods: servers by port, and their virtual hosts. */
import { byAge, isOlder } from '../model/by-age';
import { suffixesOf } from '../model/host-index';
import { type MeshHost } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { type MeshObject, printObject, selects } from '../model/mesh-object';
import { isTie, type MeshVirtualService } from '../model/virtual-services';
import { type Workload } from '../model/workloads';
import { writtenPortLayer } from '../model/host-port';
import { hostCovers } from '../values/istio-host';
import { fieldsOf, itemsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { addTo } from '../values/listed';
import { byPrecedence } from './gateway-api/precedence';
import { type CompiledRoute, isForProxy, type RoutedProxy, type RouteTable } from './route-table';
import { type NotKnown } from './truth';

/** An entry of `spec.servers`. */
export interface GatewayServer {
  readonly gateway: MeshObject;

  /** `namespace/name`, by which VirtualServices name it. */
  readonly name: string;

  /** Such as `spec.servers[0]`. */
  readonly path: string;

  /** As written: that of the Service. */
  readonly port: number;
  readonly protocol: string;

  /** Whether requests are read: HTTP, and HTTPS that ends here. */
  readonly isHttp: boolean;

  /** Hosts without their namespaces, in lower case. */
  readonly hosts: readonly ServerHost[];
  readonly tls: Readonly<Record<string, unknown>> | undefined;
}

/** A host of a server, and whose rules it takes. */
export interface ServerHost {
  readonly name: string;

  /** Undefined for those of all namespaces. */
  readonly namespace: string | undefined;
}

/** The servers of a gateway's pods, by the port that the pods listen on. */
export type GatewayServers = ReadonlyMap<number, readonly GatewayServer[]>;

/** Whether TLS ends at the server. */
export function endsTls({ tls }: GatewayServer): boolean {
  const mode = tls === undefined ? undefined : (textOf(tls.mode) ?? 'PASSTHROUGH');
  return mode !== undefined && mode !== 'PASSTHROUGH' && mode !== 'AUTO_PASSTHROUGH';
}

/** Source: istiod's `mergeGateways`. */
export function gatewayServers(workload: Workload, model: MeshModel): GatewayServers {
  const servers = new Map<number, GatewayServer[]>();
  const services = servicesOf(workload, model);
  const gateways = model
    .ofKind('networking.istio.io', 'Gateway')
    .filter(({ spec }) => selects(textFieldsOf(spec.selector), workload.labels));
  const own = gateways.flatMap((gateway) =>
    itemsOf(gateway.spec.servers).flatMap((each, index) => {
      const server = serverOf(gateway, fieldsOf(each), `spec.servers[${index}]`);
      return [...podPorts(server.port, workload, services)].map((port) => ({ port, server }));
    }),
  );
  const bound = [...own, ...listenerServers(workload, services, model)];
  bound.sort((one, other) => byAge(one.server.gateway, other.server.gateway));
  for (const { port, server } of bound) addTo(servers, port, server);
  return servers;
}

/** Servers of the listeners of Gateways of the Gateway API, which act on pods that the Gateway's Service leads to. */
function listenerServers(
  workload: Workload,
  services: readonly MeshHost[],
  { gatewayApi }: MeshModel,
): { readonly port: number; readonly server: GatewayServer }[] {
  return services.flatMap((service) =>
    gatewayApi.listenersOf(service.hostname).flatMap(({ gateway, serverName, path, port, protocol, hostname, tls }) => {
      const server: GatewayServer = {
        gateway,
        name: serverName,
        path,
        port,
        protocol,
        isHttp: protocol === 'HTTP' || protocol === 'HTTPS',
        // Namespaces have been looked at when routes were bound.
        hosts: [{ name: hostname ?? '*', namespace: undefined }],
        tls,
      };
      return targetPorts(port, workload, [service]).map((target) => ({ port: target, server }));
    }),
  );
}

function serverOf(gateway: MeshObject, server: Readonly<Record<string, unknown>>, path: string): GatewayServer {
  const { number, protocol } = fieldsOf(server.port);
  const tls = server.tls === undefined ? undefined : fieldsOf(server.tls);
  const spoken = writtenPortLayer(textOf(protocol) ?? '');
  const made = {
    gateway,
    name: `${gateway.namespace}/${gateway.name}`,
    path,
    port: numberOf(number) ?? 0,
    protocol: spoken.protocol,
    hosts: textsOf(server.hosts).map((host) => serverHost(host, gateway.namespace)),
    tls,
  };
  const isHttp = spoken.layer === 'http' || (spoken.protocol === 'HTTPS' && endsTls({ ...made, isHttp: true }));
  return { ...made, isHttp };
}

function serverHost(written: string, namespace: string): ServerHost {
  const slash = written.indexOf('/');
  if (slash === -1) return { name: written.toLowerCase(), namespace: undefined };
  const place = written.slice(0, slash);
  return {
    name: written.slice(slash + 1).toLowerCase(),
    namespace: place === '*' ? undefined : place === '.' ? namespace : place,
  };
}

/** The Services that lead to a gateway's pods. */
export function servicesOf(workload: Workload, model: MeshModel): readonly MeshHost[] {
  return model.hosts.selecting(workload);
}

/** A server's port is one of the Service, if it has such a port, and pods listen on what that leads to. */
function podPorts(port: number, workload: Workload, services: readonly MeshHost[]): ReadonlySet<number> {
  const targets = targetPorts(port, workload, services);
  return new Set(targets.length === 0 ? [port] : targets);
}

function targetPorts(port: number, workload: Workload, services: readonly MeshHost[]): readonly number[] {
  return services.flatMap(({ ports }) =>
    ports
      .filter(({ number }) => number === port)
      .flatMap(({ targetPort = port }) =>
        typeof targetPort === 'number' ? targetPort : (workload.namedPorts.get(targetPort) ?? []),
      ),
  );
}

/** The virtual host of a name: routes in the order in which the gateway tries them. */
export interface GatewayVirtualHost {
  readonly domain: string;
  readonly routes: readonly GatewayRoute[];

  /** Whether plain requests are sent to https first. */
  readonly requiresTls: boolean;
  readonly server: GatewayServer;
}

/** A route, and the server that it was made for. */
export interface GatewayRoute {
  readonly route: CompiledRoute;
  readonly service: MeshVirtualService;
  readonly proxy: RoutedProxy;
}

/** Virtual hosts of one listener of a gateway, by domain. */
export class GatewayVirtualHosts {
  private readonly byDomain = new Map<string, GatewayVirtualHost>();

  /** Source: istiod's `buildGatewayHTTPRouteConfig`; measured: gateway-merge, gateway-host-binding. */
  public constructor(servers: readonly GatewayServer[], workload: Workload, model: MeshModel, routes: RouteTable) {
    const lists = new Map<string, GatewayRoute[]>();
    const requiring = new Map<string, GatewayServer>();
    const serverOfDomain = new Map<string, GatewayServer>();
    for (const server of servers) {
      const proxy = { namespace: workload.namespace, labels: workload.labels, gateway: server.name, port: server.port };
      const redirects = server.tls?.httpsRedirect === true;
      for (const service of model.virtualServices.ofGateway(server.name, workload.namespace)) {
        const domains = intersection(server.hosts, service);
        if (domains.size === 0) continue;
        const own = untilCatchAll(routes.routesOf(service), proxy).map((route) => ({ route, service, proxy }));
        if (own.length === 0) continue;
        for (const domain of domains) {
          for (const route of own) addTo(lists, domain, route);
          if (!serverOfDomain.has(domain)) serverOfDomain.set(domain, server);
          if (redirects) requiring.set(domain, server);
        }
      }
      if (!redirects) continue;
      for (const { name } of server.hosts) {
        requiring.set(name, server);
        if (!serverOfDomain.has(name)) serverOfDomain.set(name, server);
      }
    }
    for (const [domain, server] of serverOfDomain) {
      this.byDomain.set(domain, {
        domain,
        routes: catchAllsLast(lists.get(domain) ?? []),
        requiresTls: requiring.has(domain),
        server,
      });
    }
  }

  /** The one of exactly the name, else of the longest wildcard. */
  public of(host: string): GatewayVirtualHost | undefined {
    const exact = this.byDomain.get(host);
    if (exact !== undefined) return exact;
    for (const suffix of suffixesOf(host)) {
      const found = this.byDomain.get(`*${suffix}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The narrower of each two that overlap. */
function intersection(hosts: readonly ServerHost[], service: MeshVirtualService): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { name, namespace } of hosts) {
    if (namespace !== undefined && namespace !== service.object.namespace) continue;
    for (const host of service.hosts) {
      if (hostCovers(name, host)) found.add(host);
      else if (hostCovers(host, name)) found.add(name);
    }
  }
  return found;
}

/**
 * Those that the server gets: nothing behind one that takes all, but for routes of the Gateway API that would be in its place if they were
 * older.
 */
function untilCatchAll(routes: readonly CompiledRoute[], proxy: RoutedProxy): readonly CompiledRoute[] {
  const own = routes.filter(({ match }) => isForProxy(match.proxy, proxy));
  const last = own.find(({ isCatchAll }) => isCatchAll);
  if (last === undefined) return own;
  const end = own.indexOf(last) + 1;
  const rivals = own
    .slice(end)
    .filter((route) => last.gatewayApi !== undefined && route.isCatchAll && byPrecedence(last, route) === 0);
  return [...own.slice(0, end), ...rivals];
}

function catchAllsLast(routes: readonly GatewayRoute[]): readonly GatewayRoute[] {
  return [...routes.filter(({ route }) => !route.isCatchAll), ...routes.filter(({ route }) => route.isCatchAll)];
}

/** Asked where two VirtualServices both have a route for a request, and no file says which comes first. */
export function orderQuestion(first: GatewayRoute, second: GatewayRoute, namespace: string): NotKnown | undefined {
  const [one, other] = [first.service, second.service];
  if (one === other || first.route.isCatchAll !== second.route.isCatchAll) return undefined;
  if (!isTie(one, other, namespace) || isOlder(one.age, other.age) !== undefined) return undefined;
  return { question: `which is older, ${printObject(one.object)} or ${printObject(other.object)}?` };
}
