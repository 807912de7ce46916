import { type Duration } from 'cdk8s';
import { type Check, duration } from '../tree/props';
import { derive, isUnresolved } from '../values/unresolved';

/** How long Kubernetes lets a pod stop where nobody says so (`terminationGracePeriodSeconds`). */
export const DEFAULT_GRACE_SECONDS = 30;

/** A `Duration` of whole seconds: what Kubernetes has in its pods. */
export const seconds: Check = (length, at) => {
  const wrong = duration(length, at);
  if (wrong.length > 0 || length === undefined || isUnresolved(length)) return wrong;
  const milliseconds = (length as Duration).toMilliseconds();
  return milliseconds % 1000 === 0 ? [] : [`${at} must be whole seconds, got ${milliseconds} ms`];
};

/** A duration as its number of seconds. */
export function printSeconds(length: Duration): number {
  return derive([length], (known) => known.toSeconds());
}
