import { given } from '../values/given';
import { type Finding, type Severity } from '../values/finding';

/** What a rule's findings count as; `off` drops them. */
export type RuleSeverity = Severity | 'off';

/**
 * Severities by the name of a rule (`api-server/pattern`), by what its name begins with (`api-server/*`), or for all (`*`). The most
 * precise one counts.
 */
export type RuleSeverities = Readonly<Record<string, RuleSeverity | undefined>>;

const KNOWN: readonly string[] = ['error', 'warning', 'info', 'off'];

/** A rule, the beginning of one before a slash and a star, or a star alone. */
const KEY = /^(?:\*|[^*]+(?:\/\*)?)$/;

/** What is wrong with severities as they are given; undefined where nothing is. */
export function severitiesProblem(severities: unknown): string | undefined {
  if (severities === undefined) return undefined;
  if (typeof severities !== 'object' || severities === null || Array.isArray(severities))
    return `severities must be an object of severities by the name of rules, got ${given(severities)}`;
  for (const [rule, severity] of Object.entries(severities)) {
    if (!KEY.test(rule))
      return `severities must be by the name of a rule, by what it begins with (api-server/*) or for all (*), got ${given(rule)}`;
    if (severity !== undefined && !KNOWN.includes(severity as string))
      return `the severity of ${rule} must be one of ${KNOWN.join(', ')}, got ${given(severity)}`;
  }
  return undefined;
}

/** Findings with the severities that are set; those that are off are gone. */
export function withSeverities<T extends { readonly finding: Finding }>(
  findings: readonly T[],
  severities: RuleSeverities,
): readonly T[] {
  if (Object.keys(severities).length === 0) return findings;
  return findings.flatMap((each): T[] => {
    const set = severityOf(each.finding.rule, severities);
    if (set === undefined) return [each];
    return set === 'off' ? [] : [{ ...each, finding: { ...each.finding, severity: set } }];
  });
}

function severityOf(rule: string, severities: RuleSeverities): RuleSeverity | undefined {
  const steps = rule.split('/');
  const keys = [rule, ...steps.map((_, index) => [...steps.slice(0, steps.length - 1 - index), '*'].join('/'))];
  const key = keys.find((each) => Object.hasOwn(severities, each) && severities[each] !== undefined);
  return key === undefined ? undefined : severities[key];
}
