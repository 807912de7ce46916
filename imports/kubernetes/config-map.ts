// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a ConfigMap is made of. */
export interface ConfigMapProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly binaryData?: { readonly [key: string]: string } | undefined;
  readonly data?: { readonly [key: string]: string } | undefined;
  readonly immutable?: boolean | undefined;
}

/** Namespaced kind `v1` `ConfigMap`. Written as it is given. */
export class ConfigMap extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'ConfigMap' } as const;

  /** The object as plain data. */
  public static manifest(props: ConfigMapProps = {}): ConfigMapProps & typeof ConfigMap.GVK {
    return { ...ConfigMap.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ConfigMapProps = {}) {
    super(scope, id, ConfigMap.manifest(props) as ApiObjectProps);
  }
}
