import { type IMeshWorkload } from '../tree/handles';
import { type Check, kind } from '../tree/props';
import { type WorkloadAccess } from './workload-access';
import { type WorkloadMtls } from './workload-mtls';

/** An app whose security policies the program owns. */
export interface ISecuredWorkload extends IMeshWorkload {
  /** Where all that is said about its mTLS is collected. */
  readonly mtls: WorkloadMtls;

  /** Where all that is said about its callers is collected. */
  readonly access: WorkloadAccess;
}

/** Whether `value` is an {@link ISecuredWorkload}. */
export function isSecuredWorkload(value: unknown): value is ISecuredWorkload {
  return typeof value === 'object' && value !== null && 'mtls' in value && 'access' in value;
}

/** Checks an {@link ISecuredWorkload}. */
export const securedCheck: Check = kind('a MeshApp', isSecuredWorkload);
