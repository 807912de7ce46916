/** How tests name workloads and policies. */
import { type IConstruct } from 'constructs';
import { type Call, type CallerHandle } from '../mesh/call';
import { nearest } from '../values/nearest';
import { given } from '../values/given';
import { wrongUse } from './verdict';

/** Who answers: a version, an app or its Service `namespace/name` (whichever of its versions), `namespace/workload`, or `external/name`. */
export type WorkloadHandle = CallerHandle;

/** `namespace/name`, or a construct with policies: a DenyPolicy, an AllowPolicy, a DenyAllPolicy, or an app for those of its `allowFrom`. */
export type PolicyHandle = string | { readonly node: Pick<IConstruct['node'], 'findAll' | 'path'> };

const KINDS: ReadonlySet<unknown> = new Set(['AuthorizationPolicy', 'RequestAuthentication']);

/**
 * `namespace/name` of the policies that a handle stands for.
 *
 * @throws RangeError if there is no such policy.
 */
export function policyNames(call: Call, handle: PolicyHandle): readonly string[] {
  const known = call.mesh.policyNames();
  const names = typeof handle === 'string' ? [handle] : namesOfObjects(handle);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const near = nearest(unknown, known);
  throw wrongUse(
    `no AuthorizationPolicy or RequestAuthentication is called ${given(unknown)}${near === undefined ? '' : `, did you mean ${given(near)}?`}`,
  );
}

/** An ApiObject of cdk8s, as far as it matters. */
interface PolicyObject {
  readonly kind?: unknown;
  toJson?(): { readonly metadata?: { readonly namespace?: string; readonly name?: string } };
}

function namesOfObjects({ node }: Exclude<PolicyHandle, string>): readonly string[] {
  const names = (node.findAll() as readonly PolicyObject[])
    .filter(({ kind }) => KINDS.has(kind))
    .map((object) => {
      const { namespace = '', name = '' } = object.toJson?.().metadata ?? {};
      return `${namespace}/${name}`;
    });
  if (names.length === 0) throw wrongUse(`by must be a policy, and ${node.path} has none`);
  return names;
}
