// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a ReferenceGrant is made of. */
export interface ReferenceGrantProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ReferenceGrantSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `ReferenceGrant`. Written as it is given. */
export class ReferenceGrant extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ReferenceGrant' } as const;

  /** The object as plain data. */
  public static manifest(props: ReferenceGrantProps): ReferenceGrantProps & typeof ReferenceGrant.GVK {
    return { ...ReferenceGrant.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ReferenceGrantProps) {
    super(scope, id, ReferenceGrant.manifest(props) as ApiObjectProps);
  }
}

/** `spec.from[]` of ReferenceGrant. */
export interface From {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly group: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   */
  readonly kind: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace: string;
}

/** `spec` of ReferenceGrant. */
export interface ReferenceGrantSpec {
  /**
   * @minItems 1
   * @maxItems 16
   */
  readonly from: readonly From[];
  /**
   * @minItems 1
   * @maxItems 16
   */
  readonly to: readonly To[];
}

/** `spec.to[]` of ReferenceGrant. */
export interface To {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly group: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   */
  readonly kind: string;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly name?: string | undefined;
}
