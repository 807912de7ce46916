import * as pulumi from '@pulumi/pulumi';
import { type Manifest } from '../model/manifest';
import { providerVersion } from './provider-version';
import { typeToken } from './type-token';

/** Metadata of an object in the cluster. */
export interface LiveMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- as in Pulumi's own SDK: users go on by field names, which no type knows */

/**
 * One object of Kubernetes as a resource, of any kind. To Pulumi's engine and to the provider it is the same as one of the SDK's own
 * class: the type token, what is secret and what is an output are equal.
 */
export class KubernetesObject extends pulumi.CustomResource {
  declare public readonly apiVersion: pulumi.Output<string>;
  declare public readonly kind: pulumi.Output<string>;
  declare public readonly metadata: pulumi.Output<LiveMetadata>;
  declare public readonly spec: pulumi.Output<any>;

  /** Of a ConfigMap or Secret. */
  declare public readonly data: pulumi.Output<any>;
  declare public readonly status: pulumi.Output<any>;

  /**
   * @param name - unique among the resources of its type below `opts.parent`.
   * @param manifest - `apiVersion` and `kind` are known; everything else may hold Outputs.
   */
  public constructor(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions = {}) {
    const isSecret = manifest.apiVersion === 'v1' && manifest.kind === 'Secret';
    const version = providerVersion();
    const own: pulumi.CustomResourceOptions = {
      ...(version !== undefined && { version }),
      ...(isSecret && { additionalSecretOutputs: [...SECRET_FIELDS] }),
    };
    // An undefined property is one that the provider tells.
    const properties = { ...(isSecret ? withSecrets(manifest) : manifest), status: undefined };
    super(typeToken(manifest), name, properties, pulumi.mergeOptions(own, opts));
  }
}

/* eslint-enable @typescript-eslint/no-explicit-any */

const SECRET_FIELDS = ['data', 'stringData'] as const;

function withSecrets(manifest: Manifest): Manifest {
  const secrets = SECRET_FIELDS.filter((field) => manifest[field] !== undefined).map((field) => [
    field,
    pulumi.secret(manifest[field]),
  ]);
  return { ...manifest, ...Object.fromEntries(secrets) } as Manifest;
}
