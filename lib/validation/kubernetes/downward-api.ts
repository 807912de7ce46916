/** References to fields of the pod itself. Source: the validation of pods in Kubernetes 1.36. */
import { checkAnnotationKey, checkLabelKey } from '../../values/label';
import { given } from '../../values/given';
import { parseQuantity } from '../../values/quantity';
import { isUnresolved } from '../../values/unresolved';
import { amountOf } from './amount';
import { type Part } from './part';

const RESOURCES: ReadonlySet<string> = new Set([
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
]);
const HUGE_PAGES = /^(limits|requests)\.hugepages-/;
const SUBSCRIPT = /^(.+?)\['(.*)'\]$/s;
const BINARY = /i$/;
const EXPONENT = /[eE][+-]?\d+$/;
// In thousandths.
const DECIMAL_DIVISORS: readonly bigint[] = Array.from({ length: 7 }, (_, power) => 1000n ** BigInt(power + 1));
const BINARY_DIVISORS: readonly bigint[] = Array.from({ length: 7 }, (_, power) => 1000n * 1024n ** BigInt(power));

/** @param fields - what can be read where the reference stands. */
export function checkFieldRef(reference: Part | undefined, fields: ReadonlySet<string>, rule: string): void {
  if (reference === undefined || !reference.require(rule, 'fieldPath')) return;
  const path = reference.text('fieldPath');
  const version = reference.text('apiVersion');
  if (path === undefined) return;
  if (version !== undefined && version !== 'v1') {
    reference.fail(rule, 'fieldPath', `must be read as apiVersion v1, got ${given(version)}`, version);
    return;
  }
  const [, base, key] = SUBSCRIPT.exec(path) ?? [];
  if (base === undefined || key === undefined) {
    const isOld = path === 'spec.host' && fields.has('spec.nodeName');
    if (!fields.has(path) && !isOld)
      reference.fail(rule, 'fieldPath', `must be one of ${[...fields].join(', ')}, got ${given(path)}`, path);
    return;
  }
  if (base === 'metadata.labels' || base === 'metadata.annotations') {
    const problem = base === 'metadata.labels' ? checkLabelKey(key) : checkAnnotationKey(key);
    if (problem !== undefined) reference.fail(rule, '', `the key ${problem}`, path);
  } else {
    reference.fail(
      rule,
      'fieldPath',
      `must have a key of metadata.labels or metadata.annotations only, got ${given(path)}`,
      path,
    );
  }
}

/** @param inVolume - whether it is a file of a volume, which has to name the container. */
export function checkResourceFieldRef(reference: Part | undefined, rule: string, inVolume = false): void {
  if (reference === undefined) return;
  const hasOwner = !inVolume || reference.require(rule, 'containerName');
  if (!hasOwner || !reference.require(rule, 'resource')) return;
  const resource = reference.text('resource');
  if (resource === undefined) return;
  if (!RESOURCES.has(resource) && !HUGE_PAGES.test(resource))
    reference.fail(rule, 'resource', `must be one of ${[...RESOURCES].join(', ')}, got ${given(resource)}`, resource);
  else
    reference.holds(rule, 'divisor', (value) =>
      isDivisor(value, resource.endsWith('.cpu')) ? undefined : divisorProblem(value, resource),
    );
}

/** Divisors are not rounded as amounts are. */
function isDivisor(value: unknown, isCpu: boolean): boolean {
  if ((typeof value !== 'string' && typeof value !== 'number') || isUnresolved(value)) return true;
  const quantity = parseQuantity(String(value));
  if (quantity === undefined) return amountOf(value) !== undefined;
  const { numerator, denominator } = quantity;
  const isIn = (amounts: readonly bigint[]): boolean =>
    amounts.some((each) => numerator * 1000n === each * denominator);
  if (isIn([0n, 1000n])) return true;
  if (EXPONENT.test(String(value))) return false;
  if (isCpu) return isIn([1n]);
  return isIn(BINARY.test(String(value)) ? BINARY_DIVISORS : DECIMAL_DIVISORS);
}

function divisorProblem(value: unknown, resource: string): string {
  const allowed = resource.endsWith('.cpu') ? '1m or 1' : '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi or 1Ei';
  return `must be ${allowed} for ${resource}, got ${given(value)}`;
}
