import { compareText } from '../values/compare-text';
import { type MeshObject } from './mesh-object';

/**
 * The order in which istiod looks at objects of a kind: oldest first, those of one second by name and then namespace. What has no
 * creation time comes last; how it compares with others is not known, see {@link isOlder}.
 *
 * Source: istiod's `sortConfigByCreationTime`.
 */
export function byAge(one: MeshObject, other: MeshObject): number {
  const age = (one.created ?? Infinity) - (other.created ?? Infinity);
  if (age !== 0 && !Number.isNaN(age)) return age;
  return compareText(one.name, other.name) || compareText(one.namespace, other.namespace);
}

/** Whether istiod looks at one object before another; undefined where the manifests do not say which is older. */
export function isOlder(one: MeshObject, other: MeshObject): boolean | undefined {
  if (one.created === undefined || other.created === undefined) return undefined;
  return byAge(one, other) < 0;
}
