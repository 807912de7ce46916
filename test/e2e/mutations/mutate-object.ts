/** One thing about an object changed. */
import { type Random } from './random';
import { ANYTHING, FIELD_NAMES, NUMBERS, TEXTS } from './values';

type Container = Record<string, unknown> | unknown[];

/** Where in an object something can be changed: not what says which object it is. */
function places(value: unknown, into: { container: Container; key: string | number }[]): void {
  if (typeof value !== 'object' || value === null) return;
  const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, index) => [index, each] as const)
    : Object.entries(value);
  for (const [key, each] of entries) {
    into.push({ container: value as Container, key });
    places(each, into);
  }
}

/** A copy of `object` with one to three changes below `spec`, `data` and the like, or in its labels and annotations. */
export function mutated(object: unknown, random: Random): unknown {
  const copy = structuredClone(object) as Record<string, unknown>;
  for (let count = 1 + (random.chance(30) ? 1 + random.below(2) : 0); count > 0; count--) change(copy, random);
  return copy;
}

function change(object: Record<string, unknown>, random: Random): void {
  if (random.chance(6)) {
    metadata(object, random);
    return;
  }
  const found: { container: Container; key: string | number }[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (['apiVersion', 'kind', 'metadata'].includes(name)) continue;
    found.push({ container: object, key: name });
    places(value, found);
  }
  if (found.length === 0) return;
  const { container, key } = random.pick(found);
  const value = (container as Record<string | number, unknown>)[key];
  const put = (changed: unknown): void => {
    (container as Record<string | number, unknown>)[key] = changed;
  };
  switch (random.below(7)) {
    case 0:
      if (Array.isArray(container)) container.splice(Number(key), 1);
      else Reflect.deleteProperty(container, String(key));
      return;
    case 1:
      if (Array.isArray(container)) container.push(structuredClone(value));
      else put(null);
      return;
    case 2:
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        (value as Record<string, unknown>)[random.pick(FIELD_NAMES)] = anything(random);
      else put(anything(random));
      return;
    case 3:
      put(anything(random));
      return;
    case 4:
      put(typeof value === 'number' ? String(value) : typeof value === 'string' ? [value] : random.pick(TEXTS));
      return;
    default:
      put(
        typeof value === 'number'
          ? random.pick(NUMBERS)
          : typeof value === 'string'
            ? random.pick(TEXTS)
            : anything(random),
      );
  }
}

function metadata(object: Record<string, unknown>, random: Random): void {
  const meta = { ...(object['metadata'] as Record<string, unknown>) };
  const field = random.pick(['labels', 'annotations', 'finalizers', 'ownerReferences', 'bogus']);
  const texts = { [random.pick(TEXTS)]: random.chance(80) ? random.pick(TEXTS) : anything(random) };
  const owners = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: random.pick(['', 'x']) }];
  meta[field] = field === 'finalizers' ? [random.pick(TEXTS)] : field === 'ownerReferences' ? owners : texts;
  object['metadata'] = meta;
}

/** A value of its own, for it may be changed next. */
function anything(random: Random): unknown {
  return structuredClone(random.pick(ANYTHING));
}
