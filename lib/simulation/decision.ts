/** What AuthorizationPolicies decide about a request. */
import { type MeshObject, printObject } from '../model/mesh-object';
import { type NotKnown, type Truth } from './truth';

/** Whether a request is let in, and who says so. */
export interface Decision {
  readonly allowed: Truth;

  /** The policy that decides; undefined where it is that none does, or that none of several matches. */
  readonly by?: MeshObject | undefined;

  /** Index of the rule that decides, from 0; undefined where the policy decides by having none that matches. */
  readonly rule?: number | undefined;

  /** The rule as a field of the policy: `spec.rules[0]`. */
  readonly path?: string | undefined;

  /** ALLOW policies of which no rule matches, where that is why it is refused. */
  readonly unmatched?: readonly MeshObject[] | undefined;

  /** In lower case. */
  readonly reason: () => string;

  /** What policies in dry run would have decided; one entry an action that has such policies. */
  readonly dryRun: readonly ShadowResult[];

  /** The AUDIT policy that marks the request. */
  readonly audited?: MeshObject | undefined;
}

/** What the policies of one action would decide if they were enforced. */
export interface ShadowResult {
  readonly action: 'ALLOW' | 'DENY';
  readonly allowed: Truth;
  readonly by?: MeshObject | undefined;
  readonly path?: string | undefined;
}

/** A rule that a decision refers to. */
export interface RuleReference {
  readonly policy: MeshObject;
  readonly index: number;
  readonly path: string;
}

const NO_SHADOW: readonly ShadowResult[] = Object.freeze([]);

/** Where no policy says anything. */
export const OPEN: Decision = {
  allowed: true,
  reason: () => 'no DENY rule matches and no ALLOW policy is there to ask for more',
  dryRun: NO_SHADOW,
};

/** An ALLOW rule matches. */
export function admitted({ policy, index, path }: RuleReference): Decision {
  const reason = () => `${printObject(policy)} allows it by ${path}`;
  return { allowed: true, by: policy, rule: index, path, reason, dryRun: NO_SHADOW };
}

/** A DENY rule matches. @param why - what is behind it where the rule itself does not deny */
export function refused({ policy, index, path }: RuleReference, why?: string): Decision {
  const reason = () => `${printObject(policy)} denies it by ${path}${why === undefined ? '' : `: ${why}`}`;
  return { allowed: false, by: policy, rule: index, path, reason, dryRun: NO_SHADOW };
}

/** There are ALLOW policies, and no rule of theirs matches. */
export function notAdmitted(policies: readonly MeshObject[]): Decision {
  const [only] = policies;
  const reason = () => `no rule matches of ${policies.map(printObject).join(', ')}`;
  return {
    allowed: false,
    by: policies.length === 1 ? only : undefined,
    unmatched: policies,
    reason,
    dryRun: NO_SHADOW,
  };
}

/** It hangs on what is not known. */
export function inDoubt({ policy, index, path }: RuleReference, open: NotKnown): Decision {
  const reason = () => `${printObject(policy)} leaves it open by ${path}: ${open.question}`;
  return { allowed: open, by: policy, rule: index, path, reason, dryRun: NO_SHADOW };
}
