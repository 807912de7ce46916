/** What the API server accepts of a type: fields may be absent or null, which Istio takes for absent, and so may what is in lists. */
import { type FieldPath } from '../../field-path';

/** A generated type as it may come. */
export type Loose<T> = T extends object ? { readonly [K in keyof T]?: Loose<T[K]> | null } : T;

/** Neither absent nor null. */
export function isSet<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}

/** Whether a list, which may be absent, has anything in it: an empty one is as none to Istio. */
export function hasItems(list: readonly unknown[] | null | undefined): boolean {
  return isSet(list) && list.length > 0;
}

/** Visits what is in a list, with the path of each. */
export function forEachItem<T>(
  list: readonly (T | null | undefined)[] | null | undefined,
  path: FieldPath,
  visit: (item: T, path: FieldPath) => void,
): void {
  if (!isSet(list)) return;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (isSet(item)) visit(item, path.item(index));
  }
}

/** Visits the entries of a map. Go reads one that is null as `empty`: the empty text, or a message without fields. */
export function forEachEntry<T>(
  map: Readonly<Record<string, T | null | undefined>> | null | undefined,
  empty: NoInfer<T>,
  path: FieldPath,
  visit: (key: string, value: T, path: FieldPath) => void,
): void {
  if (!isSet(map)) return;
  for (const key in map) visit(key, map[key] ?? empty, path.key(key));
}
