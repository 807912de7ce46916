// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector, type TargetRefs } from './shared';

/** What a RequestAuthentication is made of. */
export interface RequestAuthenticationProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: RequestAuthenticationSpec | undefined;
}

/** Namespaced kind `security.istio.io/v1` `RequestAuthentication`. Written as it is given. */
export class RequestAuthentication extends ApiObject {
  public static readonly GVK = { apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication' } as const;

  /** The object as plain data. */
  public static manifest(props: RequestAuthenticationProps = {}): RequestAuthenticationProps & typeof RequestAuthentication.GVK {
    return { ...RequestAuthentication.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps = {}) {
    super(scope, id, RequestAuthentication.manifest(props) as ApiObjectProps);
  }
}

/** `spec.jwtRules[].fromHeaders[]` of RequestAuthentication. */
export interface FromHeaders {
  /** @minLength 1 */
  readonly name: string;
  readonly prefix?: string | undefined;
}

/** `spec.jwtRules[]` of RequestAuthentication. */
export interface JwtRules {
  readonly audiences?: readonly string[] | undefined;
  readonly forwardOriginalToken?: boolean | undefined;
  readonly fromCookies?: readonly string[] | undefined;
  readonly fromHeaders?: readonly FromHeaders[] | undefined;
  readonly fromParams?: readonly string[] | undefined;
  /** @minLength 1 */
  readonly issuer?: string | undefined;
  readonly jwks?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 2048
   * @rule url(self).getScheme() in ["http", "https"]
   */
  readonly jwksUri?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 2048
   * @rule url(self).getScheme() in ["http", "https"]
   */
  readonly jwks_uri?: string | undefined;
  readonly outputClaimToHeaders?: readonly OutputClaimToHeaders[] | undefined;
  readonly outputPayloadToHeader?: string | undefined;
  /** @maxItems 64 */
  readonly spaceDelimitedClaims?: readonly string[] | undefined;
  /** @rule duration(self) >= duration('1ms') */
  readonly timeout?: string | undefined;
}

/** `spec.jwtRules[].outputClaimToHeaders[]` of RequestAuthentication. */
export interface OutputClaimToHeaders {
  /** @minLength 1 */
  readonly claim: string;
  /**
   * @minLength 1
   * @pattern ^[-_A-Za-z0-9]+$
   */
  readonly header: string;
}

/** `spec` of RequestAuthentication. */
export interface RequestAuthenticationSpec {
  /** @maxItems 4096 */
  readonly jwtRules?: readonly JwtRules[] | undefined;
  readonly selector?: Selector | undefined;
  readonly targetRef?: TargetRefs | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
}
