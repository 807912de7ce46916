import { fieldsOf, itemsOf } from '../values/json';
import { addTo } from '../values/listed';
import { byAge } from './by-age';
import { type DeclaredExternal, declaredManifests, type MeshDeclarations } from './declarations';
import { DestinationRules } from './destination-rules';
import { GatewayApi } from './gateway-api/gateway-api';
import { gatewayClasses, gatewayDeployment } from './gateway-api-deployments';
import { HostIndex } from './host-index';
import { serviceEntryHosts, serviceHost } from './hosts';
import { type DeclaredIntent } from './intents';
import { isDiscovered, type MeshConfiguration } from './mesh-configuration';
import { type MeshObject, meshObject } from './mesh-object';
import { Namespaces } from './namespaces';
import { type Source } from './source';
import { VirtualServices } from './virtual-services';
import { workloadOf, Workloads } from './workloads';

/** A manifest, and where it came from. */
export interface SourcedManifest {
  readonly manifest: unknown;
  readonly source?: Source | undefined;

  /** Where a field of it is written. */
  readonly positionOf?: ((path: string) => Source) | undefined;
}

/** What a {@link MeshModel} is made of besides manifests. */
export interface MeshModelOptions {
  readonly config: MeshConfiguration;
  readonly declarations?: MeshDeclarations | undefined;
  readonly intents?: readonly DeclaredIntent[] | undefined;
}

const NETWORKING = 'networking.istio.io';
const GATEWAY_API = 'gateway.networking.k8s.io';

/**
 * The manifests of a mesh, indexed: what istiod would know. Built in linear time, and never changed.
 *
 * Namespaces that no discovery selector selects are left out. Objects that the API server would refuse are read as far as they can be:
 * ask `validateObject` about them first.
 */
export class MeshModel {
  public readonly config: MeshConfiguration;
  public readonly namespaces = new Namespaces();
  public readonly workloads = new Workloads();
  public readonly hosts = new HostIndex();
  public readonly gatewayApi: GatewayApi;
  public readonly virtualServices: VirtualServices;
  public readonly destinationRules: DestinationRules;

  /** What is outside of the mesh; undefined where anything may be. */
  public readonly externals: readonly DeclaredExternal[] | undefined;
  public readonly intents: readonly DeclaredIntent[];

  /** Oldest first. */
  public readonly objects: readonly MeshObject[];
  private readonly nodes = new Map<string, Readonly<Record<string, string>>>();
  private readonly externalsByPlace = new Map<string, DeclaredExternal>();
  private readonly byKind = new Map<string, MeshObject[]>();
  private readonly byNamespace = new Map<string, MeshObject[]>();

  public constructor(manifests: Iterable<SourcedManifest>, options: MeshModelOptions) {
    const { config, declarations = {}, intents = [] } = options;
    this.config = config;
    this.intents = intents;
    this.externals = declarations.externals;
    for (const external of declarations.externals ?? []) {
      for (const host of external.hosts ?? []) this.externalsByPlace.set(host.toLowerCase(), external);
      if (external.ip !== undefined) this.externalsByPlace.set(external.ip, external);
    }
    const objects = withDeclared(collected(manifests), declarations);
    for (const object of objects) {
      const { kind, group, name, labels } = object;
      if (kind === 'Namespace' && group === '') this.namespaces.add({ name, labels, object });
      if (kind === 'Node' && group === '') this.nodes.set(name, labels);
    }
    this.objects = objects
      .filter(({ namespace }) => namespace === '' || isDiscovered(this.namespaces.get(namespace).labels, config))
      .sort(byAge);
    const names = new Set(this.objects.map(identity));
    for (const object of this.objects) this.index(object, names);
    this.gatewayApi = new GatewayApi(this);
    this.virtualServices = new VirtualServices(
      this.ofKind(NETWORKING, 'VirtualService'),
      config,
      this.gatewayApi.virtualServices,
    );
    this.destinationRules = new DestinationRules(this.ofKind(NETWORKING, 'DestinationRule'), config);
  }

  /** What is declared to have a name, in lower case, or an address. */
  public externalAt(place: string): DeclaredExternal | undefined {
    return this.externalsByPlace.get(place);
  }

  /** All objects of a kind, oldest first. */
  public ofKind(group: string, kind: string): readonly MeshObject[] {
    return this.byKind.get(`${group}/${kind}`) ?? [];
  }

  /** The objects of a kind in a namespace, oldest first. */
  public inNamespace(group: string, kind: string, namespace: string): readonly MeshObject[] {
    return this.byNamespace.get(`${group}/${kind}/${namespace}`) ?? [];
  }

  private index(object: MeshObject, names: ReadonlySet<string>): void {
    const { group, kind, namespace } = object;
    addTo(this.byKind, `${group}/${kind}`, object);
    addTo(this.byNamespace, `${group}/${kind}/${namespace}`, object);
    if (group === '' && kind === 'Service') {
      this.hosts.add(serviceHost(object, this.config));
    } else if (group === NETWORKING) {
      if (kind === 'ServiceEntry')
        serviceEntryHosts(object, this.config).forEach((host) => {
          this.hosts.add(host);
        });
    } else if (!isOwned(object, names)) {
      const workload = workloadOf(object, this.namespaces, this.config, this.nodes);
      if (workload !== undefined) this.workloads.add(workload);
    }
  }
}

/** Objects that can be told apart; of two with one identity the later counts, as when files are applied. */
function collected(manifests: Iterable<SourcedManifest>): MeshObject[] {
  const objects = new Map<string, MeshObject>();
  const add = (sourced: SourcedManifest): void => {
    const { kind, items } = fieldsOf(sourced.manifest);
    if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
      for (const item of items) add({ manifest: item, source: sourced.source });
      return;
    }
    const { positionOf } = sourced;
    const object = meshObject(
      sourced.manifest,
      sourced.source,
      positionOf && ((path) => positionOf.call(sourced, path)),
    );
    if (object !== undefined) objects.set(identity(object), object);
  };
  for (const sourced of manifests) add(sourced);
  return [...objects.values()];
}

/** With what stands for declarations and for what istiod makes itself, where no manifest is there. */
function withDeclared(objects: readonly MeshObject[], declarations: MeshDeclarations): MeshObject[] {
  const known = new Set(objects.map(identity));
  const ofGatewayApi = (wanted: string) =>
    objects.filter(({ group, kind }) => group === GATEWAY_API && kind === wanted);
  const classes = gatewayClasses(ofGatewayApi('GatewayClass'));
  const made = [
    ...declaredManifests(declarations),
    ...ofGatewayApi('Gateway').flatMap((gateway) => gatewayDeployment(gateway, classes)),
  ];
  const others = made.flatMap((manifest) => meshObject(manifest, undefined) ?? []);
  return [...objects, ...others.filter((object) => !known.has(identity(object)))];
}

function identity({ group, kind, namespace, name }: MeshObject): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** Whether another object that is there makes it, as a Deployment makes ReplicaSets and they make Pods. */
function isOwned({ manifest, namespace }: MeshObject, names: ReadonlySet<string>): boolean {
  return itemsOf(fieldsOf(manifest.metadata).ownerReferences).some((reference) => {
    const { apiVersion, kind, name, controller } = fieldsOf(reference);
    const [group = ''] = typeof apiVersion === 'string' && apiVersion.includes('/') ? apiVersion.split('/') : [];
    return controller === true && names.has(`${group}/${String(kind)}/${namespace}/${String(name)}`);
  });
}
