import { type Manifest } from '../../../model/manifest';

/** `spec` as the kind has it; an empty one where the object has none, as for Go. */
export function specOf<T>(object: Manifest): Partial<T> {
  return (object.spec ?? {}) as Partial<T>;
}

/** `metadata.namespace`; undefined where only whoever applies the object knows it. */
export function namespaceOf(object: Manifest): string | undefined {
  return (object.metadata as { readonly namespace?: string } | null | undefined)?.namespace;
}
