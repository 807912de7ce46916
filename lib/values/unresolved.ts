/**
 * Values that are not known yet: a Pulumi Output, or anything that is filled in after synthesis.
 *
 * Constructs never look at such a value. Every check, branch and computation asks {@link isUnresolved} first, or goes
 * through {@link derive}, so that the same construct works with plain values and with unresolved ones. This file knows no
 * engine: a value says of itself that it is unresolved, by carrying {@link UNRESOLVED}, or is a promise; strings and numbers, which
 * can carry nothing, are recognised by {@link PrimitiveTokens} that an engine registers.
 */

/** The key under which an unresolved value carries `true`. Shared by all copies of this package. */
export const UNRESOLVED: unique symbol = Symbol.for('istio-constructs.unresolved') as never;

/** Recognises the strings and numbers that stand for an unresolved value. */
export interface PrimitiveTokens {
  /** Whether `value` is, or contains, a stand-in of this engine. */
  includes(value: string | number): boolean;
}

/** Where engines register their {@link PrimitiveTokens}: on the global object, so that two copies of this package agree. */
export const PRIMITIVE_TOKENS: unique symbol = Symbol.for('istio-constructs.primitive-tokens') as never;

/** What a text has in the place of a value that was put into it and is not known yet. */
export const IN_WORDS = 'a value that is only known after deployment';

type TokenHost = { [PRIMITIVE_TOKENS]?: PrimitiveTokens[] };

/**
 * A value computed from others of which at least one is unresolved. An engine replaces it by `fn` of the resolved
 * inputs; where none does, writing it out is an error.
 */
export class Derived<T = unknown> {
  public readonly [UNRESOLVED] = true;

  /** So that JSON of it says the same as a text. */
  public readonly what = IN_WORDS;

  public constructor(
    public readonly inputs: readonly unknown[],
    public readonly fn: (...inputs: never[]) => T,
  ) {}

  /** For messages. In a text of an object it is an error that engines find. */
  public toString(): string {
    return IN_WORDS;
  }

  /** Called by cdk8s when it renders an object: nothing resolved this value before. */
  public resolve(): never {
    throw new Error('a value that is only known after deployment cannot be written to a manifest');
  }
}

/**
 * Whether `value` is not known yet, so that it must not be checked, compared or computed with.
 *
 * Lists and objects are not looked into: ask for their elements.
 */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'object' || typeof value === 'function') {
    return value !== null && (UNRESOLVED in value || value instanceof Promise);
  }
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  return (globalThis as TokenHost)[PRIMITIVE_TOKENS]?.some((tokens) => tokens.includes(value)) ?? false;
}

/** Whether two values may turn out to be the same: surely where they are, perhaps where one of them is not known yet. */
export function mayBeSame(a: unknown, b: unknown): boolean {
  return a === b || isUnresolved(a) || isUnresolved(b);
}

/** Whether an engine is there that makes texts and numbers stand for what is not known yet; else {@link isUnresolved} is false for them. */
export function hasPrimitiveTokens(): boolean {
  return ((globalThis as TokenHost)[PRIMITIVE_TOKENS]?.length ?? 0) > 0;
}

/**
 * `fn(...inputs)`, now if all inputs are known, else as a {@link Derived} value that an engine computes later.
 *
 * @example
 * const weight = 10;
 * const rest = derive([weight], (known) => 100 - known);
 */
export function derive<const I extends readonly unknown[], T>(inputs: I, fn: (...inputs: I) => T): T {
  if (!inputs.some(isUnresolved)) return fn(...inputs);
  // The declared type is a promise that the engine keeps: whoever touches the value before must ask isUnresolved.
  return new Derived(inputs, fn as unknown as (...inputs: never[]) => T) as unknown as T;
}
