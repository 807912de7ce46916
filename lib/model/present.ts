/** `fields` without those that are undefined; undefined if none is left, for an empty object means something in Istio. */
export function present<T extends object>(fields: T): Partial<T> | undefined {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return said.length > 0 ? (Object.fromEntries(said) as Partial<T>) : undefined;
}
