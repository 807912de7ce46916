// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type PodSpec } from './shared';

/** What a Pod is made of. */
export interface PodProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: PodSpec | undefined;
}

/** Namespaced kind `v1` `Pod`. Written as it is given. */
export class Pod extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'Pod' } as const;

  /** The object as plain data. */
  public static manifest(props: PodProps = {}): PodProps & typeof Pod.GVK {
    return { ...Pod.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: PodProps = {}) {
    super(scope, id, Pod.manifest(props) as ApiObjectProps);
  }
}
