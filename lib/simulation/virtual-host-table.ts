import { type Workload } from '../model/workloads';
import { type OutboundListener, sidecarVirtualHost, type VirtualHost } from './sidecar-virtual-host';

/** Virtual hosts of sidecars, as proxies keep them: each made when a client first asks for its host. */
export class VirtualHostTable {
  private readonly known = new Map<Workload, Map<number, Map<string, VirtualHost>>>();

  /**
   * The virtual host of a Host header, see {@link sidecarVirtualHost}. What is no host's own name is not kept: there may be any number.
   *
   * @param at - that of the client's listener for the port, of which there is but one.
   */
  public of(client: Workload, name: string, at: OutboundListener): VirtualHost | undefined {
    const { port } = at.proxy;
    const known = this.known.get(client)?.get(port)?.get(name);
    if (known !== undefined) return known;
    const virtualHost = sidecarVirtualHost(name, at);
    if (virtualHost?.host?.hostname.startsWith('*') === false) this.keep(client, port, name, virtualHost);
    return virtualHost;
  }

  private keep(client: Workload, port: number, name: string, virtualHost: VirtualHost): void {
    const ofClient = this.known.get(client) ?? new Map<number, Map<string, VirtualHost>>();
    const ofPort = ofClient.get(port) ?? new Map<string, VirtualHost>();
    this.known.set(client, ofClient);
    ofClient.set(port, ofPort);
    ofPort.set(name, virtualHost);
  }
}
