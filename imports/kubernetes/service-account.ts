// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LocalObjectReference } from './shared';

/** What a ServiceAccount is made of. */
export interface ServiceAccountProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  readonly secrets?: readonly ObjectReference[] | undefined;
}

/** Namespaced kind `v1` `ServiceAccount`. Written as it is given. */
export class ServiceAccount extends ApiObject {
  public static readonly GVK = { apiVersion: 'v1', kind: 'ServiceAccount' } as const;

  /** The object as plain data. */
  public static manifest(props: ServiceAccountProps = {}): ServiceAccountProps & typeof ServiceAccount.GVK {
    return { ...ServiceAccount.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ServiceAccountProps = {}) {
    super(scope, id, ServiceAccount.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ObjectReference {
  readonly apiVersion?: string | undefined;
  readonly fieldPath?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly uid?: string | undefined;
}
