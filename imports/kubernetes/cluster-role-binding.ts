// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type RoleRef, type Subject } from './shared';

/** What a ClusterRoleBinding is made of. */
export interface ClusterRoleBindingProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[] | undefined;
}

/** Cluster-scoped kind `rbac.authorization.k8s.io/v1` `ClusterRoleBinding`. Written as it is given. */
export class ClusterRoleBinding extends ApiObject {
  public static readonly GVK = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' } as const;

  /** The object as plain data. */
  public static manifest(props: ClusterRoleBindingProps): ClusterRoleBindingProps & typeof ClusterRoleBinding.GVK {
    return { ...ClusterRoleBinding.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ClusterRoleBindingProps) {
    super(scope, id, ClusterRoleBinding.manifest(props) as ApiObjectProps);
  }
}
