import { listed } from '../tree/listed';
import { type Edges } from './resource-edges';

/**
 * All positions, each after those that it depends on, and which edges hold.
 *
 * @param implied - what references ask for. Where they lead in a circle with what the user says, the user is believed.
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
  const done = new Set(order);
  const kept = edges.map((each, index) => (done.has(index) ? each : new Set(said[index])));
  const again = sorted(kept);
  if (again.length < edges.length) throw new Error('what constructs depend on leads in a circle');
  return { order: again, edges: kept };
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
