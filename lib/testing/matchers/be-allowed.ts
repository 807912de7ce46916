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
export function isAllowed(call: Call, { by }: ByPolicy = {}): Verdict {
  const names = by === undefined ? undefined : policyNames(call, by);
  return verdictOnAll(call, names === undefined ? 'allowed' : `allowed by ${names.join(' or ')}`, (outcome) => {
    const { verdict, by: decided, text } = permission(outcome);
    if (verdict === undefined) return { is: undefined, text };
    return { is: verdict === 'allowed' && (names === undefined || decided.some((name) => names.includes(name))), text };
  });
}
