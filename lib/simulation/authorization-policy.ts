/** Who may call a workload: CUSTOM, then DENY, then ALLOW. Source: semantics.md, AuthorizationPolicy, and istiod's `builder.go`. */
import { compareText } from '../values/compare-text';
import { type CustomRule, customRules } from './custom-policy';
import { type Decision, inDoubt, notAdmitted, OPEN, type ShadowResult } from './decision';
import { attachedPolicies, type PolicyTarget, type ScopedPolicies } from './policy-attachment';
import {
  type CompiledPolicy,
  type CompiledRule,
  type PolicyAction,
  type PolicyCompiler,
  policyCompiler,
} from './policy-compiler';
import { ruleMatches } from './policy-rule';
import { type RequestFacts, requestFacts, type RequestIdentity } from './request-facts';
import { type ServerRequest } from './server-request';

/** What the mesh says about authorization. */
export interface AuthorizationSettings {
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];

  /** Names of `meshConfig.extensionProviders`, which CUSTOM policies refer to. */
  readonly extensionProviders: ReadonlySet<string>;

  /** Whether a workload may have several providers (`PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS`). @default false */
  readonly multipleCustomProviders?: boolean | undefined;
}

/** The authorization of one workload. */
export interface Authorization {
  /** @param identity - what {@link RequestAuthentication} made of the request's token */
  readonly decide: (request: ServerRequest, identity: RequestIdentity) => Decision;
}

/** The policies of a workload as the filters of a protocol's ports have them. */
interface Filters {
  readonly custom: readonly CustomRule[];
  readonly deny: readonly CompiledRule[];

  /** Undefined without ALLOW policies: then all are let in. */
  readonly allow: readonly CompiledRule[] | undefined;
  readonly noneMatches: Decision;
  readonly audit: readonly CompiledRule[];

  /** Rules in dry run; undefined without policies in dry run. */
  readonly shadowDeny: readonly CompiledRule[] | undefined;
  readonly shadowAllow: readonly CompiledRule[] | undefined;
}

/**
 * The AuthorizationPolicies of a workload, worked out once.
 *
 * @param compile - give the same one for all workloads of a mesh, and each policy is read once
 */
export function authorizationOf(
  workload: PolicyTarget,
  policies: ScopedPolicies,
  settings: AuthorizationSettings,
  compile: PolicyCompiler = policyCompiler([settings.trustDomain, ...settings.trustDomainAliases]),
): Authorization {
  const attached = attachedPolicies(workload, policies);
  if (attached.length === 0) return { decide: () => OPEN };
  const compiled = attached.map(compile);
  const byProtocol: { [protocol in ServerRequest['protocol']]?: Filters } = {};
  return {
    decide: (request, identity) => {
      const filters = (byProtocol[request.protocol] ??= filtersOf(compiled, request.protocol, settings));
      return decide(filters, requestFacts(request, identity));
    },
  };
}

function filtersOf(
  policies: readonly CompiledPolicy[],
  protocol: ServerRequest['protocol'],
  settings: AuthorizationSettings,
): Filters {
  const of = (action: PolicyAction, isDryRun: boolean) =>
    policies.filter((policy) => policy.action === action && policy.isDryRun === isDryRun);
  const rules = (list: readonly CompiledPolicy[]) => list.flatMap((policy) => policy.rules(protocol)).sort(byKey);
  const some = (list: readonly CompiledPolicy[]) => (list.length === 0 ? undefined : rules(list));
  const allow = of('ALLOW', false);
  return {
    custom: customRules(
      policies.filter(({ action }) => action === 'CUSTOM'),
      protocol,
      settings,
    ),
    deny: rules(of('DENY', false)),
    allow: some(allow),
    noneMatches: notAdmitted(allow.map(({ object }) => object)),
    audit: rules([...of('AUDIT', false), ...of('AUDIT', true)]),
    shadowDeny: some(of('DENY', true)),
    shadowAllow: some(of('ALLOW', true)),
  };
}

/** Envoy tries rules in the order of their names, and tells the first that matches. */
function byKey(one: CompiledRule, other: CompiledRule): number {
  return compareText(one.key, other.key);
}

function decide(filters: Filters, facts: RequestFacts): Decision {
  const decision = enforce(filters, facts);
  const { shadowDeny, shadowAllow, audit } = filters;
  if (shadowDeny === undefined && shadowAllow === undefined && audit.length === 0) return decision;
  const dryRun: ShadowResult[] = [];
  if (shadowDeny) dryRun.push(shadow('DENY', shadowDeny, facts));
  if (shadowAllow) dryRun.push(shadow('ALLOW', shadowAllow, facts));
  return { ...decision, dryRun, audited: audit.find(({ rule }) => ruleMatches(rule, facts) === true)?.policy };
}

/** What is surely denied by one of them is denied, whatever is not known of the others. */
function enforce({ custom, deny, allow, noneMatches }: Filters, facts: RequestFacts): Decision {
  let open: Decision | undefined;
  for (const { rule, verdict } of custom) {
    const truth = ruleMatches(rule.rule, facts);
    if (truth === false) continue;
    if (truth === true && verdict.allowed === false) return verdict;
    open ??= truth === true ? verdict : inDoubt(rule, truth);
  }
  const denied = firstMatch(deny, facts);
  if (denied?.allowed === false) return denied;
  open ??= denied;
  if (allow === undefined) return open ?? OPEN;
  const admission = firstMatch(allow, facts);
  if (admission === undefined) return noneMatches;
  return open ?? admission;
}

/** The decision of the first rule that surely matches, else that of the first that may. */
function firstMatch(rules: readonly CompiledRule[], facts: RequestFacts): Decision | undefined {
  let open: Decision | undefined;
  for (const rule of rules) {
    const truth = ruleMatches(rule.rule, facts);
    if (truth === true) return rule.decision;
    if (truth !== false) open ??= inDoubt(rule, truth);
  }
  return open;
}

function shadow(action: 'ALLOW' | 'DENY', rules: readonly CompiledRule[], facts: RequestFacts): ShadowResult {
  const match = firstMatch(rules, facts);
  return { action, allowed: match?.allowed ?? action === 'DENY', by: match?.by, path: match?.path };
}
