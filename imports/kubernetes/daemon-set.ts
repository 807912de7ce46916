// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector, type PodTemplateSpec } from './shared';

/** What a DaemonSet is made of. */
export interface DaemonSetProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: DaemonSetSpec | undefined;
}

/** Namespaced kind `apps/v1` `DaemonSet`. Written as it is given. */
export class DaemonSet extends ApiObject {
  public static readonly GVK = { apiVersion: 'apps/v1', kind: 'DaemonSet' } as const;

  /** The object as plain data. */
  public static manifest(props: DaemonSetProps = {}): DaemonSetProps & typeof DaemonSet.GVK {
    return { ...DaemonSet.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: DaemonSetProps = {}) {
    super(scope, id, DaemonSet.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface DaemonSetSpec {
  /** @format int32 */
  readonly minReadySeconds?: number | undefined;
  /** @format int32 */
  readonly revisionHistoryLimit?: number | undefined;
  readonly selector: LabelSelector;
  readonly template: PodTemplateSpec;
  readonly updateStrategy?: DaemonSetUpdateStrategy | undefined;
}

/** Part of the Kubernetes API. */
export interface DaemonSetUpdateStrategy {
  readonly rollingUpdate?: RollingUpdateDaemonSet | undefined;
  readonly type?: 'OnDelete' | 'RollingUpdate' | undefined;
}

/** Part of the Kubernetes API. */
export interface RollingUpdateDaemonSet {
  /** @format int-or-string */
  readonly maxSurge?: number | string | undefined;
  /** @format int-or-string */
  readonly maxUnavailable?: number | string | undefined;
}
