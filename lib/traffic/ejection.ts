/** How many pods of a service may be out of the balancing at a time. */
import { isUnresolved } from '../values/unresolved';
import { type TrafficPolicy } from './istio-types';
import { type IMeshService } from './service-routing';

/** In percent of all, where nobody says another share: Istio's own 10 never ejects any of fewer than ten pods. */
const DEFAULT_SHARE = 50;

/** The policy with the share stated wherever pods are ejected. */
export function withShare<P extends Pick<TrafficPolicy, 'outlierDetection' | 'portLevelSettings'>>(policy: P): P {
  const { outlierDetection, portLevelSettings } = policy;
  return {
    ...policy,
    ...(outlierDetection && { outlierDetection: { maxEjectionPercent: DEFAULT_SHARE, ...outlierDetection } }),
    ...(portLevelSettings && { portLevelSettings: portLevelSettings.map((each) => withShare(each)) }),
  };
}

/** Whether pods are ejected by a share that nobody stated. */
export function hasOpenShare({ outlierDetection, portLevelSettings = [] }: TrafficPolicy): boolean {
  return [outlierDetection, ...portLevelSettings.map((each) => each.outlierDetection)].some(
    (each) => each !== undefined && each.maxEjectionPercent === undefined,
  );
}

/** Envoy rounds the number of pods that may be out down: one line for each version of which that is none. */
export function idleEjection(app: Pick<IMeshService, 'versionReplicas'>, percent: number = DEFAULT_SHARE): string[] {
  if (isUnresolved(percent)) return [];
  return app.versionReplicas.flatMap(({ version, replicas }) => {
    if (replicas === undefined || isUnresolved(replicas) || replicas * percent >= 100 || replicas < 1) return [];
    const pods = `${replicas} ${replicas === 1 ? 'replica' : 'replicas'} of ${version}`;
    return [
      `maxEjectionPercent must be at least ${Math.ceil(100 / replicas)}, got ${percent}: with ${pods} no pod could ever be ejected`,
    ];
  });
}
