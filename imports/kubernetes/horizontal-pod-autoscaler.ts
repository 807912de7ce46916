// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector } from './shared';

/** What a HorizontalPodAutoscaler is made of. */
export interface HorizontalPodAutoscalerProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: HorizontalPodAutoscalerSpec;
}

/** Namespaced kind `autoscaling/v2` `HorizontalPodAutoscaler`. Written as it is given. */
export class HorizontalPodAutoscaler extends ApiObject {
  public static readonly GVK = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' } as const;

  /** The object as plain data. */
  public static manifest(props: HorizontalPodAutoscalerProps): HorizontalPodAutoscalerProps & typeof HorizontalPodAutoscaler.GVK {
    return { ...HorizontalPodAutoscaler.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: HorizontalPodAutoscalerProps) {
    super(scope, id, HorizontalPodAutoscaler.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface ContainerResourceMetricSource {
  /** @default "" */
  readonly container: string;
  /** @default "" */
  readonly name: string;
  readonly target: MetricTarget;
}

/** Part of the Kubernetes API. */
export interface CrossVersionObjectReference {
  readonly apiVersion?: string | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface ExternalMetricSource {
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

/** Part of the Kubernetes API. */
export interface HPAScalingPolicy {
  /**
   * @format int32
   * @default 0
   */
  readonly periodSeconds: number;
  /** @default "" */
  readonly type: string;
  /**
   * @format int32
   * @default 0
   */
  readonly value: number;
}

/** Part of the Kubernetes API. */
export interface HPAScalingRules {
  readonly policies?: readonly HPAScalingPolicy[] | undefined;
  readonly selectPolicy?: string | undefined;
  /** @format int32 */
  readonly stabilizationWindowSeconds?: number | undefined;
  readonly tolerance?: number | string | undefined;
}

/** Part of the Kubernetes API. */
export interface HorizontalPodAutoscalerBehavior {
  readonly scaleDown?: HPAScalingRules | undefined;
  readonly scaleUp?: HPAScalingRules | undefined;
}

/** Part of the Kubernetes API. */
export interface HorizontalPodAutoscalerSpec {
  readonly behavior?: HorizontalPodAutoscalerBehavior | undefined;
  /**
   * @format int32
   * @default 0
   */
  readonly maxReplicas: number;
  readonly metrics?: readonly MetricSpec[] | undefined;
  /** @format int32 */
  readonly minReplicas?: number | undefined;
  readonly scaleTargetRef: CrossVersionObjectReference;
}

/** Part of the Kubernetes API. */
export interface MetricIdentifier {
  /** @default "" */
  readonly name: string;
  readonly selector?: LabelSelector | undefined;
}

/** Part of the Kubernetes API. */
export interface MetricSpec {
  readonly containerResource?: ContainerResourceMetricSource | undefined;
  readonly external?: ExternalMetricSource | undefined;
  readonly object?: ObjectMetricSource | undefined;
  readonly pods?: PodsMetricSource | undefined;
  readonly resource?: ResourceMetricSource | undefined;
  /** @default "" */
  readonly type: string;
}

/** Part of the Kubernetes API. */
export interface MetricTarget {
  /** @format int32 */
  readonly averageUtilization?: number | undefined;
  readonly averageValue?: number | string | undefined;
  /** @default "" */
  readonly type: string;
  readonly value?: number | string | undefined;
}

/** Part of the Kubernetes API. */
export interface ObjectMetricSource {
  readonly describedObject: CrossVersionObjectReference;
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

/** Part of the Kubernetes API. */
export interface PodsMetricSource {
  readonly metric: MetricIdentifier;
  readonly target: MetricTarget;
}

/** Part of the Kubernetes API. */
export interface ResourceMetricSource {
  /** @default "" */
  readonly name: string;
  readonly target: MetricTarget;
}
