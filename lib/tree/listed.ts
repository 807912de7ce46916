/** The list that `map` keeps under `key`, for adding to; made where there is none yet. */
export function listed<K, T>(map: Map<K, T[]>, key: K): T[] {
  const known = map.get(key);
  if (known) return known;
  const made: T[] = [];
  map.set(key, made);
  return made;
}
