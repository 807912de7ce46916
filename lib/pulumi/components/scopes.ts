/** What policies apply to, as components that have to know of each other go by. Also of what is wrong, which is told later. */
import { WholeMesh } from '../../security/policy-scope';
import { GatewayProxies } from '../../tree/gateway-proxies';
import { isMeshNamespace, isMeshWorkload } from '../../tree/handles';
import { type Reach } from './blueprint';

/** How far a policy reaches. */
export function reachOfPolicy(scope: unknown): Reach {
  return {
    role: 'policy',
    namespace: namespaceOf(scope),
    isNarrow: isMeshWorkload(scope) || scope instanceof GatewayProxies,
  };
}

/** What it applies to, by what tells it apart. */
export function described(scope: unknown): string {
  if (scope instanceof WholeMesh) return 'the mesh';
  const namespace = namespaceOf(scope) ?? '';
  return isMeshWorkload(scope) ? `app ${namespace}/${scope.serviceName}` : `namespace ${namespace}`;
}

/** The namespace of a policy; undefined for that of the mesh. */
function namespaceOf(scope: unknown): string | undefined {
  if (isMeshNamespace(scope)) return scope.namespaceName;
  if (isMeshWorkload(scope) || scope instanceof GatewayProxies) return scope.namespace.namespaceName;
  return undefined;
}
