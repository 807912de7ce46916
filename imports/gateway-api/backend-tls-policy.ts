// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type SpecValidation } from './shared';

/** What a BackendTLSPolicy is made of. */
export interface BackendTLSPolicyProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: BackendTLSPolicySpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `BackendTLSPolicy`. Written as it is given. */
export class BackendTLSPolicy extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'BackendTLSPolicy' } as const;

  /** The object as plain data. */
  public static manifest(props: BackendTLSPolicyProps): BackendTLSPolicyProps & typeof BackendTLSPolicy.GVK {
    return { ...BackendTLSPolicy.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: BackendTLSPolicyProps) {
    super(scope, id, BackendTLSPolicy.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of BackendTLSPolicy. */
export interface BackendTLSPolicySpec {
  /** @maxProperties 16 */
  readonly options?: { readonly [key: string]: string } | undefined;
  /**
   * @minItems 1
   * @maxItems 16
   */
  readonly targetRefs: readonly TargetRefs[];
  readonly validation: SpecValidation;
}

/** `spec.targetRefs[]` of BackendTLSPolicy. */
export interface TargetRefs {
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
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly sectionName?: string | undefined;
}
