import { type ApiObject, Chart, Names } from 'cdk8s';
import { type ConstructGraph, type Vertex } from './construct-graph';
import { objectOrder } from './dependency-order';
import { type RenderedChart, type RenderedDocument } from './rendered';
import { renderedDocument } from './rendered-document';
import { refuseUnresolved } from './unresolved-place';
import { type YamlEmitter } from './yaml-emitter';

/** How {@link renderChart} comes to documents. */
export interface ChartRendering {
  readonly renderObject: (object: ApiObject) => RenderedDocument;

  /** What becomes of the JSON of an object that the chart renders itself, before it is written. */
  readonly finish: (json: unknown, path: string) => unknown;
  readonly emitter: YamlEmitter;

  /** Whether a chart that overrides `toJson` is asked. cdk8s does so unless objects have folders by chart. */
  readonly asksCharts: boolean;
}

/** A chart as YAML. */
export function renderChart(
  graph: ConstructGraph,
  vertex: Vertex,
  { renderObject, finish, emitter, asksCharts }: ChartRendering,
): RenderedChart {
  const chart = vertex.construct as Chart;
  const path = chart.node.path;
  const isOverridden = asksCharts && chart.toJson !== Chart.prototype.toJson;
  const documents = isOverridden
    ? Object.values(chart.toJson() as readonly unknown[]).map((json) => {
        refuseUnresolved(json, path);
        return renderedDocument(finish(json, path), path, emitter, false);
      })
    : objectOrder(graph, vertex).map((each) => renderObject(each.construct as ApiObject));
  return { path, name: Names.toDnsLabel(chart), documents };
}
