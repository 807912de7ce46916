/** AuthorizationPolicy. */
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkCondition, checkCustomCondition, type Condition } from './authorization-condition';
import {
  checkValues,
  IP,
  PATH,
  PORT,
  SERVICE_ACCOUNT,
  SOURCE_TRUST_DOMAIN,
  TEXT,
  type ValueKind,
  type Values,
} from './authorization-values';
import { checkTargets, type Targets } from './common/selector';

type Lists = Readonly<Record<string, Values>>;

interface Rule {
  readonly from?: readonly ({ readonly source?: Lists | null } | null)[] | null;
  readonly to?: readonly ({ readonly operation?: Lists | null } | null)[] | null;
  readonly when?: readonly (Condition | null)[] | null;
}

interface Policy extends Targets {
  readonly action?: string | null;
  readonly provider?: { readonly name?: string | null } | null;
  readonly rules?: readonly (Rule | null)[] | null;
}

/** A list of a source or an operation. */
interface ListField {
  readonly name: string;
  readonly kind: ValueKind;

  /** Whether it can be decided on a connection that is no HTTP. */
  readonly tcp: boolean;

  /** Whether a policy with action CUSTOM may have it. */
  readonly custom: boolean;
}

/** A list and its negation, `x` and `notX`. */
function pair(name: string, kind: ValueKind, tcp: boolean, custom: boolean): readonly ListField[] {
  const negation = `not${name[0]?.toUpperCase()}${name.slice(1)}`;
  return [
    { name, kind, tcp, custom },
    { name: negation, kind, tcp, custom },
  ];
}

// That trustDomains counts as HTTP is istiod's slip: it came later, and the warning was not told.
const SOURCE: readonly ListField[] = [
  pair('principals', TEXT, true, false),
  pair('requestPrincipals', TEXT, false, false),
  pair('namespaces', TEXT, true, false),
  pair('serviceAccounts', SERVICE_ACCOUNT, true, false),
  pair('trustDomains', SOURCE_TRUST_DOMAIN, false, false),
  pair('ipBlocks', IP, true, true),
  pair('remoteIpBlocks', IP, true, true),
].flat();

const OPERATION: readonly ListField[] = [
  pair('hosts', TEXT, false, true),
  pair('ports', PORT, true, true),
  pair('methods', TEXT, false, true),
  pair('paths', PATH, false, true),
].flat();

const SPEC = FieldPath.ROOT.field('spec');

export function checkAuthorizationPolicy(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as Policy;
  checkTargets(spec, SPEC, report);
  const action = spec.action ?? 'ALLOW';
  checkAction(spec, action, report);
  const path = SPEC.field('rules');
  spec.rules?.forEach((rule, index) => {
    if (rule !== null) checkRule(rule, action, path.item(index), report);
  });
}

/** The action with what it needs and excludes. An empty list of rules is none to istiod. */
function checkAction({ provider, rules }: Policy, action: string, report: Report): void {
  const noRules = !rules?.length;
  if (action === 'CUSTOM') {
    if (noRules) {
      const message = 'action CUSTOM without rules never asks its provider';
      report.error('authorization-policy/custom-without-rules', SPEC, message, {
        fix: 'add the empty rule {} to ask for every request',
      });
    } else if (!provider?.name) {
      const message = 'must name the extension provider that action CUSTOM asks';
      report.error('authorization-policy/custom-without-provider', SPEC.field('provider').field('name'), message);
    }
  } else if (provider) {
    const message = `is for action CUSTOM only, got action ${given(action)}`;
    report.error('authorization-policy/provider-without-custom', SPEC.field('provider'), message, { value: provider });
  }
  if (action === 'DENY' && noRules) {
    const message = 'action DENY without rules denies nothing';
    report.error('authorization-policy/deny-without-rules', SPEC, message, {
      fix: 'add the empty rule {} to deny every request',
    });
  }
}

function checkRule(rule: Rule, action: string, path: FieldPath, report: Report): void {
  const custom = action === 'CUSTOM';
  let [sources, tcpSources, operations, tcpOperations] = [false, false, false, false];
  rule.from?.forEach((from, index) => {
    const at = path.field('from').item(index);
    if (from?.source) {
      sources = true;
      if (checkLists(from.source, SOURCE, 'source', custom, at.field('source'), report)) tcpSources = true;
      checkServiceAccountsAlone(from.source, at.field('source'), report);
    } else report.error('authorization-policy/source-missing', at, 'must have a source');
  });
  rule.to?.forEach((to, index) => {
    const at = path.field('to').item(index);
    if (to?.operation) {
      operations = true;
      if (checkLists(to.operation, OPERATION, 'operation', custom, at.field('operation'), report)) tcpOperations = true;
    } else report.error('authorization-policy/operation-missing', at, 'must have an operation');
  });
  rule.when?.forEach((condition, index) => {
    if (condition === null) return;
    const at = path.field('when').item(index);
    if (custom) checkCustomCondition(condition, at, report);
    checkCondition(condition, at, report);
  });
  const httpOnly = (sources && !operations && !tcpSources) || (operations && !tcpOperations);
  if (action === 'DENY' && httpOnly) {
    const message = 'looks at HTTP only, so it denies every connection to ports that are not HTTP';
    report.warning('authorization-policy/deny-tcp', path, message, {
      fix: 'name the ports it is for (to[].operation.ports)',
    });
  }
}

/** The lists of a source or an operation. Returns whether one of them can be decided without HTTP. */
function checkLists(
  lists: Lists,
  fields: readonly ListField[],
  what: string,
  custom: boolean,
  path: FieldPath,
  report: Report,
): boolean {
  let [empty, tcp] = [true, false];
  for (const { name, kind, tcp: forTcp, custom: forCustom } of fields) {
    const values = lists[name];
    if (!values?.length) continue;
    empty = false;
    tcp ||= forTcp;
    checkValues(values, kind, path.field(name), report);
    if (custom && !forCustom) {
      const message = 'cannot be used with action CUSTOM, which knows no identities of callers';
      report.error('authorization-policy/custom-field', path.field(name), message, { value: values });
    }
  }
  if (empty) report.error(`authorization-policy/${what}-empty`, path, 'must have at least one value in one list');
  return tcp;
}

function checkServiceAccountsAlone(source: Lists, path: FieldPath, report: Report): void {
  const { serviceAccounts, notServiceAccounts, principals, notPrincipals, namespaces, notNamespaces } = source;
  if (!serviceAccounts?.length && !notServiceAccounts?.length) return;
  if (![principals, notPrincipals, namespaces, notNamespaces].some((values) => values?.length)) return;
  const message = 'may have service accounts, or principals and namespaces, not both';
  report.error('authorization-policy/source-service-accounts', path, message);
}
