/** The order of route fragments: by phase, then the more specific first, then by construct path. Never by creation. */
import { compareText } from '../values/compare-text';
import { relateMatches } from './http-match';
import { PHASES, type RouteFragment } from './route-fragment';

/** Fragments in the order in which Istio is to try them, and what cannot be ordered. */
export interface OrderedFragments {
  readonly fragments: readonly RouteFragment[];

  /** One line for each pair that overlaps, differs, and leaves the order open. */
  readonly problems: readonly string[];
}

/**
 * @param fragments - those of one port.
 * @param sameEffect - whether two fragments treat the requests that they share alike, so that their order is no matter.
 */
export function orderFragments(
  fragments: readonly RouteFragment[],
  sameEffect: (a: RouteFragment, b: RouteFragment) => boolean,
): OrderedFragments {
  const byPath = [...fragments].sort((a, b) => compareText(placeOf(a), placeOf(b)));
  const phases = PHASES.map((phase) =>
    orderPhase(
      byPath.filter((each) => each.phase === phase),
      sameEffect,
    ),
  );
  const ordered = phases.flatMap((each) => each.fragments);
  const problems = phases.flatMap((each) => each.problems);
  return { fragments: ordered, problems: problems.length > 0 ? problems : neverReached(ordered, sameEffect) };
}

/** One line for each fragment all of whose requests an earlier one takes: Istio would drop it in silence. */
function neverReached(
  ordered: readonly RouteFragment[],
  sameEffect: (a: RouteFragment, b: RouteFragment) => boolean,
): string[] {
  return ordered.flatMap((later, index) => {
    const earlier = ordered.slice(0, index).find((each) => {
      return !sameEffect(each, later) && ['equal', 'inside'].includes(relateMatches(later.match, each.match));
    });
    const [path, first] = [later.source.node.path, earlier?.source.node.path ?? ''];
    return earlier ? [`${path} is never reached: ${first} takes all of its requests first`] : [];
  });
}

function orderPhase(
  fragments: readonly RouteFragment[],
  sameEffect: (a: RouteFragment, b: RouteFragment) => boolean,
): OrderedFragments {
  const problems: string[] = [];
  const first = new Map<RouteFragment, Set<RouteFragment>>(fragments.map((each) => [each, new Set()]));
  fragments.forEach((a, index) => {
    for (const b of fragments.slice(index + 1)) {
      const order = precedence(a, b, sameEffect);
      if (order === 'a') first.get(b)?.add(a);
      else if (order === 'b') first.get(a)?.add(b);
      else if (order !== 'free') problems.push(order);
    }
  });
  return sorted(fragments, first, problems);
}

/** Which of two fragments of one phase comes first; a text is the problem that nothing says so. */
function precedence(
  a: RouteFragment,
  b: RouteFragment,
  sameEffect: (a: RouteFragment, b: RouteFragment) => boolean,
): 'a' | 'b' | 'free' | (string & {}) {
  if (a.before?.includes(b.source)) return 'a';
  if (b.before?.includes(a.source)) return 'b';
  const relation = relateMatches(a.match, b.match);
  if (relation === 'inside') return 'a';
  if (relation === 'contains') return 'b';
  if (relation === 'disjoint' || sameEffect(a, b)) return 'free';
  const paths = `${a.source.node.path} and ${b.source.node.path}`;
  return relation === 'equal'
    ? `${paths} route the same requests differently: remove one of them, or give one a narrower match`
    : `${paths} route some of the same requests differently: say before on the one whose route counts for them`;
}

/** Kahn's algorithm, always taking the first free one by construct path. */
function sorted(
  fragments: readonly RouteFragment[],
  first: ReadonlyMap<RouteFragment, ReadonlySet<RouteFragment>>,
  problems: string[],
): OrderedFragments {
  const rest = new Set(fragments);
  const done: RouteFragment[] = [];
  while (rest.size > 0) {
    const next = [...rest].find((each) => [...(first.get(each) ?? [])].every((other) => !rest.has(other)));
    if (!next) {
      const paths = [...rest].map((each) => each.source.node.path).join(', ');
      return { fragments: [...done, ...rest], problems: [...problems, `before goes in a circle: ${paths}`] };
    }
    rest.delete(next);
    done.push(next);
  }
  return { fragments: done, problems };
}

function placeOf(fragment: RouteFragment): string {
  return `${fragment.source.node.path}\0${fragment.name}`;
}
