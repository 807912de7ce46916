// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type PodTemplateSpec } from './shared';

/** What a PodTemplate is made of. */
export interface PodTemplateProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly template?: PodTemplateSpec | undefined;
}

/** Namespaced kind `v1` `PodTemplate`. Written as it is given. */
export class PodTemplate extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'PodTemplate' } as const;

  /** The object as plain data. */
  public static manifest(props: PodTemplateProps = {}): PodTemplateProps & typeof PodTemplate.GVK {
    return { ...PodTemplate.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: PodTemplateProps = {}) {
    super(scope, id, PodTemplate.manifest(props) as ApiObjectProps);
  }
}
