import * as pulumi from '@pulumi/pulumi';
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
      return Array.isArray(value) ? list(value, at, unknownObject) : map(value, at, unknownObject);
    default:
      return value;
  }
}

function text(value: string, at: string): unknown {
  if (!tokens.includes(value)) return value;
  const parts = tokens.split(value);
  for (const part of parts) {
    if (typeof part === 'string') {
      const misuse = tokens.misuseIn(part);
      if (misuse !== undefined)
        throw new TokenMisuse(
          `${at}: a text that stands for an Output ${misuse}: use asString() for the Output, derive() to compute with its value`,
        );
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
  const inputs = parts.map((part) => (typeof part === 'string' ? part : part.output));
  return pulumi.all(inputs).apply((values: readonly unknown[]) => {
    const wrong = values.find((each) => typeof each === 'object' || each === undefined);
    if (wrong === undefined && !values.includes(undefined)) return values.map(String).join('');
    if (wrong === undefined || wrong === null) return missing(at);
    throw new Error(
      `${at}: an Output within a text must be a text, a number or a boolean, got ${Array.isArray(wrong) ? 'a list' : 'an object'}`,
    );
  });
}

function number(value: number, at: string): unknown {
  const token = tokens.tokenOf(value);
  if (token) return settled(token.output, at);
  if (tokens.isSpoilt(value)) {
    throw new TokenMisuse(
      `${at}: arithmetic on a number that stands for an Output: use derive() to compute with its value`,
    );
  }
  return value;
}

function list(value: readonly unknown[], at: string, unknownObject?: (value: unknown) => unknown): unknown {
  const lists = value.map((each) => tokenOfKind(each, 'list'));
  const elements = value.map((each, index) => {
    const token = lists[index];
    return token ? settled(token.output, `${at}[${index}]`) : rehydrate(each, `${at}[${index}]`, unknownObject);
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
      opaque.push({ key: undefined, value: settled(whole.output, at) });
      continue;
    }
    const place = at.endsWith(': ') ? `${at}${key}` : `${at}.${key}`;
    const inner = rehydrate(each, place, unknownObject);
    if (tokens.includes(key)) opaque.push({ key: text(key, `a key of ${at}`), value: inner });
    else plain[key] = inner;
    changed ||= inner !== each;
  }
  if (opaque.length === 0) return changed ? plain : value;
  return pulumi.all([plain, ...opaque]).apply(([rest, ...others]) => merged(rest as object, others));
}

function merged(rest: object, others: readonly unknown[]): unknown {
  const entries = (others as readonly { readonly key?: string; readonly value: unknown }[]).map(({ key, value }) =>
    key === undefined ? (value as object) : { [key]: value },
  );
  return Object.assign({}, rest, ...entries) as unknown;
}

function tokenOfKind(value: unknown, kind: 'list' | 'map'): Token | undefined {
  if (typeof value !== 'string' || !tokens.includes(value)) return undefined;
  const [only, ...others] = tokens.split(value);
  return typeof only === 'object' && only.kind === kind && others.length === 0 ? only : undefined;
}

/** The Output itself, unless it turns out to be nothing: then unknown in a preview, and an error naming `at` in `up`. */
export function settled(output: pulumi.Output<unknown>, at: string): pulumi.Output<unknown> {
  return output.apply((value) => (value === undefined ? missing(at) : value));
}

/** Of objects that do not exist yet, providers say in a preview that everything is undefined. */
function missing(at: string): unknown {
  if (pulumi.runtime.isDryRun()) return pulumi.unknown;
  throw new Error(`${at}: the Output given for it is undefined`);
}
