import { type Check, kind, known, type PropChecks, required, shape } from '../tree/props';
import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { percentage } from './checks';
import { ServiceVersion } from './service-version';

/** A Service that copies are sent to: an app, or one of `MeshService.fromName`. */
export interface MirroredService {
  readonly serviceName: string;
  readonly namespace: IMeshNamespace;
}

/** Copies of requests for another destination, whose answers nobody waits for (`http[].mirrors[]`). */
export interface Mirror {
  /** A version of the app, or another service. */
  readonly to: ServiceVersion | MirroredService;

  /**
   * Share of the requests that is copied, in percent (`percentage.value`).
   *
   * @default 100 - always written
   */
  readonly percentage?: number | undefined;
}

/** A version of the app, or another service. */
export const mirrorTarget: Check = kind(
  "a version, such as app.version('v2'), or a service",
  (each) => each instanceof ServiceVersion || isService(each),
);

const CHECKS: PropChecks<Mirror> = { to: required(mirrorTarget), percentage };

/** Checks {@link Mirror}. */
export const mirrorCheck: Check = known(shape(CHECKS));

function isService(each: unknown): boolean {
  return (
    typeof each === 'object' &&
    each !== null &&
    'serviceName' in each &&
    'namespace' in each &&
    isMeshNamespace(each.namespace)
  );
}
