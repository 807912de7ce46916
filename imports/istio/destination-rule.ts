// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ConnectionPool, type DestinationPort, type Selector } from './shared';

/** What a DestinationRule is made of. */
export interface DestinationRuleProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: DestinationRuleSpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1` `DestinationRule`. Written as it is given. */
export class DestinationRule extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule' } as const;

  /** The object as plain data. */
  public static manifest(props: DestinationRuleProps = {}): DestinationRuleProps & typeof DestinationRule.GVK {
    return { ...DestinationRule.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: DestinationRuleProps = {}) {
    super(scope, id, DestinationRule.manifest(props) as ApiObjectProps);
  }
}

/** `spec.subsets[].trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[]` of DestinationRule and 3 more places. */
export interface Attributes {
  readonly name: string;
  readonly value?: string | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.consistentHash` of DestinationRule and 3 more places. */
export interface ConsistentHash {
  readonly httpCookie?: HttpCookie | undefined;
  readonly httpHeaderName?: string | undefined;
  readonly httpQueryParameterName?: string | undefined;
  readonly maglev?: Maglev | undefined;
  /** @minimum 0 */
  readonly minimumRingSize?: number | undefined;
  readonly ringHash?: RingHash | undefined;
  readonly useSourceIp?: boolean | undefined;
}

/** `spec` of DestinationRule. */
export interface DestinationRuleSpec {
  readonly exportTo?: readonly string[] | undefined;
  readonly host: string;
  readonly subsets?: readonly Subsets[] | undefined;
  readonly trafficPolicy?: TrafficPolicy | undefined;
  readonly workloadSelector?: Selector | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.localityLbSetting.distribute[]` of DestinationRule and 3 more places. */
export interface Distribute {
  readonly from?: string | undefined;
  readonly to?: { readonly [key: string]: number } | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.localityLbSetting.failover[]` of DestinationRule and 7 more places. */
export interface Failover {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.consistentHash.httpCookie` of DestinationRule and 3 more places. */
export interface HttpCookie {
  readonly attributes?: readonly Attributes[] | undefined;
  readonly name: string;
  readonly path?: string | undefined;
  readonly ttl?: string | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer` of DestinationRule and 3 more places. */
export interface LoadBalancer {
  readonly consistentHash?: ConsistentHash | undefined;
  readonly localityLbSetting?: LocalityLbSetting | undefined;
  readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST' | undefined;
  readonly warmup?: Warmup | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly warmupDurationSecs?: string | undefined;
  /** @since 1.31 */
  readonly zoneAwareLbSetting?: ZoneAwareLbSetting | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.localityLbSetting` of DestinationRule and 3 more places. */
export interface LocalityLbSetting {
  readonly distribute?: readonly Distribute[] | undefined;
  readonly enabled?: boolean | undefined;
  readonly failover?: readonly Failover[] | undefined;
  readonly failoverPriority?: readonly string[] | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.consistentHash.maglev` of DestinationRule and 3 more places. */
export interface Maglev {
  /** @minimum 0 */
  readonly tableSize?: number | undefined;
}

/** `spec.subsets[].trafficPolicy.outlierDetection` of DestinationRule and 3 more places. */
export interface OutlierDetection {
  /** @rule duration(self) >= duration('1ms') */
  readonly baseEjectionTime?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly consecutive5xxErrors?: number | undefined;
  /** @format int32 */
  readonly consecutiveErrors?: number | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly consecutiveGatewayErrors?: number | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly consecutiveLocalOriginFailures?: number | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly interval?: string | undefined;
  /** @format int32 */
  readonly maxEjectionPercent?: number | undefined;
  /** @format int32 */
  readonly minHealthPercent?: number | undefined;
  /** @since 1.31 */
  readonly outlierDetectionHttpErrorCodes?: readonly number[] | undefined;
  readonly splitExternalLocalOriginErrors?: boolean | undefined;
}

/** `spec.subsets[].trafficPolicy.portLevelSettings[]` of DestinationRule and 1 more place. */
export interface PortLevelSettings {
  readonly connectionPool?: ConnectionPool | undefined;
  readonly loadBalancer?: LoadBalancer | undefined;
  readonly outlierDetection?: OutlierDetection | undefined;
  readonly port?: DestinationPort | undefined;
  readonly tls?: PortLevelSettingsTls | undefined;
}

/** `spec.subsets[].trafficPolicy.portLevelSettings[].tls` of DestinationRule and 3 more places. */
export interface PortLevelSettingsTls {
  readonly caCertificates?: string | undefined;
  readonly caCrl?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly credentialName?: string | undefined;
  readonly insecureSkipVerify?: boolean | undefined;
  readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | undefined;
  readonly privateKey?: string | undefined;
  readonly sni?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
}

/** `spec.subsets[].trafficPolicy.proxyProtocol` of DestinationRule and 1 more place. */
export interface ProxyProtocol {
  readonly version?: 'V1' | 'V2' | undefined;
}

/** `spec.subsets[].trafficPolicy.retryBudget` of DestinationRule and 1 more place. */
export interface RetryBudget {
  /** @since 1.31 */
  readonly budgetInterval?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly minRetryConcurrency?: number | undefined;
  /**
   * @format double
   * @minimum 0
   * @maximum 100
   */
  readonly percent?: number | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.consistentHash.ringHash` of DestinationRule and 3 more places. */
export interface RingHash {
  /** @minimum 0 */
  readonly minimumRingSize?: number | undefined;
}

/** `spec.subsets[]` of DestinationRule. */
export interface Subsets {
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly name: string;
  readonly trafficPolicy?: TrafficPolicy | undefined;
}

/** `spec.subsets[].trafficPolicy` of DestinationRule and 1 more place. */
export interface TrafficPolicy {
  readonly connectionPool?: ConnectionPool | undefined;
  readonly loadBalancer?: LoadBalancer | undefined;
  readonly outlierDetection?: OutlierDetection | undefined;
  /** @maxItems 4096 */
  readonly portLevelSettings?: readonly PortLevelSettings[] | undefined;
  readonly proxyProtocol?: ProxyProtocol | undefined;
  readonly retryBudget?: RetryBudget | undefined;
  readonly tls?: PortLevelSettingsTls | undefined;
  readonly tunnel?: Tunnel | undefined;
}

/** `spec.subsets[].trafficPolicy.tunnel` of DestinationRule and 1 more place. */
export interface Tunnel {
  readonly protocol?: string | undefined;
  readonly targetHost: string;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly targetPort: number;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.warmup` of DestinationRule and 3 more places. */
export interface Warmup {
  /**
   * @format double
   * @minimum 0
   */
  readonly aggression?: number | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly duration: string;
  /**
   * @format double
   * @minimum 0
   * @maximum 100
   */
  readonly minimumPercent?: number | undefined;
}

/** `spec.subsets[].trafficPolicy.loadBalancer.zoneAwareLbSetting` of DestinationRule and 3 more places. */
export interface ZoneAwareLbSetting {
  /** @since 1.31 */
  readonly enabled?: boolean | undefined;
  /** @since 1.31 */
  readonly failover?: readonly Failover[] | undefined;
  /** @since 1.31 */
  readonly failoverPriority?: readonly string[] | undefined;
  /**
   * @since 1.31
   * @minimum 1
   * @maximum 4294967295
   */
  readonly minClusterSize?: number | undefined;
}
