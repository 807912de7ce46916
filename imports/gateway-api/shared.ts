// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.

/** `spec.rules[].backendRefs[].filters[].requestHeaderModifier.add[]` of GRPCRoute and 15 more places. */
export interface Add {
  /**
   * @minLength 1
   * @maxLength 256
   * @pattern ^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$
   */
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 4096
   * @pattern ^[!-~]+([\t ]?[!-~]+)*$
   */
  readonly value: string;
}

/** `spec.listeners[].allowedRoutes` of Gateway and 1 more place. */
export interface AllowedRoutes {
  /** @maxItems 8 */
  readonly kinds?: readonly Kinds[] | undefined;
  /** @default {"from":"Same"} */
  readonly namespaces?: AllowedRoutesNamespaces | undefined;
}

/** `spec.listeners[].allowedRoutes.namespaces` of Gateway and 1 more place. */
export interface AllowedRoutesNamespaces {
  /** @default "Same" */
  readonly from?: 'All' | 'Selector' | 'Same' | undefined;
  readonly selector?: Selector | undefined;
}

/** `spec.rules[].backendRefs[].filters[].requestMirror.backendRef` of GRPCRoute and 5 more places. */
export interface BackendRef {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default ""
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   * @default "Service"
   */
  readonly kind?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace?: string | undefined;
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number | undefined;
}

/** `spec.listeners[].tls.certificateRefs[]` of Gateway and 3 more places. */
export interface CertificateRefs {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default ""
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   * @default "Secret"
   */
  readonly kind?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace?: string | undefined;
}

/** `spec.rules[].sessionPersistence.cookieConfig` of GRPCRoute and 2 more places. */
export interface CookieConfig {
  /**
   * @experimental
   * @default "Session"
   */
  readonly lifetimeType?: 'Permanent' | 'Session' | undefined;
}

/** `spec.validation.caCertificateRefs[]` of BackendTLSPolicy and 7 more places. */
export interface ExtensionRef {
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
}

/** `spec.rules[].backendRefs[].filters[].requestMirror.fraction` of GRPCRoute and 3 more places. */
export interface Fraction {
  /**
   * @format int32
   * @minimum 1
   * @default 100
   */
  readonly denominator?: number | undefined;
  /**
   * @format int32
   * @minimum 0
   */
  readonly numerator: number;
}

/** `spec` of GatewayClass and 1 more place. */
export interface GatewayClassSpec {
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$
   * @rule self == oldSelf
   */
  readonly controllerName: string;
  /** @maxLength 64 */
  readonly description?: string | undefined;
  readonly parametersRef?: ParametersRef | undefined;
}

/** `spec.listeners[].allowedRoutes.kinds[]` of Gateway and 1 more place. */
export interface Kinds {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   */
  readonly kind: string;
}

/** `spec.listeners[]` of Gateway and 1 more place. */
export interface Listeners {
  /** @default {"namespaces":{"from":"Same"}} */
  readonly allowedRoutes?: AllowedRoutes | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly hostname?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly name: string;
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port: number;
  /**
   * @minLength 1
   * @maxLength 255
   * @pattern ^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$
   */
  readonly protocol: string;
  readonly tls?: ListenersTls | undefined;
}

/** `spec.listeners[].tls` of Gateway and 1 more place. */
export interface ListenersTls {
  /** @maxItems 64 */
  readonly certificateRefs?: readonly CertificateRefs[] | undefined;
  /** @default "Terminate" */
  readonly mode?: 'Terminate' | 'Passthrough' | undefined;
  /** @maxProperties 16 */
  readonly options?: { readonly [key: string]: string } | undefined;
}

/** `spec.allowedListeners.namespaces.selector.matchExpressions[]` of Gateway and 2 more places. */
export interface MatchExpressions {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** `spec.tls.frontend.default.validation.caCertificateRefs[]` of Gateway and 3 more places. */
export interface ParametersRef {
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
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace?: string | undefined;
}

/** `spec.parentRefs[]` of GRPCRoute and 4 more places. */
export interface ParentRefs {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   * @default "Gateway"
   */
  readonly kind?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace?: string | undefined;
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly sectionName?: string | undefined;
}

/** `spec.rules[].backendRefs[].filters[].requestHeaderModifier` of GRPCRoute and 7 more places. */
export interface RequestHeaderModifier {
  /** @maxItems 16 */
  readonly add?: readonly Add[] | undefined;
  /** @maxItems 16 */
  readonly remove?: readonly string[] | undefined;
  /** @maxItems 16 */
  readonly set?: readonly Add[] | undefined;
}

/** `spec.rules[].backendRefs[].filters[].requestMirror` of GRPCRoute and 3 more places. */
export interface RequestMirror {
  /** @rule (size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true */
  readonly backendRef: BackendRef;
  /** @rule self.numerator <= self.denominator */
  readonly fraction?: Fraction | undefined;
  /**
   * @format int32
   * @minimum 0
   * @maximum 100
   */
  readonly percent?: number | undefined;
}

/** `spec.allowedListeners.namespaces.selector` of Gateway and 2 more places. */
export interface Selector {
  readonly matchExpressions?: readonly MatchExpressions[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** `spec.rules[].sessionPersistence` of GRPCRoute and 2 more places. */
export interface SessionPersistence {
  /**
   * @experimental
   * @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$
   */
  readonly absoluteTimeout?: string | undefined;
  /** @experimental */
  readonly cookieConfig?: CookieConfig | undefined;
  /**
   * @experimental
   * @maxLength 128
   */
  readonly sessionName?: string | undefined;
  /**
   * @experimental
   * @default "Cookie"
   */
  readonly type?: 'Cookie' | 'Header' | undefined;
}

/** `spec.validation` of BackendTLSPolicy and 1 more place. */
export interface SpecValidation {
  /** @maxItems 8 */
  readonly caCertificateRefs?: readonly ExtensionRef[] | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly hostname: string;
  /** @maxItems 5 */
  readonly subjectAltNames?: readonly SubjectAltNames[] | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly wellKnownCACertificates?: string | undefined;
}

/** `spec.validation.subjectAltNames[]` of BackendTLSPolicy and 1 more place. */
export interface SubjectAltNames {
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly hostname?: string | undefined;
  readonly type: 'Hostname' | 'URI';
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\?([^#]*))?(#(.*))?
   */
  readonly uri?: string | undefined;
}

/** `spec` of TCPRoute and 1 more place. */
export interface TCPRouteSpec {
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

/** `spec.rules[]` of TCPRoute and 2 more places. */
export interface TCPRouteSpecRules {
  /**
   * @minItems 1
   * @maxItems 16
   */
  readonly backendRefs: readonly TCPRouteSpecRulesBackendRefs[];
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly name?: string | undefined;
}

/** `spec.rules[].backendRefs[]` of TCPRoute and 2 more places. */
export interface TCPRouteSpecRulesBackendRefs {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default ""
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   * @default "Service"
   */
  readonly kind?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   */
  readonly name: string;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$
   */
  readonly namespace?: string | undefined;
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number | undefined;
  /**
   * @format int32
   * @minimum 0
   * @maximum 1000000
   * @default 1
   */
  readonly weight?: number | undefined;
}
