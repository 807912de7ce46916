/**
 * The run-time library of CEL rules: what their functions and operators do to plain JSON values.
 *
 * Integers and doubles are JavaScript's numbers, durations are `bigint`s of nanoseconds, URLs are {@link GoUrl}s. The schema has
 * judged the types before, so that nothing here looks at types for their own sake. Strings are measured in code points, as CEL does.
 * Source: the CEL language definition, Kubernetes' extension libraries, and the API server's verdicts on recorded documents.
 */
import { checkIp } from '../../values/ip';
import { checkDnsLabel, checkDnsSubdomain } from '../../values/dns-label';
import { parseDuration } from '../../values/duration';
import {
  goHostname,
  goPort,
  type GoUrl,
  GoUrlError,
  isGoRequestUri,
  parseGoRequestUri,
  parseGoUrl,
} from '../../values/go-url';
import { type CelFunction, type CelMacro } from './expression';

/** Evaluation failed: a key that is not there, a text that is no number. The API server refuses the object then. */
export class CelError extends Error {
  public override readonly name = 'CelError';
}

type Predicate = (each: unknown) => unknown;
type Thunk = () => unknown;
type Ordered = number | string | bigint;
type Fields = Readonly<Record<string, unknown>>;

// As WHATWG URLs print them.
const MAPPED = /^\[::ffff:[0-9a-f]+:[0-9a-f]+\]$/;
const INTEGER = /^[+-]?[0-9]+$/;
const [LEAST_INT, GREATEST_INT] = [-(2n ** 63n), 2n ** 63n - 1n];

/** What a macro goes over: elements of a list, keys of a map. */
function elements(over: unknown): readonly unknown[] {
  return Array.isArray(over) ? over : Object.keys(over as Fields);
}

function has(of: unknown, field: string): boolean {
  return Object.hasOwn(of as Fields, field);
}

function select(of: unknown, field: string): unknown {
  if (!has(of, field)) throw new CelError(`no such key: ${field}`);
  return (of as Fields)[field];
}

function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [elements(a), elements(b)];
  if (Array.isArray(a) !== Array.isArray(b) || left.length !== right.length) return false;
  if (Array.isArray(a)) return left.every((each, index) => equals(each, right[index]));
  return left.every(
    (key) => has(b, key as string) && equals((a as Fields)[key as string], (b as Fields)[key as string]),
  );
}

/** False wins over an error, an error over true. */
function all(over: unknown, holds: Predicate): boolean {
  let failure: unknown;
  for (const each of elements(over)) {
    try {
      if (holds(each) === false) return false;
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure as CelError;
  return true;
}

/** True wins over an error, an error over false. */
function exists(over: unknown, holds: Predicate): boolean {
  return !all(over, (each) => !(holds(each) as boolean));
}

function existsOne(over: unknown, holds: Predicate): boolean {
  return elements(over).filter((each) => holds(each)).length === 1;
}

/** False wins over an error on the other side. */
function and(left: Thunk, right: Thunk): boolean {
  let failure: unknown;
  try {
    if (left() === false) return false;
  } catch (error) {
    failure = error;
  }
  if (right() === false) return false;
  if (failure !== undefined) throw failure as CelError;
  return true;
}

function or(left: Thunk, right: Thunk): boolean {
  return !and(
    () => !(left() as boolean),
    () => !(right() as boolean),
  );
}

function size(of: unknown): number {
  if (typeof of === 'string') return codePoints(of);
  return elements(of).length;
}

function codePoints(text: string): number {
  let surrogates = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const isHigh = unit >= 0xd800 && unit < 0xdc00;
    if (isHigh && isLowSurrogate(text.charCodeAt(index + 1))) surrogates++;
  }
  return text.length - surrogates;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function substring(text: string, start: number, end?: number): string {
  const points = [...text];
  const to = end ?? points.length;
  if (start < 0 || start > points.length) throw new CelError(`index out of range: ${start}`);
  if (to < 0 || to > points.length) throw new CelError(`index out of range: ${to}`);
  if (start > to) throw new CelError(`invalid substring range. start: ${start}, end: ${to}`);
  return points.slice(start, to).join('');
}

function indexOf(text: string, part: string, from = 0): number {
  const points = [...text];
  if (from < 0 || from > points.length) throw new CelError(`index out of range: ${from}`);
  const found = points.slice(from).join('').indexOf(part);
  return found === -1 ? -1 : from + codePoints(points.slice(from).join('').slice(0, found));
}

function int(value: unknown): number {
  if (typeof value === 'number') return Math.trunc(value);
  const text = String(value);
  const number = INTEGER.test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  if (number === undefined || number < LEAST_INT || number > GREATEST_INT) {
    throw new CelError("type conversion error from 'string' to 'int'");
  }
  return Number(number);
}

function duration(text: string): bigint {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === undefined)
    throw new CelError("type conversion error from 'string' to 'google.protobuf.Duration'");
  return nanoseconds;
}

function url(text: string): GoUrl {
  try {
    parseGoRequestUri(text);
    return parseGoUrl(text);
  } catch (error) {
    if (!(error instanceof GoUrlError)) throw error;
    const words = `parse ${JSON.stringify(text)}: ${error.message}`;
    throw new CelError(`URL parse error during conversion from string: ${words}`);
  }
}

/** IPv4 addresses in the clothes of IPv6, and zones, do not count. */
function isIp(text: string): boolean {
  if (checkIp(text) !== undefined || text.includes('%')) return false;
  return !text.includes(':') || !MAPPED.test(new URL(`http://[${text}]`).hostname);
}

/** Formats of `format.<name>().validate(...)`. */
const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  dns1123Label: (text) => checkDnsLabel(text) === undefined,
  dns1123Subdomain: (text) => checkDnsSubdomain(text) === undefined,
};

