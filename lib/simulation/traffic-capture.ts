import { isIPv4, isIPv6 } from 'node:net';
import { type Workload } from '../model/workloads';
import { isWithin } from '../values/ip';
import { type Truth } from './truth';

const PREFIX = 'traffic.sidecar.istio.io/';
const EXCLUDED_RANGES = `${PREFIX}excludeOutboundIPRanges`;
const INCLUDED_RANGES = `${PREFIX}includeOutboundIPRanges`;
const INCLUDED_PORTS = { inbound: `${PREFIX}includeInboundPorts`, outbound: `${PREFIX}includeOutboundPorts` } as const;
const EXCLUDED_PORTS = { inbound: `${PREFIX}excludeInboundPorts`, outbound: `${PREFIX}excludeOutboundPorts` } as const;

/**
 * Whether Istio's iptables rules lead traffic of a port through the sidecar. Outbound, all ports but those that are excluded; inbound, all
 * but those, or only those that are included. Addresses are not looked at here: see {@link isAddressProxied}.
 */
export function isProxied({ annotations }: Workload, port: number, direction: 'inbound' | 'outbound'): boolean {
  if (annotations['sidecar.istio.io/interceptionMode'] === 'NONE') return false;
  const included = annotations[INCLUDED_PORTS[direction]];
  const excluded = annotations[EXCLUDED_PORTS[direction]];
  if (excluded !== undefined && listed(excluded).includes(String(port))) return false;
  // For inbound traffic a list is all there is; for outbound it adds ports to the ranges of addresses.
  if (direction === 'outbound' || included === undefined || included.trim() === '*') return true;
  return listed(included).includes(String(port));
}

/**
 * Whether outbound traffic to an address goes through the sidecar: not to ranges that are excluded, and only to those that are included,
 * unless its port is. Not known where the ranges matter and the address is in no file.
 */
export function isAddressProxied({ annotations }: Workload, address: string | undefined, port: number): Truth {
  const excludedText = annotations[EXCLUDED_RANGES];
  const includedText = annotations[INCLUDED_RANGES];
  if (excludedText === undefined && includedText === undefined) return true;
  const excluded = listed(excludedText ?? '');
  const included = listed(includedText ?? '*');
  const isForAll = included.includes('*');
  if (excluded.length === 0 && isForAll) return true;
  if (address === undefined || (!isIPv4(address) && !isIPv6(address)))
    return { question: 'which address is called, as ranges of addresses decide whether the sidecar is passed?' };
  if (excluded.some((range) => isIn(address, range))) return false;
  if (listed(annotations[INCLUDED_PORTS.outbound] ?? '').includes(String(port))) return true;
  return isForAll || included.some((range) => isIn(address, range));
}

function isIn(address: string, range: string): boolean {
  const whole = `${address}/${isIPv6(address) ? 128 : 32}`;
  return range.includes('/') ? isWithin(whole, range) : range === address;
}

function listed(list: string): readonly string[] {
  return list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
