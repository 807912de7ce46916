/** What has to be there before an object, by what it refers to: Pulumi makes the rest at the same time. */
import { type Manifest } from '../model/manifest';
import { identityOf } from './object-identity';

/** For each object, the positions of those that it depends on. */
export type Edges = readonly ReadonlySet<number>[];

/** @param objects - rendered, with tokens in the place of Outputs. */
export function edgesOf(objects: readonly Manifest[]): Edges {
  const namespaces = new Map<string, number>();
  objects.forEach((object, index) => {
    const { group, kind, name } = identityOf(object);
    if (group === '' && kind === 'Namespace') namespaces.set(name, index);
  });
  return objects.map((object) => {
    const target = namespaces.get(identityOf(object).namespace);
    return new Set(target === undefined ? [] : [target]);
  });
}

/** All positions, each after those that it depends on. */
export function registrationOrder(edges: Edges): number[] {
  const order = new Set<number>();
  const visit = (index: number) => {
    if (order.has(index)) return;
    for (const target of edges[index] ?? []) visit(target);
    order.add(index);
  };
  edges.forEach((_, index) => {
    visit(index);
  });
  return [...order];
}
