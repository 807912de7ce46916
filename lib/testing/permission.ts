import { printOutcome } from '../mesh/explain';
import { type Outcome } from '../simulation/outcome';

/** What policies made of a request. */
export interface Permission {
  /** `elsewhere` if it never came to a server's policies; undefined for a fault that was made up before it could. */
  readonly verdict: 'allowed' | 'denied' | 'elsewhere' | undefined;

  /** The policies that decided: of several ALLOW policies without a rule that matches, all. */
  readonly by: readonly string[];
  readonly text: string;
}

/** What policies made of a request. */
export function permission(outcome: Outcome): Permission {
  const { authorization, attempts = 0, flags } = outcome;
  if (authorization?.allowed === false) {
    const by = authorization.by === undefined ? (authorization.unmatched ?? []) : both(authorization.by, authorization);
    return { verdict: 'denied', by, text: `denied${by.length === 0 ? '' : ` by ${by.join(' and ')}`}` };
  }
  if (authorization?.allowed === true) {
    const by = authorization.by === undefined ? [] : [authorization.by];
    return {
      verdict: 'allowed',
      by,
      text: by.length === 0 ? 'allowed, as no policy says otherwise' : `allowed by ${by.join()}`,
    };
  }
  if (attempts > 0) return { verdict: 'allowed', by: [], text: 'allowed, as the server has no proxy' };
  if (flags?.split(',').includes('FI') === true)
    return { verdict: undefined, by: [], text: `a fault: ${printOutcome(outcome)}` };
  return { verdict: 'elsewhere', by: [], text: `never came to a server's policies: ${printOutcome(outcome)}` };
}

function both(
  by: string,
  { unmatched = [] }: { readonly unmatched?: readonly string[] | undefined },
): readonly string[] {
  return [...new Set([by, ...unmatched])];
}
