// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector } from './shared';

/** What a NetworkPolicy is made of. */
export interface NetworkPolicyProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: NetworkPolicySpec | undefined;
}

/** Namespaced kind `networking.k8s.io/v1` `NetworkPolicy`. Written as it is given. */
export class NetworkPolicy extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' } as const;

  /** The object as plain data. */
  public static manifest(props: NetworkPolicyProps = {}): NetworkPolicyProps & typeof NetworkPolicy.GVK {
    return { ...NetworkPolicy.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: NetworkPolicyProps = {}) {
    super(scope, id, NetworkPolicy.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface IPBlock {
  /** @default "" */
  readonly cidr: string;
  readonly except?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface NetworkPolicyEgressRule {
  readonly ports?: readonly NetworkPolicyPort[] | undefined;
  readonly to?: readonly NetworkPolicyPeer[] | undefined;
}

/** Part of the Kubernetes API. */
export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[] | undefined;
  readonly ports?: readonly NetworkPolicyPort[] | undefined;
}

/** Part of the Kubernetes API. */
export interface NetworkPolicyPeer {
  readonly ipBlock?: IPBlock | undefined;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly podSelector?: LabelSelector | undefined;
}

/** Part of the Kubernetes API. */
export interface NetworkPolicyPort {
  /** @format int32 */
  readonly endPort?: number | undefined;
  /** @format int-or-string */
  readonly port?: number | string | undefined;
  readonly protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
}

/** Part of the Kubernetes API. */
export interface NetworkPolicySpec {
  readonly egress?: readonly NetworkPolicyEgressRule[] | undefined;
  readonly ingress?: readonly NetworkPolicyIngressRule[] | undefined;
  readonly podSelector?: LabelSelector | undefined;
  readonly policyTypes?: readonly ('Egress' | 'Ingress')[] | undefined;
}
