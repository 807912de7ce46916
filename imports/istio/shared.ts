// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.

/** `spec.subsets[].trafficPolicy.connectionPool` of DestinationRule and 5 more places. */
export interface ConnectionPool {
  readonly http?: ConnectionPoolHttp | undefined;
  readonly tcp?: ConnectionPoolTcp | undefined;
}

/** `spec.subsets[].trafficPolicy.connectionPool.http` of DestinationRule and 5 more places. */
export interface ConnectionPoolHttp {
  readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE' | undefined;
  /** @format int32 */
  readonly http1MaxPendingRequests?: number | undefined;
  /** @since 1.31 */
  readonly http2KeepAlive?: Http2KeepAlive | undefined;
  /** @format int32 */
  readonly http2MaxRequests?: number | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly idleTimeout?: string | undefined;
  /** @format int32 */
  readonly maxConcurrentStreams?: number | undefined;
  /** @format int32 */
  readonly maxRequestsPerConnection?: number | undefined;
  /** @format int32 */
  readonly maxRetries?: number | undefined;
  readonly useClientProtocol?: boolean | undefined;
}

/** `spec.subsets[].trafficPolicy.connectionPool.tcp` of DestinationRule and 5 more places. */
export interface ConnectionPoolTcp {
  /** @rule duration(self) >= duration('1ms') */
  readonly connectTimeout?: string | undefined;
  readonly idleTimeout?: string | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly maxConnectionDuration?: string | undefined;
  /** @format int32 */
  readonly maxConnections?: number | undefined;
  readonly tcpKeepalive?: TcpKeepalive | undefined;
}

/** `spec.outboundTrafficPolicy.egressProxy` of Sidecar and 5 more places. */
export interface Destination {
  readonly host: string;
  readonly port?: DestinationPort | undefined;
  readonly subset?: string | undefined;
}

/** `spec.subsets[].trafficPolicy.portLevelSettings[].port` of DestinationRule and 7 more places. */
export interface DestinationPort {
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly number?: number | undefined;
}

/** `spec.wasm.vmConfig.env[]` of TrafficExtension and 1 more place. */
export interface Env {
  /**
   * @minLength 1
   * @maxLength 256
   */
  readonly name: string;
  /** @maxLength 2048 */
  readonly value?: string | undefined;
  readonly valueFrom?: 'INLINE' | 'HOST' | undefined;
}

/** `spec.subsets[].trafficPolicy.connectionPool.http.http2KeepAlive` of DestinationRule and 5 more places. */
export interface Http2KeepAlive {
  /**
   * @since 1.31
   * @rule duration(self) >= duration('1ms')
   */
  readonly interval?: string | undefined;
  /**
   * @since 1.31
   * @rule duration(self) >= duration('1ms')
   */
  readonly timeout?: string | undefined;
}

/** `spec.match[].ports[]` of TrafficExtension and 1 more place. */
export interface MatchPorts {
  /**
   * @minimum 1
   * @maximum 65535
   */
  readonly number: number;
}

/** `spec.selector` of AuthorizationPolicy and 7 more places. */
export interface Selector {
  /**
   * @maxProperties 4096
   * @rule self.all(key, !key.contains("*"))
   * @rule self.all(key, key.size() != 0)
   */
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `spec.servers[].tls` of Gateway and 1 more place. */
export interface ServersTls {
  readonly caCertCredentialName?: string | undefined;
  readonly caCertificates?: string | undefined;
  readonly caCrl?: string | undefined;
  readonly cipherSuites?: readonly string[] | undefined;
  readonly credentialName?: string | undefined;
  /**
   * @minItems 1
   * @maxItems 2
   */
  readonly credentialNames?: readonly string[] | undefined;
  readonly httpsRedirect?: boolean | undefined;
  /** @since 1.31 */
  readonly insecureSkipVerify?: boolean | undefined;
  readonly maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3' | undefined;
  readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3' | undefined;
  readonly mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL' | undefined;
  readonly privateKey?: string | undefined;
  readonly serverCertificate?: string | undefined;
  readonly subjectAltNames?: readonly string[] | undefined;
  /**
   * @minItems 1
   * @maxItems 2
   */
  readonly tlsCertificates?: readonly TlsCertificates[] | undefined;
  readonly verifyCertificateHash?: readonly string[] | undefined;
  readonly verifyCertificateSpki?: readonly string[] | undefined;
}

/** `spec.match[]` of TrafficExtension and 1 more place. */
export interface SpecMatch {
  readonly mode?: 'UNDEFINED' | 'CLIENT' | 'SERVER' | 'CLIENT_AND_SERVER' | undefined;
  readonly ports?: readonly MatchPorts[] | undefined;
}

/** `spec.provider` of AuthorizationPolicy and 3 more places. */
export interface SubFilter {
  readonly name?: string | undefined;
}

/** `spec.targetRef` of AuthorizationPolicy and 9 more places. */
export interface TargetRefs {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly group?: string | undefined;
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
  /** @rule self.size() == 0 */
  readonly namespace?: string | undefined;
}

/** `spec.subsets[].trafficPolicy.connectionPool.tcp.tcpKeepalive` of DestinationRule and 5 more places. */
export interface TcpKeepalive {
  /** @rule duration(self) >= duration('1ms') */
  readonly interval?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly probes?: number | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly time?: string | undefined;
}

/** `spec.servers[].tls.tlsCertificates[]` of Gateway and 1 more place. */
export interface TlsCertificates {
  readonly caCertificates?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly serverCertificate?: string | undefined;
}

/** `spec.wasm.vmConfig` of TrafficExtension and 1 more place. */
export interface VmConfig {
  /** @maxItems 256 */
  readonly env?: readonly Env[] | undefined;
}

/** `spec.endpoints[]` of ServiceEntry and 1 more place. */
export interface WorkloadEntrySpec {
  /**
   * @maxLength 256
   * @rule self.startsWith("unix://") ? !self.endsWith("/") : true
   */
  readonly address?: string | undefined;
  /** @maxProperties 256 */
  readonly labels?: { readonly [key: string]: string } | undefined;
  /** @maxLength 2048 */
  readonly locality?: string | undefined;
  /** @maxLength 2048 */
  readonly network?: string | undefined;
  /** @maxProperties 128 */
  readonly ports?: { readonly [key: string]: number } | undefined;
  /** @maxLength 253 */
  readonly serviceAccount?: string | undefined;
  /**
   * @minimum 0
   * @maximum 4294967295
   */
  readonly weight?: number | undefined;
}

/** `spec.workloadSelector` of EnvoyFilter and 2 more places. */
export interface WorkloadSelector {
  /** @maxProperties 256 */
  readonly labels?: { readonly [key: string]: string } | undefined;
}
