import * as pulumi from '@pulumi/pulumi';
import { given, givenType } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { type Token, tokens } from './token-registry';

/** A token was used in a way that would deploy something else than its value. */
export class TokenMisuse extends Error {}

/**
 * Puts Outputs back into the place of their tokens. What is known stays plain, so that a preview shows it; what holds no token is
 * returned itself.
 *
 * - a token by itself: the Output, whatever its type
 * - within a text: an Output of the text
 * - of a list among other elements: an Output of the whole list
 * - of a map among other entries, or as a key: an Output of the whole map
 *
 * @param at - names the value in errors, such as `shop/canary: spec`.
 * @param unknownObject - what becomes of objects that are no plain data.
 * @throws TokenMisuse where a token was cut, encoded or computed with, or is used as another type than its own.
 */
export function rehydrate(value: unknown, at: string, unknownObject?: (value: unknown) => unknown): unknown {
  switch (typeof value) {
    case 'string':
      return text(value, at);
    case 'number':
      return number(value, at);
    case 'object':
      if (value === null) return value;
      if (unknownObject && isUnresolved(value)) return unknownObject(value);
      if (Array.isArray(value)) return list(value, at, unknownObject);
      return isPlain(value) ? map(value, at, unknownObject) : value;
    default:
      return value;
  }
}

