/**
 * Values that rules of the API server read by their schema: times, durations and bytes by the format of a text, lists that are sets or
 * maps without regard to their order. The library takes all for what JSON has, so that rules with such values are not judged.
 */
import { type Schema } from '../schema';
import { type CelExpression } from './expression';

const FORMATS: ReadonlySet<string> = new Set(['date', 'date-time', 'datetime', 'duration', 'byte']);
const COMPARES: ReadonlySet<string> = new Set(['equals', 'differs', 'add', 'isIn']);

/** Whether the rule of this schema would be judged wrongly. */
export function readsOtherwise(rule: CelExpression, schema: Schema): boolean {
  const names = namesBelow(schema);
  return reads(rule, names);
}

/** Fields by what their values are; `self` stands among them for the value itself. */
interface Names {
  readonly formatted: ReadonlySet<string>;
  readonly unordered: ReadonlySet<string>;
}

function reads(rule: CelExpression, names: Names): boolean {
  if (names.formatted.has(fieldOf(rule) ?? '')) return true;
  const parts = partsOf(rule);
  if (rule.op === 'call' && COMPARES.has(rule.name) && parts.some((part) => names.unordered.has(fieldOf(part) ?? '')))
    return true;
  return parts.some((part) => reads(part, names));
}

function fieldOf(rule: CelExpression): string | undefined {
  if (rule.op === 'select') return rule.field;
  if (rule.op === 'name') return rule.name;
  return rule.op === 'literal' && typeof rule.value === 'string' ? rule.value : undefined;
}

function partsOf(rule: CelExpression): readonly CelExpression[] {
  switch (rule.op) {
    case 'select':
    case 'has':
      return [rule.of];
    case 'list':
      return rule.items;
    case 'map':
      return rule.entries.flat();
    case 'and':
    case 'or':
      return [rule.left, rule.right];
    case 'if':
      return [rule.test, rule.yes, rule.no];
    case 'macro':
      return [rule.over, rule.body];
    case 'call':
      return rule.args;
    default:
      return [];
  }
}

function namesBelow(schema: Schema): Names {
  const [formatted, unordered] = [new Set<string>(), new Set<string>()];
  const seen = new Set<Schema>();
  const open: [string, Schema][] = [['self', schema]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [name, at] = next;
    if (at.type === 'string' && FORMATS.has(at.format ?? '')) formatted.add(name);
    if (at.listType === 'set' || at.listType === 'map') unordered.add(name);
    // What has no name of its own goes by that of the list or map that holds it.
    for (const part of [at.items, at.values]) if (part !== undefined) open.push([name, part]);
    if (seen.has(at)) continue;
    seen.add(at);
    for (const [field, part] of at.properties ?? []) open.push([field, part]);
  }
  return { formatted, unordered };
}
