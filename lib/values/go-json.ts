/**
 * JSON as Go's `encoding/json` reads it where JavaScript's parser would hide something: what follows the first value is not looked
 * at, and a name that comes twice counts twice.
 */

// Texts are one token, so that brackets within them do not count.
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;
const NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[-+.\deE]*/gs;
const BLANKS_BEFORE = /^[ \t\r\n]+/;
const DEEPEST = 10_000;

/** The text of the object that `text` begins with, blanks aside; undefined where it begins with none that is complete. */
export function firstObject(text: string): string | undefined {
  const json = text.replace(BLANKS_BEFORE, '');
  if (!json.startsWith('{')) return undefined;
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    if (depth > DEEPEST) return undefined;
    if (depth > 0) continue;
    const object = json.slice(0, index + 1);
    return isJson(object) ? object : undefined;
  }
  return undefined;
}

/** Names and texts of the values of an object, in order. `object` is the text of a whole one. */
export function members(object: string): readonly (readonly [name: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  let [name, valueAt] = ['', -1];
  eachSeparator(object, (separator, at) => {
    if (separator[0] === '"') {
      if (valueAt === -1) name = JSON.parse(separator) as string;
    } else if (separator === ':') valueAt = at + 1;
    else if (valueAt !== -1) {
      found.push([name, object.slice(valueAt, at)]);
      valueAt = -1;
    }
  });
  return found;
}

/** The texts of the elements of a list. `list` is the text of a whole one. */
export function elements(list: string): readonly string[] {
  const found: string[] = [];
  let at = list.indexOf('[') + 1;
  eachSeparator(list, (separator, end) => {
    if (separator !== ',' && separator !== ']') return;
    found.push(list.slice(at, end));
    at = end + 1;
  });
  return found.length === 1 && found[0]?.trim() === '' ? [] : found;
}

/** Whether every number in a JSON text fits a 64-bit floating point, which Go asks for and JavaScript rounds to infinity. */
export function numbersFit(json: string): boolean {
  return [...json.matchAll(NUMBER)].every(([token]) => token[0] === '"' || Number.isFinite(Number(token)));
}

/** Calls back for what stands between the outermost brackets, not deeper: texts, colons, commas, and the last bracket. */
function eachSeparator(json: string, see: (separator: string, at: number) => void): void {
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') {
      depth--;
      if (depth === 0) see(token, index);
    } else if (depth === 1) see(token, index);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
