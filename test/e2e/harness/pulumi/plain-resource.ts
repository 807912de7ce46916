import * as pulumi from '@pulumi/pulumi';
import { type KubernetesObject } from '../api-client';

/** Any resource: its type, its name, its properties. */
export class PlainResource extends pulumi.CustomResource {}

/** A resource of one object as Pulumi's own SDK would register it, named by the object unless a name is given. */
export function plainResource(
  manifest: KubernetesObject & Readonly<Record<string, unknown>>,
  options: pulumi.CustomResourceOptions = {},
  name = manifest.metadata.name,
): pulumi.CustomResource {
  const { apiVersion, kind } = manifest;
  const group = apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`;
  return new PlainResource(`kubernetes:${group}:${kind}`, name, { ...manifest }, options);
}
