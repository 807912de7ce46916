/** Lists that are sets or maps: elements, or their keys, must differ. Source: the API server's check of list types. */
import { given } from '../../values/given';
import { isUnresolved } from '../../values/unresolved';
import { type FieldPath } from '../field-path';
import { type Problem } from '../problem';
import { type Schema } from '../schema';

/** The first element that repeats an earlier one, for each that is repeated. */
export function duplicateElements(schema: Schema, list: readonly unknown[], path: FieldPath): Problem[] {
  const isMap = schema.listType === 'map';
  if (isMap) {
    const misplaced = list.findIndex((each) => each !== null && (typeof each !== 'object' || Array.isArray(each)));
    if (misplaced !== -1 && !isUnresolved(list[misplaced]))
      return [problem('list-element', path.item(misplaced), 'must be an object', list[misplaced])];
  }
  if (list.length < 2) return [];
  const seen = new Map<unknown, number>();
  return list.flatMap((element, index) => {
    const key = isMap ? keyOf(schema, element) : identity(element);
    if (key === undefined) return [];
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    if (times !== 1) return [];
    const what = isMap
      ? `has the same ${schema.listMapKeys.join(' and ')} as an earlier element (${shown(schema.listMapKeys, element)})`
      : `is given twice (${given(element)})`;
    return [problem('duplicate', path.item(index), what, element)];
  });
}

function identity(element: unknown): unknown {
  return isUnresolved(element) ? undefined : jsonText(element);
}

/** Equal for equal values, 1 and "1" apart; the value itself where it is nested too deep to be written. */
export function jsonText(value: unknown): unknown {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return value;
    throw error;
  }
}

function keyOf({ listMapKeys, items }: Schema, element: unknown): unknown {
  if (isUnresolved(element)) return undefined;
  const fields = (element ?? {}) as Readonly<Record<string, unknown>>;
  const valueOf = (name: string): unknown =>
    (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? items?.properties?.get(name)?.default ?? null;
  const [first = '', ...others] = listMapKeys;
  if (others.length === 0) {
    const only = valueOf(first);
    // A text is told from others by a quote before it.
    return isUnresolved(only) ? undefined : typeof only === 'string' ? `"${only}` : jsonText(only);
  }
  const values = listMapKeys.map(valueOf);
  return values.some(isUnresolved) ? undefined : jsonText(values);
}

function shown(names: readonly string[], element: unknown): string {
  const fields = (element ?? {}) as Readonly<Record<string, unknown>>;
  return names.map((name) => (Object.hasOwn(fields, name) ? given(fields[name]) : 'none')).join(', ');
}

function problem(rule: string, path: FieldPath, message: string, value: unknown): Problem {
  return { rule, path, keys: 'brackets', message, value };
}
