// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a Namespace is made of. */
export interface NamespaceProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: NamespaceSpec | undefined;
}

/** Cluster-scoped kind `v1` `Namespace`. Written as it is given. */
export class Namespace extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'Namespace' } as const;

  /** The object as plain data. */
  public static manifest(props: NamespaceProps = {}): NamespaceProps & typeof Namespace.GVK {
    return { ...Namespace.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: NamespaceProps = {}) {
    super(scope, id, Namespace.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface NamespaceSpec {
  readonly finalizers?: readonly string[] | undefined;
}
