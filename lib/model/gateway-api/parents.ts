import { fieldsOf, itemsOf, numberOf, textOf, textsOf } from '../../values/json';
import { type MeshObject } from '../mesh-object';
import { type GatewayApiSource } from './gateway-api';
import { admitsNamespace, type GatewayListener } from './listeners';

/** What a route is bound to. */
export type RouteParent =
  | { readonly kind: 'mesh'; readonly hosts: readonly string[]; readonly port: number | undefined }
  | { readonly kind: 'listener'; readonly listener: GatewayListener; readonly question: string | undefined };

const GATEWAY_API = 'gateway.networking.k8s.io';
const NETWORKING = 'networking.istio.io';

/** Finds the parents of routes. */
export class Parents {
  private readonly serviceEntries: ReadonlyMap<string, MeshObject>;

  public constructor(
    private readonly source: GatewayApiSource,
    private readonly listeners: ReadonlyMap<string, readonly GatewayListener[]>,
  ) {
    this.serviceEntries = new Map(
      source.ofKind(NETWORKING, 'ServiceEntry').map((entry) => [`${entry.namespace}/${entry.name}`, entry]),
    );
  }

  /** Those that may take the route, host names aside; others count for nothing. Source: istiod's `extractParentReferenceInfo`. */
  public of(route: MeshObject): RouteParent[] {
    return itemsOf(route.spec.parentRefs).flatMap((each) => this.parents(route, fieldsOf(each)));
  }

  private parents(route: MeshObject, reference: Readonly<Record<string, unknown>>): RouteParent[] {
    const namespace = textOf(reference.namespace) ?? route.namespace;
    const name = textOf(reference.name) ?? '';
    // A group that is not written is that of the Gateway API, also for a Service: it must say "".
    const group = typeof reference.group === 'string' ? reference.group : GATEWAY_API;
    const port = numberOf(reference.port);
    switch (`${group}/${textOf(reference.kind) ?? 'Gateway'}`) {
      case '/Service':
        return [{ kind: 'mesh', hosts: [`${name}.${namespace}.svc.${this.source.config.clusterDomain}`], port }];
      case `${NETWORKING}/ServiceEntry`: {
        const entry = this.serviceEntries.get(`${namespace}/${name}`);
        return [{ kind: 'mesh', hosts: textsOf(entry?.spec.hosts).map((host) => host.toLowerCase()), port }];
      }
      case `${GATEWAY_API}/Gateway`:
        return (this.listeners.get(`${namespace}/${name}`) ?? [])
          .filter((listener) => port === undefined || listener.port === port)
          .filter((listener) => reference.sectionName === undefined || listener.name === reference.sectionName)
          .flatMap((listener) => this.taken(route, listener));
      default:
        return [];
    }
  }

  private taken(route: MeshObject, listener: GatewayListener): RouteParent[] {
    if (!listener.kinds.has(route.kind)) return [];
    const admitted = admitsNamespace(listener, route.namespace, this.source.namespaces);
    if (admitted === false) return [];
    return [{ kind: 'listener', listener, question: admitted === true ? undefined : admitted.question }];
  }
}

/** `spec.hostnames` in lower case; a TCPRoute has none, whatever it says. */
export function hostnamesOf({ kind, spec }: MeshObject): readonly string[] {
  return kind === 'TCPRoute' ? [] : textsOf(spec.hostnames).map((hostname) => hostname.toLowerCase());
}
