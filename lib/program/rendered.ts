/** What a program makes of its tree before anything is written. */

/** What messages call the construct at the top, whose path is empty. */
export const THE_PROGRAM = 'the program';

/** One YAML document. Its JSON is not kept: a large program has a hundred thousand of them. */
export interface RenderedDocument {
  /** Path of the construct that made it; of its chart where the chart's `toJson` is overridden. */
  readonly path: string;
  readonly text: string;

  /** API group, kind, namespace and name, where it has them. */
  readonly identity: string | undefined;

  /** The name that cdk8s gives to a file of this document alone; undefined where it writes none. */
  readonly fileName: string | undefined;
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
