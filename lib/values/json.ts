/** Reading of JSON of which nothing is certain: what is not of the asked type counts as absent. */

const NO_FIELDS: Readonly<Record<string, unknown>> = Object.freeze({});
const NO_ITEMS: readonly unknown[] = Object.freeze([]);

/** An object's fields; none where the value is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : NO_FIELDS;
}

/** A list's items; none where the value is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list; other items are left out. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item): item is string => typeof item === 'string');
}

/** A finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The fields of an object whose values are texts. */
export function textFieldsOf(value: unknown): Readonly<Record<string, string>> {
  const fields = fieldsOf(value);
  for (const key in fields) {
    if (typeof fields[key] !== 'string')
      return Object.fromEntries(Object.entries(fields).filter(([, each]) => typeof each === 'string')) as Record<
        string,
        string
      >;
  }
  return fields as Readonly<Record<string, string>>;
}
