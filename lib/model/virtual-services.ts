import { fieldsOf, itemsOf, textOf, textsOf } from '../values/json';
import { type Aged, byAge } from './by-age';
import { type BoundRoute } from './gateway-api/bound-route';
import { suffixesOf } from './host-index';
import { fullHostName, gatewayName } from './host-names';
import { type MeshConfiguration } from './mesh-configuration';
import { type MeshObject } from './mesh-object';
import { isVisible, type Visibility, visibilityOf } from './visibility';
import { addTo } from '../values/listed';

/** A VirtualService that has hosts, or what istiod makes of routes of the Gateway API. */
export interface MeshVirtualService {
  readonly object: MeshObject;

  /** Full names in lower case; wildcards among them. */
  readonly hosts: readonly string[];

  /** `namespace/name`, or `mesh`. */
  readonly gateways: readonly string[];
  readonly visibility: Visibility;

  /** Whether it hands routes to delegates: istiod looks at those after all others. */
  readonly isRoot: boolean;

  /** What decides between it and others; that of `object` for a VirtualService. */
  readonly age: Aged;

  /** The routes of the Gateway API that istiod makes it of, in the order of their age; undefined for a VirtualService. */
  readonly gatewayApi: readonly BoundRoute[] | undefined;
}

/** The VirtualServices of a mesh, by gateway and host, in the order in which istiod looks at them. */
export class VirtualServices {
  private readonly delegates = new Map<string, MeshObject>();
  private readonly byGateway = new Map<string, MeshVirtualService[]>();
  private readonly byMeshHost = new Map<string, MeshVirtualService[]>();
  private readonly byMeshSuffix = new Map<string, MeshVirtualService[]>();

  /** @param derived - what istiod makes of routes of the Gateway API */
  public constructor(
    objects: readonly MeshObject[],
    config: MeshConfiguration,
    derived: readonly MeshVirtualService[] = [],
  ) {
    const bound: MeshVirtualService[] = [...derived];
    for (const object of objects) {
      const service = virtualService(object, config);
      if (service === undefined) this.delegates.set(`${object.namespace}/${object.name}`, object);
      else bound.push(service);
    }
    bound.sort(inOrder);
    for (const service of bound) {
      for (const gateway of new Set(service.gateways)) addTo(this.byGateway, gateway, service);
      if (!service.gateways.includes('mesh')) continue;
      for (const host of new Set(service.hosts)) {
        // Routes of the Gateway API never count for a wildcard of a sidecar. Source: istiod's `separateVSHostsAndServices`.
        if (host.startsWith('*') && service.gatewayApi !== undefined) continue;
        if (host.startsWith('*')) addTo(this.byMeshSuffix, host.slice(1), service);
        else addTo(this.byMeshHost, host, service);
      }
    }
  }

  /** A VirtualService without hosts. */
  public delegate(namespace: string, name: string): MeshObject | undefined {
    return this.delegates.get(`${namespace}/${name}`);
  }

  /** Those of a gateway that its namespace may see: what is private to it first, then what is exported to it, then what all see. */
  public ofGateway(gateway: string, namespace: string): readonly MeshVirtualService[] {
    return forNamespace(this.byGateway.get(gateway) ?? [], namespace);
  }

  /** Those for sidecars that have a host of exactly this name. */
  public ofMeshHost(host: string, namespace: string): readonly MeshVirtualService[] {
    return forNamespace(this.byMeshHost.get(host) ?? [], namespace);
  }

  /** Those for sidecars with a wildcard that a name falls under, the closest wildcard first. */
  public *coveringMeshHost(host: string, namespace: string): Iterable<CoveringServices> {
    if (this.byMeshSuffix.size === 0) return;
    for (const suffix of suffixesOf(host)) {
      const services = forNamespace(this.byMeshSuffix.get(suffix) ?? [], namespace);
      if (services.length > 0) yield { wildcard: `*${suffix}`, services };
    }
  }

  /** Those for sidecars that have exactly this wildcard. */
  public ofMeshWildcard(wildcard: string, namespace: string): readonly MeshVirtualService[] {
    return forNamespace(this.byMeshSuffix.get(wildcard.slice(1)) ?? [], namespace);
  }

  /** Those for sidecars of which any host covers a name, however closely: whose `tls` and `tcp` routes count for it. */
  public covering(host: string, namespace: string): readonly MeshVirtualService[] {
    const found = new Set(this.byMeshHost.get(host));
    if (this.byMeshSuffix.size > 0)
      for (const suffix of suffixesOf(host))
        for (const service of this.byMeshSuffix.get(suffix) ?? []) found.add(service);
    return forNamespace([...found].sort(inOrder), namespace);
  }

  /** All for sidecars. */
  public ofMesh(namespace: string): readonly MeshVirtualService[] {
    return forNamespace(this.byGateway.get('mesh') ?? [], namespace);
  }
}

/** VirtualServices with one wildcard. */
export interface CoveringServices {
  readonly wildcard: string;
  readonly services: readonly MeshVirtualService[];
}

function virtualService(object: MeshObject, config: MeshConfiguration): MeshVirtualService | undefined {
  const { spec, namespace } = object;
  const hosts = textsOf(spec.hosts);
  if (hosts.length === 0) return undefined;
  const gateways = textsOf(spec.gateways);
  return {
    object,
    hosts: hosts.map((host) => fullHostName(host, namespace, config)),
    gateways: gateways.length === 0 ? ['mesh'] : gateways.map((gateway) => gatewayName(gateway, namespace)),
    visibility: visibilityOf(spec.exportTo, namespace, config.exportTo.virtualServices),
    isRoot: itemsOf(spec.http).some((route) => textOf(fieldsOf(fieldsOf(route).delegate).name) !== undefined),
    age: object,
    gatewayApi: undefined,
  };
}

function inOrder(one: MeshVirtualService, other: MeshVirtualService): number {
  return Number(one.isRoot) - Number(other.isRoot) || byAge(one.age, other.age);
}

/**
 * Private, exported by name, public: the three indexes of istiod, which it goes through in this order. In each, routes of the Gateway API
 * from the proxy's own namespace come first. Source: istiod's `SelectVirtualServices` and `VirtualServicesForGateway`.
 */
function nearness({ visibility, object, gatewayApi }: MeshVirtualService, namespace: string): number {
  const index = visibility === undefined ? 2 : object.namespace === namespace ? 0 : 1;
  return 2 * index + (gatewayApi !== undefined && object.namespace === namespace ? 0 : 1);
}

function forNamespace(services: readonly MeshVirtualService[], namespace: string): readonly MeshVirtualService[] {
  if (services.length === 0) return services;
  if (services.every(isForAll)) return services;
  const visible = services.filter(({ visibility }) => isVisible(visibility, namespace));
  if (visible.length < 2) return visible;
  return visible.sort((one, other) => nearness(one, namespace) - nearness(other, namespace));
}

/** Whether no namespace is closer to it than another. */
function isForAll({ visibility, gatewayApi }: MeshVirtualService): boolean {
  return visibility === undefined && gatewayApi === undefined;
}

/** Whether nothing but age decides between two, so that it must be known. */
export function isTie(one: MeshVirtualService, other: MeshVirtualService, namespace: string): boolean {
  return one.isRoot === other.isRoot && nearness(one, namespace) === nearness(other, namespace);
}
