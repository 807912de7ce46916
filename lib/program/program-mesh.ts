/** A program as a mesh that answers questions. */
import { type App } from 'cdk8s';
import { Mesh, type MeshOptions } from '../mesh/mesh';
import { type DeclaredGateway } from '../model/declarations';
import { meshObject, selects } from '../model/mesh-object';
import { type SourcedManifest } from '../model/mesh-model';
import { PROXIES_METADATA } from '../model/metadata';
import { podTemplateOf } from '../model/pod-template';
import { MeshSettings } from '../tree/mesh-settings';
import { type ConstructGraph } from './construct-graph';
import { renderedObjects } from './deployable';
import { type ProgramIntents } from './intents';
import { ObjectRenderer } from './object-json';

/** The mesh of a program's objects, each with the path of its construct. */
export function programMesh(program: App, graph: ConstructGraph, intents: ProgramIntents, options: MeshOptions): Mesh {
  const manifests = renderedObjects(graph, new ObjectRenderer(program)).map(({ construct, json }) => ({
    manifest: json,
    source: { construct: construct.node.path },
  }));
  return Mesh.fromSources(manifests, {
    ...options,
    settings: { ...MeshSettings.of(program), ...options.settings },
    meshConfig: { ...MeshSettings.meshConfigOf(program), ...options.meshConfig },
    gateways: [...(options.gateways ?? []), ...installedGateways(graph, manifests)],
    intents: Object.values(intents).flat(),
  });
}

/** Proxies that constructs know of and no manifest makes, each once. */
function installedGateways(graph: ConstructGraph, manifests: readonly SourcedManifest[]): DeclaredGateway[] {
  const pods = manifests.flatMap(({ manifest }) => {
    const object = meshObject(manifest, undefined);
    const template = object && podTemplateOf(object);
    return template === undefined ? [] : [{ namespace: object?.namespace, labels: template.labels }];
  });
  const isMade = ({ namespace, labels }: DeclaredGateway) =>
    pods.some((each) => each.namespace === namespace && selects(labels, each.labels));
  const found = new Map<string, DeclaredGateway>();
  for (const { construct } of graph.vertices) {
    for (const { type, data } of construct.node.metadata) {
      if (type !== PROXIES_METADATA) continue;
      const gateway = data as DeclaredGateway;
      const key = JSON.stringify([gateway.namespace, Object.entries(gateway.labels).sort()]);
      if (!found.has(key) && !isMade(gateway)) found.set(key, gateway);
    }
  }
  return [...found.values()];
}
