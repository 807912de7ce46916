/** Where an object, or a field of it, comes from: the construct that made it, or a place in a file. */
export interface Source {
  /** Path of the construct. */
  readonly construct?: string;

  /** As the user named it; folders before it with forward slashes. */
  readonly file?: string;

  /** The first line is 1. */
  readonly line?: number;

  /** The first column is 1, and each UTF-16 code unit counts, as in most editors. */
  readonly column?: number;
}

/** `shop/reviews` or `k8s/a.yaml:12:3`. */
export function printSource({ construct, file, line, column }: Source): string {
  if (construct !== undefined) return construct;
  return [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':');
}
