// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type GatewayClassSpec } from './shared';

/** What a XMesh is made of. */
export interface XMeshProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: GatewayClassSpec;
}

/** Cluster-scoped kind `gateway.networking.x-k8s.io/v1alpha1` `XMesh`. Experimental channel. Written as it is given. */
export class XMesh extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.x-k8s.io/v1alpha1', kind: 'XMesh' } as const;

  /** The object as plain data. */
  public static manifest(props: XMeshProps): XMeshProps & typeof XMesh.GVK {
    return { ...XMesh.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: XMeshProps) {
    super(scope, id, XMesh.manifest(props) as ApiObjectProps);
  }
}
