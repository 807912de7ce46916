/**
 * The tree of a program as a graph of dependencies, as cdk8s builds it, in linear space.
 *
 * cdk8s turns a dependency between two constructs into one between each pair of their objects. Here the objects of a target
 * are one {@link Hub}, and all that an object inherits from the constructs around it is one {@link Inherited} list, which it
 * shares with its siblings.
 */
import { ApiObject, Chart } from 'cdk8s';
import { type IConstruct } from 'constructs';

/** A construct. */
export interface Vertex {
  readonly construct: IConstruct;

  /** Position in the tree, parents before children. */
  readonly index: number;

  /** Position after the last descendant. */
  end: number;
  readonly parent: Vertex | undefined;

  /** The nearest chart, itself included. */
  readonly chart: Vertex | undefined;
  readonly isChart: boolean;
  readonly isObject: boolean;

  /** What it depends on by itself, in the order in which that was said. */
  readonly dependencies: Set<Vertex>;

  /** Number of objects at and below it that belong to the same chart. */
  objectCount: number;

  /** What constructs below it inherit. */
  inherited: Inherited | undefined;

  /** What it follows itself: the same, without itself. */
  followed: Inherited | undefined;
}

/** The dependencies of a construct and those around it, within one chart, the outermost first. */
export interface Inherited {
  readonly outer: Inherited | undefined;
  readonly hubs: readonly Hub[];
}

/** The objects at and below a construct that belong to its chart, in the order of the tree. */
export interface Hub {
  readonly target: Vertex;
  readonly objects: readonly Vertex[];
}

/** See the file's comment. */
export interface ConstructGraph {
  /** All constructs, parents before children. */
  readonly vertices: readonly Vertex[];

  /** Whether a chart depends on another, by which cdk8s numbers its files. */
  readonly hasDependantCharts: boolean;

  /** Charts to which something in a chart below them leads back. */
  readonly reachedFromBelow: ReadonlySet<Vertex>;
}

/** Whether `vertex` is `above` or below it. */
export function isWithin(vertex: Vertex, above: Vertex): boolean {
  return vertex.index >= above.index && vertex.index < above.end;
}

/** @throws Error as cdk8s does, where a dependency leads out of every chart. */
export function constructGraph(root: IConstruct): ConstructGraph {
  const vertices = collect(root);
  const vertexOf = new Map(vertices.map((vertex) => [vertex.construct, vertex]));
  for (const vertex of vertices) {
    for (const dependency of vertex.construct.node.dependencies) {
      const target = vertexOf.get(dependency);
      // What is in another tree has no part in the order of this one.
      if (target) vertex.dependencies.add(target);
    }
  }
  const hasDependantCharts = relateCharts(vertices);
  inherit(vertices);
  return { vertices, hasDependantCharts, reachedFromBelow: reachedFromBelow(vertices) };
}

/** Iterative, so that the depth of a tree is not limited by the stack. */
function collect(root: IConstruct): Vertex[] {
  const vertices: Vertex[] = [];
  const open: { readonly construct: IConstruct; readonly parent: Vertex | undefined }[] = [
    { construct: root, parent: undefined },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const vertex = vertexFor(next.construct, next.parent, vertices.length);
    vertices.push(vertex);
    const children = next.construct.node.children;
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i];
      if (child) open.push({ construct: child, parent: vertex });
    }
  }
  for (let i = vertices.length - 1; i >= 0; i--) {
    const vertex = vertices[i];
    if (!vertex?.parent) continue;
    vertex.parent.end = Math.max(vertex.parent.end, vertex.end);
    if (!vertex.isChart) vertex.parent.objectCount += vertex.objectCount;
  }
  return vertices;
}

function vertexFor(construct: IConstruct, parent: Vertex | undefined, index: number): Vertex {
  const isChart = Chart.isChart(construct);
  const isObject = ApiObject.isApiObject(construct);
  const vertex: Vertex & { chart: Vertex | undefined } = {
    construct,
    index,
    end: index + 1,
    parent,
    chart: parent?.chart,
    isChart,
    isObject,
    dependencies: new Set(),
    objectCount: isObject ? 1 : 0,
    inherited: undefined,
    followed: undefined,
  };
  if (isChart) vertex.chart = vertex;
  return vertex;
}

