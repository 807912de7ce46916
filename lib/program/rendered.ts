/** What a program makes of its tree before anything is written. */

/** One YAML document. */
export interface RenderedDocument {
  /** undefined where an overridden `toJson` gave none: cdk8s writes an empty document. */
  readonly json: unknown;

  /** Path of the construct that made it; of its chart where the chart's `toJson` is overridden. */
  readonly path: string;
  readonly text: string;

  /** Kind and name that the object was made with, which patches may have changed since. */
  readonly made?: { readonly kind: string; readonly name: string | undefined } | undefined;
}

/** One chart. */
export interface RenderedChart {
  readonly path: string;

  /** The name that cdk8s gives to its files, without a number. */
  readonly name: string;
  readonly documents: readonly RenderedDocument[];
}

/** A text file below the output folder. */
export interface OutputFile {
  /** Relative path, with forward slashes. */
  readonly path: string;
  readonly text: string;

  /** Who made it, for messages. */
  readonly source: string;

  /** File mode bits. */
  readonly mode?: number | undefined;
}
