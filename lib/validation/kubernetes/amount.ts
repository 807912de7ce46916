/** Quantities in thousandths, as the server keeps them in lists of resources: rounded up, away from 0. */
import { parseQuantity } from '../../values/quantity';

/** An amount in thousandths. Both kinds compare with each other. */
export type Amount = number | bigint;

// What is written in nearly all manifests, and can be computed with ordinary numbers.
const ORDINARY = /^(\d{1,9})(m|k|M|G|Ki|Mi|Gi)?$/;
const THOUSANDTHS: Readonly<Record<string, number>> = {
  m: 1,
  k: 1e6,
  M: 1e9,
  G: 1e12,
  Ki: 1e3 * 2 ** 10,
  Mi: 1e3 * 2 ** 20,
  Gi: 1e3 * 2 ** 30,
};

/** To the server, no digits at all are 0. */
const WITHOUT_DIGITS = /^[+-]?\.?([KMGTPE]i|[numkMGTPE])?$/;

/** Undefined where it is no quantity. Numbers count as their texts. Null is 0. */
export function amountOf(value: unknown): Amount | undefined {
  if (value === null) return 0;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') return undefined;
  const [, digits, suffix] = ORDINARY.exec(text) ?? [];
  if (digits !== undefined) {
    const amount = Number(digits) * (suffix === undefined ? 1000 : (THOUSANDTHS[suffix] ?? 0));
    if (Number.isSafeInteger(amount)) return amount;
  }
  const quantity = parseQuantity(text);
  if (quantity === undefined) return WITHOUT_DIGITS.test(text) ? 0 : undefined;
  const { numerator, denominator } = quantity;
  const scaled = numerator * 1000n;
  const whole = scaled / denominator;
  if (whole * denominator === scaled) return whole;
  return scaled < 0n ? whole - 1n : whole + 1n;
}

/** Whether it is a whole number, and not thousandths of one. */
export function isWhole(amount: Amount): boolean {
  return typeof amount === 'bigint' ? amount % 1000n === 0n : amount % 1000 === 0;
}

/** Whether one is a multiple of the other. */
export function isMultiple(amount: Amount, of: Amount): boolean {
  return BigInt(of) !== 0n && BigInt(amount) % BigInt(of) === 0n;
}
