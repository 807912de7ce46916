// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type LabelSelector, type PodTemplateSpec } from './shared';

/** What a Deployment is made of. */
export interface DeploymentProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: DeploymentSpec | undefined;
}

/** Namespaced kind `apps/v1` `Deployment`. Written as it is given. */
export class Deployment extends ApiObject {
  public static readonly GVK = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;

  /** The object as plain data. */
  public static manifest(props: DeploymentProps = {}): DeploymentProps & typeof Deployment.GVK {
    return { ...Deployment.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: DeploymentProps = {}) {
    super(scope, id, Deployment.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface DeploymentSpec {
  /** @format int32 */
  readonly minReadySeconds?: number | undefined;
  readonly paused?: boolean | undefined;
  /** @format int32 */
  readonly progressDeadlineSeconds?: number | undefined;
  /** @format int32 */
  readonly replicas?: number | undefined;
  /** @format int32 */
  readonly revisionHistoryLimit?: number | undefined;
  readonly selector: LabelSelector;
  readonly strategy?: DeploymentStrategy | undefined;
  readonly template: PodTemplateSpec;
}

/** Part of the Kubernetes API. */
export interface DeploymentStrategy {
  readonly rollingUpdate?: RollingUpdateDeployment | undefined;
  readonly type?: 'Recreate' | 'RollingUpdate' | undefined;
}

/** Part of the Kubernetes API. */
export interface RollingUpdateDeployment {
  /** @format int-or-string */
  readonly maxSurge?: number | string | undefined;
  /** @format int-or-string */
  readonly maxUnavailable?: number | string | undefined;
}