/** Of any realm, which is more than one under Jest. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function text(value: string, at: string): unknown {
  if (!tokens.includes(value)) return value;
  const parts = tokens.split(value);
  for (const part of parts) {
    if (typeof part === 'string') {
      const misuse = tokens.misuseIn(part);
      if (misuse !== undefined)
        throw new TokenMisuse(`${at}: ${misuse}: use asString() for the Output, derive() to compute with its value`);
    } else if (part.kind === 'list' || part.kind === 'map') {
      throw new TokenMisuse(
        `${at}: a ${part.kind} that stands for an Output is used as a text: use derive() to compute with its value`,
      );
    }
  }
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') {
    // A text of a number, which `String()` made of it.
    if (only.kind === 'number') return settled(only.output, at).apply(String);
    // What is computed may be nothing, as it may where everything is known.
    return only.kind === 'computed' ? only.output : settled(only.output, at);
  }
  const isJson = holdsJson(value);
  const inputs = parts.map((part) => (typeof part === 'string' ? part : part.output));
  return pulumi.all(inputs).apply((values: readonly unknown[]) => {
    if (values.some((each) => each === undefined || each === null)) return missing(at);
    const texts = values.map((each, index) => (typeof parts[index] === 'string' ? each : partOf(each, at, isJson)));
    return rehydrate(texts.join(''), at);
  });
}

/** Whether the text was made by `JSON.stringify`, or looks as if. */
function holdsJson(value: string): boolean {
  if (!/^\s*[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** What a value is within a text. */
function partOf(value: unknown, at: string, withinJson: boolean): string {
  if (typeof value === 'object')
    throw new Error(
      `${at}: an Output within a text must be a text, a number or a boolean, got ${Array.isArray(value) ? 'a list' : 'an object'}`,
    );
  if (typeof value === 'number') checkNumber(value, at);
  const known = String(value);
  if (withinJson && JSON.stringify(known) !== `"${known}"`)
    throw new Error(
      `${at}: an Output within JSON must be a text without quotes, backslashes and control characters, got another: make the JSON by derive(), or by pulumi.jsonStringify()`,
    );
  return known;
}

function number(value: number, at: string): unknown {
  const token = tokens.tokenOf(value);
  if (token) return settled(token.output, at);
  if (tokens.isSpoilt(value)) {
    throw new TokenMisuse(
      `${at}: arithmetic on a number that stands for an Output: use derive() to compute with its value`,
    );
  }
  checkNumber(value, at);
  return value;
}

/** JSON has null in the place of others. */
function checkNumber(value: number, at: string): void {
  if (Number.isFinite(value)) return;
  throw new TokenMisuse(`${at}: must be a finite number, got ${value}: use derive() to compute with Outputs`);
}

function list(value: readonly unknown[], at: string, unknownObject?: (value: unknown) => unknown): unknown {
  const lists = value.map((each) => tokenOfKind(each, 'list'));
  const elements = value.map((each, index) => {
    const token = lists[index];
    return token ? listOf(token.output, `${at}[${index}]`) : rehydrate(each, `${at}[${index}]`, unknownObject);
  });
  if (lists.every((each) => each === undefined)) {
    return elements.every((each, index) => each === value[index]) ? value : elements;
  }
  if (elements.length === 1) return elements[0];
  return pulumi
    .all(elements)
    .apply((all: readonly unknown[]) => all.flatMap((each, index) => (lists[index] ? each : [each])));
}

function map(value: object, at: string, unknownObject?: (value: unknown) => unknown): unknown {
  let changed = false;
  const opaque: { readonly key: unknown; readonly value: unknown }[] = [];
  const plain: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value) as [string, unknown][]) {
    const whole = tokenOfKind(key, 'map');
    if (whole && each === key) {
      opaque.push({ key: undefined, value: mapOf(whole.output, at) });
      continue;
    }
    const place = at.endsWith(': ') ? `${at}${key}` : `${at}.${key}`;
    const inner = rehydrate(each, place, unknownObject);
    if (tokens.includes(key)) opaque.push({ key: text(key, `a key of ${at}`), value: inner });
    else plain[key] = inner;
    changed ||= inner !== each;
  }
  if (opaque.length === 0) return changed ? plain : value;
  return pulumi.all([plain, ...opaque]).apply(([rest, ...others]) => merged(rest as object, others, at));
}

/** Which of two values of one key comes later in the program cannot be seen any more: keys were sorted. */
function merged(rest: object, others: readonly unknown[], at: string): unknown {
  const all: Record<string, unknown> = { ...rest };
  for (const { key, value } of others as readonly { readonly key: unknown; readonly value: unknown }[]) {
    const entries = key === undefined ? Object.entries(value as object) : [[keyOf(key, at), value] as const];
    for (const [name, each] of entries) {
      if (Object.hasOwn(all, name) && JSON.stringify(all[name]) !== JSON.stringify(each))
        throw new Error(`${at}: ${given(name)} is given twice, by an Output and otherwise, with different values`);
      all[name] = each;
    }
  }
  return all;
}

function keyOf(key: unknown, at: string): string {
  if (typeof key === 'string') return key;
  throw new Error(`a key of ${at}: an Output that is a key must be a text, got ${givenType(key)}`);
}

function tokenOfKind(value: unknown, kind: 'list' | 'map'): Token | undefined {
  if (typeof value !== 'string' || !tokens.includes(value)) return undefined;
  const [only, ...others] = tokens.split(value);
  return typeof only === 'object' && only.kind === kind && others.length === 0 ? only : undefined;
}

/** The Output of a list. */
export function listOf(output: pulumi.Output<unknown>, at: string): pulumi.Output<unknown> {
  return checked(output, at, 'a list', (value) => Array.isArray(value));
}

function mapOf(output: pulumi.Output<unknown>, at: string): pulumi.Output<unknown> {
  return checked(output, at, 'a map', (value) => typeof value === 'object' && value !== null && !Array.isArray(value));
}

function checked(
  output: pulumi.Output<unknown>,
  at: string,
  what: string,
  fits: (value: unknown) => boolean,
): pulumi.Output<unknown> {
  return settled(output, at).apply((value) => {
    if (fits(value)) return value;
    throw new Error(`${at}: an Output that is taken for ${what} must be one, got ${givenType(value)}`);
  });
}

/**
 * The Output itself, with what its value holds of tokens put back. Where it turns out to be nothing, it is unknown in a preview, and an
 * error naming `at` in `up`.
 */
export function settled(output: pulumi.Output<unknown>, at: string): pulumi.Output<unknown> {
  return output.apply((value) => {
    if (value === undefined) return missing(at);
    const restored = rehydrate(value, at);
    return restored === value ? value : pulumi.output(restored);
  });
}

/** Of objects that do not exist yet, providers say in a preview that everything is undefined. */
function missing(at: string): unknown {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown;
  throw new Error(`${at}: the Output given for it is undefined`);
}
