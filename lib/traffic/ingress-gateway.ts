import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
import { derive, isUnresolved, mayBeSame } from '../values/unresolved';
import { PROTOCOLS } from '../model/protocol';
import { ConstructError, refuse } from '../tree/construct-error';
import { PROXIES_METADATA } from '../model/metadata';
import { declaredProxies, GatewayProxies, haveSameProxies } from '../tree/gateway-proxies';
import { checkProps, kind, known, listOf, type PropChecks, required, value } from '../tree/props';
import { listed } from '../values/listed';
import { ofRoot } from '../tree/root-state';
import { type GatewaySpec } from './istio-types';
import { type GatewayServer, serverCheck } from './gateway-server';
import { bestServers, PublicHost } from './public-host';
import { type Exposure, type HostGateway } from './public-hosts';
import { gatewayConflicts, serverProblems } from './server-conflicts';

/** Props of {@link IngressGateway}. */
export interface IngressGatewayProps {
  /** The proxies that it configures: `install.ingress`, or `GatewayProxies.of(...)`. */
  readonly proxies: GatewayProxies;

  /** What they listen for. */
  readonly servers: readonly GatewayServer[];

  /**
   * Name of the Gateway, without a dot: istiod refuses one.
   *
   * @default - the id
   */
  readonly name?: string | undefined;
}

const CHECKS: PropChecks<IngressGatewayProps> = {
  proxies: required(kind('gateway proxies, such as install.ingress', (each) => each instanceof GatewayProxies)),
  servers: required(known(listOf(serverCheck, { min: 1 }))),
  name: value(checkDnsLabel),
};

/**
 * Lets requests into the mesh: a Gateway for the proxies that it is given, in their namespace, selecting them by their own
 * labels.
 *
 * A certificate belongs to one server of one Gateway: browsers use one connection for all hosts of a certificate, and get 404 for those
 * of another server. Servers with certificates of their own may share a port.
 *
 * Apps come behind it by `app.expose(gateway, { hosts: ['shop.example.com'] })`.
 *
 * @example
 * const gateway = new IngressGateway(this, 'public', {
 *   proxies: install.ingress,
 *   servers: [GatewayServer.http({ hosts: ['shop.example.com'] })],
 * });
 * web.expose(gateway, { hosts: ['shop.example.com'] });
 */
export class IngressGateway extends Construct implements HostGateway {
  /** The Gateway. */
  public readonly gateway: ApiObject;

  /** Name of the Gateway. */
  public readonly name: string;

  /** The proxies behind it. */
  public readonly proxies: GatewayProxies;

  /** What they listen for. */
  public readonly servers: readonly GatewayServer[];

  private readonly publicHosts = new Map<string, PublicHost>();

  /** @throws ConstructError listing what is wrong with `props`, and servers on ports that the proxies do not have. */
  public constructor(scope: Construct, id: string, props: IngressGatewayProps) {
    super(scope, id);
    checkProps(this, { ...props, name: props.name ?? id }, CHECKS);
    refuse(this, [...unheard(props), ...serverProblems(props.servers)]);
    this.proxies = props.proxies;
    this.servers = props.servers;
    this.watchOthers();
    this.node.addMetadata(PROXIES_METADATA, declaredProxies(props.proxies, props.proxies.serviceAccount));
    this.name = props.name ?? id;
    this.gateway = new ApiObject(this, 'object', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: this.name, namespace: props.proxies.namespace.namespaceName },
      spec: {
        selector: props.proxies.labels,
        servers: props.servers.map((server) => ({
          hosts: server.hosts,
          port: {
            number: server.port,
            name: portNameOf(server, props.servers),
            protocol: server.protocol,
          },
          tls: server.tls,
        })),
      } satisfies GatewaySpec,
    });
  }

  /** `namespace/name`, as a VirtualService names the Gateway. */
  public get reference(): string {
    return derive([this.proxies.namespace.namespaceName, this.name], (namespace, name) => `${namespace}/${name}`);
  }

  /** The servers on which nobody sees requests, by port and protocol. @internal */
  public get opaqueServers(): readonly string[] {
    return this.servers.filter((each) => each.layer !== 'http').map((each) => `${given(each.port)} (${each.protocol})`);
  }

  /**
   * A host that apps are exposed at.
   *
   * @throws ConstructError if no app is exposed there.
   */
  public publicHost(host: string): PublicHost {
    const found = this.publicHosts.get(host);
    if (found) return found;
    const names = [...this.publicHosts.keys()].map(String).sort().join(', ');
    throw new ConstructError(this.node.path, [
      `host must be one that an app is exposed at (${names}), got ${given(host)}`,
    ]);
  }

  /** Puts an app behind a host, if it may. Called by `app.expose`. @internal */
  public admit(host: string, exposure: Exposure): readonly string[] {
    const problems = this.refusals(host, exposure);
    if (problems.length > 0) return problems;
    const known =
      this.publicHosts.get(host) ??
      new PublicHost(this, isUnresolved(host) ? `host-${this.publicHosts.size}` : host, { gateway: this, host });
    this.publicHosts.set(host, known);
    known.add(exposure);
    return [];
  }

  private refusals(host: string, { port }: Exposure): string[] {
    const serving = bestServers(this.servers, host);
    if (serving.length === 0) {
      const served = this.servers.flatMap((server) => server.hosts).join(', ');
      return [`hosts: no server of ${this.node.path} serves ${String(host)}, they serve ${served}`];
    }
    if (serving.some((server) => server.leadsTo(port))) return [];
    const wanted = {
      http: 'GatewayServer.http or https',
      tls: 'GatewayServer.passthrough',
      tcp: 'GatewayServer.tcp',
    }[PROTOCOLS[port.protocol].layer];
    const kinds = serving.map((each) => (each.redirects ? 'HTTP that redirects' : each.protocol)).join(', ');
    return [
      `port: ${port.name} (${port.protocol}) needs a server of kind ${wanted} for ${String(host)}, ${this.node.path} has ${kinds}`,
    ];
  }

  /** @internal */
  public takenAway(host: string): readonly string[] {
    if (isUnresolved(host)) return [];
    const index = indexOf(this);
    return bestServers(this.servers, host).flatMap((server) =>
      namesOf(host).flatMap((name) =>
        (index.get(`host ${name} ${server.port}`) ?? [])
          .filter((other) => other !== this && haveSameProxies(other.proxies, this.proxies))
          .filter((other) =>
            other.servers.some((each) => each.port === server.port && fitsBetter(each, server, host, name)),
          )
          .map(
            (other) =>
              `${host} on port ${given(server.port)} goes to ${other.node.path}, which names it more exactly than ${this.node.path}: expose it by that gateway`,
          ),
      ),
    );
  }

  /** Behind a port whose connections carry no host there is one app. */
  private sharedPorts(): string[] {
    return this.servers
      .filter((server) => server.layer === 'tcp')
      .flatMap((server) => {
        const behind = [...this.publicHosts.values()]
          .filter(({ host }) => bestServers(this.servers, host).includes(server))
          .flatMap(({ exposures }) => exposures.filter(({ port }) => server.leadsTo(port)))
          .map(({ app, port }) => `${app.node.path} (${port.name})`);
        const names = [...new Set(behind)].sort();
        return names.length < 2
          ? []
          : [
              `port ${given(server.port)} leads to ${names.join(' and ')}, but its connections carry no host: give each a GatewayServer.tcp of its own, and hosts that tell them apart`,
            ];
      });
  }

  /** Two Gateways of the same proxies may get in each other's way, wherever in the program they stand. */
  private watchOthers(): void {
    const index = indexOf(this);
    for (const key of claims(this)) listed(index, key).push(this);
    this.node.addValidation({ validate: () => this.sharedPorts() });
    this.node.addValidation({
      validate: () => {
        const rivals = new Set([...claims(this), ...others(this)].flatMap((key) => index.get(key) ?? []));
        // A pair that both find is told by the first of the two.
        return [...rivals]
          .filter((other) => other !== this && (this.node.path < other.node.path || !finds(other, this)))
          .flatMap((other) => gatewayConflicts([this.node.path, this], [other.node.path, other]));
      },
    });
  }
}

