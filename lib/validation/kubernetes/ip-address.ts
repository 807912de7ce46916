/** IP addresses and CIDRs as Kubernetes 1.36 takes them for new objects. Source: its feature gate StrictIPCIDRValidation, which is on. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { given } from '../../values/given';
import { checkCidr } from '../../values/ip';
import { isUnresolved } from '../../values/unresolved';

// What `new URL` writes IPv4 in IPv6 as.
const MAPPED = /^::ffff:/i;

/** An IPv4 or IPv6 address, no IPv4 address written as IPv6. */
export function checkStrictIp(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && (isIPv4(value) || (isPlainIpv6(value) && !isMapped(value)))) return undefined;
  return `must be an IP address, got ${given(value)}`;
}

/** A CIDR whose address has no bits beyond the prefix. */
export function checkStrictCidr(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const problem = checkCidr(value);
  if (problem !== undefined || typeof value !== 'string') return problem;
  const { address, length } = split(value);
  if (isMapped(address)) return `must be no IPv4 address written as IPv6, got ${given(value)}`;
  const bits = bitsOf(address);
  return bits.slice(length).includes('1')
    ? `must have no bits set beyond the prefix length, got ${given(value)}`
    : undefined;
}

/** Whether one CIDR is within another and smaller. Both are sound. */
export function isWithin(inner: string, outer: string): boolean {
  const [a, b] = [split(inner), split(outer)];
  if (isIPv4(a.address) !== isIPv4(b.address) || a.length <= b.length) return false;
  const list = new BlockList();
  list.addSubnet(b.address, b.length, isIPv4(b.address) ? 'ipv4' : 'ipv6');
  return list.check(a.address, isIPv4(a.address) ? 'ipv4' : 'ipv6');
}

/** Whether it is an IPv6 address, or a CIDR of them. */
export function isIpv6(address: string): boolean {
  return address.includes(':');
}

function split(cidr: string): { readonly address: string; readonly length: number } {
  const slash = cidr.indexOf('/');
  return { address: cidr.slice(0, slash), length: Number(cidr.slice(slash + 1)) };
}

function isPlainIpv6(text: string): boolean {
  return isIPv6(text) && !text.includes('%');
}

function isMapped(address: string): boolean {
  return isPlainIpv6(address) && MAPPED.test(canonical(address));
}

/** Short form, as a browser writes it: hexadecimal only. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function bitsOf(address: string): string {
  if (isIPv4(address))
    return address
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail] = canonical(address).split('::');
  const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const missing = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...Array.from({ length: missing }, () => '0'), ...last];
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}
