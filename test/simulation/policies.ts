/** Policies for tests, in as few words as they can be said. */
import { meshObject, type MeshObject } from '../../lib/model/mesh-object';
import { type ScopedPolicies } from '../../lib/simulation/policy-attachment';
import { type ServerRequest } from '../../lib/simulation/server-request';

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

const WEB = 'spiffe://cluster.local/ns/shop/sa/web';

/** `GET http://vault.bank/` from shop/web by mTLS, as the sidecar of the pod sees it. */
export function request(
  more: Partial<ServerRequest> & { readonly header?: Readonly<Record<string, string>> } = {},
): ServerRequest {
  const { header = {}, ...fields } = more;
  return {
    protocol: 'http',
    method: 'GET',
    path: '/',
    host: 'vault.bank',
    scheme: 'http',
    headers: new Map(Object.entries(header)),
    port: 8080,
    peer: WEB,
    sourceName: 'shop/web',
    ...fields,
  };
}

/** A TCP connection from shop/web. */
export function connection(more: Partial<ServerRequest> = {}): ServerRequest {
  return request({ protocol: 'tcp', method: '', path: '', host: '', scheme: '', ...more });
}