/** The gateways of a tree by what they take for themselves. */
function indexOf(gateway: IngressGateway): Map<string, IngressGateway[]> {
  return ofRoot(gateway, 'ingress-gateways', () => new Map<string, IngressGateway[]>());
}

/** A host and the wildcards that cover it, but `*`, than which every other is more exact. */
function namesOf(host: string): readonly string[] {
  const labels = host.split('.');
  return [...new Set([host, ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`)])];
}

function fitsBetter(server: GatewayServer, than: GatewayServer, host: string, name: string): boolean {
  return server.hosts.includes(name) && server.fit(host) > than.fit(host);
}

/** What a Gateway takes for itself: only Gateways that take the same can be in each other's way, so that few are compared. */
function claims({ servers }: IngressGateway): string[] {
  return servers.flatMap((server) => [
    ...(server.tls?.credentialName === undefined ? [] : [`certificate ${String(server.tls.credentialName)}`]),
    ...server.hosts.map((host) => `host ${String(host)} ${server.port}`),
    ...(USUAL_PORTS[server.family] === server.port ? [] : [`${server.family} ${server.port}`]),
  ]);
}

const USUAL_PORTS = { HTTP: 80, TLS: 443, TCP: undefined } as const;

/** What it would have to be compared with for taking a port for another protocol than usual. */
function others({ servers }: IngressGateway): string[] {
  return servers.flatMap((server) =>
    (['HTTP', 'TLS', 'TCP'] as const)
      .filter((family) => family !== server.family)
      .map((family) => `${family} ${server.port}`),
  );
}

function finds(one: IngressGateway, other: IngressGateway): boolean {
  const keys = new Set([...claims(one), ...others(one)]);
  return claims(other).some((key) => keys.has(key));
}

/** Names of ports are unique in a Gateway; that of a second server on a port carries its certificate's. */
function portNameOf(server: GatewayServer, servers: readonly GatewayServer[]): string {
  const index = servers.indexOf(server);
  const name = derive([server.port], (port) => `${server.protocol.toLowerCase()}-${port}`);
  // A port takes one family, so that the others are surely elsewhere.
  const perhaps = servers
    .slice(0, index)
    .filter((each) => each.family === server.family && mayBeSame(each.port, server.port));
  if (perhaps.length === 0) return name;
  return derive(
    [name, server.tls?.credentialName ?? String(index), server.port, ...perhaps.map((each) => each.port)],
    (own, more, port, ...others) => (others.includes(port) ? `${own}-${more}` : own),
  );
}

function unheard({ proxies, servers }: IngressGatewayProps): string[] {
  const ports = proxies.ports.map((port) => port.number);
  return servers.flatMap((server, index) =>
    ports.some((port) => mayBeSame(port, server.port))
      ? []
      : [`servers[${index}].port must be a port of the proxies' Service (${ports.join(', ')}), got ${server.port}`],
  );
}
