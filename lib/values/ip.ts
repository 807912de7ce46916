/** IP addresses and CIDRs, as Go's `netip.ParseAddr` and `netip.ParsePrefix` read them. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { given } from './given';
import { isUnresolved } from './unresolved';

const PREFIX_LENGTH = /^(0|[1-9]\d{0,2})$/;

/** An IPv4 or IPv6 address; IPv6 with a zone if wanted. */
export function checkIp(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && isAddress(value))) return undefined;
  return `must be an IP address, got ${given(value)}`;
}

/** An address and the length of its prefix: `10.0.0.0/8`. */
export function checkCidr(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && isPrefix(value))) return undefined;
  return `must be a CIDR such as 10.0.0.0/8, got ${given(value)}`;
}

/** Either of the two. */
export function checkIpOrCidr(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && (isAddress(value) || isPrefix(value)))) return undefined;
  return `must be an IP address or a CIDR such as 10.0.0.0/8, got ${given(value)}`;
}

/** Either of the two as istiod's webhook takes them: what has one slash is a CIDR, which has no zone. */
export function checkIstioSubnet(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  return typeof value === 'string' && value.split('/').length === 2 ? checkCidr(value) : checkIpOrCidr(value);
}

/** Whether {@link checkIp} finds nothing. */
export function isIpAddress(text: string): boolean {
  return isAddress(text);
}

function isAddress(text: string): boolean {
  if (isIPv4(text)) return true;
  const zone = text.indexOf('%');
  if (zone === text.length - 1) return false;
  return isIPv6(zone === -1 ? text : text.slice(0, zone));
}

function isPrefix(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash === -1 || !PREFIX_LENGTH.test(length)) return false;
  if (isIPv4(address)) return Number(length) <= 32;
  return isIPv6(address) && !address.includes('%') && Number(length) <= 128;
}

/** Whether all addresses of the CIDR `inner` are in `outer`. */
export function isWithin(inner: string, outer: string): boolean {
  const [[address, length], [outerAddress, outerLength]] = [split(inner), split(outer)];
  const family = isIPv4(outerAddress) ? 'ipv4' : 'ipv6';
  if (isIPv4(address) !== isIPv4(outerAddress) || length < outerLength) return false;
  const block = new BlockList();
  block.addSubnet(outerAddress, outerLength, family);
  return block.check(address, family);
}

function split(cidr: string): readonly [address: string, length: number] {
  const slash = cidr.lastIndexOf('/');
  return [cidr.slice(0, slash), Number(cidr.slice(slash + 1))];
}
