/** Lengths of time, as Go's `time.ParseDuration` reads them and Istio takes them: at least 1 ms, in whole milliseconds. */
import { given } from './given';
import { isUnresolved } from './unresolved';

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y;
const LARGEST = 2n ** 63n - 1n;

/** Nanoseconds; undefined where Go cannot read it. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  let total = 0n;
  PART.lastIndex = 0;
  while (PART.lastIndex < rest.length) {
    const part = PART.exec(rest);
    const [, whole = '', fraction = '', unit = ''] = part ?? [];
    const scale = NANOSECONDS[unit];
    if (!part || scale === undefined || whole + fraction === '') return undefined;
    total += BigInt(whole || '0') * scale + fractionOf(fraction, scale);
    if (total > LARGEST) return undefined;
  }
  if (rest === '') return undefined;
  return sign === '-' ? -total : total;
}

/** Digits behind a point, in nanoseconds. Go computes with floating point here, and with as many digits as 63 bits hold. */
function fractionOf(digits: string, scale: bigint): bigint {
  let number = 0n;
  let size = 1;
  for (const digit of digits) {
    if (number > LARGEST / 10n) break;
    number = number * 10n + BigInt(digit);
    size *= 10;
  }
  return BigInt(Math.trunc(Number(number) * (Number(scale) / size)));
}

/** `10s`, or `1500ms` where it is no whole number of seconds. */
export function formatDuration(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}

/** A duration in Go's syntax that Istio takes. */
export function checkDuration(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  const nanoseconds = typeof value === 'string' ? parseDuration(value) : undefined;
  if (nanoseconds === undefined) return `must be a duration such as 10s, 1m30s or 500ms, got ${given(value)}`;
  if (nanoseconds < 1_000_000n) return `must be at least 1 ms, got ${given(value)}`;
  return nanoseconds % 1_000_000n === 0n ? undefined : `must be in whole milliseconds, got ${given(value)}`;
}

/** A count of milliseconds that Istio takes as a duration. */
export function checkMilliseconds(value: unknown): string | undefined {
  if (isUnresolved(value)) return undefined;
  if (typeof value !== 'number' || !(value >= 1))
    return `must be at least 1 ms, got ${typeof value === 'number' ? `${value} ms` : given(value)}`;
  return Number.isSafeInteger(value) ? undefined : `must be in whole milliseconds, got ${value} ms`;
}
