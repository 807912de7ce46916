/** How objects say which workloads or resources they are for. */
import { given } from '../../../values/given';
import { nearest } from '../../../values/nearest';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

type Labels = Readonly<Record<string, string | null | undefined>>;

/** Type `istio.type.v1beta1.WorkloadSelector`. */
export interface Selector {
  readonly matchLabels?: Labels | null | undefined;
}

/** Type `istio.networking.v1alpha3.WorkloadSelector`: that of Sidecar, ServiceEntry and EnvoyFilter. */
export interface WorkloadSelector {
  readonly labels?: Labels | null | undefined;
}

/** Type `istio.type.v1beta1.PolicyTargetReference`. */
export interface TargetRef {
  readonly group?: string | null;
  readonly kind?: string | null;
  readonly name?: string | null;
  readonly namespace?: string | null;
}

/** The fields by which policies say what they are for. */
export interface Targets {
  readonly selector?: Selector | null;
  readonly targetRef?: TargetRef | null;
  readonly targetRefs?: readonly (TargetRef | null)[] | null;
}

/** A selector with `matchLabels`. Returns whether no error was found. */
export function checkSelector(selector: Selector | null | undefined, path: FieldPath, report: Report): boolean {
  if (selector === undefined || selector === null) return true;
  return checkLabels(selector.matchLabels, path, 'matchLabels', 'selector/no-labels', report);
}

/** A selector with `labels`. Returns whether no error was found. */
export function checkWorkloadSelector(
  selector: WorkloadSelector | null | undefined,
  path: FieldPath,
  report: Report,
): boolean {
  if (selector === undefined || selector === null) return true;
  return checkLabels(selector.labels, path, 'labels', 'workload-selector/no-labels', report);
}

/** `selector`, `targetRef` and `targetRefs` of a spec: each by itself, and that they are not combined. */
export function checkTargets(spec: Targets, path: FieldPath, report: Report): void {
  const { selector, targetRef, targetRefs } = spec;
  let ways = 0;
  if (selector !== undefined && selector !== null) {
    ways++;
    checkSelector(selector, path.field('selector'), report);
  }
  if (targetRef !== undefined && targetRef !== null) {
    ways++;
    checkTargetRef(targetRef, path.field('targetRef'), report);
  }
  if (targetRefs !== undefined && targetRefs !== null && targetRefs.length > 0) {
    ways++;
    const list = path.field('targetRefs');
    targetRefs.forEach((ref, index) => checkTargetRef(ref, list.item(index), report));
  }
  if (ways > 1) report.error('target-ref/one-of', path, 'may have one of selector, targetRef and targetRefs');
}

function checkLabels(
  labels: Labels | null | undefined,
  path: FieldPath,
  field: string,
  emptyRule: string,
  report: Report,
): boolean {
  let sound = true;
  let empty = true;
  for (const key in labels) {
    empty = false;
    const value = labels[key];
    if (key.includes('*') || value?.includes('*')) {
      sound = false;
      const message = `labels are compared as they stand, * stands for nothing else, got ${given(`${key}=${value}`)}`;
      report.error('selector/wildcard', path.field(field).key(key), message, { value });
    } else if (key === '') {
      sound = false;
      report.error('selector/empty-key', path.field(field).key(key), 'must have a key before its value', { value });
    }
  }
  if (empty) {
    const message = 'has no labels, so it selects every workload';
    report.warning(emptyRule, path, message, { fix: 'leave it out, or name labels' });
  }
  return sound;
}

/** The kinds that policies can be bound to, with their groups. */
const TARGETS: Readonly<Record<string, string>> = {
  Service: 'core',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
};
const ALLOWED =
  'Service (group "" or core), ServiceEntry (networking.istio.io), Gateway or GatewayClass (gateway.networking.k8s.io)';

function checkTargetRef(ref: TargetRef | null | undefined, path: FieldPath, report: Report): void {
  if (ref === null || ref === undefined) return;
  if (!ref.name) report.error('target-ref/name', path.field('name'), 'must be a name', { value: ref.name });
  if (ref.namespace) {
    const message = `must be left out, for what is named has to be in the own namespace, got ${given(ref.namespace)}`;
    report.error('target-ref/namespace', path.field('namespace'), message, { value: ref.namespace });
  }
  const { group, kind } = ref;
  const wanted = kind && Object.hasOwn(TARGETS, kind) ? TARGETS[kind] : undefined;
  if (wanted === (group || 'core')) return;
  const message = `must name a ${ALLOWED}, got kind ${given(kind ?? '')} of group ${given(group ?? '')}`;
  const near = nearest(kind ?? '', Object.keys(TARGETS));
  const meant = wanted === undefined ? near : kind;
  const fix = meant ? `write kind ${meant} with group ${TARGETS[meant]}` : undefined;
  report.error('target-ref/kind', path, message, { value: ref, fix });
}
