/** When Jobs count as failed or done. Source: the validation of the batch group in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkLabelKey } from '../../values/label';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
const MOST_PATTERNS = 20;
const MOST_INDEXED = 100_000;
const MOST_OF_MANY = 10_000;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const INTEGER = /^[+-]?\d+$/;

/**
 * What depends on whether pods are numbered.
 *
 * @param isTemplate - whether it is that of a CronJob, where nothing gets a default.
 */
export function checkIndexedJob(spec: Part, isTemplate: boolean): void {
  const mode = spec.fields['completionMode'];
  if (isUnresolved(mode)) return;
  if (spec.has('maxFailedIndexes') && !spec.has('backoffLimitPerIndex'))
    spec.fail('job', 'backoffLimitPerIndex', 'must be given where maxFailedIndexes is');
  if (mode !== 'Indexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'])
      if (spec.has(name)) spec.fail('job', name, 'must not be given unless completionMode is Indexed');
    return;
  }
  const needsCompletions = !spec.has('completions') && (isTemplate || spec.has('parallelism'));
  if (needsCompletions) spec.fail('job', 'completions', 'must be given where completionMode is Indexed');
  const [completions, parallelism] = [spec.number('completions'), spec.number('parallelism')];
  const failed = spec.number('maxFailedIndexes');
  const isMany = (completions ?? 0) > MOST_INDEXED && spec.has('backoffLimitPerIndex');
  const most = isMany ? MOST_OF_MANY : MOST_INDEXED;
  if (parallelism !== undefined && parallelism > most)
    spec.fail('job', 'parallelism', `must be at most ${most} here, got ${parallelism}`, parallelism);
  if (failed !== undefined && failed > Math.min(most, completions ?? most))
    spec.fail(
      'job',
      'maxFailedIndexes',
      `must be at most ${Math.min(most, completions ?? most)} here, got ${failed}`,
      failed,
    );
  if (isMany && !spec.has('maxFailedIndexes'))
    spec.fail('job', 'maxFailedIndexes', `must be given where completions are more than ${MOST_INDEXED}`);
}

/** `podFailurePolicy`. */
export function checkPodFailurePolicy(spec: Part): void {
  const policy = spec.part('podFailurePolicy');
  if (policy === undefined) return;
  const rules = policy.parts('rules');
  if (rules.length > MOST_RULES)
    policy.fail('pod-failure-policy', 'rules', `must be at most ${MOST_RULES}, got ${rules.length}`);
  const pod = spec.part('template')?.part('spec');
  const names = [...(pod?.parts('containers') ?? []), ...(pod?.parts('initContainers') ?? [])].map(
    ({ fields }) => fields['name'],
  );
  for (const rule of rules) {
    if (rule.require('pod-failure-policy', 'action')) rule.oneOf('pod-failure-policy', 'action', ACTIONS);
    if (rule.fields['action'] === 'FailIndex' && !spec.has('backoffLimitPerIndex'))
      rule.fail(
        'pod-failure-policy',
        'action',
        'must not be FailIndex unless backoffLimitPerIndex is given',
        'FailIndex',
      );
    const codes = rule.part('onExitCodes');
    if (codes !== undefined) checkExitCodes(codes, names);
    const conditions = rule.parts('onPodConditions');
    if (conditions.length > MOST_PATTERNS)
      rule.fail('pod-failure-policy', 'onPodConditions', `must be at most ${MOST_PATTERNS}, got ${conditions.length}`);
    for (const condition of conditions) {
      condition.mustFit('pod-failure-policy', 'type', checkLabelKey);
      condition.oneOf('pod-failure-policy', 'status', ['False', 'True', 'Unknown']);
    }
    const hasConditions = !rule.hasNone('onPodConditions');
    if (rule.has('onExitCodes') === hasConditions)
      rule.fail(
        'pod-failure-policy',
        '',
        `must have ${hasConditions ? 'only one' : 'one'} of onExitCodes, onPodConditions`,
      );
  }
}

function checkExitCodes(codes: Part, containers: readonly unknown[]): void {
  if (codes.require('pod-failure-policy', 'operator')) codes.oneOf('pod-failure-policy', 'operator', ['In', 'NotIn']);
  const container = codes.fields['containerName'];
  if (codes.has('containerName') && !containers.includes(container) && ![container, ...containers].some(isUnresolved))
    codes.fail(
      'pod-failure-policy',
      'containerName',
      `must be a container of the template, got ${given(container)}`,
      container,
    );
  if (codes.hasNone('values')) codes.fail('pod-failure-policy', 'values', 'must have at least one exit code');
  const values = codes.list('values');
  if (values.some(isUnresolved)) return;
  if (values.length > MOST_EXIT_CODES)
    codes.fail('pod-failure-policy', 'values', `must be at most ${MOST_EXIT_CODES}, got ${values.length}`);
  values.forEach((value, index) => {
    const path = codes.path.field('values').item(index);
    if (codes.fields['operator'] === 'In' && (value ?? 0) === 0)
      codes.fail('pod-failure-policy', path, 'must not be 0 where operator is In', value);
    if (values.indexOf(value) < index)
      codes.fail('pod-failure-policy', path, `must be unique, got ${given(value)} again`, value);
  });
  if (values.some((value, index) => index > 0 && Number(values[index - 1]) > Number(value)))
    codes.fail('pod-failure-policy', 'values', 'must be in increasing order');
}

/** `successPolicy` of an indexed Job. */
export function checkSuccessPolicy(spec: Part): void {
  const policy = spec.part('successPolicy');
  if (policy === undefined || spec.fields['completionMode'] !== 'Indexed') return;
  if (policy.hasNone('rules')) policy.fail('success-policy', 'rules', 'must have at least one rule');
  const rules = policy.parts('rules');
  if (rules.length > MOST_RULES)
    policy.fail('success-policy', 'rules', `must be at most ${MOST_RULES}, got ${rules.length}`);
  const completions = spec.has('completions') || spec.has('parallelism') ? spec.number('completions') : 1;
  for (const rule of rules) {
    if (!rule.has('succeededCount') && !rule.has('succeededIndexes'))
      rule.fail('success-policy', '', 'must have succeededCount or succeededIndexes');
    if (completions !== undefined) checkSuccessRule(rule, completions);
  }
}

function checkSuccessRule(rule: Part, completions: number): void {
  rule.within('success-policy', 'succeededCount', 0, completions);
  const indexes = rule.text('succeededIndexes');
  if (indexes === undefined) return;
  const count = rule.number('succeededCount');
  const total = countIndexes(indexes, completions);
  if (total === undefined) {
    const what = `must be increasing numbers and ranges below ${completions} such as 0,2-4`;
    rule.fail('success-policy', 'succeededIndexes', `${what}, got ${given(indexes)}`, indexes);
  } else if (count !== undefined && count > total) {
    rule.fail('success-policy', 'succeededCount', `must be at most the ${total} succeededIndexes, got ${count}`, count);
  }
}

/** How many numbers `0,2-4` names; undefined where it is malformed. */
function countIndexes(text: string, completions: number): number | undefined {
  let [last, total] = [Number.NEGATIVE_INFINITY, 0];
  for (const interval of text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2 || !limits.every((limit) => INTEGER.test(limit) && Number(limit) < completions))
      return undefined;
    const [from, to = from] = limits.map(Number);
    if (from === undefined || to === undefined || from <= last || (limits.length === 2 && from >= to)) return undefined;
    total += to - from + 1;
    last = to;
  }
  return total;
}
