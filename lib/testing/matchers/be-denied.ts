import { type Call } from '../../mesh/call';
import { type Verdict } from '../verdict';
import { type ByPolicy, isPermitted } from './be-allowed';

/**
 * Whether policies refuse it. Where no rule of several ALLOW policies matches, each of them denies it. Faults that are made up before
 * are not counted.
 */
export function isDenied(call: Call, options: ByPolicy = {}): Verdict {
  return isPermitted(call, 'denied', options);
}
