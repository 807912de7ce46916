/** Words of what the structure of a schema refuses. */
import { given } from '../../values/given';
import { type Schema } from '../schema';

/** `1 element`, `2 elements`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const MOST_NAMED = 12;

/** What to do about a field that is not known. */
export function allowed(names: readonly string[]): string {
  if (names.length === 0) return 'remove it: nothing can stand here';
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  return `remove it; what can stand here: ${names.slice(0, MOST_NAMED).join(', ')}${more}`;
}

/** Fields of alternatives of which each says which field it wants. */
function wantedFields(parts: readonly Schema[]): readonly string[] {
  return parts.flatMap((part) => (part.properties === undefined ? part.required : []));
}

/** What alternatives want, of which `fitting` fit. */
export function alternativesMessage(parts: readonly Schema[], fitting: number): string {
  const fields = wantedFields(parts);
  if (fields.length > 1 && fitting > 1) return `must have only one of ${fields.join(', ')}`;
  if (fields.length > 1) return `must have one of ${fields.join(', ')}`;
  return fitting > 1
    ? 'must fit only one of the alternatives of its schema'
    : 'must fit one of the alternatives of its schema';
}

/** What a schema that must not fit has. */
export function excluded(schema: Schema): string {
  const fields = [...schema.required, ...wantedFields(schema.anyOf ?? [])];
  if (fields.length > 0) return `without ${fields.join(', ')}`;
  return schema.enum ? `other than ${schema.enum.map(given).join(', ')}` : 'its schema excludes it';
}
