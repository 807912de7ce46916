/** Labels, and selectors over them. Source: the validation of label selectors in apimachinery, and of pod templates. */
import { checkAnnotationKey, checkLabelKey, checkLabelValue } from '../../values/label';
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type Fields, type Part } from './part';

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Keys and values of a map of labels. The server names the map, not the entry. */
export function checkLabels(part: Part, name: string, rule = 'labels'): void {
  const labels = part.map(name);
  for (const key of Object.keys(labels)) {
    const problem = checkLabelKey(key);
    if (problem !== undefined) part.fail(rule, name, `the key ${problem}`, key);
    const value = labels[key] ?? '';
    const wrong = checkLabelValue(value);
    if (wrong !== undefined) part.fail(rule, name, `the value of ${key} ${wrong}`, value);
  }
}

/** Keys of annotations, and that they are not too long in all. */
export function checkAnnotations(part: Part, name: string): void {
  for (const key of Object.keys(part.map(name))) {
    const problem = checkAnnotationKey(key);
    if (problem !== undefined) part.fail('annotations', name, `the key ${problem}`, key);
  }
}

/** A label selector, if there is one. */
export function checkSelector(part: Part | undefined): void {
  if (part === undefined) return;
  checkLabels(part, 'matchLabels', 'selector');
  for (const expression of part.parts('matchExpressions')) {
    checkOperator(expression);
    expression.mustFit('selector', 'key', checkLabelKey);
    expression.eachFits('selector', 'values', checkLabelValue);
  }
}

/** The selector of a workload: given, sound, not empty, and choosing the pods of its own template. */
export function checkWorkloadSelector(spec: Part): void {
  if (!spec.require('selector', 'selector')) return;
  const selector = spec.part('selector');
  if (selector === undefined) return;
  checkSelector(selector);
  if (selector.hasNone('matchLabels') && selector.hasNone('matchExpressions')) {
    spec.fail('selector', 'selector', 'must not be empty', undefined, 'name labels of the template in matchLabels');
    return;
  }
  checkSelects(spec, selector);
}

/** The labels of the template must be chosen by the selector. */
export function checkSelects(spec: Part, selector: Part): void {
  const metadata = spec.part('template')?.part('metadata');
  if (metadata === undefined && isUnresolvedTemplate(spec)) return;
  if (isUnresolved(metadata?.fields['labels'])) return;
  const labels = metadata?.map('labels') ?? {};
  const missed = firstMiss(selector, labels);
  if (missed === undefined) return;
  const path = spec.path.field('template').field('metadata').field('labels');
  spec.fail('template-labels', path, `must be what the selector chooses: ${missed}`);
}

function isUnresolvedTemplate(spec: Part): boolean {
  const { template } = spec.fields;
  return isUnresolved(template) || isUnresolved((template as Fields | undefined)?.['metadata']);
}

/** What the selector wants and the labels do not have. */
function firstMiss(selector: Part, labels: Fields): string | undefined {
  const wanted = selector.map('matchLabels');
  for (const key of Object.keys(wanted)) {
    const [want, have] = [wanted[key] ?? '', valueOf(labels, key)];
    if (want === have || isUnresolved(want) || isUnresolved(have)) continue;
    return `${key} must be ${given(want)}, got ${have === undefined ? 'none' : given(have)}`;
  }
  for (const expression of selector.parts('matchExpressions')) {
    const key = expression.text('key');
    const operator = expression.text('operator');
    if (key === undefined || operator === undefined) continue;
    const have = valueOf(labels, key);
    const values = expression.list('values');
    if (isUnresolved(have) || values.some(isUnresolved) || isUnresolved(expression.fields['values'])) continue;
    const isOneOf = have !== undefined && values.includes(have);
    const shown = have === undefined ? 'none' : given(have);
    if (operator === 'In' && !isOneOf) return `${key} must be one of ${values.map(given).join(', ')}, got ${shown}`;
    if (operator === 'NotIn' && isOneOf) return `${key} must not be ${shown}`;
    if (operator === 'Exists' && have === undefined) return `${key} must be given`;
    if (operator === 'DoesNotExist' && have !== undefined) return `${key} must not be given, got ${shown}`;
  }
  return undefined;
}

function valueOf(labels: Fields, key: string): unknown {
  return Object.hasOwn(labels, key) && labels[key] !== undefined ? (labels[key] ?? '') : undefined;
}

function checkOperator(expression: Part): void {
  const operator = expression.fields['operator'];
  if (isUnresolved(operator)) return;
  const isSet = operator === 'In' || operator === 'NotIn';
  if (!isSet && operator !== 'Exists' && operator !== 'DoesNotExist') {
    expression.fail('selector', 'operator', `must be one of ${OPERATORS.join(', ')}, got ${given(operator)}`, operator);
    return;
  }
  const hasNone = expression.hasNone('values');
  if (isSet && hasNone) expression.fail('selector', 'values', `must be given when the operator is ${operator}`);
  if (!isSet && !hasNone && expression.list('values').length > 0)
    expression.fail('selector', 'values', `must not be given when the operator is ${operator}`);
}
