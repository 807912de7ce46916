/**
 * Host names as Istio takes them in hosts of VirtualServices, Gateways and DestinationRules. Source: istiod's validation of
 * FQDNs and wildcard domains, measured; unlike Kubernetes, it takes capitals.
 */
import { given } from './given';
import { isUnresolved } from './unresolved';

const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const DIGITS = /^[+-]?[0-9]+$/;

/** A host name without wildcard: short (`reviews`) or full (`reviews.shop.svc.cluster.local`, a dot at the end included). */
export function checkHostName(value: unknown): string | undefined {
  if (isUnresolved(value) || (typeof value === 'string' && isName(value))) return undefined;
  const hint = typeof value === 'string' && value.includes('*') ? ' without a wildcard' : '';
  return `must be a host name${hint} (labels of letters, digits and dashes, at most 63 characters each, with dots between them), got ${given(value)}`;
}

/** A full host name: at least two labels. */
export function checkFqdn(value: unknown): string | undefined {
  const problem = checkHostName(value);
  if (problem !== undefined || isUnresolved(value) || (value as string).includes('.')) return problem;
  return `must be a full host name with a dot, got ${given(value)}`;
}

/** A host name, `*.` and one, or `*`. */
export function checkWildcardHost(value: unknown): string | undefined {
  if (isUnresolved(value) || value === '*') return undefined;
  if (typeof value === 'string' && isName(value.startsWith('*.') ? value.slice(2) : value)) return undefined;
  return `must be a host name, *. and a host name, or *, got ${given(value)}`;
}

/** Whether a host stands for several. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*');
}

function isName(name: string): boolean {
  if (name.length === 0 || name.length > 255) return false;
  const labels = (name.endsWith('.') ? name.slice(0, -1) : name).split('.');
  const last = labels[labels.length - 1] ?? '';
  const numericEnd = labels.length > 1 && DIGITS.test(last) && !name.endsWith('.');
  return !numericEnd && labels.every((label) => label.length <= 63 && LABEL.test(label));
}
