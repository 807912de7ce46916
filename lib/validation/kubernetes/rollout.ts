/** How workloads replace their pods. Source: the validation of Deployments, StatefulSets and DaemonSets in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkIntOrPercent, checkIntOrShare, isZero } from '../../values/int-or-percent';
import { isUnresolved } from '../../values/unresolved';
import { type Part } from './part';

const DEFAULT_SHARE = '25%';

/** `strategy` of a Deployment. */
export function checkDeploymentStrategy(spec: Part): void {
  const strategy = spec.part('strategy');
  if (strategy === undefined) return;
  const type = typeOf(strategy);
  if (type === 'Recreate') {
    if (strategy.has('rollingUpdate'))
      strategy.fail('strategy', 'rollingUpdate', 'must not be given where type is Recreate', undefined, 'remove it');
    return;
  }
  if (type !== 'RollingUpdate') {
    // The server names the strategy.
    if (type !== undefined)
      spec.fail('strategy', 'strategy', `must be of type Recreate or RollingUpdate, got ${given(type)}`, type);
    return;
  }
  const update = strategy.part('rollingUpdate');
  if (update === undefined) return;
  update.holds('strategy', 'maxUnavailable', checkIntOrShare);
  update.holds('strategy', 'maxSurge', checkIntOrPercent);
  const [unavailable, surge] = [
    orDefault(update, 'maxUnavailable', DEFAULT_SHARE),
    orDefault(update, 'maxSurge', DEFAULT_SHARE),
  ];
  if (isZero(unavailable) && isZero(surge))
    update.fail(
      'strategy',
      'maxUnavailable',
      `must not be 0 where maxSurge is, got ${given(unavailable)}`,
      unavailable,
    );
}

/** `updateStrategy` of a DaemonSet: one of the two counts is 0, and the other is not. */
export function checkDaemonSetStrategy(spec: Part): void {
  const strategy = spec.part('updateStrategy');
  if (strategy === undefined) return;
  const type = typeOf(strategy);
  if (type !== 'RollingUpdate') {
    if (type !== undefined && type !== 'OnDelete')
      spec.fail('strategy', 'updateStrategy', `must be of type OnDelete or RollingUpdate, got ${given(type)}`, type);
    return;
  }
  const update = strategy.part('rollingUpdate');
  if (update === undefined) return;
  update.holds('strategy', 'maxUnavailable', checkIntOrShare);
  update.holds('strategy', 'maxSurge', checkIntOrShare);
  const [unavailable, surge] = [orDefault(update, 'maxUnavailable', 1), orDefault(update, 'maxSurge', 0)];
  if (isUnresolved(unavailable) || isUnresolved(surge)) return;
  if (isZero(unavailable) && isZero(surge))
    update.fail(
      'strategy',
      'maxUnavailable',
      `must not be 0 where maxSurge is, got ${given(unavailable)}`,
      unavailable,
    );
  else if (isShare(unavailable) && isShare(surge))
    update.fail('strategy', 'maxSurge', `must be 0 where maxUnavailable is not, got ${given(surge)}`, surge);
}

/** `updateStrategy` of a StatefulSet. */
export function checkStatefulSetStrategy(spec: Part): void {
  const strategy = spec.part('updateStrategy');
  if (strategy === undefined) return;
  const type = typeOf(strategy);
  if (type === 'OnDelete') {
    if (strategy.has('rollingUpdate'))
      strategy.fail('strategy', 'rollingUpdate', 'must not be given where type is OnDelete', undefined, 'remove it');
    return;
  }
  if (type !== 'RollingUpdate') {
    if (type !== undefined)
      spec.fail('strategy', 'updateStrategy', `must be of type OnDelete or RollingUpdate, got ${given(type)}`, type);
    return;
  }
  // maxUnavailable is behind a feature gate: servers without it take it away first.
  strategy.part('rollingUpdate')?.notNegative('strategy', 'partition');
}

/** Undefined where it is not known yet. */
function typeOf(strategy: Part): string | undefined {
  return strategy.isEmpty('type') ? 'RollingUpdate' : strategy.text('type');
}

function orDefault(update: Part, name: string, otherwise: unknown): unknown {
  return update.has(name) ? update.fields[name] : otherwise;
}

/** Whether it counts as more than 0: what is wrong does not. */
function isShare(value: unknown): boolean {
  return !isZero(value) && checkIntOrPercent(value) === undefined;
}
