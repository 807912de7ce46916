/** Lists of values in the rules of an AuthorizationPolicy. */
import {
  pathProblem,
  portTextProblem,
  serviceAccountProblem,
  sourceTrustDomainProblem,
  trustDomainProblem,
} from '../../values/authorization-value';
import { checkCidr, checkIp } from '../../values/ip';
import { type ValueProblem } from '../../values/value-problem';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';

export type Values = readonly string[] | null | undefined;

/** How the values of a list are judged: the beginning of the rule's name, and what is wrong with a value that is not empty. */
export interface ValueKind {
  readonly rule: string;
  readonly problem?: (value: string) => ValueProblem | undefined;
  readonly most?: number;
}

export const TEXT: ValueKind = { rule: 'value' };
export const IP: ValueKind = { rule: 'ip', problem: ipProblem };
export const PORT: ValueKind = { rule: 'port', problem: portTextProblem };
export const PATH: ValueKind = { rule: 'path', problem: pathProblem };
export const SERVICE_ACCOUNT: ValueKind = { rule: 'service-account', problem: serviceAccountProblem, most: 16 };
export const TRUST_DOMAIN: ValueKind = { rule: 'trust-domain', problem: trustDomainProblem };
export const SOURCE_TRUST_DOMAIN: ValueKind = { rule: 'trust-domain', problem: sourceTrustDomainProblem };

/** Each value of a list by itself. */
export function checkValues(values: Values, kind: ValueKind, path: FieldPath, report: Report): void {
  if (values === undefined || values === null) return;
  const { rule, problem: problemOf, most } = kind;
  if (most !== undefined && values.length > most) {
    const message = `may have at most ${most} values, got ${values.length}`;
    report.error(`authorization-policy/${rule}-count`, path, message, { value: values.length });
  }
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? '';
    if (value === '') {
      report.error('authorization-policy/empty-value', path.item(index), 'must not be empty', { value });
      continue;
    }
    const problem = problemOf?.(value);
    if (problem === undefined) continue;
    const name = problem.what === rule ? rule : `${rule}-${problem.what}`;
    report.error(`authorization-policy/${name}`, path.item(index), problem.message, { value });
  }
}

function ipProblem(value: string): ValueProblem | undefined {
  const cidr = value.includes('/');
  const message = cidr ? checkCidr(value) : checkIp(value);
  return message === undefined ? undefined : { what: cidr ? 'cidr' : 'ip', message };
}
