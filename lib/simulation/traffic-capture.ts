import { type Workload } from '../model/workloads';

const PREFIX = 'traffic.sidecar.istio.io/';

/**
 * Whether Istio's iptables rules lead traffic of a port through the sidecar. Outbound, all ports but those that are excluded, or only those
 * that are included; inbound alike. Ranges of addresses are not looked at here: see {@link isAddressProxied}.
 */
export function isProxied({ annotations }: Workload, port: number, direction: 'inbound' | 'outbound'): boolean {
  if (annotations['sidecar.istio.io/interceptionMode'] === 'NONE') return false;
  const side = direction === 'inbound' ? 'InboundPorts' : 'OutboundPorts';
  const included = annotations[`${PREFIX}include${side}`];
  const excluded = annotations[`${PREFIX}exclude${side}`];
  if (excluded !== undefined && ports(excluded).includes(String(port))) return false;
  // For inbound traffic a list is all there is; for outbound it adds ports to the ranges of addresses.
  if (direction === 'outbound' || included === undefined || included.trim() === '*') return true;
  return ports(included).includes(String(port));
}

function ports(list: string): readonly string[] {
  return list.split(',').map((each) => each.trim());
}
