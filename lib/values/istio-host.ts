/**
 * Names of hosts and their labels exactly as istiod's webhook takes them: laxer than {@link checkHostName}, which constructs ask. Source:
 * the behaviour of Istio 1.31's `ValidateFQDN`, `ValidateWildcardDomain` and `IsDNS1123Label`, measured.
 */
import { given } from './given';
import { isUnresolved } from './unresolved';

const LABEL = '[a-zA-Z0-9](?:[-a-zA-Z0-9]{0,61}[a-zA-Z0-9])?';
const DNS_LABEL = new RegExp(`^${LABEL}$`);
const FQDN = new RegExp(`^(?:${LABEL}\\.)*${LABEL}\\.?$`);
const WITH_STAR = new RegExp(`^\\*(?:-?${LABEL})?(?:\\.(?:(?:${LABEL}\\.)*${LABEL}\\.?)?)?$`);
const LONGEST = 255;
const LONGEST_LABEL = 63;
const DIGITS = /^[+-]?\d+$/;
const SMALLEST_INT64 = -(2n ** 63n);
const LARGEST_INT64 = 2n ** 63n - 1n;
const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
const LABELS = 'labels of letters, digits and dashes, at most 63 characters each, with dots between them';

/** A DNS label, which unlike that of Kubernetes may have capitals: a namespace, a subset or a name of a Gateway. */
export function checkIstioLabel(value: unknown): string | undefined {
  if ((typeof value === 'string' && isIstioLabel(value)) || isUnresolved(value)) return undefined;
  return `must be a DNS label (letters, digits and dashes, a letter or digit at both ends, at most ${LONGEST_LABEL} characters), got ${given(value)}`;
}

/** Whether {@link checkIstioLabel} finds nothing. */
export function isIstioLabel(text: string): boolean {
  return DNS_LABEL.test(text);
}

/** A host name without wildcard, short or full; its last label is no integer unless a dot ends the name. */
export function checkIstioFqdn(value: unknown): string | undefined {
  if ((typeof value === 'string' && isFqdn(value)) || isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || !hasLength(value)) return lengthProblem(value);
  const last = value.slice(value.lastIndexOf('.') + 1);
  return isGoInteger(last) ? numericProblem(value, last) : `must be a host name (${LABELS}), got ${given(value)}`;
}

/** A host name, or `*` instead of its first label or at that label's beginning: `*`, `*.example.com`, `*-v1.example.com`. */
export function checkIstioWildcardDomain(value: unknown): string | undefined {
  if ((typeof value === 'string' && isWildcardDomain(value)) || isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || !hasLength(value)) return lengthProblem(value);
  const last = value.slice(value.lastIndexOf('.') + 1);
  return isGoInteger(last)
    ? numericProblem(value, last)
    : `must be a host name (${LABELS}), with a * at its beginning if wanted and nowhere else, got ${given(value)}`;
}

/** Whether a `*` stands for a part of a label, or not at the beginning: neither `*` nor `*.example.com`. */
export function isPartialWildcard(host: string): boolean {
  return host.includes('*') && host !== '*' && !host.startsWith('*.');
}

/** Whether two hosts, each of which may be a wildcard, have a name in common, going by their endings as they stand. */
export function hostsOverlap(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (shorter.startsWith('*') && longer.startsWith('*')) return longer.endsWith(shorter.slice(1));
  return hostCovers(one, other) || hostCovers(other, one);
}

/** Whether a host, which may be a wildcard, stands for all that another one does. */
export function hostCovers(host: string, other: string): boolean {
  if (!host.startsWith('*')) return host === other;
  if (other.startsWith('*') && other.length < host.length) return false;
  return other.endsWith(host.slice(1));
}

/**
 * A name by which gateways in mode AUTO_PASSTHROUGH know a service's port: `outbound_.80_._.reviews.shop.svc.cluster.local`. Undefined
 * where it may be one, the number and the host being looked at as little as istiod's webhook does.
 */
export function checkSniOfPort(value: string): string | undefined {
  const [, port, , host] = value.split('_');
  if (port !== undefined && /[0-9]/.test(port) && host !== undefined && /[a-zA-Z]/.test(host)) return undefined;
  return `must be outbound_.PORT_.SUBSET_.HOST, where it begins with outbound_, got ${given(value)}`;
}

/** Whether Go's `strconv.Atoi` reads it: a sign if wanted and digits, within 64 bits. */
export function isGoInteger(text: string): boolean {
  if (!DIGITS.test(text)) return false;
  if (text.length < 19) return true;
  const unsigned = text.startsWith('+') ? text.slice(1) : text;
  const number = BigInt(unsigned);
  return number >= SMALLEST_INT64 && number <= LARGEST_INT64;
}

function isFqdn(host: string): boolean {
  return hasLength(host) && FQDN.test(host) && !hasNumberAtEnd(host);
}

function isWildcardDomain(host: string): boolean {
  if (host.startsWith('*'))
    return hasLength(host) && firstLabelFits(host) && WITH_STAR.test(host) && !hasNumberAtEnd(host);
  // A single label may be a number here, as it is not looked at as the last of several.
  return hasLength(host) && FQDN.test(host) && (!host.includes('.') || !hasNumberAtEnd(host));
}

/** Whether the last label is an integer. A dot at the end makes an empty one the last. */
function hasNumberAtEnd(host: string): boolean {
  const end = host.charCodeAt(host.length - 1);
  return end >= ZERO && end <= NINE && isGoInteger(host.slice(host.lastIndexOf('.') + 1));
}

function hasLength(host: string): boolean {
  return host !== '' && (host.length <= LONGEST / 3 || Buffer.byteLength(host) <= LONGEST);
}

function firstLabelFits(host: string): boolean {
  const dot = host.indexOf('.');
  return (dot === -1 ? host.length : dot) <= LONGEST_LABEL;
}

function lengthProblem(value: unknown): string {
  if (typeof value !== 'string' || value === '') return `must be a host name, got ${given(value)}`;
  return `must be at most ${LONGEST} bytes long, got ${Buffer.byteLength(value)}`;
}

function numericProblem(host: string, last: string): string {
  return `must not end in a number (${last}), got ${given(host)}`;
}
