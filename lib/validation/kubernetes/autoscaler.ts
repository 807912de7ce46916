/** HorizontalPodAutoscalers. Source: the validation of the autoscaling group in Kubernetes 1.36. */
import { checkDnsLabel } from '../../values/dns-label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { amountOf } from './amount';
import { type Part } from './part';
import { checkPathSegment } from '../../values/path-segment';
import { isContainerResource } from './resources';

const MOST_PERIOD_SECONDS = 1800;
const MOST_WINDOW_SECONDS = 3600;
const DEFAULT_MIN_REPLICAS = 1;

/** Types of metrics, and the field that holds what each is about. In the order in which the server looks. */
const SOURCES: Readonly<Record<string, string>> = {
  Object: 'object',
  External: 'external',
  Pods: 'pods',
  Resource: 'resource',
  ContainerResource: 'containerResource',
};

/** A HorizontalPodAutoscaler of v2. */
export function checkAutoscaler(autoscaler: Part): void {
  const spec = autoscaler.below('spec');
  if (spec === undefined) return;
  // 0 is behind a feature gate.
  spec.within('autoscaler', 'minReplicas', 1);
  spec.mustBeWithin('autoscaler', 'maxReplicas', 1);
  const min = spec.has('minReplicas') ? spec.number('minReplicas') : DEFAULT_MIN_REPLICAS;
  const max = spec.number('maxReplicas');
  if (min !== undefined && max !== undefined && max < min && max >= 1)
    spec.fail('autoscaler', 'maxReplicas', `must be at least minReplicas (${min}), got ${max}`, max);
  const target = spec.below('scaleTargetRef');
  checkReference(target, target?.fields['kind'] !== 'ReplicationController');
  for (const metric of spec.parts('metrics')) checkMetric(metric);
  const behavior = spec.part('behavior');
  checkScaling(behavior?.part('scaleUp'));
  checkScaling(behavior?.part('scaleDown'));
}

/** A reference to a workload, or to what is measured. */
function checkReference(reference: Part | undefined, needsGroup = false): void {
  if (reference === undefined) return;
  reference.mustFit('autoscaler-target', 'kind', checkPathSegment);
  reference.mustFit('autoscaler-target', 'name', checkPathSegment);
  const version = reference.fields['apiVersion'] ?? '';
  if (typeof version !== 'string' || isUnresolved(version)) return;
  const [group = '', ...rest] = version.split('/');
  if (rest.length > 1 || (needsGroup && (rest.length === 0 || group === ''))) {
    const what = needsGroup ? 'a group and a version such as apps/v1' : 'a version such as v1 or apps/v1';
    reference.fail('autoscaler-target', 'apiVersion', `must be ${what}, got ${given(version)}`, version);
  }
}

function checkMetric(metric: Part): void {
  if (!metric.require('metric', 'type')) return;
  metric.oneOf('metric', 'type', Object.keys(SOURCES));
  const type = metric.text('type');
  const wanted = type === undefined ? undefined : SOURCES[type];
  let first: string | undefined;
  for (const name of Object.values(SOURCES)) {
    if (!metric.has(name)) continue;
    const source = metric.part(name);
    if (first === undefined && source !== undefined) checkSource(source, name);
    first ??= name;
    if (wanted !== undefined && name !== wanted)
      metric.fail('metric', name, `must not be given for a metric of type ${type}, which has ${wanted} only`);
  }
  if (wanted !== undefined && !metric.has(wanted))
    metric.fail('metric', wanted, `must be given for a metric of type ${type}`);
}

function checkSource(source: Part, name: string): void {
  switch (name) {
    case 'object':
      checkReference(source.below('describedObject'));
      break;
    case 'resource':
      source.require('metric', 'name');
      break;
    case 'containerResource':
      source.mustFit('metric', 'name', checkResourceName);
      source.mustFit('metric', 'container', checkDnsLabel);
      break;
  }
  if (name !== 'resource' && name !== 'containerResource')
    source.below('metric')?.mustFit('metric', 'name', checkPathSegment);
  const target = source.below('target');
  if (target !== undefined) checkTarget(target, name);
}

function checkResourceName(value: unknown): string | undefined {
  if (typeof value !== 'string' || isUnresolved(value) || isContainerResource(value)) return undefined;
  return `must be cpu, memory, ephemeral-storage or a name with a domain, got ${given(value)}`;
}

function checkTarget(target: Part, source: string): void {
  if (target.require('metric-target', 'type'))
    target.oneOf('metric-target', 'type', ['Utilization', 'Value', 'AverageValue']);
  for (const name of ['value', 'averageValue']) target.holds('metric-target', name, checkPositive);
  target.within('metric-target', 'averageUtilization', 1);
  const [value, average, utilization] = ['value', 'averageValue', 'averageUtilization'].map((name) => target.has(name));
  const isResource = source === 'resource' || source === 'containerResource';
  if (isResource) {
    if (average !== true && utilization !== true)
      target.fail('metric-target', 'averageUtilization', 'must be given, or averageValue');
    if (average === true && utilization === true)
      target.fail('metric-target', 'averageValue', 'must not be given beside averageUtilization');
  } else if (average !== true && (source === 'pods' || value !== true)) {
    target.fail('metric-target', 'averageValue', source === 'pods' ? 'must be given' : 'must be given, or value');
  } else if (source === 'external' && average === true && value === true) {
    target.fail('metric-target', 'value', 'must not be given beside averageValue');
  }
}

function checkPositive(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const amount = amountOf(value);
  if (amount === undefined) return `must be a quantity such as 500m or 10, got ${given(value)}`;
  return amount > 0 ? undefined : `must be more than 0, got ${given(value)}`;
}

function checkScaling(rules: Part | undefined): void {
  if (rules === undefined) return;
  rules.within('scaling-policy', 'stabilizationWindowSeconds', 0, MOST_WINDOW_SECONDS);
  rules.isOneOf('scaling-policy', 'selectPolicy', ['Max', 'Min', 'Disabled']);
  if (rules.has('policies') && rules.hasNone('policies'))
    rules.fail('scaling-policy', 'policies', 'must have at least one policy');
  for (const policy of rules.parts('policies')) {
    if (policy.require('scaling-policy', 'type')) policy.oneOf('scaling-policy', 'type', ['Pods', 'Percent']);
    policy.mustBeWithin('scaling-policy', 'value', 1);
    policy.mustBeWithin('scaling-policy', 'periodSeconds', 1, MOST_PERIOD_SECONDS);
  }
  rules.holds('scaling-policy', 'tolerance', (value) => {
    if (isUnresolved(value)) return undefined;
    const amount = amountOf(value);
    return amount !== undefined && amount >= 0 ? undefined : `must be a quantity of at least 0, got ${given(value)}`;
  });
}
