/** An engine of CEL that others wrote, to compare ours with: @bufbuild/cel, with what Kubernetes adds and two of its functions mended. */
import {
  type CelEnv,
  celEnv,
  type CelFunc,
  celFunc,
  type CelInput,
  celMethod,
  CelScalar,
  isCelError,
  listType,
  objectType,
  parse,
  plan,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { isIPv4, isIPv6 } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { DurationSchema } from '@bufbuild/protobuf/wkt';
import { type Schema } from '../../lib/validation/schema';
import { parseGoRequestUri, parseGoUrl } from '../../lib/values/go-url';

/** What an evaluation ends with. */
export type Outcome = 'true' | 'false' | 'error' | `value ${string}`;

const { STRING, BOOL, INT } = CelScalar;
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

function isUrl(text: string): boolean {
  try {
    parseGoRequestUri(text);
    return true;
  } catch {
    return false;
  }
}

/** As Go reads it; the engine's own takes the empty text and no Greek mu. */
function duration(text: string) {
  if (!/^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) throw new Error('no duration');
  const parts = [...text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const sum = parts.reduce((total, [, count, unit]) => total + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
  if (sum >= 2 ** 63) throw new Error('out of range');
  const nanos = text.startsWith('-') ? -sum : sum;
  return create(DurationSchema, { seconds: BigInt(Math.trunc(nanos / 1e9)), nanos: Math.trunc(nanos % 1e9) });
}

/** As Go reads it; the engine's own takes white space and hexadecimal digits. */
function int(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new Error('no int');
  const value = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value) throw new Error('out of range');
  return value;
}

// A URL is the text that it was read from, and a format its name.
const KUBERNETES: readonly CelFunc[] = [
  celFunc('int', [STRING], INT, int),
  celFunc('isURL', [STRING], BOOL, isUrl),
  celFunc('url', [STRING], STRING, (text) => {
    if (!isUrl(text)) throw new Error('no URL');
    return text;
  }),
  celMethod('getScheme', STRING, [], STRING, function () {
    return parseGoUrl(this as unknown as string).scheme;
  }),
  celFunc('isIP', [STRING], BOOL, (text) => isIPv4(text) || (isIPv6(text) && !/%|^::ffff:/i.test(text))),
  celFunc('format.dns1123Label', [], STRING, () => 'dns1123Label'),
  // An optional of nothing is not null: any value that is not does.
  celMethod('validate', STRING, [STRING], listType(STRING), () => []),
];

let environment: CelEnv | undefined;

/** The rule as a function of `self`, which is converted by its schema. */
export function bufbuildRule(rule: string, schema?: Schema): (self: unknown) => Outcome {
  environment ??= celEnv({
    funcs: [...strings, ...KUBERNETES, celFunc('duration', [STRING], objectType(DurationSchema), duration)],
  });
  const evaluate = plan(environment, parse(rule));
  return (self) => {
    const result = evaluate({ self: celValue(self, schema) } as never);
    return isCelError(result) ? 'error' : outcome(result);
  };
}

/** A result as a word. */
export function outcome(result: unknown): Outcome {
  return typeof result === 'boolean' ? `${result}` : `value ${String(result)}`;
}

/** Whole numbers as `bigint`s and objects as maps; fields that are called as words of CEL get the name by which rules know them. */
function celValue(value: unknown, schema: Schema | undefined): CelInput {
  if (Array.isArray(value)) return value.map((each) => celValue(each, schema?.items));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, each]): [string, CelInput] => {
      const property = schema?.properties?.get(name);
      const known = property !== undefined && name === 'namespace' ? '__namespace__' : name;
      return [known, celValue(each, property ?? schema?.values)];
    });
    return new Map(fields);
  }
  const isInteger = typeof value === 'number' && Number.isInteger(value) && schema?.type !== 'number';
  return isInteger ? BigInt(value) : (value as CelInput);
}
