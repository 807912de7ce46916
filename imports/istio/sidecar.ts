// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ConnectionPool, type Destination, type ServersTls, type WorkloadSelector } from './shared';

/** What a Sidecar is made of. */
export interface SidecarProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: SidecarSpec | undefined;
}

/** Namespaced kind `networking.istio.io/v1` `Sidecar`. Written as it is given. */
export class Sidecar extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar' } as const;

  /** The object as plain data. */
  public static manifest(props: SidecarProps = {}): SidecarProps & typeof Sidecar.GVK {
    return { ...Sidecar.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: SidecarProps = {}) {
    super(scope, id, Sidecar.manifest(props) as ApiObjectProps);
  }
}

/** `spec.egress[]` of Sidecar. */
export interface Egress {
  readonly bind?: string | undefined;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE' | undefined;
  readonly hosts: readonly string[];
  readonly port?: EgressPort | undefined;
}

/** `spec.egress[].port` of Sidecar and 1 more place. */
export interface EgressPort {
  readonly name?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly number?: number | undefined;
  readonly protocol?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly targetPort?: number | undefined;
}

/** `spec.ingress[]` of Sidecar. */
export interface Ingress {
  readonly bind?: string | undefined;
  readonly captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE' | undefined;
  readonly connectionPool?: ConnectionPool | undefined;
  readonly defaultEndpoint?: string | undefined;
  readonly port: EgressPort;
  /**
   * @rule (has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1
   * @rule (has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1
   * @rule (has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1
   */
  readonly tls?: ServersTls | undefined;
}

/** `spec.outboundTrafficPolicy` of Sidecar. */
export interface OutboundTrafficPolicy {
  readonly egressProxy?: Destination | undefined;
  readonly mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY' | undefined;
}

/** `spec` of Sidecar. */
export interface SidecarSpec {
  readonly egress?: readonly Egress[] | undefined;
  readonly inboundConnectionPool?: ConnectionPool | undefined;
  readonly ingress?: readonly Ingress[] | undefined;
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy | undefined;
  readonly workloadSelector?: WorkloadSelector | undefined;
}
