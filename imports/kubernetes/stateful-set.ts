// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector, type ObjectMeta, type PersistentVolumeClaimSpec, type PodTemplateSpec } from './shared';

/** What a StatefulSet is made of. */
export interface StatefulSetProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: StatefulSetSpec | undefined;
}

/** Namespaced kind `apps/v1` `StatefulSet`. Written as it is given. */
export class StatefulSet extends ApiObject {
  public static readonly GVK = { apiVersion: 'apps/v1', kind: 'StatefulSet' } as const;

  /** The object as plain data. */
  public static manifest(props: StatefulSetProps = {}): StatefulSetProps & typeof StatefulSet.GVK {
    return { ...StatefulSet.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: StatefulSetProps = {}) {
    super(scope, id, StatefulSet.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ModifyVolumeStatus {
  /** @default "" */
  readonly status: 'InProgress' | 'Infeasible' | 'Pending';
  readonly targetVolumeAttributesClassName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaim {
  readonly apiVersion?: string | undefined;
  readonly kind?: string | undefined;
  readonly metadata?: ObjectMeta | undefined;
  readonly spec?: PersistentVolumeClaimSpec | undefined;
  readonly status?: PersistentVolumeClaimStatus | undefined;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaimCondition {
  /** @format date-time */
  readonly lastProbeTime?: string | undefined;
  /** @format date-time */
  readonly lastTransitionTime?: string | undefined;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  /** @default "" */
  readonly status: string;
  /** @default "" */
  readonly type: string;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaimStatus {
  readonly accessModes?: readonly ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  readonly allocatedResourceStatuses?: { readonly [key: string]: 'ControllerResizeInProgress' | 'ControllerResizeInfeasible' | 'NodeResizeInProgress' | 'NodeResizeInfeasible' | 'NodeResizePending' } | undefined;
  readonly allocatedResources?: { readonly [key: string]: number | string } | undefined;
  readonly capacity?: { readonly [key: string]: number | string } | undefined;
  readonly conditions?: readonly PersistentVolumeClaimCondition[] | undefined;
  readonly currentVolumeAttributesClassName?: string | undefined;
  readonly modifyVolumeStatus?: ModifyVolumeStatus | undefined;
  readonly phase?: 'Bound' | 'Lost' | 'Pending' | undefined;
}

/** Part of the Kubernetes API. */
export interface RollingUpdateStatefulSetStrategy {
  /** @format int-or-string */
  readonly maxUnavailable?: number | string | undefined;
  /** @format int32 */
  readonly partition?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface SetPersistentVolumeClaimRetentionPolicy {
  readonly whenDeleted?: string | undefined;
  readonly whenScaled?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface StatefulSetOrdinals {
  /**
   * @format int32
   * @default 0
   */
  readonly start?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface StatefulSetSpec {
  /** @format int32 */
  readonly minReadySeconds?: number | undefined;
  readonly ordinals?: StatefulSetOrdinals | undefined;
  readonly persistentVolumeClaimRetentionPolicy?: SetPersistentVolumeClaimRetentionPolicy | undefined;
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel' | undefined;
  /** @format int32 */
  readonly replicas?: number | undefined;
  /** @format int32 */
  readonly revisionHistoryLimit?: number | undefined;
  readonly selector: LabelSelector;
  /** @default "" */
  readonly serviceName?: string | undefined;
  readonly template: PodTemplateSpec;
  readonly updateStrategy?: StatefulSetUpdateStrategy | undefined;
  readonly volumeClaimTemplates?: readonly PersistentVolumeClaim[] | undefined;
}

/** Part of the Kubernetes API. */
export interface StatefulSetUpdateStrategy {
  readonly rollingUpdate?: RollingUpdateStatefulSetStrategy | undefined;
  readonly type?: 'OnDelete' | 'RollingUpdate' | undefined;
}
