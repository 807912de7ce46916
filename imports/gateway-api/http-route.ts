// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type BackendRef, type ExtensionRef, type ParentRefs, type RequestHeaderModifier, type RequestMirror, type SessionPersistence } from './shared';

/** What a HTTPRoute is made of. */
export interface HTTPRouteProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: HTTPRouteSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `HTTPRoute`. Written as it is given. */
export class HTTPRoute extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' } as const;

  /** The object as plain data. */
  public static manifest(props: HTTPRouteProps): HTTPRouteProps & typeof HTTPRoute.GVK {
    return { ...HTTPRoute.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: HTTPRouteProps) {
    super(scope, id, HTTPRoute.manifest(props) as ApiObjectProps);
  }
}

/** `spec.rules[].backendRefs[].filters[].cors` of HTTPRoute and 1 more place. */
export interface Cors {
  readonly allowCredentials?: boolean | undefined;
  /**
   * @maxItems 64
   * @rule !('*' in self && self.size() > 1)
   */
  readonly allowHeaders?: readonly string[] | undefined;
  /**
   * @maxItems 9
   * @rule !('*' in self && self.size() > 1)
   */
  readonly allowMethods?: readonly ('GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | '*')[] | undefined;
  /**
   * @maxItems 64
   * @rule !('*' in self && self.size() > 1)
   */
  readonly allowOrigins?: readonly string[] | undefined;
  /** @maxItems 64 */
  readonly exposeHeaders?: readonly string[] | undefined;
  /**
   * @format int32
   * @minimum 1
   * @default 5
   */
  readonly maxAge?: number | undefined;
}

/** `spec.rules[].backendRefs[].filters[].externalAuth` of HTTPRoute and 1 more place. */
export interface ExternalAuth {
  /**
   * @experimental
   * @rule (size(self.group) == 0 && self.kind == 'Service') ? has(self.port) : true
   */
  readonly backendRef: BackendRef;
  /** @experimental */
  readonly forwardBody?: ForwardBody | undefined;
  /** @experimental */
  readonly grpc?: Grpc | undefined;
  /** @experimental */
  readonly http?: Http | undefined;
  /** @experimental */
  readonly protocol: 'HTTP' | 'GRPC';
}

/** `spec.rules[].backendRefs[].filters[].externalAuth.forwardBody` of HTTPRoute and 1 more place. */
export interface ForwardBody {
  /** @experimental */
  readonly maxSize?: number | undefined;
}

/** `spec.rules[].backendRefs[].filters[].externalAuth.grpc` of HTTPRoute and 1 more place. */
export interface Grpc {
  /**
   * @experimental
   * @maxItems 64
   */
  readonly allowedHeaders?: readonly string[] | undefined;
}

/** `spec` of HTTPRoute. */
export interface HTTPRouteSpec {
  /** @maxItems 16 */
  readonly hostnames?: readonly string[] | undefined;
  /** @maxItems 32 */
  readonly parentRefs?: readonly ParentRefs[] | undefined;
  /**
   * @minItems 1
   * @maxItems 16
   * @default [{"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}]
   */
  readonly rules?: readonly HTTPRouteSpecRules[] | undefined;
  /** @experimental */
  readonly useDefaultGateways?: 'All' | 'None' | undefined;
}

/** `spec.rules[]` of HTTPRoute. */
export interface HTTPRouteSpecRules {
  /** @maxItems 16 */
  readonly backendRefs?: readonly HTTPRouteSpecRulesBackendRefs[] | undefined;
  /**
   * @maxItems 16
   * @rule self.filter(f, f.type == 'CORS').size() <= 1
   * @rule self.filter(f, f.type == 'RequestHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'ResponseHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'RequestRedirect').size() <= 1
   * @rule self.filter(f, f.type == 'URLRewrite').size() <= 1
   */
  readonly filters?: readonly HTTPRouteSpecRulesFilters[] | undefined;
  /**
   * @maxItems 64
   * @default [{"path":{"type":"PathPrefix","value":"/"}}]
   */
  readonly matches?: readonly HTTPRouteSpecRulesMatches[] | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly name?: string | undefined;
  /** @experimental */
  readonly retry?: Retry | undefined;
  /**
   * @experimental
   * @rule !has(self.cookieConfig) || self.type == 'Cookie'
   */
  readonly sessionPersistence?: SessionPersistence | undefined;
  readonly timeouts?: Timeouts | undefined;
}

/** `spec.rules[].backendRefs[]` of HTTPRoute. */
export interface HTTPRouteSpecRulesBackendRefs {
  /**
   * @maxItems 16
   * @rule self.filter(f, f.type == 'CORS').size() <= 1
   * @rule self.filter(f, f.type == 'RequestHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'ResponseHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'RequestRedirect').size() <= 1
   * @rule self.filter(f, f.type == 'URLRewrite').size() <= 1
   */
  readonly filters?: readonly HTTPRouteSpecRulesFilters[] | undefined;
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

/** `spec.rules[].backendRefs[].filters[]` of HTTPRoute and 1 more place. */
export interface HTTPRouteSpecRulesFilters {
  readonly cors?: Cors | undefined;
  readonly extensionRef?: ExtensionRef | undefined;
  /**
   * @experimental
   * @rule self.protocol == 'GRPC' ? has(self.grpc) : true
   * @rule has(self.grpc) ? self.protocol == 'GRPC' : true
   * @rule self.protocol == 'HTTP' ? has(self.http) : true
   * @rule has(self.http) ? self.protocol == 'HTTP' : true
   */
  readonly externalAuth?: ExternalAuth | undefined;
  readonly requestHeaderModifier?: RequestHeaderModifier | undefined;
  /** @rule !(has(self.percent) && has(self.fraction)) */
  readonly requestMirror?: RequestMirror | undefined;
  readonly requestRedirect?: RequestRedirect | undefined;
  readonly responseHeaderModifier?: RequestHeaderModifier | undefined;
  readonly type: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'ExtensionRef' | 'CORS' | 'ExternalAuth';
  readonly urlRewrite?: UrlRewrite | undefined;
}

/** `spec.rules[].matches[]` of HTTPRoute. */
export interface HTTPRouteSpecRulesMatches {
  /** @maxItems 16 */
  readonly headers?: readonly HTTPRouteSpecRulesMatchesHeaders[] | undefined;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | undefined;
  /**
   * @default {"type":"PathPrefix","value":"/"}
   * @rule (self.type in ['Exact','PathPrefix']) ? self.value.startsWith('/') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('//') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('/./') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('/../') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('%2f') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('%2F') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.contains('#') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.endsWith('/..') : true
   * @rule (self.type in ['Exact','PathPrefix']) ? !self.value.endsWith('/.') : true
   * @rule self.type in ['Exact','PathPrefix'] || self.type == 'RegularExpression'
   */
  readonly path?: MatchesPath | undefined;
  /** @maxItems 16 */
  readonly queryParams?: readonly QueryParams[] | undefined;
}

/** `spec.rules[].matches[].headers[]` of HTTPRoute. */
export interface HTTPRouteSpecRulesMatchesHeaders {
  /**
   * @minLength 1
   * @maxLength 256
   * @pattern ^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$
   */
  readonly name: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
  /**
   * @minLength 1
   * @maxLength 4096
   * @pattern ^[!-~]+([\t ]?[!-~]+)*$
   */
  readonly value: string;
}

/** `spec.rules[].backendRefs[].filters[].externalAuth.http` of HTTPRoute and 1 more place. */
export interface Http {
  /**
   * @experimental
   * @maxItems 64
   */
  readonly allowedHeaders?: readonly string[] | undefined;
  /**
   * @experimental
   * @maxItems 64
   */
  readonly allowedResponseHeaders?: readonly string[] | undefined;
  /**
   * @experimental
   * @maxLength 1024
   * @pattern ^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$
   */
  readonly path?: string | undefined;
}

/** `spec.rules[].matches[].path` of HTTPRoute. */
export interface MatchesPath {
  /** @default "PathPrefix" */
  readonly type?: 'Exact' | 'PathPrefix' | 'RegularExpression' | undefined;
  /**
   * @maxLength 1024
   * @default "/"
   */
  readonly value?: string | undefined;
}

/** `spec.rules[].matches[].queryParams[]` of HTTPRoute. */
export interface QueryParams {
  /**
   * @minLength 1
   * @maxLength 256
   * @pattern ^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$
   */
  readonly name: string;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
  /**
   * @minLength 1
   * @maxLength 1024
   */
  readonly value: string;
}

/** `spec.rules[].backendRefs[].filters[].requestRedirect` of HTTPRoute and 1 more place. */
export interface RequestRedirect {
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly hostname?: string | undefined;
  /**
   * @rule self.type == 'ReplaceFullPath' ? has(self.replaceFullPath) : true
   * @rule has(self.replaceFullPath) ? self.type == 'ReplaceFullPath' : true
   * @rule self.type == 'ReplacePrefixMatch' ? has(self.replacePrefixMatch) : true
   * @rule has(self.replacePrefixMatch) ? self.type == 'ReplacePrefixMatch' : true
   */
  readonly path?: RequestRedirectPath | undefined;
  /**
   * @format int32
   * @minimum 1
   * @maximum 65535
   */
  readonly port?: number | undefined;
  readonly scheme?: 'http' | 'https' | undefined;
  /** @default 302 */
  readonly statusCode?: 301 | 302 | 303 | 307 | 308 | undefined;
}

/** `spec.rules[].backendRefs[].filters[].requestRedirect.path` of HTTPRoute and 3 more places. */
export interface RequestRedirectPath {
  /** @maxLength 1024 */
  readonly replaceFullPath?: string | undefined;
  /** @maxLength 1024 */
  readonly replacePrefixMatch?: string | undefined;
  readonly type: 'ReplaceFullPath' | 'ReplacePrefixMatch';
}

/** `spec.rules[].retry` of HTTPRoute. */
export interface Retry {
  /**
   * @experimental
   * @minimum 1
   */
  readonly attempts?: number | undefined;
  /**
   * @experimental
   * @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$
   */
  readonly backoff?: string | undefined;
  /** @experimental */
  readonly codes?: readonly number[] | undefined;
}

/** `spec.rules[].timeouts` of HTTPRoute. */
export interface Timeouts {
  /** @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$ */
  readonly backendRequest?: string | undefined;
  /** @pattern ^([0-9]{1,5}(h|m|s|ms)){1,4}$ */
  readonly request?: string | undefined;
}

/** `spec.rules[].backendRefs[].filters[].urlRewrite` of HTTPRoute and 1 more place. */
export interface UrlRewrite {
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly hostname?: string | undefined;
  /**
   * @rule self.type == 'ReplaceFullPath' ? has(self.replaceFullPath) : true
   * @rule has(self.replaceFullPath) ? self.type == 'ReplaceFullPath' : true
   * @rule self.type == 'ReplacePrefixMatch' ? has(self.replacePrefixMatch) : true
   * @rule has(self.replacePrefixMatch) ? self.type == 'ReplacePrefixMatch' : true
   */
  readonly path?: RequestRedirectPath | undefined;
}
