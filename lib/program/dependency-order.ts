/** The order in which cdk8s writes charts and objects: what others depend on first, else as the tree has it. */
import { type ConstructGraph, type Hub, type Inherited, isWithin, type Vertex } from './construct-graph';

/** All charts, dependencies first. @throws Error naming the constructs of a circle. */
export function chartOrder(graph: ConstructGraph): readonly Vertex[] {
  const { vertices } = graph;
  // cdk8s keeps constructs in an object by path: JavaScript puts keys that look like list indices first.
  const numbered = vertices.filter((vertex) => isListIndex(vertex.construct.node.path));
  const byIndex = [...numbered].sort((a, b) => Number(a.construct.node.path) - Number(b.construct.node.path));
  const others = numbered.length > 0 ? vertices.filter((vertex) => !isListIndex(vertex.construct.node.path)) : vertices;
  return topology([...byIndex, ...others], () => true).filter((vertex) => vertex.isChart);
}

/** The objects of one chart, dependencies first. @throws Error naming the constructs of a circle. */
export function objectOrder(graph: ConstructGraph, chart: Vertex): readonly Vertex[] {
  const inTree = graph.vertices.slice(chart.index, chart.end);
  const wide = graph.reachedFromBelow.has(chart);
  const scope = wide ? inTree : inTree.filter((vertex) => vertex.chart === chart);
  const inScope = (vertex: Vertex) =>
    wide ? vertex.index >= chart.index && vertex.index < chart.end : vertex.chart === chart;
  return topology(scope, inScope).filter((vertex) => vertex.isObject && vertex.chart === chart);
}

/** How many constructs of a circle an error names. */
const MOST_NAMED = 20;

type Place = Vertex | Inherited | Hub;

interface Step {
  readonly place: Place;
  readonly next: Iterator<Place>;
}

/** Depth first from what nothing depends on; iterative, so that long chains do not exhaust the stack. */
function topology(vertices: readonly Vertex[], inScope: (vertex: Vertex) => boolean): readonly Vertex[] {
  const order: Vertex[] = [];
  const state = new Map<Place, 'open' | 'done'>();
  const stack: Step[] = [];
  const enter = (place: Place) => {
    state.set(place, 'open');
    stack.push({ place, next: outgoing(place, inScope) });
  };
  for (const root of rootsOf(vertices, inScope)) {
    if (state.has(root)) continue;
    enter(root);
    for (let step = stack[stack.length - 1]; step; step = stack[stack.length - 1]) {
      const { done, value } = step.next.next();
      if (done) {
        stack.pop();
        state.set(step.place, 'done');
        if (isVertex(step.place)) order.push(step.place);
      } else if (state.get(value) === 'open') {
        throw circle(stack, value);
      } else if (!state.has(value)) {
        enter(value);
      }
    }
  }
  if (order.length < vertices.length) {
    throw circleAmong(new Set(vertices.filter((vertex) => !state.has(vertex))), inScope);
  }
  return order;
}

function* outgoing(place: Place, inScope: (vertex: Vertex) => boolean): Iterator<Place> {
  if (isVertex(place)) {
    for (const target of place.dependencies) if (inScope(target)) yield target;
    if (place.isObject && place.followed) yield place.followed;
  } else if ('hubs' in place) {
    if (place.outer) yield place.outer;
    for (const hub of place.hubs) if (hub.objects[0] && inScope(hub.objects[0])) yield hub;
  } else {
    yield* place.objects;
  }
}

/** What nothing in scope depends on. */
function rootsOf(vertices: readonly Vertex[], inScope: (vertex: Vertex) => boolean): readonly Vertex[] {
  const needed = new Set<Vertex | Hub>();
  for (const vertex of vertices) {
    for (const target of vertex.dependencies) if (inScope(target)) needed.add(target);
    const own = vertex.inherited && vertex.inherited !== inheritedAbove(vertex) ? vertex.inherited.hubs : [];
    for (const hub of own) if (hub.objects[0] && inScope(hub.objects[0])) markNeeded(vertex, hub, needed);
  }
  return vertices.filter((vertex) => !needed.has(vertex));
}

function markNeeded(source: Vertex, hub: Hub, needed: Set<Vertex | Hub>): void {
  // Many may depend on one large construct.
  if (needed.has(hub)) return;
  const others = hub.objects.filter((object) => !isOnlyObjectOf(source, object));
  for (const object of others) needed.add(object);
  if (others.length === hub.objects.length) needed.add(hub);
}

/** An object does not follow itself, whatever its parents depend on. */
function isOnlyObjectOf(source: Vertex, object: Vertex): boolean {
  return source.objectCount === 1 && isWithin(object, source) && object.chart === source.chart;
}

function inheritedAbove(vertex: Vertex): Inherited | undefined {
  return vertex.isChart ? undefined : vertex.parent?.inherited;
}

function isVertex(place: Place): place is Vertex {
  return 'construct' in place;
}

function circle(stack: readonly Step[], again: Place): Error {
  const start = stack.findIndex((step) => step.place === again);
  return circleError(stack.slice(start).flatMap((step) => (isVertex(step.place) ? [step.place] : [])));
}

/** Where everything is depended on, there is no place to begin: each of these is in a circle or leads to one. */
function circleAmong(rest: ReadonlySet<Vertex>, inScope: (vertex: Vertex) => boolean): Error {
  const seen = new Set<Vertex>();
  let [vertex] = rest;
  while (vertex && !seen.has(vertex)) {
    seen.add(vertex);
    vertex = firstDependency(vertex, rest, inScope);
  }
  const path = [...seen];
  return circleError(path.slice(vertex ? path.indexOf(vertex) : 0));
}

/** In the words of cdk8s, and short enough to be read. */
function circleError(circle: readonly Vertex[]): Error {
  const paths = circle.slice(0, MOST_NAMED).map((vertex) => vertex.construct.node.path);
  const more = circle.length > MOST_NAMED ? [`${circle.length - MOST_NAMED} more`] : [];
  return new Error(`Dependency cycle detected: ${[...paths, ...more, ...paths.slice(0, 1)].join(' => ')}`);
}

function firstDependency(
  vertex: Vertex,
  rest: ReadonlySet<Vertex>,
  inScope: (vertex: Vertex) => boolean,
): Vertex | undefined {
  const explicit = [...vertex.dependencies].find((each) => inScope(each) && rest.has(each));
  if (explicit || !vertex.isObject) return explicit;
  for (let list = vertex.followed; list; list = list.outer) {
    for (const hub of list.hubs) {
      const object = hub.objects.find((each) => each !== vertex && rest.has(each));
      if (object) return object;
    }
  }
  return undefined;
}

function isListIndex(path: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(path) && Number(path) < 2 ** 32 - 1;
}
