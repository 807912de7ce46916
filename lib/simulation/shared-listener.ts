import { type MeshHost, portOf } from '../model/hosts';
import { type PortLayer } from '../model/host-port';
import { type MeshModel } from '../model/mesh-model';
import { type EgressListener, importsHost } from './sidecar-scope';

/** The listener of a sidecar that takes what goes to any address, for hosts that share a port. */
export interface SharedListener {
  /** Whether it reads requests, of whatever host. */
  readonly readsHttp: boolean;

  /** Hosts without an address of their own whose connections it takes, by server name or address; oldest first. */
  readonly hosts: readonly MeshHost[];

  /** Those among them that are told by blocks of addresses, before anything is read. */
  readonly blocks: readonly MeshHost[];
}

/** What a listener reads on a port of a host: what a Sidecar says of its own port, else what the host does. */
export function layerAt(listener: EgressListener, host: MeshHost, port: number): PortLayer | undefined {
  const own = portOf(host, port)?.layer;
  return own === undefined ? undefined : (listener.layer ?? own);
}

/** Whether connections to a host have a listener to themselves: one for its address, or for each of its pods. */
export function hasOwnListener(host: MeshHost, layer: PortLayer | undefined): boolean {
  if (layer === 'http' || layer === undefined) return false;
  return host.isHeadless || host.kind === 'Service' || host.addresses.some((address) => !address.includes('/'));
}

/** Hosts that may share a listener, by port: worked out once for all clients. */
export class SharingHosts {
  private readonly known = new Map<number, readonly MeshHost[]>();

  public constructor(private readonly model: MeshModel) {}

  /** Those on a port that are not read as HTTP and have no listener to themselves, unless a Sidecar says otherwise of their protocol. */
  public onPort(port: number): readonly MeshHost[] {
    let hosts = this.known.get(port);
    if (hosts === undefined) {
      hosts = this.model.hosts.onPort(port).filter((host) => {
        const layer = portOf(host, port)?.layer;
        return layer !== 'http' && !hasOwnListener(host, layer);
      });
      this.known.set(port, hosts);
    }
    return hosts;
  }
}

/** Source: istiod's `buildSidecarOutboundListener`. */
export function sharedListener(
  listener: EgressListener,
  port: number,
  namespace: string,
  { model, sharing }: { readonly model: MeshModel; readonly sharing: SharingHosts },
): SharedListener {
  // An alias has no listener.
  const isShared = (host: MeshHost) =>
    host.externalName === undefined &&
    importsHost(listener, host, namespace) &&
    !hasOwnListener(host, layerAt(listener, host, port));
  const reads = (layers: readonly PortLayer[]) => (host: MeshHost) =>
    layers.some((layer) => layer === layerAt(listener, host, port)) && isShared(host);
  const candidates = listener.layer === undefined ? sharing.onPort(port) : model.hosts.onPort(port);
  const hosts = candidates.filter(reads(['tls', 'tcp', 'auto']));
  return {
    // Of those that are imported, for they may be few.
    readsHttp: importable(listener, port, model).some(reads(['http', 'auto'])),
    hosts,
    blocks: hosts.filter(({ addresses }) => addresses.length > 0),
  };
}

/** Hosts of the namespaces that a listener names; all on the port where it names none in particular. */
function importable({ imports }: EgressListener, port: number, { hosts }: MeshModel): readonly MeshHost[] {
  if (imports === undefined || imports.has('*')) return hosts.onPort(port);
  return [...imports.keys()].flatMap((namespace) => hosts.onPortOf(namespace, port));
}
