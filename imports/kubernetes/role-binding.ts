// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type RoleRef, type Subject } from './shared';

/** What a RoleBinding is made of. */
export interface RoleBindingProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[] | undefined;
}

/** Namespaced kind `rbac.authorization.k8s.io/v1` `RoleBinding`. Written as it is given. */
export class RoleBinding extends ApiObject {
  public static readonly GVK = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' } as const;

  /** The object as plain data. */
  public static manifest(props: RoleBindingProps): RoleBindingProps & typeof RoleBinding.GVK {
    return { ...RoleBinding.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: RoleBindingProps) {
    super(scope, id, RoleBinding.manifest(props) as ApiObjectProps);
  }
}
