import { given } from '../values/given';
import { type Severity } from '../values/finding';
import { type ConstructFinding } from './findings';

/** What a rule's findings count as; `off` drops them. */
export type RuleSeverity = Severity | 'off';

/**
 * Severities by the name of a rule (`api-server/pattern`), by what its name begins with (`api-server/*`), or for all (`*`). The most
 * precise one counts.
 */
export type RuleSeverities = Readonly<Record<string, RuleSeverity>>;

const KNOWN: readonly string[] = ['error', 'warning', 'info', 'off'];

/** What is wrong with severities as they are given; undefined where nothing is. */
export function severitiesProblem(severities: RuleSeverities): string | undefined {
  const wrong = Object.entries(severities).find(([, severity]) => !KNOWN.includes(severity));
  return wrong && `the severity of ${wrong[0]} must be one of ${KNOWN.join(', ')}, got ${given(wrong[1])}`;
}

/** Findings with the severities that are set; those that are off are gone. */
export function withSeverities(
  findings: readonly ConstructFinding[],
  severities: RuleSeverities,
): readonly ConstructFinding[] {
  if (Object.keys(severities).length === 0) return findings;
  return findings.flatMap((each): ConstructFinding[] => {
    const set = severityOf(each.finding.rule, severities);
    if (set === undefined) return [each];
    return set === 'off' ? [] : [{ ...each, finding: { ...each.finding, severity: set } }];
  });
}

function severityOf(rule: string, severities: RuleSeverities): RuleSeverity | undefined {
  const steps = rule.split('/');
  const keys = [rule, ...steps.map((_, index) => [...steps.slice(0, steps.length - 1 - index), '*'].join('/'))];
  const key = keys.find((each) => Object.hasOwn(severities, each));
  return key === undefined ? undefined : severities[key];
}
