import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';
import { gatewayManifests } from './declarations';
import { type Manifest } from './manifest';
import { type MeshObject } from './mesh-object';

/** The label by which pods of a Gateway know which one they belong to. */
export const GATEWAY_NAME_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** Classes of which istiod makes proxies that take requests from outside. */
const CLASSES: ReadonlySet<string> = new Set(['istio', 'istio-remote']);

/**
 * The Deployment and Service that istiod makes for a Gateway of the Gateway API; none where the Gateway names proxies that are there.
 *
 * Source: istiod's deployment controller.
 */
export function gatewayDeployment({ name, namespace, spec, labels }: MeshObject): Manifest[] {
  const gatewayClass = textOf(spec.gatewayClassName) ?? '';
  if (!CLASSES.has(gatewayClass) || itemsOf(spec.addresses).length > 0) return [];
  const resource = `${name}-${gatewayClass}`;
  const ports = new Set(itemsOf(spec.listeners).flatMap((listener) => numberOf(fieldsOf(listener).port) ?? []));
  return gatewayManifests({
    namespace,
    name: resource,
    labels: { ...labels, [GATEWAY_NAME_LABEL]: name },
    serviceAccount: resource,
    ports: [...ports].map((port) => ({ port })),
  });
}
