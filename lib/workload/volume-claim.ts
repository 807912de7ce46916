import { type Size } from 'cdk8s';
import { type PersistentVolumeClaimSpec } from '../../imports/kubernetes/shared';
import { oneOf, type PropChecks, required, size, text } from '../tree/props';
import { mountPath } from './mount-path';
import { printSize } from './resources';

/** Storage that is claimed for a pod. */
export interface VolumeClaim {
  /** Where the container finds it. */
  readonly mountPath: string;

  /** How much of it (`spec.resources.requests.storage`). */
  readonly size: Size;

  /** The class of storage (`spec.storageClassName`). @default - the cluster's */
  readonly storageClass?: string | undefined;

  /** Who may mount it (`spec.accessModes`). @default "ReadWriteOnce" */
  readonly accessMode?: 'ReadWriteOnce' | 'ReadWriteOncePod' | 'ReadWriteMany' | undefined;
}

/** Checks for a {@link VolumeClaim}. */
export const VOLUME_CLAIM_CHECKS: PropChecks<VolumeClaim> = {
  mountPath: required(mountPath),
  size: required(size),
  storageClass: text,
  accessMode: oneOf('ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'),
};

/** `spec` of the PersistentVolumeClaim. */
export function printClaim(claim: Omit<VolumeClaim, 'mountPath'>): PersistentVolumeClaimSpec {
  return {
    accessModes: [claim.accessMode ?? 'ReadWriteOnce'],
    storageClassName: claim.storageClass,
    resources: { requests: { storage: printSize(claim.size) } },
  };
}
