/** Where manifests say what the mesh is like: the ConfigMap of istiod, or the file of `istioctl install`. */
import { type MeshObject, meshObject } from '../model/mesh-object';
import { type SourcedManifest } from '../model/mesh-model';
import type * as Reader from '../reader/read-manifest-text';
import { fieldsOf, textOf } from '../values/json';

/** A MeshConfig, and the Helm values that go with it. */
export interface WrittenMeshConfig {
  readonly meshConfig: unknown;
  readonly values: unknown;
}

/** An IstioOperator of the manifests, else the ConfigMap `istio` of a namespace of istiod; nothing where neither is there. */
export function writtenMeshConfig(manifests: Iterable<SourcedManifest>): WrittenMeshConfig {
  let ofConfigMap: WrittenMeshConfig | undefined;
  for (const { manifest, source } of manifests) {
    const { kind } = fieldsOf(manifest);
    if (kind !== 'IstioOperator' && kind !== 'ConfigMap') continue;
    const object = meshObject(manifest, source);
    if (object === undefined) continue;
    if (kind === 'IstioOperator') return ofOperator(object);
    if (isOfIstiod(object)) ofConfigMap ??= ofIstiod(object);
  }
  return ofConfigMap ?? { meshConfig: {}, values: {} };
}

function ofOperator({ spec }: MeshObject): WrittenMeshConfig {
  const values = fieldsOf(spec.values);
  return {
    meshConfig: { ...fieldsOf(values.meshConfig), ...fieldsOf(spec.meshConfig) },
    values:
      textOf(spec.namespace) === undefined
        ? values
        : { ...values, global: { istioNamespace: spec.namespace, ...fieldsOf(values.global) } },
  };
}

/** `istio`, or `istio-1-31-0` for a revision, whatever its namespace is called. */
function isOfIstiod({ name, labels, manifest }: MeshObject): boolean {
  const isNamed = name === 'istio' || (name.startsWith('istio-') && labels['istio.io/rev'] !== undefined);
  return isNamed && textOf(fieldsOf(manifest.data).mesh) !== undefined;
}

function ofIstiod({ manifest, namespace }: MeshObject): WrittenMeshConfig {
  const text = textOf(fieldsOf(manifest.data).mesh) ?? '';
  // Loaded for those few manifests that have it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { readManifestText } = require('../reader/read-manifest-text') as typeof Reader;
  const [config] = readManifestText(text, 'data.mesh').objects;
  return { meshConfig: config?.manifest ?? {}, values: { global: { istioNamespace: namespace } } };
}
