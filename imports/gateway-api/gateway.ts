// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type CertificateRefs, type ExtensionRef, type Listeners, type ParametersRef, type Selector } from './shared';

/** What a Gateway is made of. */
export interface GatewayProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GatewaySpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `Gateway`. Written as it is given. */
export class Gateway extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' } as const;

  /** The object as plain data. */
  public static manifest(props: GatewayProps): GatewayProps & typeof Gateway.GVK {
    return { ...Gateway.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, Gateway.manifest(props) as ApiObjectProps);
  }
}

/** `spec.addresses[]` of Gateway. */
export interface Addresses {
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$
   * @default "IPAddress"
   */
  readonly type?: string | undefined;
  /** @maxLength 253 */
  readonly value?: string | undefined;
}

/** `spec.allowedListeners` of Gateway. */
export interface AllowedListeners {
  /** @default {"from":"None"} */
  readonly namespaces?: AllowedListenersNamespaces | undefined;
}

/** `spec.allowedListeners.namespaces` of Gateway. */
export interface AllowedListenersNamespaces {
  /** @default "None" */
  readonly from?: 'All' | 'Selector' | 'Same' | 'None' | undefined;
  readonly selector?: Selector | undefined;
}

/** `spec.tls.backend` of Gateway. */
export interface Backend {
  readonly clientCertificateRef?: CertificateRefs | undefined;
}

/** `spec.tls.frontend.default` of Gateway and 1 more place. */
export interface Default {
  readonly validation?: DefaultValidation | undefined;
}

/** `spec.tls.frontend.default.validation` of Gateway and 1 more place. */
export interface DefaultValidation {
  /**
   * @minItems 1
   * @maxItems 16
   */
  readonly caCertificateRefs: readonly ParametersRef[];
  /** @default "AllowValidOnly" */
  readonly mode?: 'AllowValidOnly' | 'AllowInsecureFallback' | undefined;
}

/** `spec.tls.frontend` of Gateway. */
export interface Frontend {
  readonly default: Default;
  /**
   * @maxItems 64
   * @rule self.all(t1, self.exists_one(t2, t1.port == t2.port))
   */
  readonly perPort?: readonly PerPort[] | undefined;
}

/** `spec` of Gateway. */
export interface GatewaySpec {
  /** @maxItems 16 */
  readonly addresses?: readonly Addresses[] | undefined;
  readonly allowedListeners?: AllowedListeners | undefined;
  /** @experimental */
  readonly defaultScope?: 'All' | 'None' | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly gatewayClassName: string;
  readonly infrastructure?: Infrastructure | undefined;
  /**
   * @minItems 1
   * @maxItems 64
   * @rule self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)
   * @rule self.all(l1, self.exists_one(l2, l1.name == l2.name))
   */
  readonly listeners: readonly Listeners[];
  readonly tls?: GatewaySpecTls | undefined;
}

/** `spec.tls` of Gateway. */
export interface GatewaySpecTls {
  readonly backend?: Backend | undefined;
  readonly frontend?: Frontend | undefined;
}

/** `spec.infrastructure` of Gateway. */
export interface Infrastructure {
  /**
   * @maxProperties 16
   * @rule self.all(key, key.split("/")[0].size() < 253)
   */
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /**
   * @maxProperties 8
   * @rule self.all(key, key.split("/")[0].size() < 253)
   */
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly parametersRef?: ExtensionRef | undefined;
}

/** `spec.tls.frontend.perPort[]` of Gateway. */
export interface PerPort {
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port: number;
  readonly tls: Default;
}
