// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector } from './shared';

/** What a PodDisruptionBudget is made of. */
export interface PodDisruptionBudgetProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: PodDisruptionBudgetSpec | undefined;
}

/** Namespaced kind `policy/v1` `PodDisruptionBudget`. Written as it is given. */
export class PodDisruptionBudget extends ApiObject {
  public static readonly GVK = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' } as const;

  /** The object as plain data. */
  public static manifest(props: PodDisruptionBudgetProps = {}): PodDisruptionBudgetProps & typeof PodDisruptionBudget.GVK {
    return { ...PodDisruptionBudget.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: PodDisruptionBudgetProps = {}) {
    super(scope, id, PodDisruptionBudget.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface PodDisruptionBudgetSpec {
  /** @format int-or-string */
  readonly maxUnavailable?: number | string | undefined;
  /** @format int-or-string */
  readonly minAvailable?: number | string | undefined;
  readonly selector?: LabelSelector | undefined;
  readonly unhealthyPodEvictionPolicy?: 'AlwaysAllow' | 'IfHealthyBudget' | undefined;
}
