import { ApiObject, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { serviceHost } from '../tree/host';
import { type IMeshWorkload } from '../tree/handles';
import { needsLayer7 } from '../tree/ambient';
import { ConstructError, refuse } from '../tree/construct-error';
import { present } from '../model/present';
import { collectPolicy, type PolicyContribution } from './collect-policy';
import { collectRoutes, type CollectedRoutes } from './collect-routes';
import { idleEjection, withShare } from './ejection';
import { type DestinationRuleSpec, type TrafficPolicy, type VirtualServiceSpec } from './istio-types';
import { type RouteFragment, type RouteOverlay } from './route-fragment';

/** A service whose routing the program owns. */
export interface IMeshService extends IMeshWorkload, IConstruct {
  /** Names of its versions, each the value of the pods' `version` label. */
  readonly versionNames: readonly string[];

  /** How many pods each version has; undefined where an autoscaler decides. */
  readonly versionReplicas: readonly { readonly version: string; readonly replicas: number | undefined }[];

  /** Where all routes and policies for its host are collected. */
  readonly routing: ServiceRouting;
}

/** A public host that leads to a service by way of gateways. */
export interface SharedHost {
  /** `namespace/name` of the Gateway. */
  readonly gateway: string;
  readonly host: string;
}

/**
 * All that is said about the host of one service, collected into one VirtualService and one DestinationRule.
 *
 * Istio takes one VirtualService a host in the mesh: of several, all but the oldest are dropped in silence. So constructs do not
 * make their own: they contribute here. The order of routes follows from what they match, never from when they were made.
 * Both objects appear with the first contribution that needs them.
 */
export class ServiceRouting extends Construct {
  private readonly fragments: RouteFragment[] = [];
  private readonly overlays: RouteOverlay[] = [];
  private readonly policies: PolicyContribution[] = [];
  private readonly sharedHosts: (() => readonly SharedHost[])[] = [];

  // Made at once and filled later, so that the order of objects is not that of contributions.
  private readonly virtualServicePlace: Construct;
  private readonly destinationRulePlace: Construct;

  /** Made by the service that it belongs to. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly service: IMeshService,
  ) {
    super(scope, id);
    this.destinationRulePlace = new Construct(this, 'destination-rule');
    this.virtualServicePlace = new Construct(this, 'virtual-service');
    this.node.addValidation({ validate: () => [...this.problems()] });
  }

  /** The VirtualService, for a JSON patch or a reference. Asking for it makes it. */
  public get virtualService(): ApiObject {
    return (
      (this.virtualServicePlace.node.tryFindChild('object') as ApiObject | undefined) ??
      new ApiObject(this.virtualServicePlace, 'object', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: this.metadata(),
        spec: Lazy.any({ produce: () => this.sound(this.virtualServiceSpec()) }),
      })
    );
  }

  /** The DestinationRule, for a JSON patch or a reference. Asking for it makes it. */
  public get destinationRule(): ApiObject {
    return (
      (this.destinationRulePlace.node.tryFindChild('object') as ApiObject | undefined) ??
      new ApiObject(this.destinationRulePlace, 'object', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata: this.metadata(),
        spec: Lazy.any({ produce: () => this.sound(this.destinationRuleSpec()) }),
      })
    );
  }

  /** Adds a route. Routes that name versions bring the subsets of all versions with them. */
  public addFragment(fragment: RouteFragment): void {
    refuse(fragment.source, needsLayer7(this.service.namespace, 'a route'));
    this.fragments.push(fragment);
    void this.virtualService;
    if (namesVersions(fragment)) void this.destinationRule;
  }

  /** Adds a fault or a mirror for all routes that its requests may take. */
  public addOverlay(overlay: RouteOverlay): void {
    refuse(overlay.source, needsLayer7(this.service.namespace, overlay.fault ? 'a fault' : 'a mirror'));
    this.overlays.push(overlay);
    void this.virtualService;
    if (namesVersions(overlay)) void this.destinationRule;
  }

  /** Adds to the policy of the service's connections. */
  public addPolicy(contribution: PolicyContribution): void {
    this.policies.push(contribution);
    void this.destinationRule;
  }

  /** Adds public hosts that the VirtualService serves beside the service's own, asked for when it is rendered. @internal */
  public shareHost(hosts: () => readonly SharedHost[]): void {
    this.sharedHosts.push(hosts);
    void this.virtualService;
  }

  /** The routes as `make` collects them from this service's contributions. @internal */
  public collect(
    make: (fragments: readonly RouteFragment[], overlays: readonly RouteOverlay[]) => CollectedRoutes,
  ): CollectedRoutes {
    return make(this.fragments, this.overlays);
  }

  /**
   * The routes for the service's own host as plain data, in the order in which they are tried, and what is wrong with the contributions:
   * what the VirtualService is printed from. Ask when all constructs are made.
   */
  public collected(): CollectedRoutes {
    return collectRoutes({ host: this.host, ports: this.service.ports }, this.fragments, this.overlays);
  }

  private virtualServiceSpec(): VirtualServiceSpec {
    const { routes, tls, tcp } = this.collected();
    const shared = this.sharedHosts.flatMap((hosts) => hosts());
    return {
      hosts: [...new Set(shared.map((each) => each.host)), this.host],
      gateways: shared.length > 0 ? [...new Set(shared.map((each) => each.gateway)), 'mesh'] : undefined,
      ...(routes.length > 0 && { http: routes }),
      ...(tls.length > 0 && { tls }),
      ...(tcp.length > 0 && { tcp }),
    };
  }

  private destinationRuleSpec(): DestinationRuleSpec {
    const { policy: collected, perVersion } = collectPolicy(this.policies);
    const policy = withShare(collected);
    const named = this.namesVersions || Object.keys(perVersion).length > 0;
    return {
      host: this.host,
      trafficPolicy: present(policy),
      subsets: named
        ? this.service.versionNames.map((version) => ({
            name: version,
            labels: { version },
            trafficPolicy: perVersion[version] && withShare(perVersion[version]),
          }))
        : undefined,
    };
  }

  private get host(): string {
    return serviceHost(this, this.service);
  }

  /** Whether a route leads to single versions. */
  private get namesVersions(): boolean {
    return [...this.fragments, ...this.overlays].some(namesVersions);
  }

  private problems(): readonly string[] {
    const policies = collectPolicy(this.policies);
    return [
      ...this.collected().problems,
      ...policies.problems,
      ...this.idleShare(policies.policy),
      ...this.idlePolicies(policies.perVersion),
    ];
  }

  /** A share that a construct states is judged there; this is about the one that nobody stated. */
  private idleShare({ outlierDetection }: TrafficPolicy): string[] {
    if (outlierDetection === undefined || outlierDetection.maxEjectionPercent !== undefined) return [];
    return idleEjection(this.service);
  }

  /** Istio applies the policy of a subset only to requests that a route sends to that subset. */
  private idlePolicies(perVersion: Readonly<Record<string, unknown>>): string[] {
    if (this.namesVersions) return [];
    return Object.keys(perVersion).map(
      (version) =>
        `the policy of version ${version} would have no effect, for no route leads to it by name: add a CanaryRoute or an HttpRouting`,
    );
  }

  private sound<T>(spec: T): T {
    const problems = this.problems();
    if (problems.length > 0) throw new ConstructError(this.node.path, problems);
    return spec;
  }

  private metadata(): { name: string; namespace: string } {
    return { name: this.service.serviceName, namespace: this.service.namespace.namespaceName };
  }
}

/** Whether requests go, or are copied, to versions of the service by name. */
function namesVersions({
  destinations = [],
  mirrors = [],
}: Partial<Pick<RouteFragment, 'destinations' | 'mirrors'>>): boolean {
  return (
    destinations.some(({ version }) => version !== undefined) ||
    mirrors.some(({ service, version }) => service === undefined && version !== undefined)
  );
}
