/** Objects made of a schema: mostly right, here and there a little wrong. */
import { type Schema } from '../../../lib/validation/schema';
import { type Random } from './random';
import { NUMBERS, TEXTS } from './values';

const DEEPEST = 8;

/** A value that mostly fits. */
export function generateValue(schema: Schema, random: Random, depth = 0): unknown {
  const { bounds } = schema;
  if (schema.enum && random.chance(97)) return random.pick(schema.enum);
  switch (schema.isIntOrString ? 'integer' : schema.type) {
    case 'string':
      return text(schema, random);
    case 'integer':
    case 'number': {
      if (random.chance(20)) return random.pick(NUMBERS);
      const least = Math.max(bounds.minimum ?? 0, -1000);
      return least + random.below(Math.min((bounds.maximum ?? 1000) - least, 1000) + 1);
    }
    case 'boolean':
      return random.chance(50);
    case 'array': {
      const least = bounds.minItems ?? 0;
      const count = random.chance(95) ? least + random.below(3) : random.below(3);
      return Array.from({ length: count }, () => element(schema, random, depth));
    }
    default:
      return generateObject(schema, random, depth);
  }
}

function element(schema: Schema, random: Random, depth: number): unknown {
  return schema.items === undefined ? random.pick(TEXTS) : generateValue(schema.items, random, depth + 1);
}

function text(schema: Schema, random: Random): string {
  const fitting = TEXTS.filter(
    (each) => schema.pattern?.test(each) !== false && each.length >= (schema.bounds.minLength ?? 0),
  );
  return random.pick(random.chance(85) && fitting.length > 0 ? fitting : TEXTS);
}

function generateObject(schema: Schema, random: Random, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  const { properties, values, required } = schema;
  // Where alternatives are wanted, one of them is chosen.
  const alternatives = [...(schema.oneOf ?? []), ...(schema.allOf ?? []).flatMap((part) => part.oneOf ?? [])];
  const wanted = alternatives.map((each) => each.required[0]).filter((name) => name !== undefined);
  const chosen = wanted.length > 0 && random.chance(85) ? random.pick(wanted) : undefined;
  for (const [name, part] of properties ?? []) {
    const share = required.includes(name)
      ? 98
      : wanted.includes(name)
        ? name === chosen
          ? 100
          : 3
        : depth > DEEPEST
          ? 3
          : 30;
    if (random.chance(share)) made[name] = generateValue(part, random, depth + 1);
  }
  if (values)
    for (let count = random.below(3); count > 0; count--)
      made[random.pick(TEXTS) || 'k'] = generateValue(values, random, depth + 1);
  return made;
}
