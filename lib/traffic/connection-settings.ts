/** What can be said about connections on every level: of a service, of one version, of one port. */
import { type PropChecks } from '../tree/props';
import { type ConnectionPool, poolCheck, printPool } from './connection-pool';
import { type TrafficPolicy } from './istio-types';
import { type LoadBalancing, loadBalancingCheck } from './load-balancing';

/** How many connections and requests there may be, and to which pods they go. */
export interface ConnectionSettings {
  /** Limits of connections and requests. @default - none */
  readonly connectionPool?: ConnectionPool | undefined;

  /** How pods are chosen. @default - the one with fewer requests of two */
  readonly loadBalancing?: LoadBalancing | undefined;
}

/** Checks of {@link ConnectionSettings}. */
export const SETTINGS_CHECKS: PropChecks<ConnectionSettings> = {
  connectionPool: poolCheck,
  loadBalancing: loadBalancingCheck,
};

/** Envoy counts localities only in clusters that eject pods, so outlier detection comes with them. */
export function printSettings({ connectionPool, loadBalancing }: ConnectionSettings): TrafficPolicy {
  const locality = loadBalancing?.spec.localityLbSetting;
  return {
    ...(connectionPool && { connectionPool: printPool(connectionPool) }),
    ...(loadBalancing && { loadBalancer: loadBalancing.spec }),
    ...(locality && locality.enabled !== false && { outlierDetection: {} }),
  };
}
