/** Names that Kubernetes takes for objects and parts of host names. Source: its validation of RFC 1123 and RFC 1035 names. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const STARTS_WITH_LETTER = /^[a-z]/;

/** A DNS label: what most of Kubernetes' names are. Istio's own check also takes capitals; Kubernetes does not. */
export function checkDnsLabel(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && value.length <= 63 && LABEL.test(value)) return undefined;
  return `must be a DNS label (lower-case letters, digits and dashes, a letter or digit at both ends, at most 63 characters), got ${given(value)}`;
}

/** DNS labels with dots between them, at most 253 characters: names of most objects. */
export function checkDnsSubdomain(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && value.length <= 253 && value.split('.').every((label) => LABEL.test(label)))
    return undefined;
  return `must be a DNS name (labels of lower-case letters, digits and dashes with dots between them, at most 253 characters), got ${given(value)}`;
}

/** A DNS label that starts with a letter: the name of a Service. */
export function checkServiceName(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'string' || STARTS_WITH_LETTER.test(value) || checkDnsLabel(value) !== undefined)
    return checkDnsLabel(value);
  return `must start with a letter, got ${given(value)}`;
}
