// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type JobSpec } from './shared';

/** What a Job is made of. */
export interface JobProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec?: JobSpec | undefined;
}

/** Namespaced kind `batch/v1` `Job`. Written as it is given. */
export class Job extends ApiObject {
  public static readonly GVK = { apiVersion: 'batch/v1', kind: 'Job' } as const;

  /** The object as plain data. */
  public static manifest(props: JobProps = {}): JobProps & typeof Job.GVK {
    return { ...Job.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: JobProps = {}) {
    super(scope, id, Job.manifest(props) as ApiObjectProps);
  }
}
