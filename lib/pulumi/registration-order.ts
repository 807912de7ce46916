import { listed } from '../values/listed';
import { type Edges } from './resource-edges';

/**
 * All positions, each after those that it depends on, and which edges hold.
 *
 * @param implied - what references ask for. Where they lead in a circle, by themselves or with what the user says, they do not hold
 *   within the circle; all others do.
 * @param said - what the user says.
 * @throws Error where the user's own edges lead in a circle.
 */
export function registrationOrder(
  implied: Edges,
  said: Edges,
): { readonly order: readonly number[]; readonly edges: Edges } {
  const edges = implied.map((each, index) => new Set([...each, ...(said[index] ?? [])]));
  const order = sorted(edges);
  if (order.length === edges.length) return { order, edges };
  const circles = inCircles(edges, order);
  const kept = edges.map((each, index) =>
    circles.has(index)
      ? new Set([...each].filter((target) => !circles.has(target) || said[index]?.has(target) === true))
      : each,
  );
  const again = sorted(kept);
  if (again.length < edges.length) throw new Error('what constructs depend on leads in a circle');
  return { order: again, edges: kept };
}

/** The positions in circles, and those on the way from one circle to another. */
function inCircles(edges: Edges, order: readonly number[]): ReadonlySet<number> {
  const before = new Set(order);
  const reversed = edges.map(() => new Set<number>());
  edges.forEach((each, index) => {
    for (const target of each) reversed[target]?.add(index);
  });
  const behind = new Set(sorted(reversed));
  return new Set(edges.flatMap((_, index) => (before.has(index) || behind.has(index) ? [] : [index])));
}

/** Without those in circles and what depends on them. */
function sorted(edges: Edges): number[] {
  const open = edges.map((each) => each.size);
  const dependants = new Map<number, number[]>();
  edges.forEach((each, index) => {
    for (const target of each) listed(dependants, target).push(index);
  });
  const order = edges.flatMap((each, index) => (each.size === 0 ? [index] : []));
  for (let next = 0; next < order.length; next++) {
    for (const dependant of dependants.get(order[next] as number) ?? []) {
      open[dependant] = (open[dependant] ?? 0) - 1;
      if (open[dependant] === 0) order.push(dependant);
    }
  }
  return order;
}
