// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector, type PolicyRule } from './shared';

/** What a ClusterRole is made of. */
export interface ClusterRoleProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly aggregationRule?: AggregationRule | undefined;
  readonly rules?: readonly PolicyRule[] | undefined;
}

/** Cluster-scoped kind `rbac.authorization.k8s.io/v1` `ClusterRole`. Written as it is given. */
export class ClusterRole extends ApiObject {
  public static readonly GVK = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' } as const;

  /** The object as plain data. */
  public static manifest(props: ClusterRoleProps = {}): ClusterRoleProps & typeof ClusterRole.GVK {
    return { ...ClusterRole.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ClusterRoleProps = {}) {
    super(scope, id, ClusterRole.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface AggregationRule {
  readonly clusterRoleSelectors?: readonly LabelSelector[] | undefined;
}
