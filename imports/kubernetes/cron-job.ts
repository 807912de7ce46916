// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type JobSpec, type ObjectMeta } from './shared';

/** What a CronJob is made of. */
export interface CronJobProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: CronJobSpec;
}

/** Namespaced kind `batch/v1` `CronJob`. Written as it is given. */
export class CronJob extends ApiObject {
  public static readonly GVK = { apiVersion: 'batch/v1', kind: 'CronJob' } as const;

  /** The object as plain data. */
  public static manifest(props: CronJobProps): CronJobProps & typeof CronJob.GVK {
    return { ...CronJob.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: CronJobProps) {
    super(scope, id, CronJob.manifest(props) as ApiObjectProps);
  }
}

/** Part of the Kubernetes API. */
export interface CronJobSpec {
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace' | undefined;
  /** @format int32 */
  readonly failedJobsHistoryLimit?: number | undefined;
  readonly jobTemplate: JobTemplateSpec;
  /** @default "" */
  readonly schedule: string;
  /** @format int64 */
  readonly startingDeadlineSeconds?: number | undefined;
  /** @format int32 */
  readonly successfulJobsHistoryLimit?: number | undefined;
  readonly suspend?: boolean | undefined;
  readonly timeZone?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface JobTemplateSpec {
  readonly metadata?: ObjectMeta | undefined;
  readonly spec?: JobSpec | undefined;
}
