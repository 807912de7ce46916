/**
 * What a text without quotes means to kubectl, which reads YAML by go-yaml v2 (sigs.k8s.io/yaml): YAML 1.1, so `yes`, `on` and `n` are
 * booleans and `0777` is octal, but without numbers of base 60, and with `0o17`. Source: `resolve.go` there; measured beside it on
 * thousands of texts.
 */
const WORDS: ReadonlyMap<string, boolean | number | null> = new Map<string, boolean | number | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

/** What a number, or one of {@link WORDS} other than the empty one, may begin with. */
const MAY_BE_MORE = /^[-+.0-9yYnNtTfFoO~]/;

const WHOLE = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const DOT_FLOAT = /^\.[0-9]+(?:[eE][-+]?[0-9]+)?$/;
const SHORTEST_BIG = 16;
const LARGEST_SIGNED = 2n ** 63n;
const LARGEST_UNSIGNED = 2n ** 64n;

/** A boolean, a number, null, or the text itself. */
export function plainScalar(text: string): boolean | number | string | null {
  if (text !== '' && !MAY_BE_MORE.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (text.startsWith('.')) return DOT_FLOAT.test(text) ? finiteOr(text, Number(text)) : text;
  if (!/^[-+0-9]/.test(text)) return text;
  const digits = text.replaceAll('_', '');
  const whole = wholeNumber(digits);
  if (whole !== undefined) return whole;
  return FLOAT.test(digits) ? finiteOr(text, Number(digits)) : text;
}

/** Go's ParseInt and ParseUint with base 0: what does not fit into 64 bits is none, and what has a sign is signed. */
function wholeNumber(digits: string): number | undefined {
  const match = WHOLE.exec(digits);
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  if (decimal !== undefined && decimal.length < SHORTEST_BIG)
    return sign === '-' ? 0 - Number(decimal) : Number(decimal);
  const size = BigInt(
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : (decimal ?? ''),
  );
  const fits = sign === '' ? size < LARGEST_UNSIGNED : size < LARGEST_SIGNED + (sign === '-' ? 1n : 0n);
  return fits ? Number(sign === '-' ? -size : size) : undefined;
}

/** JSON knows no minus zero, and Go reads no number that is too large. */
function finiteOr(text: string, value: number): number | string {
  return Number.isFinite(value) ? value + 0 : text;
}
