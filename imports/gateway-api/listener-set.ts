// Generated from the CRDs of the Gateway API 1.6.1. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Listeners } from './shared';

/** What a ListenerSet is made of. */
export interface ListenerSetProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: ListenerSetSpec;
}

/** Namespaced kind `gateway.networking.k8s.io/v1` `ListenerSet`. Written as it is given. */
export class ListenerSet extends ApiObject {
  public static readonly GVK = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet' } as const;

  /** The object as plain data. */
  public static manifest(props: ListenerSetProps): ListenerSetProps & typeof ListenerSet.GVK {
    return { ...ListenerSet.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, ListenerSet.manifest(props) as ApiObjectProps);
  }
}

/** `spec` of ListenerSet. */
export interface ListenerSetSpec {
  /**
   * @minItems 1
   * @maxItems 64
   * @rule self.all(l, l.protocol in ['HTTP', 'TCP', 'UDP'] ? !has(l.tls) : true)
   * @rule self.all(l1, self.exists_one(l2, l1.name == l2.name))
   */
  readonly listeners: readonly Listeners[];
  readonly parentRef: ParentRef;
}

/** `spec.parentRef` of ListenerSet. */
export interface ParentRef {
  /**
   * @maxLength 253
   * @pattern ^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$
   * @default "gateway.networking.k8s.io"
   */
  readonly group?: string | undefined;
  /**
   * @minLength 1
   * @maxLength 63
   * @pattern ^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$
   * @default "Gateway"
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
}
