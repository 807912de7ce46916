import { type MeshConfiguration } from './mesh-configuration';

/**
 * The full name of a host that an object writes: a name without dot is a Service of the object's namespace, one with a dot is taken as it
 * stands. Source: istiod's `ResolveShortnameToFQDN`.
 */
export function fullHostName(host: string, namespace: string, { clusterDomain }: MeshConfiguration): string {
  const name = host.toLowerCase();
  if (name === '' || name.includes('.') || name.startsWith('*')) return name;
  return `${name}.${namespace}.svc.${clusterDomain}`;
}

/** `namespace/name` of a Gateway that a VirtualService names, or `mesh`. Source: istiod's `resolveGatewayName`. */
export function gatewayName(gateway: string, namespace: string): string {
  if (gateway === 'mesh') return gateway;
  if (gateway.includes('/')) return gateway.startsWith('./') ? `${namespace}/${gateway.slice(2)}` : gateway;
  const dot = gateway.indexOf('.');
  if (dot === -1) return `${namespace}/${gateway}`;
  // `name.namespace.svc.cluster.local`, an old form.
  const [name = '', inNamespace = ''] = gateway.split('.');
  return `${inNamespace}/${name}`;
}
