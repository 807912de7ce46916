/**
 * What constructs leave beside their objects, as metadata of their nodes: a program picks it up, plain cdk8s ignores it.
 */

/** Metadata type of a {@link ManifestFile}. */
export const FILE_METADATA = 'istio-constructs:file';

/** Metadata type of a `Finding` about the construct. */
export const FINDING_METADATA = 'istio-constructs:finding';

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
