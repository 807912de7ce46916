/** Where an object came from: the construct that made it, or its place in a file. */
export interface Source {
  /** Path of the construct. */
  readonly construct?: string | undefined;

  readonly file?: string | undefined;

  /** From 1. */
  readonly line?: number | undefined;

  /** From 1. */
  readonly column?: number | undefined;
}

/** `shop/reviews`, or `k8s/reviews.yaml:12:3`; empty where nothing is known. */
export function printSource({ construct, file, line, column }: Source): string {
  if (construct !== undefined) return construct;
  return [file, line, column].filter((part) => part !== undefined).join(':');
}
