/**
 * What has to be there before an object, by what it refers to. Pulumi makes everything else at the same time, and deletes in the
 * opposite order.
 */
import { type HelmRelease } from '../model/metadata';
import { type Manifest } from '../model/manifest';
import { closingEdges } from './closing-edges';
import { identityOf, kindOf, printIdentity, printKind } from '../model/identity';
import { referencesOf } from './object-references';

/** For each resource, the positions of those that it depends on. */
export type Edges = readonly ReadonlySet<number>[];

/** What is deployed: positions are those of the objects, then those of the releases. */
export interface Deployment {
  /** Rendered, with tokens in the place of Outputs: the same token is the same value. */
  readonly objects: readonly Manifest[];

  /** Of which `source` says what installation it belongs to. */
  readonly releases: readonly { readonly source: unknown; readonly release: HelmRelease }[];
  readonly rootNamespace: string;
}

/** Kinds whose pods a control plane injects its sidecars into when they are made. */
const WORKLOADS = /^(?:apps|batch)\/|^v1 Pod$/;

/** Linear in the size of the objects. */
export function edgesOf({ objects, releases, rootNamespace }: Deployment): Edges {
  const edges = [...objects, ...releases].map(() => new Set<number>());
  const add = (from: number, to: number | undefined) => {
    if (to !== undefined && to !== from) edges[from]?.add(to);
  };
  const index = new ObjectIndex(objects);
  const controlPlanes = releases.flatMap(({ release }, each) =>
    release.isControlPlane ? [objects.length + each] : [],
  );
  objects.forEach((object, from) => {
    const { group, kind, namespace } = identityOf(object);
    add(from, index.namespace(namespace));
    add(from, index.definition(group, kind));
    if (needsControlPlane(object, group)) for (const each of controlPlanes) add(from, each);
    const { objects: named, hosts } = referencesOf(object, namespace);
    for (const each of named) add(from, index.find(printIdentity(each)));
    for (const host of hosts) for (const each of index.behind(host, namespace, kind)) add(from, each);
  });
  closingEdges(objects, rootNamespace, add);
  const positions = new Map(releases.map(({ source }) => [source, new Map<string, number>()] as const));
  releases.forEach(({ source, release }, each) => positions.get(source)?.set(release.name, objects.length + each));
  releases.forEach(({ source, release }, each) => {
    add(objects.length + each, index.namespace(release.namespace));
    for (const name of release.after) add(objects.length + each, positions.get(source)?.get(name));
  });
  return edges;
}

function needsControlPlane({ apiVersion, kind }: Manifest, group: string): boolean {
  return (
    group.endsWith('.istio.io') ||
    WORKLOADS.test(group === '' ? `${String(apiVersion)} ${String(kind)}` : String(apiVersion))
  );
}

/** Finds objects by what others say of them. */
class ObjectIndex {
  private readonly byIdentity = new Map<string, number>();
  private readonly definitions = new Map<string, number>();

  /** ServiceEntries by host. */
  private readonly entries = new Map<string, number>();

  /** DestinationRules by their namespace and host. */
  private readonly rules = new Map<string, number>();

  public constructor(objects: readonly Manifest[]) {
    objects.forEach((object, index) => {
      const identity = identityOf(object);
      this.byIdentity.set(printIdentity(identity), index);
      const spec = (object.spec ?? {}) as Readonly<Record<string, unknown>>;
      switch (kindOf(object)) {
        case 'CustomResourceDefinition.apiextensions.k8s.io': {
          const { kind } = (spec['names'] ?? {}) as { readonly kind?: unknown };
          this.definitions.set(printKind(String(spec['group']), String(kind)), index);
          break;
        }
        case 'ServiceEntry.networking.istio.io':
          if (Array.isArray(spec['hosts'])) for (const host of spec['hosts']) this.entries.set(String(host), index);
          break;
        case 'DestinationRule.networking.istio.io':
          this.rules.set(`${identity.namespace} ${fullName(String(spec['host']), identity.namespace)}`, index);
          break;
      }
    });
  }

  public find(identity: string): number | undefined {
    return this.byIdentity.get(identity);
  }

  public namespace(name: string): number | undefined {
    return name === '' ? undefined : this.byIdentity.get(`Namespace ${name}`);
  }

  public definition(group: string, kind: string): number | undefined {
    return this.definitions.get(printKind(group, kind));
  }

  /**
   * The Service or ServiceEntry of a host, and for routes the rule that proxies go by: that of the client's namespace, else that of the
   * service's.
   */
  public behind(host: string, namespace: string, kind: string): number[] {
    const full = fullName(host, namespace);
    const [name = '', its = ''] = full.split('.');
    const service = this.byIdentity.get(`Service ${its}/${name}`);
    const rules = kind === 'DestinationRule' ? [] : [namespace, its].map((each) => this.rules.get(`${each} ${full}`));
    return [service ?? this.entries.get(host), ...rules].filter((each) => each !== undefined);
  }
}

/** `web.shop.svc` of `web` in shop and of `web.shop.svc.cluster.local`; other hosts as they are. */
function fullName(host: string, namespace: string): string {
  if (!host.includes('.')) return `${host}.${namespace}.svc`;
  return /^[^.]+\.[^.]+\.svc(?=\.|$)/.exec(host)?.[0] ?? host;
}
