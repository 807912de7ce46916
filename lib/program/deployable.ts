/** A program as plain objects, for engines that deploy them one by one. */
import { type ApiObject, Chart } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type Manifest } from '../model/manifest';
import { type MeshSettings } from '../tree/mesh-settings';
import { type Schemas } from '../validation/schemas';
import { ClusterScope } from './cluster-scope';
import { type ConstructGraph, type Vertex } from './construct-graph';
import { chartOrder, objectOrder } from './dependency-order';
import { type ConstructFinding } from './findings';
import { type MeshProgram } from './mesh-program';
import { type ObjectFindings } from './object-findings';
import { ObjectRenderer } from './object-json';
import { StandIns } from './stand-ins';

/** One object of a program, rendered. */
export interface DeployableObject {
  /** What made it: an ApiObject, or a chart that renders its objects itself. */
  readonly construct: IConstruct;

  /** Plain JSON, in which texts and numbers stand for what is only known after deployment. */
  readonly json: Manifest;

  /** As it would be written to a file: with the namespace of its chart on kinds of the whole cluster. */
  readonly written: Manifest;
}

/** See the file's comment. */
export interface DeployableProgram {
  /** Dependencies first, as they are written to files. */
  readonly objects: readonly DeployableObject[];

  /** All constructs, parents before children. */
  readonly constructs: readonly IConstruct[];

  /** What validations of the tree say. */
  readonly invalid: readonly string[];

  /** What constructs, the API server and istiod have to say. */
  readonly findings: readonly ConstructFinding[];

  /** Schemas of kinds that the package does not have. */
  readonly schemas: Schemas | undefined;
  readonly settings: MeshSettings;
}

/** Renders and judges each object of a program once. @throws Error where an object cannot be rendered. */
export function deployableObjects(
  program: MeshProgram,
  graph: ConstructGraph,
  { findings, ...options }: DeployableOptions,
): DeployableObject[] {
  const standIns = program.resolvers.find((each): each is StandIns => each instanceof StandIns);
  const renderer = new ObjectRenderer(program, standIns);
  const rendered = renderedObjects(graph, renderer);
  const scope = new ClusterScope(
    rendered.map(({ json }) => json),
    options,
  );
  return rendered.map(({ construct, json: written }) => {
    const json = scope.normal(written);
    findings.judge(json, construct.node.path);
    return { construct, json, written };
  });
}

/** What {@link deployableObjects} goes by. */
export interface DeployableOptions {
  readonly findings: ObjectFindings;
  readonly istioVersion: string;
  readonly schemas: Schemas | undefined;
}

type Rendered = Omit<DeployableObject, 'written'>;

/** Each object of a program, and what made it, in the order in which they are written. @throws Error where one cannot be rendered. */
export function renderedObjects(graph: ConstructGraph, renderer: ObjectRenderer): readonly Rendered[] {
  return chartOrder(graph).flatMap((chart) => objectsOf(graph, chart, renderer));
}

function objectsOf(graph: ConstructGraph, vertex: Vertex, renderer: ObjectRenderer): Rendered[] {
  const chart = vertex.construct as Chart;
  const rendered =
    chart.toJson === Chart.prototype.toJson
      ? objectOrder(graph, vertex).map(({ construct }) => ({
          construct,
          json: renderer.render(construct as ApiObject).json,
        }))
      : Object.values(chart.toJson() as readonly unknown[]).map((json) => ({ construct: chart, json }));
  return rendered.flatMap(({ construct, json }) => itemsOf(json).map((item) => ({ construct, json: item })));
}

/** A list is no object of a cluster: what it holds is. */
function itemsOf(json: unknown): Manifest[] {
  if (json === undefined || json === null) return [];
  const { kind, items } = json as Manifest;
  const isList = typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items);
  return isList ? items.flatMap(itemsOf) : [json as Manifest];
}
