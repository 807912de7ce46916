// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';

/** What a Service is made of. */
export interface ServiceProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: ServiceSpec | undefined;
}

/** Namespaced kind `v1` `Service`. Written as it is given. */
export class Service extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'Service' } as const;

  /** The object as plain data. */
  public static manifest(props: ServiceProps = {}): ServiceProps & typeof Service.GVK {
    return { ...Service.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ServiceProps = {}) {
    super(scope, id, Service.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ClientIPConfig {
  /** @format int32 */
  readonly timeoutSeconds?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface ServicePort {
  readonly appProtocol?: string | undefined;
  readonly name?: string | undefined;
  /** @format int32 */
  readonly nodePort?: number | undefined;
  /**
   * @format int32
   * @default 0
   */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
  /** @format int-or-string */
  readonly targetPort?: number | string | undefined;
}

/** Part of the Kubernetes API. */
export interface ServiceSpec {
  readonly allocateLoadBalancerNodePorts?: boolean | undefined;
  readonly clusterIP?: string | undefined;
  readonly clusterIPs?: readonly string[] | undefined;
  readonly externalIPs?: readonly string[] | undefined;
  readonly externalName?: string | undefined;
  readonly externalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  /** @format int32 */
  readonly healthCheckNodePort?: number | undefined;
  readonly internalTrafficPolicy?: 'Cluster' | 'Local' | undefined;
  readonly ipFamilies?: readonly ('' | 'IPv4' | 'IPv6')[] | undefined;
  readonly ipFamilyPolicy?: 'PreferDualStack' | 'RequireDualStack' | 'SingleStack' | undefined;
  readonly loadBalancerClass?: string | undefined;
  readonly loadBalancerIP?: string | undefined;
  readonly loadBalancerSourceRanges?: readonly string[] | undefined;
  readonly ports?: readonly ServicePort[] | undefined;
  readonly publishNotReadyAddresses?: boolean | undefined;
  readonly selector?: { readonly [key: string]: string } | undefined;
  readonly sessionAffinity?: 'ClientIP' | 'None' | undefined;
  readonly sessionAffinityConfig?: SessionAffinityConfig | undefined;
  readonly trafficDistribution?: string | undefined;
  readonly type?: 'ClusterIP' | 'ExternalName' | 'LoadBalancer' | 'NodePort' | undefined;
}

/** Part of the Kubernetes API. */
export interface SessionAffinityConfig {
  readonly clientIP?: ClientIPConfig | undefined;
}
