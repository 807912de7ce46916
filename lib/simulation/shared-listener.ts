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

/** Source: istiod's `buildSidecarOutboundListener`. */
export function sharedListener(
  listener: EgressListener,
  port: number,
  namespace: string,
  model: MeshModel,
): SharedListener {
  const imported = model.hosts
    .onPort(port)
    // An alias has no listener.
    .filter((host) => host.externalName === undefined && importsHost(listener, host, namespace));
  const sharing = imported.filter((host) => !hasOwnListener(host, layerAt(listener, host, port)));
  const reads = (...layers: PortLayer[]) =>
    sharing.filter((host) => layers.some((layer) => layer === layerAt(listener, host, port)));
  const hosts = reads('tls', 'tcp', 'auto');
  return {
    readsHttp: reads('http', 'auto').length > 0,
    hosts,
    blocks: hosts.filter(({ addresses }) => addresses.length > 0),
  };
}
