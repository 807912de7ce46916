/** PodDisruptionBudgets. Source: the validation of the policy group in Kubernetes 1.36. */
import { checkIntOrShare } from '../../values/int-or-percent';
import { checkSelector } from './labels';
import { type Part } from './part';

/** A PodDisruptionBudget. */
export function checkDisruptionBudget(budget: Part): void {
  const spec = budget.part('spec');
  if (spec === undefined) return;
  if (spec.has('minAvailable') && spec.has('maxUnavailable'))
    spec.fail(
      'disruption-budget',
      '',
      'must have only one of minAvailable, maxUnavailable',
      undefined,
      'remove one of the two',
    );
  for (const name of ['minAvailable', 'maxUnavailable']) spec.holds('disruption-budget', name, checkIntOrShare);
  checkSelector(spec.part('selector'));
  spec.isOneOf('disruption-budget', 'unhealthyPodEvictionPolicy', ['IfHealthyBudget', 'AlwaysAllow']);
}
