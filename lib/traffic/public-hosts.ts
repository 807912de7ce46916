/** Which public hosts share the VirtualService of their app: decided by all that is exposed in the tree, in whatever order. */
import { type IConstruct } from 'constructs';
import { isHttp } from '../model/protocol';
import { type BoundPort } from '../tree/handles';
import { ofRoot } from '../tree/root-state';
import { isWildcard } from '../values/host-name';
import { isUnresolved } from '../values/unresolved';
import { type ServingGateway } from './server-conflicts';
import { type IMeshService } from './service-routing';

/** An app behind a path of a public host. */
export interface Exposure {
  readonly app: IMeshService;

  /** An HTTP port, or one of https and tls behind a server that passes TLS through. */
  readonly port: BoundPort;

  /** Everything at and below it, in whole segments; without a slash at the end unless it is the root. */
  readonly path: string;

  /** Whether the app sees paths without it. */
  readonly strips?: boolean | undefined;
}

/** What a public host needs of its gateway. */
export interface HostGateway extends IConstruct, ServingGateway {
  /** Name of the Gateway. */
  readonly name: string;

  /** `namespace/name`. */
  readonly reference: string;

  /** One line for each port on which another gateway of the same proxies gets the requests for `host`. @internal */
  takenAway(host: string): readonly string[];
}

/** A host of a gateway and the apps behind it. */
export interface HostPlace {
  readonly host: string;
  readonly gateway: HostGateway;
  readonly exposures: readonly Exposure[];

  /** Told whenever it may have changed whether the host shares the VirtualService of its app. @internal */
  settle(isShared: boolean): void;
}

/** See the file's comment. One a tree. */
export class PublicHosts {
  /** Those of the tree of `scope`. */
  public static of(scope: IConstruct): PublicHosts {
    return ofRoot(scope, 'public-hosts', () => new PublicHosts());
  }

  private readonly appsOfHost = new Map<string, Set<IMeshService>>();
  private readonly placesOfApp = new Map<IMeshService, Set<HostPlace>>();

  private constructor() {}

  /** `app` is behind `place` from now on. */
  public add(place: HostPlace, app: IMeshService): void {
    const apps = this.appsOfHost.get(place.host) ?? new Set();
    const wasDivided = apps.size > 1;
    this.appsOfHost.set(place.host, apps.add(app));
    this.placesOfApp.set(app, (this.placesOfApp.get(app) ?? new Set()).add(place));
    // A host of several apps shares nothing, here and at every other gateway.
    if (wasDivided) return place.settle(false);
    for (const each of apps) {
      const shared = new Set(this.sharedBy(each));
      for (const other of this.placesOfApp.get(each) ?? []) other.settle(shared.has(other));
    }
  }

  /**
   * The places that share the VirtualService of `app`: hosts that lead to it alone, at the root, everywhere. None of them if the
   * product of all hosts and all gateways in one VirtualService would put a host behind a gateway that it is not exposed by.
   */
  public sharedBy(app: IMeshService): readonly HostPlace[] {
    const alone = [...(this.placesOfApp.get(app) ?? [])].filter((place) => this.isAlone(place, app));
    const gateways = new Set(alone.map((place) => place.gateway));
    const there = new Set(alone.map(({ gateway, host }) => `${gateway.node.path} ${host}`));
    const leaks = alone.some(({ host }) =>
      [...gateways].some(
        (gateway) =>
          !there.has(`${gateway.node.path} ${host}`) && gateway.servers.some((server) => server.serves(host)),
      ),
    );
    return leaks ? [] : alone.sort(byHost);
  }

  /**
   * In the mesh, where the VirtualService of the app counts too, a wildcard would take the hosts of others, and the routes
   * of an app with several HTTP ports say on which of its ports they hold, which a gateway reads as a port of its own. A host that is not
   * known yet is taken to be no wildcard, so that deploying gives the objects that the same host gives in YAML.
   */
  private isAlone({ host, exposures }: HostPlace, app: IMeshService): boolean {
    const [only, ...others] = exposures;
    if (!only || others.length > 0 || only.path !== '/' || !isHttp(only.port.protocol)) return false;
    if ((!isUnresolved(host) && isWildcard(host)) || this.appsOfHost.get(host)?.size !== 1) return false;
    return app.ports.filter((port) => isHttp(port.protocol)).length === 1;
  }
}

function byHost(a: HostPlace, b: HostPlace): number {
  const [left, right] = [a, b].map(
    ({ host, gateway }) => `${typeof host === 'string' ? host : ''} ${gateway.node.path}`,
  ) as [string, string];
  return left < right ? -1 : 1;
}
