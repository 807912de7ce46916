/**
 * What one field of a request must be, and how two such conditions relate: the arithmetic behind "which route comes first"
 * and "both must hold".
 */
import { matchesWhole } from '../values/regex';
import { derive, isUnresolved } from '../values/unresolved';

/** A condition on one field, as Istio's StringMatch can say it, with presence and absence. */
export type Condition =
  | { readonly kind: 'exact' | 'prefix' | 'regex'; readonly text: string }
  | { readonly kind: 'present' }
  | { readonly kind: 'absent' };

/**
 * How the requests of one condition relate to those of another. `overlap` also stands for what cannot be decided: two
 * regular expressions, or a value that is not known yet.
 */
export type Relation = 'equal' | 'inside' | 'contains' | 'disjoint' | 'overlap';

/** Relation of the requests that `a` accepts to those that `b` accepts; undefined accepts every request. */
export function relate(a: Condition | undefined, b: Condition | undefined): Relation {
  if (a === undefined || b === undefined) return a === b ? 'equal' : a === undefined ? 'contains' : 'inside';
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind ? 'equal' : 'disjoint';
  if (a.kind === 'present' || b.kind === 'present') {
    return a.kind === b.kind ? 'equal' : a.kind === 'present' ? 'contains' : 'inside';
  }
  if (a.kind === b.kind && a.text === b.text) return 'equal';
  if (isUnresolved(a.text) || isUnresolved(b.text)) return 'overlap';
  if (a.kind === 'exact') return accepts(b, a.text) ? 'inside' : 'disjoint';
  if (b.kind === 'exact') return accepts(a, b.text) ? 'contains' : 'disjoint';
  if (a.kind === 'regex' || b.kind === 'regex') return 'overlap';
  if (a.text.startsWith(b.text)) return 'inside';
  return b.text.startsWith(a.text) ? 'contains' : 'disjoint';
}

/** Relation of what is built of several parts that must all hold, from the relations of the parts. */
export function relateAll(parts: readonly Relation[]): Relation {
  if (parts.includes('disjoint')) return 'disjoint';
  if (parts.every((part) => part === 'equal')) return 'equal';
  if (parts.every((part) => part === 'equal' || part === 'inside')) return 'inside';
  if (parts.every((part) => part === 'equal' || part === 'contains')) return 'contains';
  return 'overlap';
}

/** What a rule is turned into in a VirtualService. */
export function stringMatch(condition: Condition): Record<string, string> {
  return 'text' in condition ? { [condition.kind]: condition.text } : {};
}

/** For messages: `prefix "/api"`. */
export function describeCondition(condition: Condition): string {
  if (!('text' in condition)) return condition.kind;
  return `${condition.kind} ${isUnresolved(condition.text) ? 'of a value known after deployment' : JSON.stringify(condition.text)}`;
}

/** The path and everything below it, at segment boundaries: `/api` is not `/apiary`. */
export function segmentsBelow(path: string): readonly Condition[] {
  return [
    { kind: 'exact', text: derive([path], withoutTrailingSlash) },
    { kind: 'prefix', text: derive([path], (known) => `${withoutTrailingSlash(known)}/`) },
  ];
}

function withoutTrailingSlash(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function accepts(
  condition: { readonly kind: 'exact' | 'prefix' | 'regex'; readonly text: string },
  text: string,
): boolean {
  switch (condition.kind) {
    case 'exact':
      return condition.text === text;
    case 'prefix':
      return text.startsWith(condition.text);
    case 'regex':
      return matchesWhole(condition.text, text);
  }
}
