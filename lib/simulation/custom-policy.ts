/** CUSTOM policies: requests that an external authorizer is asked about. Source: semantics.md, CUSTOM, and istiod's `builder.go`. */
import { type Decision, inDoubt, refused } from './decision';
import { type CompiledPolicy, type CompiledRule } from './policy-compiler';
import { type ServerRequest } from './server-request';

/** A rule of a CUSTOM policy, and what becomes of what it matches. */
export interface CustomRule {
  readonly rule: CompiledRule;
  readonly verdict: Decision;
}

/** What the mesh says about external authorizers. */
export interface CustomSettings {
  readonly extensionProviders: ReadonlySet<string>;
  readonly multipleCustomProviders?: boolean | undefined;
}

/**
 * The rules in the order of their policies. Without the provider, or with several providers for one workload, istiod turns them into DENY
 * rules. A policy in dry run counts as one of the several, and has its provider asked all the same: istiod knows no shadow for CUSTOM.
 */
export function customRules(
  policies: readonly CompiledPolicy[],
  protocol: ServerRequest['protocol'],
  { extensionProviders, multipleCustomProviders = false }: CustomSettings,
): readonly CustomRule[] {
  const providers = [...new Set(policies.map(({ provider }) => provider))].sort();
  const tooMany = providers.length > 1 && !multipleCustomProviders;
  return policies.flatMap(({ provider, isDryRun, rules }) => {
    const problem = tooMany
      ? `a workload may have one external authorizer, and this has ${providers.join(', ')}`
      : extensionProviders.has(provider)
        ? undefined
        : `there is no extension provider ${provider}`;
    // Of policies in dry run no DENY rules are made.
    if (problem !== undefined && isDryRun) return [];
    const question = `what does the external authorizer ${provider} say?`;
    return rules(protocol).map((rule) => ({
      rule,
      verdict: problem === undefined ? inDoubt(rule, { question }) : refused(rule, problem),
    }));
  });
}
