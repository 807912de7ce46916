/**
 * Texts and numbers that stand for Outputs while constructs compute.
 *
 * A text is lower-case and alphanumeric, so that it passes for a DNS label and survives templates, sorting and patches: `plm`, six
 * hexadecimal digits of the process, a letter for the kind, five digits of the Output, `z`. Its length is fixed, so that tokens sort in
 * the order in which they were made.
 *
 * A number is about -(2^51 + n * 2^20): a whole number that no manifest has, which prints without an exponent, and from which arithmetic with
 * small numbers leads to no other token.
 */
import type * as pulumi from '@pulumi/pulumi';
import { randomBytes } from 'node:crypto';
import { IN_WORDS, PRIMITIVE_TOKENS, type PrimitiveTokens } from '../values/unresolved';

/** What constructs take the Output for. */
export type TokenKind = 'value' | 'computed' | 'number' | 'list' | 'map';

/** An Output that something stands for. */
export interface Token {
  readonly kind: TokenKind;
  readonly output: pulumi.Output<unknown>;
}

const LETTERS: Readonly<Record<Exclude<TokenKind, 'number'>, string>> = {
  value: 's',
  computed: 'c',
  list: 'l',
  map: 'm',
};
const DIGITS = 5;
// Not round, as sizes in bytes are.
const FIRST_NUMBER = 2 ** 51 + 123_456_789;
const NUMBER_STEP = 2 ** 20;

/** What templates and JSON make of a raw Output, see `OutputImpl` of the SDK, of a promise, and of what is derived. */
const CONVERTED = new RegExp(
  `Calling \\[to\\w+\\] on an \\[Output<T>\\] is not supported|\\[object Promise\\]|${IN_WORDS}`,
);

/** A whole number as long as those that stand for Outputs. */
const LONG_NUMBER = /\d{16}/g;

/** Beyond it no manifest has a negative number. */
const FAR = 2 ** 40;

/** How far arithmetic on a token usually leads. */
const NEAR = 2 ** 16;

/** All tokens of a process. They are kept for ever: what holds a text says nothing when it is gone. */
export class TokenRegistry implements PrimitiveTokens {
  private readonly prefix = `plm${randomBytes(3).toString('hex')}`;
  private readonly anyCase = new RegExp(this.prefix, 'i');
  private readonly whole = new RegExp(
    `${this.prefix}[${Object.values(LETTERS).join('')}]([0-9a-z]{${DIGITS}})z|-(\\d{16})`,
    'g',
  );
  private readonly encoded = encodings(this.prefix);

  /** Asked first, for it is asked of every text of a program. */
  private readonly gate = new RegExp([this.prefix, '\\d{16}', ...this.encoded, CONVERTED.source].join('|'), 'i');
  private readonly tokens: Token[] = [];
  private readonly numbers = new Set<number>();
  private readonly known = new WeakMap<object, Map<TokenKind, number>>();

  /** The same text for the same Output. */
  public textOf(output: pulumi.Output<unknown>, kind: Exclude<TokenKind, 'number'>): string {
    const id = this.idOf(output, kind).toString(36).padStart(DIGITS, '0');
    return `${this.prefix}${LETTERS[kind]}${id}z`;
  }

  /** The same number for the same Output. */
  public numberOf(output: pulumi.Output<unknown>): number {
    const id = this.idOf(output, 'number');
    this.numbers.add(id);
    return -(FIRST_NUMBER + id * NUMBER_STEP);
  }

  /** Also what is left of a token that was cut or computed with: it is not for constructs to judge. */
  public includes(value: string | number): boolean {
    if (typeof value === 'number') return this.tokenOf(value) !== undefined || this.isSpoilt(value);
    return this.gate.test(value) && (this.hasToken(value) || this.misuseIn(value) !== undefined);
  }

  /** The Output that a number stands for. */
  public tokenOf(value: number): Token | undefined {
    if (value > -FIRST_NUMBER) return undefined;
    const id = (-value - FIRST_NUMBER) / NUMBER_STEP;
    return this.numbers.has(id) ? this.tokens[id] : undefined;
  }

  /** Whether a number comes from arithmetic on a token. */
  public isSpoilt(value: number): boolean {
    if (this.numbers.size === 0 || (value < FAR && value > -FAR) || this.tokenOf(value)) return false;
    return value < 0 || this.isNear(value);
  }

  /** Texts and the tokens between them. */
  public split(text: string): readonly (string | Token)[] {
    const parts: (string | Token)[] = [];
    let end = 0;
    for (const match of text.matchAll(this.whole)) {
      const [found, id = '', digits] = match;
      const token = digits === undefined ? this.tokens[parseInt(id, 36)] : this.tokenOf(Number(found));
      if (!token) continue;
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push(token);
      end = match.index + found.length;
    }
    if (end < text.length) parts.push(text.slice(end));
    return parts;
  }

  /** What was done to a token in a text of which {@link split} made this part; undefined where nothing was. */
  public misuseIn(part: string): string | undefined {
    const what = 'a text that stands for an Output';
    if (CONVERTED.test(part)) return `${what} was converted to one by JavaScript, which is no text of its value`;
    if (this.anyCase.test(part)) return `${what} was cut, or changed to capital letters`;
    if (this.isEncoded(part)) return `${what} was encoded in base64`;
    const isComputed = (part.match(LONG_NUMBER) ?? []).some((digits) => this.isNear(Number(digits)));
    return isComputed ? 'arithmetic on a number that stands for an Output' : undefined;
  }

  private idOf(output: pulumi.Output<unknown>, kind: TokenKind): number {
    const kinds = this.known.get(output) ?? new Map<TokenKind, number>();
    const id = kinds.get(kind) ?? this.tokens.push({ kind, output }) - 1;
    this.known.set(output, kinds.set(kind, id));
    return id;
  }

  /** Whether little was added to the size of a number that stands for an Output. */
  private isNear(size: number): boolean {
    const nearest = Math.round((size - FIRST_NUMBER) / NUMBER_STEP);
    return this.numbers.has(nearest) && Math.abs(size - FIRST_NUMBER - nearest * NUMBER_STEP) < NEAR;
  }

  private hasToken(text: string): boolean {
    return this.split(text).some((part) => typeof part !== 'string');
  }

  private isEncoded(text: string): boolean {
    return this.encoded.some((each) => text.includes(each));
  }
}

/** How `text` may begin in base64, for each place that it may start at. */
function encodings(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from('x'.repeat(before) + text);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

type Shared = { [SHARED]?: TokenRegistry; [PRIMITIVE_TOKENS]?: PrimitiveTokens[] };
const SHARED: unique symbol = Symbol.for('istio-constructs.pulumi-tokens') as never;

/** One for all copies of this package in a process. */
export const tokens: TokenRegistry = shared(globalThis as Shared);

function shared(host: Shared): TokenRegistry {
  const registry = host[SHARED] ?? new TokenRegistry();
  host[SHARED] = registry;
  const recognisers = (host[PRIMITIVE_TOKENS] ??= []);
  if (!recognisers.includes(registry)) recognisers.push(registry);
  return registry;
}
