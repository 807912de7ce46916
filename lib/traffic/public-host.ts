import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { isUnresolved } from '../values/unresolved';
import { ConstructError } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import { serviceHost } from '../tree/host';
import { isHttp, isTls } from '../model/protocol';
import { type CollectedRoutes, collectRoutes } from './collect-routes';
import { type GatewayServer } from './gateway-server';
import { HttpMatch } from './http-match';
import { PathChange } from './path-change';
import { type VirtualServiceSpec } from './istio-types';
import { type IMeshService } from './service-routing';

/** An app behind a path of a public host. */
export interface Exposure {
  readonly app: IMeshService;
  readonly port: BoundPort;

  /** Whole segments: everything at and below it. Without a slash at its end, but for "/" itself. */
  readonly path: string;

  /** Whether the app sees paths without it. */
  readonly strips?: boolean | undefined;
}

/** What a {@link PublicHost} needs of its gateway. */
export interface HostGateway {
  /** `namespace/name`. */
  readonly reference: string;
  readonly proxies: { readonly namespace: { readonly namespaceName: string } };
  readonly servers: readonly GatewayServer[];
}

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
 * the app behind it, canary and faults included.
 */
export class PublicHost extends Construct {
  private readonly exposures: Exposure[] = [];

  /** Made by the gateway. @internal */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicHostProps,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => (this.isShared ? [] : [...this.collected().problems]) });
  }

  /** @internal */
  public add(exposure: Exposure): void {
    this.exposures.push(exposure);
    if (isHttp(exposure.port.protocol))
      exposure.app.routing.shareHost(() =>
        this.isShared ? [{ host: this.props.host, gateway: this.props.gateway.reference }] : [],
      );
    if (!this.isShared && !this.node.tryFindChild('object')) this.createVirtualService();
  }

  /**
   * Whether the routes of the only app hold here as they are. With several HTTP ports they do not: their routes say on which
   * port of the app they hold, and on a gateway such a condition is about the gateway's port.
   */
  private get isShared(): boolean {
    const [only, ...others] = this.exposures;
    if (!only || others.length > 0 || isUnresolved(only.path)) return false;
    // In the mesh a VirtualService may not be for every host.
    if (this.props.host === '*') return false;
    return (
      only.path === '/' &&
      isHttp(only.port.protocol) &&
      only.app.ports.filter((port) => isHttp(port.protocol)).length === 1
    );
  }

  private createVirtualService(): void {
    const { host, gateway } = this.props;
    new ApiObject(this, 'object', {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: nameOf(host), namespace: gateway.proxies.namespace.namespaceName },
      spec: Lazy.any({ produce: () => this.spec() }),
    });
  }

  private spec(): VirtualServiceSpec {
    const { routes, problems } = this.collected();
    if (problems.length > 0) throw new ConstructError(this.node.path, problems);
    const tls = this.passedThrough();
    return {
      hosts: [this.props.host],
      gateways: [this.props.gateway.reference],
      http: routes.length > 0 ? routes : undefined,
      tls: tls.length > 0 ? tls : undefined,
    };
  }

  /** By the server name of the handshake: all that a gateway sees of TLS which it does not open. */
  private passedThrough(): NonNullable<VirtualServiceSpec['tls']> {
    const { host, gateway } = this.props;
    const ports = gateway.servers
      .filter((each) => each.protocol === 'TLS' && each.serves(host))
      .map((each) => each.port);
    return this.exposures
      .filter((each) => isTls(each.port.protocol))
      .flatMap(({ app, port }) =>
        ports.map((gatewayPort) => ({
          match: [{ port: gatewayPort, sniHosts: [host] }],
          route: [{ destination: { host: serviceHost(this, app), port: { number: port.number } } }],
        })),
      );
  }

  private collected(): Pick<CollectedRoutes, 'routes' | 'problems'> {
    const parts = byPath(this.exposures.filter((each) => isHttp(each.port.protocol))).map(
      ({ app, port, path, strips }) =>
        app.routing.collect((fragments, overlays) =>
          collectRoutes(
            { host: serviceHost(this, app), ports: app.ports },
            fragments,
            overlays,
            HttpMatch.prefix(path),
            port,
            strips ? PathChange.prefix(path, '/') : undefined,
          ),
        ),
    );
    return {
      routes: parts.flatMap((part) => part.routes),
      problems: [...this.samePaths(), ...parts.flatMap((part) => part.problems)],
    };
  }

  private samePaths(): string[] {
    return this.exposures.flatMap((one, index) =>
      this.exposures
        .slice(index + 1)
        .filter((other) => other.path === one.path)
        .map(
          (other) =>
            `${String(this.props.host)}${one.path} leads to both ${one.app.node.path} and ${other.app.node.path}: give one of them another path`,
        ),
    );
  }
}

/** The longest path first; equally long ones by text, so that the order in which they were exposed is no matter. */
function byPath(exposures: readonly Exposure[]): readonly Exposure[] {
  return [...exposures].sort((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1));
}

function nameOf(host: string): string {
  return isUnresolved(host) ? host : host.replace('*', 'wildcard');
}
