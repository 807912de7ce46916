import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';
import { gatewayManifests } from './declarations';
import { type Manifest } from './manifest';
import { type MeshObject } from './mesh-object';

/** The label by which pods of a Gateway know which one they belong to. */
export const GATEWAY_NAME_LABEL = 'gateway.networking.k8s.io/gateway-name';

/** Classes of which istiod makes proxies that take requests from outside. */
const CLASSES = ['istio', 'istio-remote'];
const CONTROLLER = 'istio.io/gateway-controller';

/** Names of classes of which istiod makes such proxies: its own, and those of GatewayClasses that name it as their controller. */
export function gatewayClasses(objects: readonly MeshObject[]): ReadonlySet<string> {
  const own = objects.filter(({ spec }) => spec.controllerName === CONTROLLER).map(({ name }) => name);
  return new Set([...CLASSES, ...own]);
}

/**
 * Whether istiod makes the proxies of a Gateway: not where `spec.addresses` names a Service of proxies that are there.
 *
 * Source: istiod's `IsManaged`.
 */
export function isManaged({ spec }: MeshObject): boolean {
  const addresses = itemsOf(spec.addresses).map(fieldsOf);
  if (addresses.length === 0) return true;
  const type = textOf(addresses[0]?.type) ?? 'IPAddress';
  return addresses.length === 1 && type === 'IPAddress';
}

/** Name of the Deployment, Service and ServiceAccount that istiod makes for a Gateway. */
export function deploymentName({ name, spec, annotations }: MeshObject): string {
  return annotations['gateway.istio.io/name-override'] ?? `${name}-${textOf(spec.gatewayClassName) ?? ''}`;
}

/**
 * The Deployment and Service that istiod makes for a Gateway of the Gateway API; none where the Gateway names proxies that are there.
 *
 * Source: istiod's deployment controller.
 *
 * @param classes - those of which it makes any
 */
export function gatewayDeployment(gateway: MeshObject, classes: ReadonlySet<string>): Manifest[] {
  const { name, namespace, spec, labels, annotations } = gateway;
  if (!classes.has(textOf(spec.gatewayClassName) ?? '') || !isManaged(gateway)) return [];
  const resource = deploymentName(gateway);
  const ports = new Set(itemsOf(spec.listeners).flatMap((listener) => numberOf(fieldsOf(listener).port) ?? []));
  return gatewayManifests({
    namespace,
    name: resource,
    labels: { ...labels, [GATEWAY_NAME_LABEL]: name },
    serviceAccount: annotations['gateway.istio.io/service-account'] ?? resource,
    ports: [...ports].map((port) => ({ port })),
  });
}
