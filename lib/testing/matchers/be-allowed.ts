import { type Call } from '../../mesh/call';
import { policyNames, type PolicyHandle } from '../handles';
import { type Verdict, verdictOnAll } from '../verdict';
import { permission } from '../permission';

/** Which policy decides. */
export interface ByPolicy {
  /** @default - whichever, or none */
  readonly by?: PolicyHandle | undefined;
}

/** Whether policies let it in, or there are none. Faults that are made up before are not counted. */
export function isAllowed(call: Call, options: ByPolicy = {}): Verdict {
  return isPermitted(call, 'allowed', options);
}

/** Whether policies made `wanted` of it, and those of a name if one is given. */
export function isPermitted(call: Call, wanted: 'allowed' | 'denied', { by }: ByPolicy): Verdict {
  const names = by === undefined ? undefined : policyNames(call, by);
  return verdictOnAll(call, names === undefined ? wanted : `${wanted} by ${names.join(' or ')}`, (outcome) => {
    const { verdict, by: decided, text } = permission(outcome);
    if (verdict === undefined) return { is: undefined, text };
    return { is: verdict === wanted && (names === undefined || decided.some((name) => names.includes(name))), text };
  });
}
