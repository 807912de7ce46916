/** AuthorizationPolicies read into rules that can be asked, each policy once however many workloads it is for. */
import { type MeshObject } from '../model/mesh-object';
import { fieldsOf, itemsOf, textOf } from '../values/json';
import { isGoTrue } from '../values/go-bool';
import { admitted, type Decision, refused, type RuleReference } from './decision';
import { type PolicyRule, readRule } from './policy-rule';
import { type ServerRequest } from './server-request';

/** What a policy does with what it matches. */
export type PolicyAction = 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';

/** A policy without its attachment. */
export interface CompiledPolicy {
  readonly object: MeshObject;

  /** Undefined for an action that Istio does not have: such a policy is ignored. */
  readonly action: PolicyAction | undefined;

  /** Whether only its shadow falls on requests (annotation `istio.io/dry-run`). */
  readonly isDryRun: boolean;

  /** Name of the external authorizer of a CUSTOM policy; empty where none is named. */
  readonly provider: string;

  /** The rules that ports of a protocol have; some may be dropped. */
  readonly rules: (protocol: ServerRequest['protocol']) => readonly CompiledRule[];
}

/** A rule and where it stands. */
export interface CompiledRule extends RuleReference {
  readonly rule: PolicyRule;

  /** What is decided where it matches: ALLOW lets in, all else keeps out. */
  readonly decision: Decision;

  /** By which Envoy orders rules: the first that matches is the one it names. */
  readonly key: string;
}

/** Reads policies; the same object gives the same result. */
export type PolicyCompiler = (policy: MeshObject) => CompiledPolicy;

const ACTIONS: ReadonlySet<unknown> = new Set<PolicyAction>(['ALLOW', 'DENY', 'AUDIT', 'CUSTOM']);

/** @param trustDomains - of the mesh: its own first, then the aliases */
export function policyCompiler(trustDomains: readonly string[]): PolicyCompiler {
  const compiled = new Map<MeshObject, CompiledPolicy>();
  return (object) => {
    const known = compiled.get(object);
    if (known !== undefined) return known;
    const policy = compilePolicy(object, trustDomains);
    compiled.set(object, policy);
    return policy;
  };
}

function compilePolicy(object: MeshObject, trustDomains: readonly string[]): CompiledPolicy {
  const { spec, annotations } = object;
  const stated = textOf(spec.action) ?? 'ALLOW';
  const action = ACTIONS.has(stated) ? (stated as PolicyAction) : undefined;
  const read = (protocol: ServerRequest['protocol']) =>
    compileRules(object, protocol, action === 'ALLOW', trustDomains);
  const byProtocol: { [protocol in ServerRequest['protocol']]?: readonly CompiledRule[] } = {};
  return {
    object,
    action,
    isDryRun: isGoTrue(annotations['istio.io/dry-run']),
    provider: textOf(fieldsOf(spec.provider).name) ?? '',
    rules: (protocol) => (byProtocol[protocol] ??= read(protocol)),
  };
}

function compileRules(
  policy: MeshObject,
  protocol: ServerRequest['protocol'],
  isAllow: boolean,
  trustDomains: readonly string[],
): readonly CompiledRule[] {
  const { namespace, name } = policy;
  return itemsOf(policy.spec.rules).flatMap((each, index) => {
    const rule = readRule(each, { namespace, trustDomains, protocol, isAllow });
    if (rule === undefined) return [];
    const place = { policy, index, path: `spec.rules[${index}]` };
    const decision = isAllow ? admitted(place) : refused(place);
    return [{ ...place, rule, decision, key: `ns[${namespace}]-policy[${name}]-rule[${index}]` }];
  });
}
