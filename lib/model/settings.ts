/** What constructs need to know about the mesh they are put into. */
export interface MeshSettingsProps {
  /**
   * The root namespace: where istiod runs and where mesh-wide policies live (`meshConfig.rootNamespace`).
   *
   * @default "istio-system"
   */
  readonly rootNamespace?: string | undefined;

  /**
   * The trust domain of workload identities (`meshConfig.trustDomain`).
   *
   * @default "cluster.local"
   */
  readonly trustDomain?: string | undefined;

  /**
   * The DNS domain of Services (`global.proxy.clusterDomain`).
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string | undefined;

  /**
   * The release of Istio, as `major.minor` or `major.minor.patch`.
   *
   * @default - the newest release that this package knows
   */
  readonly istioVersion?: string | undefined;

  /**
   * The release of Kubernetes, as `major.minor`.
   *
   * @default - the newest release that this package knows
   */
  readonly kubernetesVersion?: string | undefined;

  /**
   * Whether proxies use mTLS by themselves wherever the other side can (`meshConfig.enableAutoMtls`). Where it is off,
   * DestinationRules ask for it.
   *
   * @default true
   */
  readonly autoMtls?: boolean | undefined;
}

/** The settings where neither the program nor an IstioInstall says otherwise. */
export const DEFAULT_SETTINGS = {
  rootNamespace: 'istio-system',
  trustDomain: 'cluster.local',
  clusterDomain: 'cluster.local',
  istioVersion: '1.31',
  kubernetesVersion: '1.36',
  autoMtls: true,
} as const satisfies Required<MeshSettingsProps>;

/** The construct context key under which a program leaves its {@link MeshSettingsProps}. */
export const SETTINGS_CONTEXT = 'istio-constructs.settings';
