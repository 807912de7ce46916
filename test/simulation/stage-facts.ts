/** What single stages are asked with, in as few words as it can be said. */
import { meshConfiguration } from '../../lib/model/mesh-configuration';
import { MeshModel } from '../../lib/model/mesh-model';
import { meshObject, type MeshObject } from '../../lib/model/mesh-object';
import { type MeshDeclarations } from '../../lib/model/declarations';
import { type MeshHost } from '../../lib/model/hosts';
import { type Workload } from '../../lib/model/workloads';
import { type Fields } from './meshes';

export const CONFIG = meshConfiguration();

/** A model of manifests. */
export function modelOf(
  objects: readonly Fields[],
  { meshConfig, ...declarations }: MeshDeclarations & { readonly meshConfig?: Fields } = {},
): MeshModel {
  return new MeshModel(
    objects.map((manifest) => ({ manifest })),
    { config: meshConfiguration(meshConfig), declarations },
  );
}

/** A manifest as the model has it. */
export function objectOf(manifest: Fields): MeshObject {
  return there(meshObject(manifest, undefined));
}

/** The one host of a name. */
export function hostOf(model: MeshModel, hostname: string): MeshHost {
  return there(model.hosts.named(hostname)[0]);
}

/** The workload of a name. */
export function workloadOf(model: MeshModel, name: string): Workload {
  return there(model.workloads.get(name));
}

/** What a test takes for granted. */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('not there');
  return value;
}
