/** Policies for tests, in as few words as they can be said. */
import { meshObject, type MeshObject } from '../../lib/model/mesh-object';
import { type ScopedPolicies } from '../../lib/simulation/policy-attachment';

export const ROOT = 'istio-system';

/** A policy of `security.istio.io`. @param created - seconds; undefined where the manifest does not say */
export function policy(
  kind: string,
  name: string,
  spec: unknown,
  created?: number,
  annotations: Readonly<Record<string, string>> = {},
): MeshObject {
  const [namespace = '', own = ''] = name.split('/');
  const creationTimestamp = created === undefined ? undefined : new Date(created * 1000).toISOString();
  const metadata = { namespace, name: own, annotations, creationTimestamp };
  const object = meshObject({ apiVersion: 'security.istio.io/v1', kind, metadata, spec }, undefined);
  if (object === undefined) throw new Error(`${name} is no object`);
  return object;
}

/** What istiod would look through for a workload of a namespace. */
export function scoped(namespace: string, policies: readonly MeshObject[]): ScopedPolicies {
  const root = policies.filter((each) => each.namespace === ROOT);
  return { root, namespace: namespace === ROOT ? root : policies.filter((each) => each.namespace === namespace) };
}
