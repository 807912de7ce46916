import { Construct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import {
  type Check,
  checkProps,
  known,
  listOf,
  mapOf,
  type PropChecks,
  required,
  shape,
  wholeNumber,
} from '../tree/props';
import { present } from '../model/present';
import { derive } from '../values/unresolved';
import { percentage, port, portProblems, service } from './checks';
import { type ConnectionSettings, printSettings, SETTINGS_CHECKS } from './connection-settings';
import { type TrafficPolicy } from './istio-types';
import { type IMeshService } from './service-routing';
import { type VersionOf, versionProblems } from './service-version';

/** What differs for one port. What is not said is taken over from the service. */
export interface PortSettings extends ConnectionSettings {
  /** The port of the app, from `app.port('http')`. */
  readonly port: BoundPort;
}

/** How many retries there may be, as a share of the requests (`trafficPolicy.retryBudget`), in place of `maxRetries`. */
export interface RetryBudget {
  /** In percent of the requests under way, 0 to 100. @default 20 - Istio's own */
  readonly percent?: number | undefined;

  /** Retries that are always allowed at a time. @default 3 - Istio's own */
  readonly minRetryConcurrency?: number | undefined;
}

/** Props of {@link ConnectionPolicy}. */
export interface ConnectionPolicyProps<S extends IMeshService = IMeshService> extends ConnectionSettings {
  /** The app whose callers' proxies are told. */
  readonly app: S;

  /** A limit of the retries at a time. @default - as `connectionPool.maxRetries` says */
  readonly retryBudget?: RetryBudget | undefined;

  /**
   * What differs for single versions. It counts for requests that a route sends to that version by name.
   *
   * @default - nothing
   */
  readonly perVersion?: { readonly [V in VersionOf<S>]?: ConnectionSettings | undefined } | undefined;

  /**
   * What differs for single ports (`portLevelSettings`). What a version says counts before it.
   *
   * @default - nothing
   */
  readonly ports?: readonly PortSettings[] | undefined;
}

const CHECKS: PropChecks<ConnectionPolicyProps> = {
  ...SETTINGS_CHECKS,
  app: required(service),
  retryBudget: shape<RetryBudget>({ percent: percentage, minRetryConcurrency: wholeNumber(0, 2 ** 32 - 1) }),
  perVersion: known(mapOf(() => undefined, known(settings<ConnectionSettings>(SETTINGS_CHECKS)))),
  ports: known(listOf(known(settings<PortSettings>({ ...SETTINGS_CHECKS, port: required(port) })), { min: 1 })),
};

/**
 * Says how callers' proxies connect to an app: how many connections and requests there may be, and to which pods they go.
 *
 * Adds to the app's DestinationRule, beside what a CircuitBreaker says there; two constructs that say different things about one field
 * are an error that names both. A `loadBalancing` with a locality brings outlier detection with it, for localities do not
 * count without.
 *
 * @example
 * new ConnectionPolicy(this, 'connections', {
 *   app: reviews,
 *   loadBalancing: LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(30) } }),
 *   connectionPool: { h2UpgradePolicy: 'UPGRADE', tcpKeepalive: { time: Duration.minutes(5) } },
 * });
 */
export class ConnectionPolicy<S extends IMeshService = IMeshService> extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: ConnectionPolicyProps<S>) {
    super(scope, id);
    checkProps(this, props as ConnectionPolicyProps, CHECKS);
    const { app, retryBudget, perVersion = {}, ports = [] } = props as ConnectionPolicyProps;
    refuse(this, [
      ...nothingSaid(props as ConnectionPolicyProps),
      ...versionProblems(app, Object.keys(perVersion)),
      ...ports.flatMap((each, index) => portProblems(each.port, app).map((problem) => `ports[${index}].${problem}`)),
      ...twice(ports),
    ]);
    app.routing.addPolicy({
      source: this,
      policy: { ...printSettings(props), ...(retryBudget && { retryBudget: printBudget(retryBudget) }) },
      perVersion: Object.fromEntries(
        Object.entries(perVersion).map(([version, each]) => [version, printSettings(each ?? {})]),
      ),
      perPort: Object.fromEntries(
        ports.map((each) => [each.port.name, { number: each.port.number, policy: printSettings(each) }]),
      ),
    });
  }
}

/** Istio refuses a policy that says nothing. */
function settings<P extends ConnectionSettings>(checks: PropChecks<P>): Check {
  return (each, at) => {
    const { connectionPool, loadBalancing } = (each ?? {}) as ConnectionSettings;
    const isEmpty = each !== undefined && connectionPool === undefined && loadBalancing === undefined;
    return [...shape(checks)(each, at), ...(isEmpty ? [`${at} must set connectionPool or loadBalancing`] : [])];
  };
}

function nothingSaid(props: ConnectionPolicyProps): string[] {
  const { connectionPool, loadBalancing, retryBudget, perVersion = {}, ports } = props;
  const fields = [connectionPool, loadBalancing, retryBudget, ports, ...Object.values(perVersion)];
  return fields.some((each) => each !== undefined)
    ? []
    : ['at least one of connectionPool, loadBalancing, retryBudget, perVersion, ports must be given'];
}

function twice(ports: readonly PortSettings[]): string[] {
  return ports.flatMap((each, index) =>
    ports.findIndex((other) => other.port.name === each.port.name) === index
      ? []
      : [`ports[${index}].port must be used once, got ${each.port.name} again`],
  );
}

function printBudget(budget: RetryBudget): TrafficPolicy['retryBudget'] {
  return derive([budget], ({ percent, minRetryConcurrency }) => present({ percent, minRetryConcurrency }) ?? {});
}
