import { type Manifest } from '../../../model/manifest';
import { type Loose } from './loose';

/** `spec` as the kind has it; an empty one where the object has none, as for Go. */
export function specOf<T extends object>(object: Manifest): Loose<T> {
  return (object.spec ?? {}) as Loose<T>;
}

/** `metadata.namespace`; undefined where only whoever applies the object knows it. */
export function namespaceOf(object: Manifest): string | undefined {
  return (object.metadata as { readonly namespace?: string } | null | undefined)?.namespace;
}

const NONE: readonly never[] = [];

/** What is in a list; nothing where there is none. Nulls, which the API server refuses, are passed over. */
export function itemsOf<T>(list: readonly (T | null | undefined)[] | null | undefined): readonly T[] {
  if (list === undefined || list === null) return NONE;
  const whole = list as readonly T[];
  return list.includes(null) ? whole.filter((item) => item !== null) : whole;
}
