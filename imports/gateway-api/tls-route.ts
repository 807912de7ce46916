// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ParentRefs, type TCPRouteSpecRules } from './shared';

/** What a TLSRoute is made of. */
export interface TLSRouteProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TLSRouteSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `TLSRoute`. Written as it is given. */
export class TLSRoute extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TLSRoute' } as const;

  /** The object as plain data. */
  public static manifest(props: TLSRouteProps): TLSRouteProps & typeof TLSRoute.GVK {
    return { ...TLSRoute.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: TLSRouteProps) {
    super(scope, id, TLSRoute.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of TLSRoute. */
export interface TLSRouteSpec {
  /**
   * @minItems 1
   * @maxItems 1024
   * @rule self.all(h, !isIP(h))
   */
  readonly hostnames: readonly string[];
  /** @maxItems 32 */
  readonly parentRefs?: readonly ParentRefs[] | undefined;
  /**
   * @minItems 1
   * @maxItems 1
   */
  readonly rules: readonly TCPRouteSpecRules[];
  /** @experimental */
  readonly useDefaultGateways?: 'All' | 'None' | undefined;
}
