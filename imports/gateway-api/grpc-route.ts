// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ExtensionRef, type ParentRefs, type RequestHeaderModifier, type RequestMirror, type SessionPersistence } from './shared';

/** What a GRPCRoute is made of. */
export interface GRPCRouteProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GRPCRouteSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `GRPCRoute`. Written as it is given. */
export class GRPCRoute extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute' } as const;

  /** The object as plain data. */
  public static manifest(props: GRPCRouteProps): GRPCRouteProps & typeof GRPCRoute.GVK {
    return { ...GRPCRoute.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: GRPCRouteProps) {
    super(scope, id, GRPCRoute.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of GRPCRoute. */
export interface GRPCRouteSpec {
  /** @maxItems 16 */
  readonly hostnames?: readonly string[] | undefined;
  /** @maxItems 32 */
  readonly parentRefs?: readonly ParentRefs[] | undefined;
  /** @maxItems 16 */
  readonly rules?: readonly GRPCRouteSpecRules[] | undefined;
  /** @experimental */
  readonly useDefaultGateways?: 'All' | 'None' | undefined;
}

/** `spec.rules[]` of GRPCRoute. */
export interface GRPCRouteSpecRules {
  /** @maxItems 16 */
  readonly backendRefs?: readonly GRPCRouteSpecRulesBackendRefs[] | undefined;
  /**
   * @maxItems 16
   * @rule self.filter(f, f.type == 'RequestHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'ResponseHeaderModifier').size() <= 1
   */
  readonly filters?: readonly GRPCRouteSpecRulesFilters[] | undefined;
  /** @maxItems 64 */
  readonly matches?: readonly GRPCRouteSpecRulesMatches[] | undefined;
  /**
   * @minLength 1
   * @maxLength 253
   * @pattern ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   */
  readonly name?: string | undefined;
  /**
   * @experimental
   * @rule !has(self.cookieConfig) || self.type == 'Cookie'
   */
  readonly sessionPersistence?: SessionPersistence | undefined;
}

/** `spec.rules[].backendRefs[]` of GRPCRoute. */
export interface GRPCRouteSpecRulesBackendRefs {
  /**
   * @maxItems 16
   * @rule self.filter(f, f.type == 'RequestHeaderModifier').size() <= 1
   * @rule self.filter(f, f.type == 'ResponseHeaderModifier').size() <= 1
   */
  readonly filters?: readonly GRPCRouteSpecRulesFilters[] | undefined;
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

/** `spec.rules[].backendRefs[].filters[]` of GRPCRoute and 1 more place. */
export interface GRPCRouteSpecRulesFilters {
  readonly extensionRef?: ExtensionRef | undefined;
  readonly requestHeaderModifier?: RequestHeaderModifier | undefined;
  /** @rule !(has(self.percent) && has(self.fraction)) */
  readonly requestMirror?: RequestMirror | undefined;
  readonly responseHeaderModifier?: RequestHeaderModifier | undefined;
  readonly type: 'ResponseHeaderModifier' | 'RequestHeaderModifier' | 'RequestMirror' | 'ExtensionRef';
}

/** `spec.rules[].matches[]` of GRPCRoute. */
export interface GRPCRouteSpecRulesMatches {
  /** @maxItems 16 */
  readonly headers?: readonly GRPCRouteSpecRulesMatchesHeaders[] | undefined;
  /** @rule has(self.type) ? has(self.service) || has(self.method) : true */
  readonly method?: Method | undefined;
}

/** `spec.rules[].matches[].headers[]` of GRPCRoute. */
export interface GRPCRouteSpecRulesMatchesHeaders {
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
   */
  readonly value: string;
}

/** `spec.rules[].matches[].method` of GRPCRoute. */
export interface Method {
  /** @maxLength 1024 */
  readonly method?: string | undefined;
  /** @maxLength 1024 */
  readonly service?: string | undefined;
  /** @default "Exact" */
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
}
