// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type TCPRouteSpec } from './shared';

/** What a TCPRoute is made of. */
export interface TCPRouteProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: TCPRouteSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `TCPRoute`. Written as it is given. */
export class TCPRoute extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'TCPRoute' } as const;

  /** The object as plain data. */
  public static manifest(props: TCPRouteProps): TCPRouteProps & typeof TCPRoute.GVK {
    return { ...TCPRoute.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: TCPRouteProps) {
    super(scope, id, TCPRoute.manifest(props) as ApiObjectProps);
  }
}
