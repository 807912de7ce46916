// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type GatewayClassSpec } from './shared';

/** What a GatewayClass is made of. */
export interface GatewayClassProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GatewayClassSpec;
}

/** Cluster-scoped kind `gateway.networking.k8s.io/v1` `GatewayClass`. Written as it is given. */
export class GatewayClass extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass' } as const;

  /** The object as plain data. */
  public static manifest(props: GatewayClassProps): GatewayClassProps & typeof GatewayClass.GVK {
    return { ...GatewayClass.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: GatewayClassProps) {
    super(scope, id, GatewayClass.manifest(props) as ApiObjectProps);
  }
}
