/** Whether what happens when a pod stops has the time that it takes. */
import { type Duration } from 'cdk8s';
import { isUnresolved } from '../values/unresolved';
import { type PreStop } from './pre-stop';
import { type ProxySettings } from './proxy-settings';
import { printSeconds } from './seconds';

/** How long Kubernetes lets a pod stop where nobody says so (`terminationGracePeriodSeconds`). */
const DEFAULT_GRACE_SECONDS = 30;

/** How long a pod may take to stop. */
export interface GracePeriod {
  /** Who says so, as messages name it. */
  readonly said: string;

  /** Seconds. @default - Kubernetes' */
  readonly seconds: number | undefined;
}

/** What counts for the pods of an app: an override before the app's prop. */
export function gracePeriodOf(props: {
  readonly terminationGracePeriod?: Duration | undefined;
  readonly podOverrides?: { readonly terminationGracePeriodSeconds?: number | undefined } | undefined;
}): GracePeriod {
  const { terminationGracePeriod: length, podOverrides } = props;
  const overridden = podOverrides?.terminationGracePeriodSeconds;
  return overridden === undefined
    ? { said: 'terminationGracePeriod', seconds: length && printSeconds(length) }
    : { said: 'podOverrides.terminationGracePeriodSeconds', seconds: overridden };
}

/**
 * One line for each thing that outlasts the pod, and for each drain that would not take place: where EXIT_ON_ZERO_ACTIVE_CONNECTIONS is
 * true, Istio's agent waits for MINIMUM_DRAIN_DURATION and then until no connection is left, else for the terminationDrainDuration
 * (pkg/envoy/agent.go).
 */
export function stoppingProblems(
  grace: GracePeriod,
  { proxy = {}, preStop }: { readonly proxy?: ProxySettings | undefined; readonly preStop?: PreStop | undefined },
): string[] {
  const { terminationDrainDuration: drain, minimumDrainDuration: minimum, exitOnZeroActiveConnections: exits } = proxy;
  return [
    ...(exits === true && drain !== undefined
      ? [
          'proxy.terminationDrainDuration must be left out where exitOnZeroActiveConnections is true: the sidecar ignores it, waits for minimumDrainDuration and then until no connection is left',
        ]
      : []),
    ...(exits === false && minimum !== undefined
      ? [
          'proxy.minimumDrainDuration must be left out where exitOnZeroActiveConnections is false: the sidecar ignores it, and waits for terminationDrainDuration',
        ]
      : []),
    ...lateness('proxy.terminationDrainDuration', drain, grace, 'its requests end'),
    ...lateness('proxy.minimumDrainDuration', minimum, grace, 'its requests end'),
    ...lateness('preStop: sleep', preStop?.time, grace, 'it ends'),
  ];
}

function lateness(
  what: string,
  time: Duration | undefined,
  { said, seconds: granted = DEFAULT_GRACE_SECONDS }: GracePeriod,
  end: string,
): string[] {
  if (time === undefined || isUnresolved(time) || isUnresolved(granted)) return [];
  const taken = time.toSeconds();
  return taken < granted
    ? []
    : [`${what} must be shorter than ${said}, ${granted} s, got ${taken} s: the pod would be killed before ${end}`];
}
