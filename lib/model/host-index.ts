import { isWithin } from '../values/ip';
import { addTo } from '../values/listed';
import { type MeshHost } from './hosts';
import { selects } from './mesh-object';
import { type Workload } from './workloads';

/** The hosts of a mesh, by name, by address and by port. */
export class HostIndex {
  private readonly byName = new Map<string, MeshHost[]>();
  private readonly bySuffix = new Map<string, MeshHost[]>();
  private readonly byAddress = new Map<string, MeshHost[]>();
  private readonly byPort = new Map<number, MeshHost[]>();
  private readonly byNamespaceAndPort = new Map<string, MeshHost[]>();
  private readonly blocks: { readonly cidr: string; readonly host: MeshHost }[] = [];
  private readonly aliases = new Map<string, MeshHost[]>();
  private readonly bySelector = new Map<string, MeshHost[]>();
  private readonly everything: MeshHost[] = [];

  public add(host: MeshHost): void {
    this.everything.push(host);
    addTo(this.byName, host.hostname, host);
    if (host.hostname.startsWith('*')) addTo(this.bySuffix, host.hostname.slice(1), host);
    if (host.externalName !== undefined) addTo(this.aliases, host.externalName, host);
    for (const address of host.addresses) {
      if (address.includes('/')) this.blocks.push({ cidr: address, host });
      else addTo(this.byAddress, address, host);
    }
    for (const { number } of host.ports) {
      addTo(this.byPort, number, host);
      addTo(this.byNamespaceAndPort, `${host.namespace}/${number}`, host);
    }
    const [pair] = Object.entries(host.selector ?? {});
    if (pair !== undefined) addTo(this.bySelector, selectorKey(host.namespace, ...pair), host);
  }

  public all(): readonly MeshHost[] {
    return this.everything;
  }

  /** Those of exactly this name, which may be that of a wildcard: one a namespace at most. */
  public named(hostname: string): readonly MeshHost[] {
    return this.byName.get(hostname) ?? [];
  }

  /** Those whose wildcard a name falls under, the closest wildcard first. */
  public *covering(hostname: string): Iterable<readonly MeshHost[]> {
    if (this.bySuffix.size === 0) return;
    for (const suffix of suffixesOf(hostname)) {
      const hosts = this.bySuffix.get(suffix);
      if (hosts !== undefined) yield hosts;
    }
  }

  /** Those with an address, or a CIDR that it is in. */
  public at(address: string): readonly MeshHost[] {
    const exact = this.byAddress.get(address);
    if (exact !== undefined || this.blocks.length === 0) return exact ?? [];
    const whole = `${address}/${address.includes(':') ? 128 : 32}`;
    return this.blocks.filter(({ cidr }) => isWithin(whole, cidr)).map(({ host }) => host);
  }

  /** Those of a namespace. */
  public onPortOf(namespace: string, port: number): readonly MeshHost[] {
    return this.byNamespaceAndPort.get(`${namespace}/${port}`) ?? [];
  }

  public onPort(port: number): readonly MeshHost[] {
    return this.byPort.get(port) ?? [];
  }

  /** Those whose endpoints a workload's pods are. */
  public selecting({ namespace, labels }: Pick<Workload, 'namespace' | 'labels'>): readonly MeshHost[] {
    return Object.entries(labels).flatMap(([label, value]) =>
      (this.bySelector.get(selectorKey(namespace, label, value)) ?? []).filter(
        ({ selector }) => selector !== undefined && selects(selector, labels),
      ),
    );
  }

  /** Services of type ExternalName that stand for a host. */
  public aliasesOf(hostname: string): readonly MeshHost[] {
    return this.aliases.get(hostname) ?? [];
  }
}

function selectorKey(namespace: string, label: string, value: string): string {
  return `${namespace}\n${label}\n${value}`;
}

/** What may follow the star of a wildcard that covers a name: `.b.c`, `.c` and the empty text for `a.b.c`. */
export function* suffixesOf(hostname: string): Iterable<string> {
  for (let dot = hostname.indexOf('.'); dot !== -1; dot = hostname.indexOf('.', dot + 1)) yield hostname.slice(dot);
  yield '';
}
