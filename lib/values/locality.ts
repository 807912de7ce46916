/** Where pods are: `region`, `region/zone` or `region/zone/subzone`. Source: istiod's validation of locality load balancing. */
import { given } from './given';

/** At most one `*`, and that at the end. */
export function checkLocalityStar(locality: string): string | undefined {
  const star = locality.indexOf('*');
  if (star === -1 || star === locality.length - 1) return undefined;
  return `must have a * at its end only, got ${given(locality)}`;
}

/** No part is empty. What follows a third slash belongs to the subzone. */
export function checkLocalityParts(locality: string): string | undefined {
  if (segmentsOf(locality).every((segment) => segment !== '')) return undefined;
  return `must be a region, a region/zone or a region/zone/subzone without empty parts, got ${given(locality)}`;
}

/**
 * Localities of which none lies within another, as istiod compares them: `us/*` may come after `us/z`, for it stands for the rest,
 * but not before it.
 */
export class LocalitySet {
  /** Without a `*` that stands for a whole segment: `us/*` is `us`. */
  private readonly whole = new Set<string>();
  /** What the localities of {@link whole} are parts of. */
  private readonly partial = new Set<string>();

  /** Adds a sound locality. Returns false, and adds nothing, if it overlaps an earlier one. */
  public add(locality: string): boolean {
    const segments = segmentsOf(locality);
    const open = segments.length > 1 && segments[segments.length - 1] === '*';
    const named = open ? segments.slice(0, -1) : segments;
    const key = named.join('/');
    if (this.whole.has('*') || (!open && this.partial.has(key))) return false;
    const outer = named.map((_, index) => named.slice(0, index + 1).join('/'));
    if (outer.some((each) => this.whole.has(each))) return false;
    this.whole.add(key);
    outer.slice(0, -1).forEach((each) => this.partial.add(each));
    return true;
  }
}

/** At most three. */
function segmentsOf(locality: string): readonly string[] {
  const [region = '', zone, ...subzone] = locality.split('/');
  if (zone === undefined) return [region];
  return subzone.length === 0 ? [region, zone] : [region, zone, subzone.join('/')];
}
