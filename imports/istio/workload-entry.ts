// Generated from the CRDs of Istio 1.29, 1.30, 1.31. Do not edit: see the README of imports/.
import { ApiObject, type ApiObjectMetadata, type ApiObjectProps } from 'cdk8s';
import { type Construct } from 'constructs';
import { type WorkloadEntrySpec } from './shared';

/** What a WorkloadEntry is made of. */
export interface WorkloadEntryProps {
  readonly metadata?: ApiObjectMetadata | undefined;
  readonly spec: WorkloadEntrySpec;
}

/** Namespaced kind `networking.istio.io/v1` `WorkloadEntry`. Written as it is given. */
export class WorkloadEntry extends ApiObject {
  public static readonly GVK = { apiVersion: 'networking.istio.io/v1', kind: 'WorkloadEntry' } as const;

  /** The object as plain data. */
  public static manifest(props: WorkloadEntryProps): WorkloadEntryProps & typeof WorkloadEntry.GVK {
    return { ...WorkloadEntry.GVK, ...props };
  }

  public constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id, WorkloadEntry.manifest(props) as ApiObjectProps);
  }
}