/** A chart depends on the charts right below it, and on those that something in it depends on. */
function relateCharts(vertices: readonly Vertex[]): boolean {
  let any = false;
  const relate = (source: Vertex, target: Vertex) => {
    source.dependencies.add(target);
    any = true;
  };
  for (const vertex of vertices) {
    if (vertex.isChart && vertex.parent?.isChart) relate(vertex.parent, vertex);
  }
  // Taken before any is added, as cdk8s does.
  const said = vertices.flatMap((source) => [...source.dependencies].map((target) => ({ source, target })));
  for (const { source, target } of said) {
    const [from, to] = [chartOf(source), chartOf(target)];
    if (from !== to) relate(from, to);
  }
  return any;
}

function chartOf(vertex: Vertex): Vertex {
  // Throws the error of cdk8s.
  if (!vertex.chart) Chart.of(vertex.construct);
  return vertex.chart ?? vertex;
}

function inherit(vertices: readonly Vertex[]): void {
  const hubs = new Map<Vertex, Hub>();
  const hubOf = (target: Vertex): Hub => {
    const hub = hubs.get(target) ?? { target, objects: objectsOf(target, vertices) };
    hubs.set(target, hub);
    return hub;
  };
  const targets = new Set<Vertex>();
  for (const vertex of vertices) {
    const outer = vertex.isChart ? undefined : vertex.parent?.inherited;
    const own =
      vertex.objectCount > 0
        ? [...vertex.dependencies]
            .map((target) => hubFor(vertex, hubOf(target), vertices))
            .filter((hub) => hub.objects.length > 0)
        : [];
    vertex.inherited = own.length > 0 ? { outer, hubs: own } : outer;
    vertex.followed = vertex.inherited;
    for (const { objects } of own) {
      const [only] = objects;
      if (only && objects.length === 1 && isWithin(only, vertex)) targets.add(only);
    }
  }
  // A construct may depend on an object in it: all others in it do, too, but not that object on itself.
  for (const target of targets) target.followed = without(target, target.inherited);
}

/** A construct with one object may lie in what it depends on: the object depends on all others there. */
function hubFor(source: Vertex, hub: Hub, vertices: readonly Vertex[]): Hub {
  if (source.objectCount !== 1 || hub.objects.length < 2) return hub;
  const [only] = objectsOf(source, vertices);
  const isInside = only && only.chart === hub.target.chart && isWithin(only, hub.target);
  return isInside ? { target: hub.target, objects: hub.objects.filter((object) => object !== only) } : hub;
}

/** The list without hubs that are `object` alone. */
function without(object: Vertex, list: Inherited | undefined): Inherited | undefined {
  const kept: Inherited['hubs'][] = [];
  let changed = false;
  for (let each = list; each; each = each.outer) {
    const hubs = each.hubs.filter((hub) => hub.objects.length > 1 || hub.objects[0] !== object);
    changed ||= hubs.length < each.hubs.length;
    kept.push(hubs);
  }
  return changed ? kept.reduceRight<Inherited | undefined>((outer, hubs) => ({ outer, hubs }), undefined) : list;
}

function objectsOf(target: Vertex, vertices: readonly Vertex[]): Vertex[] {
  const objects: Vertex[] = [];
  for (let i = target.index; i < target.end; i++) {
    const vertex = vertices[i];
    if (!vertex) continue;
    if (vertex.isChart && vertex !== target) i = vertex.end - 1;
    else if (vertex.isObject) objects.push(vertex);
  }
  return objects;
}

function reachedFromBelow(vertices: readonly Vertex[]): Set<Vertex> {
  const reached = new Set<Vertex>();
  for (const source of vertices) {
    for (const target of source.dependencies) {
      const above = target.chart;
      if (above && above !== source.chart && source.index > above.index && source.index < above.end) reached.add(above);
    }
  }
  return reached;
}
