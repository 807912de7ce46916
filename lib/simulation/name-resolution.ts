import { isIPv4, isIPv6 } from 'node:net';
import { type DeclaredExternal } from '../model/declarations';
import { type MeshHost } from '../model/hosts';
import { type MeshModel } from '../model/mesh-model';
import { type Workload } from '../model/workloads';
import { type NotKnown } from './truth';

/** Where a client's connection goes. */
export type Target =
  | { readonly kind: 'host'; readonly host: MeshHost; readonly address: string | undefined }
  | { readonly kind: 'pod'; readonly workload: Workload }
  | { readonly kind: 'external'; readonly external: DeclaredExternal; readonly host: MeshHost | undefined }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'unresolved' }
  | { readonly kind: 'unknown'; readonly unknown: NotKnown };

/** The address of a target, where a file says it. */
export function targetAddress(target: Target): string | undefined {
  switch (target.kind) {
    case 'host':
    case 'address':
      return target.address;
    case 'pod':
      return target.workload.addresses[0];
    case 'external':
      return target.external.ip;
    default:
      return undefined;
  }
}

const POD = /^pod--(.+?)--(.+)$/;

/**
 * What DNS and the network make of a host in a URL: names of Services by the search path of the client's pod, addresses of Services,
 * ServiceEntries and pods, names and addresses of what is declared to be outside.
 *
 * @param namespace - of the client; undefined for one outside of the cluster, who has no search path.
 */
export function resolveHost(host: string, namespace: string | undefined, model: MeshModel): Target {
  const pod = POD.exec(host);
  if (pod !== null) {
    const workload = model.workloads.get(`${pod[1]}/${pod[2]}`);
    return workload === undefined ? { kind: 'unresolved' } : { kind: 'pod', workload };
  }
  if (isIPv4(host) || host.startsWith('[') || isIPv6(host)) return atAddress(host.replace(/^\[|\]$/g, ''), model);
  const service = serviceNamed(host, namespace, model);
  if (service !== undefined) return reached(service, model);
  const external = model.externalAt(host);
  const entry = model.hosts.named(host).find(({ kind }) => kind === 'ServiceEntry');
  if (external !== undefined) return { kind: 'external', external, host: entry };
  if (model.externals !== undefined || isOfCluster(host, model)) return { kind: 'unresolved' };
  // A ServiceEntry of a host outside says that it is there.
  if (entry !== undefined) return { kind: 'external', external: { name: host, hosts: [host] }, host: entry };
  return { kind: 'unknown', unknown: { question: `is there a host ${host} outside of the mesh?` } };
}

/** A Service by one of its names, as the search path of a pod completes them. */
export function serviceNamed(host: string, namespace: string | undefined, model: MeshModel): MeshHost | undefined {
  for (const name of fullNames(host.endsWith('.') ? host.slice(0, -1) : host, namespace, model)) {
    for (const each of model.hosts.named(name)) if (each.kind === 'Service') return each;
  }
  return undefined;
}

function fullNames(host: string, namespace: string | undefined, { config: { clusterDomain } }: MeshModel): string[] {
  if (namespace === undefined || host.endsWith(`.svc.${clusterDomain}`)) return [host];
  const dots = host.split('.').length - 1;
  if (dots === 0) return [`${host}.${namespace}.svc.${clusterDomain}`];
  if (host.endsWith('.svc')) return [`${host}.${clusterDomain}`, host];
  return dots === 1 ? [`${host}.svc.${clusterDomain}`, host] : [host];
}

/** An ExternalName is but another name. */
function reached(service: MeshHost, model: MeshModel): Target {
  if (service.externalName === undefined) return { kind: 'host', host: service, address: service.addresses[0] };
  return resolveHost(service.externalName, service.namespace, model);
}

function atAddress(address: string, model: MeshModel): Target {
  const [host] = model.hosts.at(address);
  if (host !== undefined) return { kind: 'host', host, address };
  const workload = model.workloads.at(address);
  if (workload !== undefined) return { kind: 'pod', workload };
  const external = model.externalAt(address);
  return external === undefined ? { kind: 'address', address } : { kind: 'external', external, host: undefined };
}

/** A name that only the cluster's own DNS could know. */
function isOfCluster(host: string, model: MeshModel): boolean {
  const { clusterDomain } = model.config;
  if (!host.includes('.') || host.endsWith('.svc') || host.endsWith(`.${clusterDomain}`)) return true;
  const [, namespace = '', ...rest] = host.split('.');
  return rest.length === 0 && model.namespaces.has(namespace);
}
