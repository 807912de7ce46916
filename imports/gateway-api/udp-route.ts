// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type TCPRouteSpec } from './shared';

/** What a UDPRoute is made of. */
export interface UDPRouteProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TCPRouteSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `UDPRoute`. Written as it is given. */
export class UDPRoute extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'UDPRoute' } as const;

  /** The object as plain data. */
  public static manifest(props: UDPRouteProps): UDPRouteProps & typeof UDPRoute.GVK {
    return { ...UDPRoute.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: UDPRouteProps) {
    super(scope, id, UDPRoute.manifest(props) as ApiObjectProps);
  }
}
