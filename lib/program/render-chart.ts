import { type ApiObject, Chart, Names } from 'cdk8s';
import { type ConstructGraph, type Vertex } from './construct-graph';
import { objectOrder } from './dependency-order';
import { type RenderedChart, type RenderedDocument } from './rendered';
import { type YamlEmitter } from './yaml-emitter';

/** A chart as YAML. Where its `toJson` is overridden, that is asked, as cdk8s does. */
export function renderChart(
  graph: ConstructGraph,
  vertex: Vertex,
  renderObject: (object: ApiObject) => RenderedDocument,
  emitter: YamlEmitter,
): RenderedChart {
  const chart = vertex.construct as Chart;
  const path = chart.node.path;
  const ownObjects = () => objectOrder(graph, vertex).map((each) => renderObject(each.construct as ApiObject));
  const documents =
    chart.toJson === Chart.prototype.toJson
      ? ownObjects()
      : Object.values(chart.toJson() as readonly unknown[]).map((json) => ({
          json,
          path,
          text: textOf(json, emitter),
        }));
  return {
    path,
    name: Names.toDnsLabel(chart),
    documents,
    ownObjects: chart.toJson === Chart.prototype.toJson ? () => documents : ownObjects,
  };
}

function textOf(json: unknown, emitter: YamlEmitter): string {
  return json === undefined ? '\n' : emitter.document(json, false);
}
