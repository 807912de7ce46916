/** Where pods may run. Source: the validation of pods in Kubernetes 1.36. */
import { checkDnsLabel, checkDnsSubdomain } from '../../values/dns-label';
import { given } from '../../values/given';
import { checkLabelKey, checkLabelValue } from '../../values/label';
import { isUnresolved } from '../../values/unresolved';
import { checkLabels, checkSelector } from './labels';
import { type Part } from './part';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Node selector, affinity, tolerations and topology spread of a pod. */
export function checkScheduling(spec: Part): void {
  checkLabels(spec, 'nodeSelector', 'node-selector');
  const affinity = spec.part('affinity');
  if (affinity !== undefined) {
    checkNodeAffinity(affinity.part('nodeAffinity'));
    checkPodAffinity(affinity.part('podAffinity'));
    checkPodAffinity(affinity.part('podAntiAffinity'));
  }
  for (const toleration of spec.parts('tolerations')) checkToleration(toleration);
  checkSpread(spec.parts('topologySpreadConstraints'));
}

function checkNodeAffinity(affinity: Part | undefined): void {
  if (affinity === undefined) return;
  const required = affinity.part(REQUIRED);
  if (required !== undefined) {
    if (required.hasNone('nodeSelectorTerms'))
      required.fail('affinity', 'nodeSelectorTerms', 'must have at least one term');
    for (const term of required.parts('nodeSelectorTerms')) checkNodeTerm(term, true);
  }
  for (const preferred of affinity.parts(PREFERRED)) {
    preferred.mustBeWithin('affinity', 'weight', 1, 100);
    const preference = preferred.below('preference');
    if (preference !== undefined) checkNodeTerm(preference, false);
  }
}

/** @param isStrict - whether values must be label values: for preferences they need not. */
function checkNodeTerm(term: Part, isStrict: boolean): void {
  for (const expression of term.parts('matchExpressions')) {
    checkNodeOperator(expression);
    expression.mustFit('affinity', 'key', checkLabelKey);
    if (isStrict) expression.eachFits('affinity', 'values', checkLabelValue);
  }
  for (const field of term.parts('matchFields')) {
    if (field.require('affinity', 'operator')) field.oneOf('affinity', 'operator', ['In', 'NotIn']);
    if (!isUnresolved(field.fields['values']) && field.list('values').length !== 1)
      field.fail('affinity', 'values', 'must have one value');
    if (field.require('affinity', 'key')) field.oneOf('affinity', 'key', ['metadata.name']);
    field.eachFits('affinity', 'values', checkDnsSubdomain);
  }
}

function checkNodeOperator(expression: Part): void {
  const { operator, values } = expression.fields;
  if (isUnresolved(operator) || isUnresolved(values)) return;
  const count = expression.list('values').length;
  const fail = (what: string): void => {
    expression.fail('affinity', 'values', `must ${what} when the operator is ${given(operator)}`);
  };
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) fail('be given');
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) fail('not be given');
      break;
    case 'Gt':
    case 'Lt':
      if (count !== 1) fail('have one value');
      break;
    default:
      expression.fail(
        'affinity',
        'operator',
        `must be one of ${NODE_OPERATORS.join(', ')}, got ${given(operator)}`,
        operator,
      );
  }
}

function checkPodAffinity(affinity: Part | undefined): void {
  if (affinity === undefined) return;
  for (const term of affinity.parts(REQUIRED)) checkPodTerm(term);
  for (const weighted of affinity.parts(PREFERRED)) {
    weighted.mustBeWithin('affinity', 'weight', 1, 100);
    const term = weighted.below('podAffinityTerm');
    if (term !== undefined) checkPodTerm(term);
  }
}

