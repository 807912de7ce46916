import { type IConstruct } from 'constructs';
import { listed } from '../values/listed';
import { type Edges } from './resource-edges';

/**
 * The edges that a program says by `node.addDependency`: every object of the one after every object of the other. What follows from
 * others is left out: objects that depend on others of the same construct wait by way of them.
 *
 * @param constructs - all of the tree.
 * @param makers - what made each resource.
 */
export function saidEdges(constructs: readonly IConstruct[], makers: readonly IConstruct[], implied: Edges): Edges {
  const positions = new Map<IConstruct, number[]>();
  makers.forEach((maker, index) => listed(positions, maker).push(index));
  const within = (construct: IConstruct) => construct.node.findAll().flatMap((each) => positions.get(each) ?? []);
  // Through what has no objects, to what that depends on.
  const behind = (construct: IConstruct, seen = new Set<IConstruct>()): number[] => {
    const own = within(construct);
    if (own.length > 0 || seen.has(construct)) return own;
    seen.add(construct);
    const dependencies = construct.node.findAll().flatMap((each) => each.node.dependencies);
    return dependencies.flatMap((each) => behind(each, seen));
  };
  const edges = makers.map(() => new Set<number>());
  for (const construct of constructs) {
    const targets = new Set(construct.node.dependencies.flatMap((each) => behind(each)));
    if (targets.size === 0) continue;
    const sources = within(construct).filter((each) => !targets.has(each));
    const last = without(
      targets,
      [...targets].flatMap((each) => [...(implied[each] ?? [])]),
    );
    const isOwn = new Set(sources);
    for (const source of sources) {
      if ([...(implied[source] ?? [])].some((each) => isOwn.has(each))) continue;
      for (const target of last) edges[source]?.add(target);
    }
  }
  return edges;
}

function without(all: ReadonlySet<number>, some: readonly number[]): number[] {
  const left = new Set(all);
  for (const each of some) left.delete(each);
  return [...left];
}
