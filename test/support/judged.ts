import { Schemas } from '../../lib/validation/schemas';
import { validateObject } from '../../lib/validation/validate-object';
import { type Finding } from '../../lib/values/finding';
import { crd } from '../importer/fixtures';

/** Rule and path of each finding, in order, the rule without its judge. */
export function places(findings: readonly Finding[]): readonly (readonly [string, string])[] {
  return findings.map(({ rule, path }) => [rule.replace('api-server/', ''), path] as const);
}

/** What is found in an object of a kind whose `spec.x` has this schema, and is `x`. */
export function judged(schema: object, x: unknown): Finding[] {
  return judgedSpec({ type: 'object', properties: { x: schema } }, { x });
}

/** What is found in an object of a kind whose `spec` has this schema. */
export function judgedSpec(schema: object, spec: unknown): Finding[] {
  const schemas = Schemas.load(crd('Tea', schema));
  return validateObject({ apiVersion: 'example.com/v1', kind: 'Tea', metadata: { name: 'a' }, spec }, { schemas });
}

/** `value` within as many objects with one field, or lists with one element where no field is given. */
export function nested(levels: number, field?: string, value: unknown = 1): unknown {
  let made = value;
  for (let level = 0; level < levels; level++) made = field === undefined ? [made] : { [field]: made };
  return made;
}

/** Freezes a value and all that it holds. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
  }
  return value;
}
