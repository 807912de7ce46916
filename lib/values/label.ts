/** Labels and annotations. Source: Kubernetes' validation of qualified names. */
import { checkDnsSubdomain } from './dns-label';
import { given } from './given';
import { isUnresolved } from './unresolved';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX_LABEL = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/;
const LONGEST_NAME = 63;
const LONGEST_PREFIX = 253;

/** A key of a label: a name of at most 63 characters, which may follow a DNS name and a slash. */
export function checkLabelKey(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && isQualifiedName(value)) return undefined;
  return `must be a label key (letters, digits, dashes, dots and underscores, at most 63, with a DNS name and a slash before them if wanted), got ${given(value)}`;
}

/** A value of a label: empty, or at most 63 letters, digits, dashes, dots and underscores. */
export function checkLabelValue(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && value.length <= 63 && (value === '' || NAME.test(value))) return undefined;
  return `must be a label value (letters, digits, dashes, dots and underscores, a letter or digit at both ends, at most 63 characters), got ${given(value)}`;
}

/** A key of an annotation: as that of a label, the case of its prefix aside. */
export function checkAnnotationKey(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value === 'string' && isQualifiedName(value.toLowerCase())) return undefined;
  return `must be an annotation key (letters, digits, dashes, dots and underscores, at most 63, with a DNS name and a slash before them if wanted), got ${given(value)}`;
}

/**
 * A key of a label as istiod's webhook takes it, in subsets and labels of workloads: the prefix may have capitals and labels longer
 * than 63.
 */
export function checkIstioLabelKey(value: unknown): string | undefined {
  if (typeof value === 'string' && isIstioKey(value)) return undefined;
  if (isUnresolved(value)) return undefined;
  return `must be a label key (letters, digits, dashes, dots and underscores, at most ${LONGEST_NAME}, with a DNS name of at most ${LONGEST_PREFIX} and a slash before them if wanted), got ${given(value)}`;
}

/** A value of a label as istiod's webhook takes it: of any length. */
export function checkIstioLabelValue(value: unknown): string | undefined {
  if (typeof value === 'string' && (value === '' || NAME.test(value))) return undefined;
  if (isUnresolved(value)) return undefined;
  return `must be a label value (letters, digits, dashes, dots and underscores, a letter or digit at both ends), got ${given(value)}`;
}

function isIstioKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = slash === -1 ? key : key.slice(slash + 1);
  if (name.length > LONGEST_NAME || !NAME.test(name)) return false;
  if (slash === -1) return true;
  return (
    slash <= LONGEST_PREFIX &&
    key
      .slice(0, slash)
      .split('.')
      .every((label) => PREFIX_LABEL.test(label))
  );
}

function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefixed = slash === -1 || checkDnsSubdomain(key.slice(0, slash)) === undefined;
  return prefixed && name.length <= 63 && NAME.test(name);
}
