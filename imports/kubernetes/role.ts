// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type PolicyRule } from './shared';

/** What a Role is made of. */
export interface RoleProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly rules?: readonly PolicyRule[] | undefined;
}

/** Namespaced kind `rbac.authorization.k8s.io/v1` `Role`. Written as it is given. */
export class Role extends ApiObject {
  public static readonly GVK = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' } as const;

  /** The object as plain data. */
  public static manifest(props: RoleProps = {}): RoleProps & typeof Role.GVK {
    return { ...Role.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: RoleProps = {}) {
    super(scope, id, Role.manifest(props) as ApiObjectProps);
  }
}
