import { type Duration } from 'cdk8s';
import { derive } from '../values/unresolved';

/** A duration as its number of seconds. */
export function printSeconds(length: Duration): number {
  return derive([length], (known) => known.toSeconds());
}
