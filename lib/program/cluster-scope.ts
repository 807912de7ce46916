import { groupAndVersion, printKind } from '../model/identity';
import { type Manifest } from '../model/manifest';
import { kindFacts } from '../validation/kind-facts';
import { type Schemas } from '../validation/schemas';

/** Kinds of the whole cluster that have no schema here, as {@link printKind} writes them. */
const CLUSTER_KINDS: ReadonlySet<string> = new Set([
  'APIService.apiregistration.k8s.io',
  'CertificateSigningRequest.certificates.k8s.io',
  'ClusterIssuer.cert-manager.io',
  'ClusterSecretStore.external-secrets.io',
  'CSIDriver.storage.k8s.io',
  'IngressClass.networking.k8s.io',
  'Istio.sailoperator.io',
  'IstioCNI.sailoperator.io',
  'Node',
  'PersistentVolume',
  'PriorityClass.scheduling.k8s.io',
  'RuntimeClass.node.k8s.io',
  'StorageClass.storage.k8s.io',
  'ValidatingAdmissionPolicy.admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io',
  'VolumeSnapshotClass.snapshot.storage.k8s.io',
  'ZTunnel.sailoperator.io',
]);

/** Takes the namespace that a chart puts on everything from kinds of the whole cluster. */
export class ClusterScope {
  private readonly isWhole = new Map<string, boolean>();

  /** @param objects - of which CustomResourceDefinitions say the scope of their kinds. */
  public constructor(
    objects: Iterable<Manifest>,
    private readonly options: { readonly istioVersion: string; readonly schemas: Schemas | undefined },
  ) {
    for (const { kind, spec } of objects) {
      if (kind !== 'CustomResourceDefinition') continue;
      const { group, names, scope } = (spec ?? {}) as Readonly<Record<string, { readonly kind?: unknown } | undefined>>;
      this.isWhole.set(printKind(String(group), String(names?.kind)), (scope as unknown) === 'Cluster');
    }
  }

  /** The object itself where nothing has to be taken away. */
  public normal(object: Manifest): Manifest {
    const { metadata } = object;
    if (typeof metadata !== 'object' || metadata === null || !('namespace' in metadata)) return object;
    if (!this.isOfCluster(object)) return object;
    const rest = Object.entries(metadata).filter(([field]) => field !== 'namespace');
    return { ...object, metadata: Object.fromEntries(rest) };
  }

  private isOfCluster({ apiVersion, kind }: Manifest): boolean {
    const { group } = groupAndVersion(apiVersion);
    const key = printKind(group, String(kind));
    const known = this.isWhole.get(key);
    if (known !== undefined) return known;
    const scope = kindFacts(group, String(kind), this.options)?.scope;
    const found = scope === undefined ? CLUSTER_KINDS.has(key) : scope === 'Cluster';
    this.isWhole.set(key, found);
    return found;
  }
}
