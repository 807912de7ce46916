// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a Secret is made of. */
export interface SecretProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly data?: { readonly [key: string]: string } | undefined;
  readonly immutable?: boolean | undefined;
  readonly stringData?: { readonly [key: string]: string } | undefined;
  readonly type?: string | undefined;
}

/** Namespaced kind `v1` `Secret`. Written as it is given. */
export class Secret extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'Secret' } as const;

  /** The object as plain data. */
  public static manifest(props: SecretProps = {}): SecretProps & typeof Secret.GVK {
    return { ...Secret.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: SecretProps = {}) {
    super(scope, id, Secret.manifest(props) as ApiObjectProps);
  }
}
