// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ExtensionRef, type SessionPersistence } from './shared';

/** What a XBackendTrafficPolicy is made of. */
export interface XBackendTrafficPolicyProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: XBackendTrafficPolicySpec;
}

/** Namespaced kind `gateway.networking.x-k8s.io/v1alpha1` `XBackendTrafficPolicy`. Experimental channel. Written as it is given. */
export class XBackendTrafficPolicy extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kind: 'XBackendTrafficPolicy' } as const;

  /** The object as plain data. */
  public static manifest(props: XBackendTrafficPolicyProps): XBackendTrafficPolicyProps & typeof XBackendTrafficPolicy.GVK {
    return { ...XBackendTrafficPolicy.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: XBackendTrafficPolicyProps) {
    super(scope, id, XBackendTrafficPolicy.manifest(props) as ApiObjectProps);
  }
}

/** `spec.retryConstraint.budget` of XBackendTrafficPolicy. */
export interface Budget {
  /**
   * @experimental
   * @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$
   * @default "10s"
   * @rule !(duration(self) < duration('1s') || duration(self) > duration('1h'))
   */
  readonly interval?: string | undefined;
  /**
   * @experimental
   * @minimum 0
   * @maximum 100
   * @default 20
   */
  readonly percent?: number | undefined;
}

/** `spec.retryConstraint.minRetryRate` of XBackendTrafficPolicy. */
export interface MinRetryRate {
  /**
   * @experimental
   * @minimum 1
   * @maximum 1000000
   */
  readonly count?: number | undefined;
  /**
   * @experimental
   * @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$
   * @rule !(duration(self) == duration('0s') || duration(self) > duration('1h'))
   */
  readonly interval?: string | undefined;
}

/** `spec.retryConstraint` of XBackendTrafficPolicy. */
export interface RetryConstraint {
  /**
   * @experimental
   * @default {"interval":"10s","percent":20}
   */
  readonly budget?: Budget | undefined;
  /**
   * @experimental
   * @default {"count":10,"interval":"1s"}
   */
  readonly minRetryRate?: MinRetryRate | undefined;
}

/** `spec` of XBackendTrafficPolicy. */
export interface XBackendTrafficPolicySpec {
  /** @experimental */
  readonly retryConstraint?: RetryConstraint | undefined;
  /**
   * @experimental
   * @rule !has(self.cookieConfig) || self.type == 'Cookie'
   */
  readonly sessionPersistence?: SessionPersistence | undefined;
  /**
   * @experimental
   * @minItems 1
   * @maxItems 16
   */
  readonly targetRefs: readonly ExtensionRef[];
}
