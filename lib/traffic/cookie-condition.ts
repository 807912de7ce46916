/**
 * Conditions on single cookies. Istio knows only the `Cookie` header as a whole, so they become regular expressions over it.
 * A browser sends `a=1; b=2` in any order.
 */
import { checkRegex, literally } from '../values/regex';
import { derive, isUnresolved } from '../values/unresolved';
import { type Condition, type Relation, relate } from './match-condition';

/** Conditions by the names of cookies. A regular expression is none of them: it could reach into the next cookie. */
export type CookieConditions = Readonly<Record<string, Condition>>;

/**
 * Relation of the requests of two conditions on one cookie. A request may carry a cookie twice, so that two values never exclude each
 * other.
 */
export function relateCookies(a: Condition | undefined, b: Condition | undefined): Relation {
  const relation = relate(a, b);
  const isAbsent = a?.kind === 'absent' || b?.kind === 'absent';
  return relation === 'disjoint' && !isAbsent ? 'overlap' : relation;
}

/**
 * The conditions on the `Cookie` header that say the same, for `headers` and for `withoutHeaders`.
 *
 * @throws Error where they are too long for a pattern of Istio.
 */
export function printCookies(cookies: CookieConditions): {
  readonly present?: Condition;
  readonly absent?: Condition;
} {
  const names = Object.keys(cookies).sort();
  const absent = names.filter((name) => cookies[name]?.kind === 'absent').map(literally);
  const pairs = names.flatMap((name) => {
    const condition = cookies[name];
    return condition && condition.kind !== 'absent' ? [pairPattern(name, condition)] : [];
  });
  return {
    ...(pairs.length > 0 && { present: regex(derive(pairs, (...known) => inAnyOrder(known))) }),
    // Istio takes a header that is not there for an empty one here, and no cookie is in that.
    ...(absent.length > 0 && { absent: regex(`(.*; ?)?${oneOf(absent)}=.*`) }),
  };
}

function pairPattern(name: string, condition: Condition): string {
  const value = 'text' in condition ? derive([condition.text], literally) : '';
  const rest = condition.kind === 'exact' ? '' : '[^;]*';
  return derive([value], (known) => `${literally(name)}=${known}${rest}`);
}

function inAnyOrder(pairs: readonly string[]): string {
  const orders = permutations(pairs).map((order) => order.join('; ?(.*; ?)?'));
  return `(.*; ?)?${oneOf(orders)}(;.*)?`;
}

function oneOf(patterns: readonly string[]): string {
  return patterns.length === 1 ? patterns.join('') : `(${patterns.join('|')})`;
}

function permutations(list: readonly string[]): (readonly string[])[] {
  if (list.length > 4) throw new Error(`at most 4 cookies can be asked for at once, got ${list.length}`);
  if (list.length <= 1) return [list];
  return list.flatMap((first, index) =>
    permutations([...list.slice(0, index), ...list.slice(index + 1)]).map((rest) => [first, ...rest]),
  );
}

function regex(text: string): Condition {
  const problem = isUnresolved(text) ? undefined : checkRegex(text);
  if (problem !== undefined) throw new Error(`the cookies make a pattern that ${problem}`);
  return { kind: 'regex', text };
}
