/** Rules of AuthorizationPolicies, read once and asked for many requests. Source: semantics.md, AuthorizationPolicy, and istiod's `model.go`. */
import { fieldsOf, itemsOf, textOf, textsOf } from '../values/json';
import { type AttributeTest, policyAttribute, type PolicyAttribute, type PolicyContext } from './policy-attribute';
import { type RequestFacts } from './request-facts';
import { all, any, isNotKnown, not, type Truth } from './truth';

/** A rule as a filter of a port reads it: (any from) AND (any to) AND (all when). */
export interface PolicyRule {
  readonly from: readonly Conditions[];
  readonly to: readonly Conditions[];
  readonly when: Conditions;
}

/** Conditions that must all hold. */
type Conditions = readonly Condition[];

/** One of the tests must hold, or none of them. */
interface Condition {
  readonly isNegative: boolean;
  readonly tests: readonly AttributeTest[];
}

/** What a rule is read for. */
export interface RuleReading extends PolicyContext {
  readonly protocol: 'http' | 'tcp';

  /** Whether what cannot be read, or does not exist for TCP, drops the rule; else it drops the condition, and the rule is wider (measured 22). */
  readonly isAllow: boolean;
}

/** Lists of values, lists of values that must not be, and what they are about. */
type Fields = readonly (readonly [field: string, attribute: string])[];

const SOURCE: Fields = [
  ['principals', 'source.principal'],
  ['namespaces', 'source.namespace'],
  ['serviceAccounts', 'source.serviceAccount'],
  ['trustDomains', 'source.trustDomain'],
  ['requestPrincipals', 'request.auth.principal'],
  ['ipBlocks', 'source.ip'],
  ['remoteIpBlocks', 'remote.ip'],
];
const OPERATION: Fields = [
  ['methods', 'method'],
  ['paths', 'path'],
  ['hosts', 'host'],
  ['ports', 'destination.port'],
];

/** Undefined for a rule that never matches, because istiod drops it. */
export function readRule(rule: unknown, reading: RuleReading): PolicyRule | undefined {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) return undefined;
  const { from, to, when } = fieldsOf(rule);
  const read: Readable = { reading, drops: false };
  const result = {
    from: itemsOf(from).map((each) => fieldConditions(fieldsOf(fieldsOf(each).source), SOURCE, read)),
    to: itemsOf(to).map((each) => fieldConditions(fieldsOf(fieldsOf(each).operation), OPERATION, read)),
    when: itemsOf(when).flatMap((each) => whenConditions(fieldsOf(each), read)),
  };
  return read.drops ? undefined : result;
}

/** Whether a request is one that the rule is about. */
export function ruleMatches(rule: PolicyRule, facts: RequestFacts): Truth {
  const when = allHold(rule.when, facts);
  if (when === false) return false;
  const to = anyHolds(rule.to, facts);
  if (to === false) return false;
  const from = anyHolds(rule.from, facts);
  if (from === false) return false;
  return isNotKnown(from) ? from : isNotKnown(to) ? to : when;
}

interface Readable {
  readonly reading: RuleReading;

  /** Whether something was found that drops the whole rule. */
  drops: boolean;
}

function fieldConditions(values: Readonly<Record<string, unknown>>, fields: Fields, read: Readable): Conditions {
  return fields.flatMap(([field, key]) => {
    const negative = `not${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    const attribute = policyAttribute(key);
    if (attribute === undefined) return [];
    return conditionsOf(attribute, textsOf(values[field]), textsOf(values[negative]), read);
  });
}

function whenConditions(condition: Readonly<Record<string, unknown>>, read: Readable): Conditions {
  const attribute = policyAttribute(textOf(condition.key) ?? '');
  if (attribute === undefined) {
    // An unknown key drops the rule whatever the action.
    read.drops = true;
    return [];
  }
  return conditionsOf(attribute, textsOf(condition.values), textsOf(condition.notValues), read);
}

function conditionsOf(
  attribute: PolicyAttribute,
  values: readonly string[],
  notValues: readonly string[],
  read: Readable,
): Conditions {
  return [
    { isNegative: false, tests: testsOf(attribute, values, read) },
    { isNegative: true, tests: testsOf(attribute, notValues, read) },
  ].filter(({ tests }) => tests.length > 0);
}

function testsOf(attribute: PolicyAttribute, values: readonly string[], read: Readable): readonly AttributeTest[] {
  const isMissing = attribute.isHttpOnly && read.reading.protocol === 'tcp';
  const tests = isMissing
    ? []
    : values.map((value) => attribute.test(value, read.reading)).filter((test) => test !== undefined);
  if (tests.length < values.length && read.reading.isAllow) read.drops = true;
  return tests;
}

/** Without alternatives nothing is asked for. */
function anyHolds(alternatives: readonly Conditions[], facts: RequestFacts): Truth {
  if (alternatives.length === 0) return true;
  return any(alternatives, (conditions) => allHold(conditions, facts));
}

function allHold(conditions: Conditions, facts: RequestFacts): Truth {
  return all(conditions, (condition) => holds(condition, facts));
}

function holds({ isNegative, tests }: Condition, facts: RequestFacts): Truth {
  const truth = any(tests, (test) => test(facts));
  return isNegative ? not(truth) : truth;
}
