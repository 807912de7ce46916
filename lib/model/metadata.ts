/**
 * What constructs leave beside their objects, as metadata of their nodes: a program picks it up, plain cdk8s ignores it.
 */

/** Metadata type of a {@link ManifestFile}. */
export const FILE_METADATA = 'istio-constructs:file';

/** Metadata type of a `Finding` about the construct. */
export const FINDING_METADATA = 'istio-constructs:finding';

/** Metadata type of a `DeclaredGateway`: proxies that the construct installs or configures, and that no manifest makes. */
export const PROXIES_METADATA = 'istio-constructs:gateway-proxies';

/** A file that is no Kubernetes object, such as Helm values or a script: written to `<outdir>.install/`. */
export interface ManifestFile {
  /** Relative path with forward slashes, without `..`. */
  readonly path: string;

  /** The text, or what makes it once the tree is complete. */
  readonly content: string | (() => string);

  /**
   * File mode bits.
   *
   * @default 0o644
   */
  readonly mode?: number | undefined;
}

/** Metadata type of a {@link HelmRelease}. */
export const HELM_METADATA = 'istio-constructs:helm';

/** A chart that has to be installed for the objects of a program to work, for engines that install charts. */
export interface HelmRelease {
  /** Name of the release. */
  readonly name: string;

  /** `oci://` address of the chart. */
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;

  /** Names of releases of the same construct that have to be there before. */
  readonly after: readonly string[];

  /** Whether it serves the kinds of Istio and injects sidecars. */
  readonly isControlPlane: boolean;
}
