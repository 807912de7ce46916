import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { derive } from '../values/unresolved';
import { ConstructError } from '../tree/construct-error';
import { serviceHost } from '../tree/host';
import { Remembered } from '../tree/remembered';
import { isHttp, PROTOCOLS } from '../model/protocol';
import { type BoundPort } from '../tree/handles';
import { type CollectedRoutes, collectRoutes } from './collect-routes';
import { type GatewayServer } from './gateway-server';
import { HttpMatch } from './http-match';
import { PathChange } from './path-change';
import { type VirtualServiceSpec } from './istio-types';
import { type Exposure, type HostGateway, type HostPlace, PublicHosts } from './public-hosts';

type HostRoutes = Omit<CollectedRoutes, 'plan'>;

/** Props of {@link PublicHost}. */
export interface PublicHostProps {
  readonly gateway: HostGateway;
  readonly host: string;
}

/**
 * All that is said about one host of a gateway.
 *
 * A host that leads to one app alone, at `/`, shares the VirtualService of that app, so that its routes are written once. Otherwise
 * the host has a VirtualService of its own, in the namespace of the gateway: for each path, the longest first, the routes of
 * the app behind it, canary and faults included. A path that no app has is answered with 404. Connections, with TLS of the app's own or
 * without any, have the app's route for connections.
 */
export class PublicHost extends Construct implements HostPlace {
  public readonly gateway: HostGateway;
  public readonly host: string;

  private readonly exposed: Exposure[] = [];
  private readonly routes = new Remembered<HostRoutes>();

  /** Made by the gateway. @internal */
  public constructor(scope: Construct, id: string, props: PublicHostProps) {
    super(scope, id);
    this.gateway = props.gateway;
    this.host = props.host;
    this.node.addValidation({
      validate: () => [
        ...(this.node.tryFindChild('object') ? this.collected().problems : []),
        ...this.gateway.takenAway(this.host),
      ],
    });
  }

  /** The apps behind it. */
  public get exposures(): readonly Exposure[] {
    return [...this.exposed];
  }

  /**
   * The VirtualService that serves it, for a JSON patch or a reference: its own, or that of its only app. Which of the two may
   * change with each app that is exposed, so ask for it after the last one.
   */
  public get virtualService(): ApiObject {
    const own = this.node.tryFindChild('object') as ApiObject | undefined;
    const found = own ?? this.exposed[0]?.app.routing.virtualService;
    if (found) return found;
    throw new ConstructError(this.node.path, ['has no VirtualService, for no app is exposed here']);
  }

  /** Puts an app behind it; the same twice is once. @internal */
  public add(exposure: Exposure): void {
    if (this.exposed.some((each) => isSame(each, exposure))) return;
    this.exposed.push(exposure);
    if (isHttp(exposure.port.protocol)) exposure.app.routing.expose();
    PublicHosts.of(this).add(this, exposure.app);
  }

  /** @internal */
  public settle(isShared: boolean): void {
    const exists = this.node.tryFindChild('object') !== undefined;
    if (isShared) this.node.tryRemoveChild('object');
    else if (!exists) this.createVirtualService();
  }

  private createVirtualService(): void {
    const { host, gateway } = this;
    new ApiObject(this, 'object', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: derive([gateway.name, host], nameOf), namespace: gateway.proxies.namespace.namespaceName },
      spec: Lazy.any({ produce: () => this.spec() }),
    });
  }

  private spec(): VirtualServiceSpec {
    const { routes, tls, tcp, problems } = this.collected();
    if (problems.length > 0) throw new ConstructError(this.node.path, problems);
    return {
      hosts: [this.host],
      gateways: [this.gateway.reference],
      http: routes.length > 0 ? routes : undefined,
      tls: tls.length > 0 ? tls : undefined,
      tcp: tcp.length > 0 ? tcp : undefined,
    };
  }

  /** Asked for by the validation and again by the rendering. */
  private collected(): HostRoutes {
    const key = this.exposed.flatMap(({ app }) => [serviceHost(this, app), app.routing.contributions]);
    return this.routes.get(key, () => this.collect());
  }

  private collect(): HostRoutes {
    const parts = byPath(this.exposed).map((each) => [each.port, this.routesOf(each)] as const);
    return {
      routes: parts.flatMap(([, part]) => part.routes),
      tls: parts.flatMap(([port, { tls }]) =>
        this.portsTo(port).flatMap((number) =>
          tls.map((route) => ({ ...route, match: [{ port: number, sniHosts: [this.host] }] })),
        ),
      ),
      tcp: parts.flatMap(([port, { tcp }]) =>
        this.portsTo(port).flatMap((number) => tcp.map((route) => ({ ...route, match: [{ port: number }] }))),
      ),
      problems: [...this.samePaths(), ...parts.flatMap(([, part]) => part.problems)],
    };
  }

  private routesOf({ app, port, path, strips }: Exposure): CollectedRoutes {
    const stripped = strips ? PathChange.prefix(path, '/') : undefined;
    return app.routing.collect((fragments, overlays) =>
      collectRoutes(
        { host: serviceHost(this, app), ports: app.ports },
        fragments,
        overlays,
        HttpMatch.prefix(path),
        port,
        stripped,
      ),
    );
  }

  /** The ports of the gateway by which connections for the host come to a port of an app. */
  private portsTo(port: BoundPort): readonly number[] {
    return bestServers(this.gateway.servers, this.host)
      .filter((server) => server.leadsTo(port))
      .map((server) => server.port);
  }

  private samePaths(): string[] {
    const places = new Map<string, Exposure[]>();
    for (const each of this.exposed) {
      const place = isHttp(each.port.protocol) ? each.path : ` by ${PROTOCOLS[each.port.protocol].layer.toUpperCase()}`;
      places.set(place, [...(places.get(place) ?? []), each]);
    }
    return [...places]
      .filter(([, exposures]) => exposures.length > 1)
      .map(([place, exposures]) => {
        const oneApp = new Set(exposures.map(({ app }) => app)).size < exposures.length;
        const names = exposures.map(({ app, port }) => `${app.node.path}${oneApp ? ` (${port.name})` : ''}`).sort();
        const fix = place.startsWith('/') ? 'path' : 'host';
        return `${String(this.host)}${place} leads to both ${names.join(' and ')}: give one of them another ${fix}`;
      })
      .sort();
  }
}

/** For each port, the server that gets the requests for `host`: the one that names it most exactly. */
export function bestServers(servers: readonly GatewayServer[], host: string): readonly GatewayServer[] {
  const best = new Map<number, GatewayServer>();
  for (const server of servers) {
    if (server.fit(host) > (best.get(server.port)?.fit(host) ?? 0)) best.set(server.port, server);
  }
  return [...best.values()];
}

function isSame(a: Exposure, b: Exposure): boolean {
  return a.app === b.app && a.port.name === b.port.name && a.path === b.path && a.strips === b.strips;
}

/** The longest path first; equally long ones by text, so that the order in which they were exposed is no matter. */
function byPath(exposures: readonly Exposure[]): readonly Exposure[] {
  return [...exposures].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1));
}

/**
 * One name for each host of each gateway of a namespace: the name of a Gateway has no dot. A `*` is written as `wildcard`, and a
 * host whose own name begins so is set apart from it.
 */
function nameOf(gateway: string, host: string): string {
  return `${gateway}.${host.replace(/^(wildcard(-host)*)(?=\.)/, '$1-host').replace(/^\*/, 'wildcard')}`;
}
