/** The list that `map` keeps under `key`, for adding to; made where there is none yet. */
export function listed<K, T>(map: Map<K, T[]>, key: K): T[] {
  const known = map.get(key);
  if (known) return known;
  const made: T[] = [];
  map.set(key, made);
  return made;
}

/** Adds to one of many lists, which is made where it is the first. */
export function addTo<K, T>(lists: Map<K, T[]>, key: K, value: T): void {
  listed(lists, key).push(value);
}