/** An absent optional: equal to nothing but another one, `null` included. */
const NONE: readonly never[] = Object.freeze([]);

/** What is wrong, as an optional list. */
function validateFormat(format: string, text: string): unknown {
  const isFormat = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (isFormat === undefined) throw new CelError(`no such format: ${format}`);
  return isFormat(text) ? NONE : [[`not a ${format}`]];
}

function index(of: unknown, at: unknown): unknown {
  if (!Array.isArray(of)) return select(of, at as string);
  const place = at as number;
  if (place < 0 || place >= of.length) throw new CelError(`index out of bounds: ${place}`);
  return of[place] as unknown;
}

function add(a: unknown, b: unknown): unknown {
  return Array.isArray(a) ? [...(a as unknown[]), ...(b as unknown[])] : (a as number) + (b as number);
}

/** Everything that a printed rule may call. */
export const celLibrary = {
  has,
  select,
  all,
  exists,
  existsOne,
  filter: (over: unknown, holds: Predicate) => elements(over).filter((each) => holds(each)),
  map: (over: unknown, made: Predicate) => elements(over).map(made),
  and,
  or,
  not: (value: boolean) => !value,
  negate: (value: number) => -value,
  equals,
  differs: (a: unknown, b: unknown) => !equals(a, b),
  less: (a: Ordered, b: Ordered) => a < b,
  atMost: (a: Ordered, b: Ordered) => a <= b,
  greater: (a: Ordered, b: Ordered) => a > b,
  atLeast: (a: Ordered, b: Ordered) => a >= b,
  add,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  remainder: (a: number, b: number) => {
    if (b === 0) throw new CelError('modulus by zero');
    return a % b;
  },
  index,
  isIn: (value: unknown, of: unknown) => elements(of).some((each) => equals(each, value)),
  size,
  contains: (text: string, part: string) => text.includes(part),
  startsWith: (text: string, part: string) => text.startsWith(part),
  endsWith: (text: string, part: string) => text.endsWith(part),
  /** Printed rules give a compiled pattern; anywhere in the text. */
  matches: (text: string, pattern: { test(text: string): boolean }) => pattern.test(text),
  substring,
  split: (text: string, separator: string, limit = -1) => {
    if (limit === 0) return [];
    const parts = separator === '' ? [...text] : text.split(separator);
    return limit < 0 || parts.length <= limit
      ? parts
      : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
  },
  join: (parts: readonly string[], separator = '') => parts.join(separator),
  trim: (text: string) => text.trim(),
  replace: (text: string, from: string, to: string) => text.replaceAll(from, () => to),
  indexOf,
  lastIndexOf: (text: string, part: string) => {
    const found = text.lastIndexOf(part);
    return found === -1 ? -1 : codePoints(text.slice(0, found));
  },
  charAt: (text: string, at: number) => substring(text, at, Math.min(at + 1, codePoints(text))),
  lowerAscii: (text: string) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase()),
  upperAscii: (text: string) => text.replace(/[a-z]+/g, (part) => part.toUpperCase()),
  int,
  string: (value: unknown) => String(value),
  duration,
  validateFormat,
  url,
  isUrl: isGoRequestUri,
  getScheme: ({ scheme }: GoUrl) => scheme,
  getHost: ({ host }: GoUrl) => host,
  getHostname: goHostname,
  getPort: goPort,
  isIp,
} satisfies Record<CelFunction | CelMacro | 'and' | 'or' | 'has' | 'select', unknown>;

/** The library, as printed rules receive it. */
export type CelLibrary = typeof celLibrary;
