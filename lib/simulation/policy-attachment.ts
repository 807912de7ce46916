/** Which policies are for a workload. Source: istiod's `policyattachment.go` and `authentication.go`, and semantics.md (measured 23). */
import { type MeshObject, selects } from '../model/mesh-object';
import { byAge } from '../model/by-age';
import { fieldsOf, itemsOf, textFieldsOf, textOf } from '../values/json';

/** What policies are attached to: a workload with a sidecar, or a gateway. */
export interface PolicyTarget {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;

  /**
   * Whether it is the proxy of a Gateway of the Gateway API.
   *
   * @default - whether it has the label gateway.networking.k8s.io/gateway-name
   */
  readonly isGatewayApi?: boolean | undefined;

  /** Name of that Gateway. @default - value of the label gateway.networking.k8s.io/gateway-name */
  readonly gatewayName?: string | undefined;
}

/** The policies of one kind that may be for a workload. */
export interface ScopedPolicies {
  /** All of the root namespace. */
  readonly root: readonly MeshObject[];

  /** All of the workload's namespace; the same list for a workload in the root namespace. */
  readonly namespace: readonly MeshObject[];
}

const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * The PeerAuthentications, RequestAuthentications or AuthorizationPolicies among `policies` that are for the workload, in
 * the order in which istiod looks at them: oldest first.
 */
export function attachedPolicies(workload: PolicyTarget, policies: ScopedPolicies): readonly MeshObject[] {
  const ofRoot = new Set(policies.root);
  const attached = policies.root.filter((policy) => isAttached(policy, workload, true));
  for (const policy of policies.namespace) {
    if (!ofRoot.has(policy) && isAttached(policy, workload, false)) attached.push(policy);
  }
  return attached.sort(byAge);
}

/** `spec.selector.matchLabels`; empty for a policy of a whole namespace or mesh. */
export function policySelector(policy: MeshObject): Readonly<Record<string, string>> {
  return textFieldsOf(fieldsOf(policy.spec.selector).matchLabels);
}

/** @param inRoot - whether the policy is in the root namespace */
function isAttached(policy: MeshObject, workload: PolicyTarget, inRoot: boolean): boolean {
  const selector = policySelector(policy);
  if (policy.kind === 'PeerAuthentication') {
    // With a selector in the root namespace it is accepted and ignored (measured 23).
    if (inRoot && Object.keys(selector).length > 0) return false;
    return selects(selector, workload.labels);
  }
  const targets = targetsOf(policy);
  // istiod lets selectors act on Gateway API gateways too (ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY is on by default).
  if (targets.length === 0) return selects(selector, workload.labels);
  const gatewayName = workload.gatewayName ?? workload.labels[GATEWAY_NAME];
  const isGatewayApi = workload.isGatewayApi ?? gatewayName !== undefined;
  if (!isGatewayApi || gatewayName === undefined || policy.namespace !== workload.namespace) return false;
  return targets.some((target) => isGateway(target, gatewayName, workload.namespace));
}

/** `targetRefs`, or else the older `targetRef`. */
function targetsOf({ spec }: MeshObject): readonly unknown[] {
  const targets = itemsOf(spec.targetRefs);
  return targets.length === 0 && Object.keys(fieldsOf(spec.targetRef)).length > 0 ? [spec.targetRef] : targets;
}

function isGateway(target: unknown, name: string, namespace: string): boolean {
  const { group, kind, name: own, namespace: asked } = fieldsOf(target);
  return group === GATEWAY_GROUP && kind === 'Gateway' && own === name && (textOf(asked) ?? namespace) === namespace;
}
