import { compareText } from '../values/compare-text';
import { type MeshObject } from './mesh-object';

/** What the order of objects depends on. */
export type Aged = Pick<MeshObject, 'created' | 'name' | 'namespace'>;

/**
 * The order in which istiod looks at objects of a kind: oldest first, those of one second by name and then namespace. What has no
 * creation time comes last; how it compares with others is not known, see {@link isOlder}.
 *
 * Source: istiod's `sortConfigByCreationTime`.
 */
export function byAge(one: Aged, other: Aged): number {
  const age = (one.created ?? Infinity) - (other.created ?? Infinity);
  if (age !== 0 && !Number.isNaN(age)) return age;
  return compareText(one.name, other.name) || compareText(one.namespace, other.namespace);
}

/** Whether istiod looks at one object before another; undefined where the manifests do not say which is older. */
export function isOlder(one: Aged, other: Aged): boolean | undefined {
  if (one.created === undefined || other.created === undefined) return undefined;
  return byAge(one, other) < 0;
}
