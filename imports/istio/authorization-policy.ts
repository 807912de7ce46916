// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Selector, type SubFilter, type TargetRefs } from './shared';

/** What a AuthorizationPolicy is made of. */
export interface AuthorizationPolicyProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: AuthorizationPolicySpec | undefined;
}

/** Namespaced kind `security.istio.io/v1` `AuthorizationPolicy`. Written as it is given. */
export class AuthorizationPolicy extends ApiObject {
  public static readonly GVK = { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy' } as const;

  /** The object as plain data. */
  public static manifest(props: AuthorizationPolicyProps = {}): AuthorizationPolicyProps & typeof AuthorizationPolicy.GVK {
    return { ...AuthorizationPolicy.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: AuthorizationPolicyProps = {}) {
    super(scope, id, AuthorizationPolicy.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of AuthorizationPolicy. */
export interface AuthorizationPolicySpec {
  readonly action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM' | undefined;
  readonly provider?: SubFilter | undefined;
  /** @maxItems 512 */
  readonly rules?: readonly Rules[] | undefined;
  readonly selector?: Selector | undefined;
  readonly targetRef?: TargetRefs | undefined;
  /** @maxItems 16 */
  readonly targetRefs?: readonly TargetRefs[] | undefined;
}

/** `spec.rules[].from[]` of AuthorizationPolicy. */
export interface From {
  readonly source?: Source | undefined;
}

/** `spec.rules[].to[].operation` of AuthorizationPolicy. */
export interface Operation {
  readonly hosts?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly notHosts?: readonly string[] | undefined;
  readonly notMethods?: readonly string[] | undefined;
  readonly notPaths?: readonly string[] | undefined;
  readonly notPorts?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly ports?: readonly string[] | undefined;
}

/** `spec.rules[]` of AuthorizationPolicy. */
export interface Rules {
  /** @maxItems 512 */
  readonly from?: readonly From[] | undefined;
  readonly to?: readonly To[] | undefined;
  readonly when?: readonly When[] | undefined;
}

/** `spec.rules[].from[].source` of AuthorizationPolicy. */
export interface Source {
  readonly ipBlocks?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly notIpBlocks?: readonly string[] | undefined;
  readonly notNamespaces?: readonly string[] | undefined;
  readonly notPrincipals?: readonly string[] | undefined;
  readonly notRemoteIpBlocks?: readonly string[] | undefined;
  readonly notRequestPrincipals?: readonly string[] | undefined;
  /** @maxItems 16 */
  readonly notServiceAccounts?: readonly string[] | undefined;
  /** @since 1.30 */
  readonly notTrustDomains?: readonly string[] | undefined;
  readonly principals?: readonly string[] | undefined;
  readonly remoteIpBlocks?: readonly string[] | undefined;
  readonly requestPrincipals?: readonly string[] | undefined;
  /** @maxItems 16 */
  readonly serviceAccounts?: readonly string[] | undefined;
  /** @since 1.30 */
  readonly trustDomains?: readonly string[] | undefined;
}

/** `spec.rules[].to[]` of AuthorizationPolicy. */
export interface To {
  readonly operation?: Operation | undefined;
}

/** `spec.rules[].when[]` of AuthorizationPolicy. */
export interface When {
  readonly key: string;
  readonly notValues?: readonly string[] | undefined;
  readonly values?: readonly string[] | undefined;
}
