/** What the program declared of an object, as the live object has it: the difference of both is drift. */

type Fields = Readonly<Record<string, unknown>>;

/**
 * The live object, cut down to the fields that were declared.
 *
 * - A declared field that is gone live is left out; one that is empty counts as there, since servers drop what is empty.
 * - Lists of one length are compared element by element (servers fill defaults in); others are taken as they are live.
 * - `stringData` of a Secret lives on in `data`, which the server makes of it.
 */
export function liveInputs(live: Fields, declared: Fields): Fields {
  const { stringData, ...fields } = declared;
  const found = projected(live, fields) as Fields;
  if (!isMap(stringData)) return found;
  const data = isMap(live['data']) ? live['data'] : {};
  return { ...found, stringData: mapped(stringData, (key) => decoded(data[key])) };
}

function projected(live: unknown, declared: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(declared) && live.length === declared.length) {
    return declared.map((each, index) => projected(live[index], each));
  }
  if (!isMap(live) || !isMap(declared)) return live;
  return mapped(declared, (key, value) =>
    key in live ? projected(live[key], value) : isEmpty(value) ? value : undefined,
  );
}

function mapped(fields: Fields, change: (key: string, value: unknown) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const changed = change(key, value);
      return changed === undefined ? [] : [[key, changed]];
    }),
  );
}

function decoded(base64: unknown): string | undefined {
  return typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString() : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
