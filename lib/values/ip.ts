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

/** Either of the two as istiod's webhook tells them apart: a text with one slash is a CIDR, every other one an address. */
export function checkSubnet(value: unknown): string | undefined {
  if (typeof value !== 'string') return checkIpOrCidr(value);
  const slash = value.indexOf('/');
  return slash !== -1 && slash === value.lastIndexOf('/') ? checkCidr(value) : checkIp(value);
}

function isAddress(text: string): boolean {
  if (isIPv4(text)) return true;
  return !text.endsWith('%') && isIPv6(withoutZone(text));
}

function isPrefix(text: string): boolean {
  const slash = text.lastIndexOf('/');
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash === -1 || !PREFIX_LENGTH.test(length)) return false;
  if (isIPv4(address)) return Number(length) <= 32;
  return isIPv6(address) && !address.includes('%') && Number(length) <= 128;
}

/** Whether an address is in a range, which is an address or a CIDR: read once, asked often. Undefined where it is neither. */
export function addressRange(range: string): ((address: string) => boolean) | undefined {
  if (!isAddress(range) && !isPrefix(range)) return undefined;
  const isV4 = range.includes('.') && !range.includes(':');
  const [base, length] = range.includes('/') ? split(range) : [range, isV4 ? 32 : 128];
  if (!isV4) {
    const block = new BlockList();
    block.addSubnet(withoutZone(base), length, 'ipv6');
    return (address) => isIPv6(address) && block.check(withoutZone(address), 'ipv6');
  }
  // Shifting by 32 is shifting by 0.
  const mask = length === 0 ? 0 : -1 << (32 - length);
  const network = (ipv4Bits(base) ?? 0) & mask;
  return (address) => {
    const bits = ipv4Bits(address);
    return bits !== undefined && (bits & mask) === network;
  };
}

/** An IPv4 address as 32 bits; undefined for everything else. */
function ipv4Bits(text: string): number | undefined {
  let [bits, octet, octets] = [0, 0, 0];
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) octet = octet * 10 + code - 48;
    else if (at === text.length || code === 46) {
      if (octet > 255) return undefined;
      bits = (bits << 8) | octet;
      octet = 0;
      octets++;
    } else return undefined;
  }
  return octets === 4 ? bits : undefined;
}

function withoutZone(address: string): string {
  const zone = address.indexOf('%');
  return zone === -1 ? address : address.slice(0, zone);
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
