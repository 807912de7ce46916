import { ApiObject, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { needsLayer7 } from '../tree/ambient';
import { ConstructError, refuse } from '../tree/construct-error';
import { type IMeshNamespace, type IPortedService } from '../tree/handles';
import { serviceHost } from '../tree/host';
import { MeshSettings } from '../tree/mesh-settings';
import { Remembered } from '../tree/remembered';
import { derive } from '../values/unresolved';
import { type CollectedPolicy, collectPolicy, type PolicyContribution } from './collect-policy';
import { collectRoutes, type CollectedRoutes } from './collect-routes';
import { hasOpenShare, idleEjection } from './ejection';
import { type ForeignRules, HostRuleIndex, type HostRules } from './host-rules';
import { type DestinationRuleSpec, type VirtualServiceSpec } from './istio-types';
import { differences, idleOnHeadless, takesMtls, tooNew } from './known-service';
import { printRule } from './print-rule';
import { PublicHosts } from './public-hosts';
import { type RouteEffect, type RouteFragment, type RouteOverlay } from './route-fragment';
import { labelsOf } from './service-version';

/** A service whose routing the program owns. */
export interface IMeshService extends IPortedService, IConstruct {
  /** Names of its versions. */
  readonly versionNames: readonly string[];

  /** How many pods each version has; undefined where an autoscaler decides. */
  readonly versionReplicas: readonly { readonly version: string; readonly replicas: number | undefined }[];

  /** Where all routes and policies for its host are collected. */
  readonly routing: ServiceRouting;

  /** The labels of a version's pods, by which its subset knows them. @default - `version` with the name as value */
  versionLabels?(version: string): Readonly<Record<string, string>>;

  /** Whether its Service is headless, so that callers look up the addresses of its pods. @default false */
  readonly headless?: boolean | undefined;

  /** Whether its pods have a sidecar, so that they take mTLS. @default - as the data plane of its namespace says */
  readonly hasSidecar?: boolean | undefined;
}

/**
 * All that is said about the host of one service, collected into one VirtualService and one DestinationRule.
 *
 * Istio takes one VirtualService a host in the mesh: of several, all but the oldest are dropped in silence. So constructs do not
 * make their own: they contribute here. The order of routes follows from what they match, never from when they were made.
 * Both objects appear with the first contribution that needs them.
 *
 * The rules of a client of the service are in the client's namespace and for it alone. Istio then follows neither rules nor subsets of the
 * service's own, so what the program says about the service itself is repeated in them: routes beside the client's, policies where
 * the client says nothing else.
 *
 * @example
 * new CanaryRoute(this, 'canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 10 });
 * reviews.routing.virtualService.addJsonPatch(JsonPatch.add('/metadata/labels', { team: 'reviews' }));
 */
export class ServiceRouting extends Construct implements HostRules {
  private readonly fragments: RouteFragment[] = [];
  private readonly overlays: RouteOverlay[] = [];
  private readonly policies: PolicyContribution[] = [];
  private isExposed = false;

  private readonly routes = new Remembered<CollectedRoutes>();
  private readonly policy = new Remembered<CollectedPolicy>();

  // Made at once and filled later, so that the order of objects is not that of contributions.
  private readonly virtualServicePlace: Construct;
  private readonly destinationRulePlace: Construct;

  /** Made by the service that it belongs to. */
  public constructor(
    scope: Construct,
    id: string,
    /** The service whose host it is. */
    public readonly service: IMeshService,
    /** Where the rules are written if the program does not own the service. */
    public readonly foreign?: ForeignRules,
  ) {
    super(scope, id);
    HostRuleIndex.of<ServiceRouting>(this).add(this);
    this.destinationRulePlace = new Construct(this, 'destination-rule');
    this.virtualServicePlace = new Construct(this, 'virtual-service');
    this.node.addValidation({ validate: () => [...this.problems()] });
  }

  /**
   * The VirtualService, for a JSON patch or a reference. Asking for it makes it, which is an error at the end where there is no
   * route to write: no HTTP port, and no route for connections.
   */
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
    refuse(fragment.source, needsLayer7(this.place, 'a route'));
    this.fragments.push(fragment);
    void this.virtualService;
    if (namesVersion(fragment)) void this.destinationRule;
  }

  /** Adds a fault or a copy for all routes to the service that its requests may take. */
  public addOverlay(overlay: RouteOverlay): void {
    refuse(overlay.source, needsLayer7(this.place, overlay.fault ? 'a fault' : 'a mirror'));
    this.overlays.push(overlay);
    void this.virtualService;
    if (namesVersion(overlay)) void this.destinationRule;
  }

  /** Adds to the policy of the service's connections. */
  public addPolicy(contribution: PolicyContribution): void {
    refuse(contribution.source, needsLayer7(this.place, 'a policy of connections'));
    this.policies.push(contribution);
    void this.destinationRule;
  }

  /** Says that public hosts lead to the service, which its VirtualService may serve beside its own. @internal */
  public expose(): void {
    this.isExposed = true;
    void this.virtualService;
  }

  /** How much is said about routes: contributions are only ever added, so that it tells whether anything is new. @internal */
  public get contributions(): number {
    return this.fragments.length + this.overlays.length;
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
    const { host, described, allFragments, allOverlays } = this;
    // Asked for by the validation and again by the rendering. Contributions are only ever added, so that their number tells whether
    // anything is new; the host changes with the settings.
    return this.routes.get([host, described, allFragments.length, allOverlays.length], () =>
      collectRoutes({ host, ports: described.ports }, allFragments, allOverlays),
    );
  }

  private virtualServiceSpec(): VirtualServiceSpec {
    const { routes, tls, tcp } = this.collected();
    const shared = PublicHosts.of(this).sharedBy(this.service);
    return {
      hosts: [...new Set(shared.map((each) => each.host)), this.host],
      gateways: shared.length > 0 ? [...new Set(shared.map((each) => each.gateway.reference)), 'mesh'] : undefined,
      exportTo: this.exportTo,
      ...(routes.length > 0 && { http: routes }),
      ...(tls.length > 0 && { tls }),
      ...(tcp.length > 0 && { tcp }),
    };
  }

  private destinationRuleSpec(): DestinationRuleSpec {
    const collected = this.collectedPolicy();
    // A client's rule hides the subsets of the service's own rule, which its routes may still name.
    const named = this.namesVersions || Object.keys(collected.perVersion).length > 0 || this.isClient;
    const { versionNames } = this.described;
    return printRule({
      host: this.host,
      exportTo: this.exportTo,
      versions:
        named && versionNames.length > 0
          ? versionNames.map((version) => [version, labelsOf(this.described, version)])
          : undefined,
      collected,
      asksForMtls: !MeshSettings.of(this).autoMtls && takesMtls(this.described),
    });
  }

  private get host(): string {
    return serviceHost(this, this.service);
  }

  /** Whether a route leads to single versions. */
  private get namesVersions(): boolean {
    return [...this.allFragments, ...this.allOverlays].some(namesVersion);
  }

  private collectedPolicy(): CollectedPolicy {
    const own = this.policies;
    const above = this.owner?.policies;
    return this.policy.get([own.length, above?.length], () => collectPolicy(own, above));
  }

  private get isClient(): boolean {
    return this.foreign?.client !== undefined;
  }

  /** What the program says about the service itself, where this is about a client of it. */
  private get owner(): ServiceRouting | undefined {
    return this.isClient ? HostRuleIndex.of<ServiceRouting>(this).owners(this.service)[0] : undefined;
  }

  /** Who knows the versions and ports best. */
  private get described(): IMeshService {
    return this.owner?.service ?? this.service;
  }

  private get allFragments(): readonly RouteFragment[] {
    return [...(this.owner?.fragments ?? []), ...this.fragments];
  }

  private get allPolicies(): readonly PolicyContribution[] {
    return [...(this.owner?.policies ?? []), ...this.policies];
  }

  private get allOverlays(): readonly RouteOverlay[] {
    return [...(this.owner?.overlays ?? []), ...this.overlays];
  }

  private get exportTo(): readonly string[] | undefined {
    return this.isClient ? ['.'] : undefined;
  }

  /** The namespace of both objects. */
  private get place(): IMeshNamespace {
    return this.foreign?.client ?? this.service.namespace;
  }

  private problems(): readonly string[] {
    const policies = this.collectedPolicy();
    return [
      ...this.rivals(),
      ...this.collected().problems,
      ...this.idleObjects(),
      ...policies.problems,
      ...this.idleShare(policies),
      ...this.idlePolicies(policies.perVersion),
      ...tooNew(this.policies, MeshSettings.of(this).istioVersion),
      ...(this.isExposed ? [] : idleOnHeadless(this.described, this.allPolicies, this.allFragments)),
    ];
  }

  /** Objects that were asked for although nobody said anything that belongs into them. */
  private idleObjects(): string[] {
    const has = (place: Construct) => place.node.tryFindChild('object') !== undefined;
    const [routes, rule] = [has(this.virtualServicePlace), has(this.destinationRulePlace)];
    return [
      ...(routes ? this.withoutRoutes() : []),
      // Contributions are refused where they are made; a gateway follows what is left.
      ...(routes && !this.isExposed ? needsLayer7(this.place, 'a VirtualService') : []),
      ...(rule && !this.isExposed ? needsLayer7(this.place, 'a DestinationRule') : []),
    ];
  }

  /** istiod refuses a VirtualService without routes. Services with an HTTP port have a default one. */
  private withoutRoutes(): string[] {
    const { routes, tls, tcp, problems } = this.collected();
    if (problems.length > 0 || routes.length + tls.length + tcp.length > 0) return [];
    const ports = this.described.ports.map((port) => `${port.name} (${port.protocol})`).join(', ');
    return [
      `the VirtualService that was asked for would have no route, for no port of ${this.service.serviceName} is HTTP and nothing routes its connections: ${ports}: add a CanaryRoute, or do not ask for it`,
    ];
  }

  /** Of two VirtualServices for one host Istio drops one, and DestinationRules of one namespace are mixed. */
  private rivals(): string[] {
    const { foreign, service } = this;
    if (!foreign) return [];
    const owner = HostRuleIndex.of<ServiceRouting>(this)
      .owners(service)
      .find((each) => each !== this);
    if (!owner) return this.hidesUnknownVersions();
    const same = `${owner.service.node.path} is the service itself`;
    if (!foreign.client) return [`as: 'owner' would be the second to write rules for ${this.host}: ${same}, use it`];
    if (foreign.client.namespaceName === service.namespace.namespaceName)
      return [`client must be another namespace than the service's: ${same}, use it`];
    return differences(service, owner.service);
  }

  private hidesUnknownVersions(): string[] {
    const { foreign, service } = this;
    if (!foreign?.client || this.policies.length === 0 || foreign.statesVersions()) return [];
    return [
      `versions must be given, {} if there are none: the DestinationRule in namespace ${String(foreign.client.namespaceName)} hides the subsets of ${service.serviceName}'s own, which routes of its owner may name`,
    ];
  }

  /** A share that a construct states is judged there, if it knows the pods; this is about the one that nobody stated. */
  private idleShare({ policy, perVersion }: CollectedPolicy): string[] {
    const stated = policy.outlierDetection?.maxEjectionPercent;
    if (this.owner && stated !== undefined) return idleEjection(this.described, stated);
    if (hasOpenShare(policy)) return idleEjection(this.described);
    const open = Object.keys(perVersion).filter((version) => hasOpenShare(perVersion[version] ?? {}));
    const versionReplicas = this.described.versionReplicas.filter(({ version }) => open.includes(version));
    return idleEjection({ versionReplicas });
  }

  /** Istio applies the policy of a subset only to requests that a route sends to that subset. */
  private idlePolicies(perVersion: Readonly<Record<string, unknown>>): string[] {
    const routed = new Set(this.allFragments.flatMap(versionsOf));
    return Object.keys(perVersion)
      .filter((version) => !routed.has(version))
      .map(
        (version) =>
          `the policy of version ${version} would have no effect, for no route leads to it by name: add a CanaryRoute or an HttpRouting`,
      );
  }

  private sound<T>(spec: T): T {
    const problems = this.problems();
    if (problems.length > 0) throw new ConstructError(this.node.path, problems);
    return spec;
  }

  /** A client's rules carry the name of the other namespace, too, for their own may have a service of the same name. */
  private metadata(): { name: string; namespace: string } {
    const { serviceName, namespace } = this.service;
    const name = this.isClient
      ? derive([serviceName, namespace.namespaceName], (service, home) => `${service}.${home}`)
      : serviceName;
    return { name, namespace: this.place.namespaceName };
  }
}

/** The versions to which a contribution sends requests or copies of them, by name. */
function versionsOf({ destinations = [], mirrors = [] }: Partial<RouteEffect>): readonly string[] {
  const copied = mirrors.filter(({ service }) => service === undefined);
  return [...destinations, ...copied].flatMap(({ version }) => (version === undefined ? [] : [version]));
}

function namesVersion(contribution: Partial<RouteEffect>): boolean {
  return versionsOf(contribution).length > 0;
}
