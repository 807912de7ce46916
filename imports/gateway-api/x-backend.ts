// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type CertificateRefs, type SpecValidation } from './shared';

/** What a XBackend is made of. */
export interface XBackendProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: XBackendSpec;
}

/** Namespaced kind `gateway.networking.x-k8s.io/v1alpha1` `XBackend`. Experimental channel. Written as it is given. */
export class XBackend extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kind: 'XBackend' } as const;

  /** The object as plain data. */
  public static manifest(props: XBackendProps): XBackendProps & typeof XBackend.GVK {
    return { ...XBackend.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: XBackendProps) {
    super(scope, id, XBackend.manifest(props) as ApiObjectProps);
  }
}

/** `spec.externalHostname` of XBackend. */
export interface ExternalHostname {
  /**
   * @experimental
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @rule !self.endsWith('.cluster.local')
   */
  readonly hostname: string;
}

/** `spec.port` of XBackend. */
export interface Port {
  /**
   * @experimental
   * @maxLength 63
   * @rule size(self) == 0 || format.dns1123Label().validate(self) == null
   */
  readonly name?: string | undefined;
  /**
   * @experimental
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port: number;
}

/** `spec` of XBackend. */
export interface XBackendSpec {
  /** @experimental */
  readonly externalHostname?: ExternalHostname | undefined;
  /** @experimental */
  readonly port: Port;
  /** @experimental */
  readonly protocol?: 'TCP' | 'HTTP' | 'HTTP2' | 'HTTP11' | 'H2C' | 'MCP' | undefined;
  /** @experimental */
  readonly tls?: XBackendSpecTls | undefined;
  /** @experimental */
  readonly type: 'ExternalHostname';
}

/** `spec.tls` of XBackend. */
export interface XBackendSpecTls {
  /** @experimental */
  readonly clientCertificateRef?: CertificateRefs | undefined;
  /** @experimental */
  readonly mode: 'None' | 'ServerOnly' | 'ClientAndServer';
  /** @experimental */
  readonly validation?: SpecValidation | undefined;
}