function checkPodTerm(term: Part): void {
  checkSelector(term.part('labelSelector'));
  checkSelector(term.part('namespaceSelector'));
  for (const namespace of term.list('namespaces')) {
    const problem = checkDnsLabel(namespace ?? '');
    if (problem !== undefined) term.fail('affinity', 'namespace', problem, namespace);
  }
  checkMatchKeys(term, 'affinity');
  term.mustFit('affinity', 'topologyKey', checkLabelKey);
}

/** `matchLabelKeys` and `mismatchLabelKeys` add to a selector. */
function checkMatchKeys(term: Part, rule: string): void {
  const match = term.list('matchLabelKeys');
  for (const name of ['matchLabelKeys', 'mismatchLabelKeys']) {
    if (term.list(name).length === 0) continue;
    if (!term.has('labelSelector')) term.fail(rule, name, 'must not be given without labelSelector');
    else term.eachFits(rule, name, checkLabelKey);
  }
  const mismatch = term.list('mismatchLabelKeys');
  if (mismatch.length === 0) return;
  match.forEach((key, index) => {
    if (mismatch.includes(key) && !isUnresolved(key))
      term.fail(
        rule,
        term.path.field('matchLabelKeys').item(index),
        `must not be in mismatchLabelKeys as well, got ${given(key)}`,
        key,
      );
  });
}

function checkToleration(toleration: Part): void {
  toleration.fits('toleration', 'key', checkLabelKey);
  const operator = toleration.text('operator');
  const { operator: anyOperator, value, effect } = toleration.fields;
  if (toleration.isEmpty('key') && operator !== 'Exists' && !isUnresolved(anyOperator))
    toleration.fail(
      'toleration',
      'operator',
      `must be Exists where key is not given, got ${given(anyOperator)}`,
      anyOperator,
    );
  if (toleration.has('tolerationSeconds') && effect !== 'NoExecute' && !isUnresolved(effect))
    toleration.fail(
      'toleration',
      'effect',
      `must be NoExecute where tolerationSeconds is given, got ${given(effect)}`,
      effect,
    );
  if (operator === 'Exists' && !toleration.isEmpty('value'))
    toleration.fail('toleration', 'operator', 'must not be Exists where value is given', operator);
  if (operator === 'Equal' || toleration.isEmpty('operator')) {
    const problem = checkLabelValue(value ?? '');
    if (problem !== undefined) toleration.fail('toleration', 'operator', `the value ${problem}`, value);
  }
  // Lt and Gt are behind a feature gate.
  toleration.oneOf('toleration', 'operator', ['Exists', 'Equal']);
  toleration.oneOf('toleration', 'effect', EFFECTS);
}

function checkSpread(constraints: readonly Part[]): void {
  const seen = new Map<string, Part>();
  for (const constraint of constraints) {
    constraint.mustBeWithin('topology-spread', 'maxSkew', 1);
    constraint.require('topology-spread', 'topologyKey');
    const isGiven = constraint.require('topology-spread', 'whenUnsatisfiable');
    constraint.oneOf('topology-spread', 'whenUnsatisfiable', ['DoNotSchedule', 'ScheduleAnyway']);
    const [key, action] = [constraint.text('topologyKey'), constraint.text('whenUnsatisfiable')];
    if (key !== undefined && action !== undefined) {
      const first = seen.get(`${key} ${action}`);
      // The server names the first of the two.
      if (first !== undefined)
        first.fail(
          'topology-spread',
          '{topologyKey, whenUnsatisfiable}',
          `must be unique, got ${key} and ${action} again`,
        );
      else seen.set(`${key} ${action}`, constraint);
    }
    constraint.within('topology-spread', 'minDomains', 1);
    if (constraint.has('minDomains') && isGiven && action !== undefined && action !== 'DoNotSchedule')
      constraint.fail('topology-spread', 'minDomains', `must not be given where whenUnsatisfiable is ${action}`);
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'])
      constraint.isOneOf('topology-spread', name, ['Honor', 'Ignore']);
    checkMatchKeys(constraint, 'topology-spread');
    checkSelector(constraint.part('labelSelector'));
  }
}
