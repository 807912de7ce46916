/** Conditions of an AuthorizationPolicy (`rules[].when[]`). */
import { hasMapKey } from '../../values/authorization-value';
import { given } from '../../values/given';
import { nearest } from '../../values/nearest';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import {
  checkValues,
  IP,
  PORT,
  SERVICE_ACCOUNT,
  TEXT,
  TRUST_DOMAIN,
  type ValueKind,
  type Values,
} from './authorization-values';

export interface Condition {
  readonly key?: string | null;
  readonly values?: Values;
  readonly notValues?: Values;
}

/** Attributes with a plain name, and what their values are. */
const ATTRIBUTES: ReadonlyMap<string, ValueKind> = new Map([
  ['source.ip', IP],
  ['remote.ip', IP],
  ['source.namespace', TEXT],
  ['source.serviceAccount', SERVICE_ACCOUNT],
  ['source.trustDomain', TRUST_DOMAIN],
  ['source.principal', TEXT],
  ['request.auth.principal', TEXT],
  ['request.auth.audiences', TEXT],
  ['request.auth.presenter', TEXT],
  ['destination.ip', IP],
  ['destination.port', PORT],
  ['connection.sni', TEXT],
]);

/** Beginnings of attributes with something in brackets behind them. */
const MAPS = [
  'request.headers',
  'request.experimental.inline.headers',
  'request.auth.claims',
  'experimental.envoy.filters.',
];

const CUSTOM_REFUSES = ['source.namespace', 'source.serviceAccount', 'source.principal', 'source.trustDomain'];

/** A condition by itself. */
export function checkCondition(condition: Condition, path: FieldPath, report: Report): void {
  const { key, values, notValues } = condition;
  if (!key) {
    const message = 'must name an attribute such as request.headers[x-token]';
    report.error('authorization-policy/condition-key', path.field('key'), message, { value: key });
    return;
  }
  if (!values?.length && !notValues?.length) {
    report.error('authorization-policy/condition-values', path, `must have values or notValues for ${given(key)}`);
    return;
  }
  const kind = ATTRIBUTES.get(key) ?? TEXT;
  checkValues(values, kind, path.field('values'), report);
  checkValues(notValues, kind, path.field('notValues'), report);
  if (!ATTRIBUTES.has(key)) checkOtherKey(key, path.field('key'), report);
}

/** A condition of a policy whose action is CUSTOM, which sees no identities and no tokens. */
export function checkCustomCondition(condition: Condition, path: FieldPath, report: Report): void {
  const { key } = condition;
  if (!key || !(CUSTOM_REFUSES.includes(key) || key.startsWith('request.auth.'))) return;
  const message = `cannot be used with action CUSTOM, got ${given(key)}`;
  report.error('authorization-policy/custom-field', path.field('key'), message, { value: key });
}

function checkOtherKey(key: string, path: FieldPath, report: Report): void {
  if (MAPS.some((map) => key.startsWith(map))) {
    if (hasMapKey(key)) return;
    const message = `must have a name in brackets, as request.headers[x-token] has, got ${given(key)}`;
    report.error('authorization-policy/condition-map-key', path, message, { value: key });
  } else if (key === 'destination.namespace' || key.startsWith('destination.labels')) {
    const fix = key === 'destination.namespace' ? 'put the policy into that namespace' : 'use selector.matchLabels';
    const message = `cannot be a condition, for the policy itself says where it applies, got ${given(key)}`;
    report.error('authorization-policy/condition-replaced', path, message, { value: key, fix });
  } else if (key === 'destination.name' || key === 'destination.user') {
    const message = `is an attribute of policies before v1beta1, got ${given(key)}`;
    report.error('authorization-policy/condition-deprecated', path, message, {
      value: key,
      fix: 'use selector.matchLabels',
    });
  } else {
    const near = nearest(key, [...ATTRIBUTES.keys(), ...MAPS.map((map) => `${map}[x]`)]);
    const message = `must be an attribute that policies know, got ${given(key)}`;
    const fix = near === undefined ? undefined : `write ${near}`;
    report.error('authorization-policy/condition-attribute', path, message, { value: key, fix });
  }
}
