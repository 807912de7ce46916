import { type IConstruct } from 'constructs';
import { derive } from '../values/unresolved';
import { type IMeshNamespace } from './handles';
import { MeshSettings } from './mesh-settings';

/**
 * The fully qualified host of a Service. Always this form: a short name means another Service in every namespace.
 *
 * Ask when rendering: the cluster domain may be said later in the program.
 */
export function serviceHost(
  scope: IConstruct,
  service: { readonly serviceName: string; readonly namespace: IMeshNamespace },
): string {
  const { clusterDomain } = MeshSettings.of(scope);
  return derive(
    [service.serviceName, service.namespace.namespaceName, clusterDomain],
    (name, namespace, domain) => `${name}.${namespace}.svc.${domain}`,
  );
}
