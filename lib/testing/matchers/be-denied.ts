import { type Call } from '../../mesh/call';
import { policyNames } from '../handles';
import { permission } from '../permission';
import { type Verdict, verdictOnAll } from '../verdict';
import { type ByPolicy } from './be-allowed';

/**
 * Whether policies refuse it. Where no rule of several ALLOW policies matches, each of them denies it. Faults that are made up before
 * are not counted.
 */
export function isDenied(call: Call, { by }: ByPolicy = {}): Verdict {
  const names = by === undefined ? undefined : policyNames(call, by);
  return verdictOnAll(call, names === undefined ? 'denied' : `denied by ${names.join(' or ')}`, (outcome) => {
    const { verdict, by: decided, text } = permission(outcome);
    if (verdict === undefined) return { is: undefined, text };
    return { is: verdict === 'denied' && (names === undefined || decided.some((name) => names.includes(name))), text };
  });
}
