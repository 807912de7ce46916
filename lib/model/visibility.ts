import { textsOf } from '../values/json';

/** The namespaces that an object is exported to; undefined for all. */
export type Visibility = ReadonlySet<string> | undefined;

/**
 * What `exportTo` says: `.` is the object's own namespace, `*` all, `~` none; nothing written is the mesh's default.
 */
export function visibilityOf(exportTo: unknown, namespace: string, byDefault: readonly string[]): Visibility {
  const written = textsOf(exportTo);
  const entries = written.length === 0 ? byDefault : written;
  if (entries.length === 0 || entries.includes('*')) return undefined;
  return new Set(entries.filter((entry) => entry !== '~').map((entry) => (entry === '.' ? namespace : entry)));
}

/** Whether proxies of a namespace get to know the object. */
export function isVisible(visibility: Visibility, namespace: string): boolean {
  return visibility === undefined || visibility.has(namespace);
}
