/** Kubernetes quantities: amounts of CPU, memory and the like. Source: `resource.Quantity` of apimachinery. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** An amount as an exact fraction. */
export interface Quantity {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The amount; undefined where Kubernetes cannot read it. */
export function parseQuantity(text: string): Quantity | undefined {
  const [, sign, digits, suffix = ''] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const [whole = '', fraction = ''] = digits.split('.');
  const numerator = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
  const power = BINARY.indexOf(suffix) + 1;
  const exponent = (power > 0 ? 0 : (DECIMAL[suffix] ?? Number(suffix.slice(1) || '0'))) - fraction.length;
  if (Math.abs(exponent) > 1000) return undefined;
  const scaled = numerator * 1024n ** BigInt(power);
  return exponent >= 0
    ? { numerator: scaled * 10n ** BigInt(exponent), denominator: 1n }
    : { numerator: scaled, denominator: 10n ** BigInt(-exponent) };
}

/** A quantity of at least nothing: `500m`, `0.5`, `128Mi`. */
export function checkQuantity(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const amount = typeof value === 'string' ? parseQuantity(value) : undefined;
  if (amount === undefined) return `must be a quantity such as 250m, 0.5 or 128Mi, got ${given(value)}`;
  return amount.numerator >= 0n ? undefined : `must not be negative, got ${given(value)}`;
}

/** Below 0 if `a` is less than `b`, above 0 if it is more, 0 if they are equal. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
