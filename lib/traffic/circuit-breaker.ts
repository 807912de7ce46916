import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { present } from '../model/present';
import { refuse } from '../tree/construct-error';
import { checkProps, duration, flag, known, mapOf, type PropChecks, required, shape, wholeNumber } from '../tree/props';
import { isUnresolved } from '../values/unresolved';
import { service } from './checks';
import { type ConnectionSettings, printSettings, SETTINGS_CHECKS } from './connection-settings';
import { idleEjection } from './ejection';
import { type OutlierDetection as OutlierDetectionSpec, type TrafficPolicy } from './istio-types';
import { printDuration } from './retries';
import { type IMeshService } from './service-routing';
import { type VersionOf, versionProblems } from './service-version';

/** When a pod that fails is taken out of the balancing for a while (`trafficPolicy.outlierDetection`). */
export interface OutlierDetection {
  /** Answers of 5xx in a row, connection failures included; 0 switches this off. @default - 5, as in Istio */
  readonly consecutive5xxErrors?: number | undefined;

  /** Answers of 502, 503 or 504 in a row; 0 switches this off. @default - not counted */
  readonly consecutiveGatewayErrors?: number | undefined;

  /**
   * Whether connections that fail count apart from answers of the application (`splitExternalLocalOriginErrors`). Then
   * `consecutive5xxErrors` is about answers only.
   *
   * @default false
   */
  readonly splitExternalLocalOriginErrors?: boolean | undefined;

  /**
   * Failures to connect in a row, timeouts and resets included; 0 switches this off. Only where
   * `splitExternalLocalOriginErrors` is true.
   *
   * @default - 5 where they count apart
   */
  readonly consecutiveLocalOriginFailures?: number | undefined;

  /** How often pods are judged. @default - 10 s, as in Istio */
  readonly interval?: Duration | undefined;

  /** How long a pod stays out, times the number of its ejections. @default - 30 s, as in Istio */
  readonly baseEjectionTime?: Duration | undefined;

  /**
   * How many of the pods may be out at a time, in percent of all.
   *
   * @default 50 - always written: Istio's own 10 never ejects any of fewer than ten pods
   */
  readonly maxEjectionPercent?: number | undefined;

  /** Share of healthy pods in percent below which ejected pods are used again. @default - 0: never */
  readonly minHealthPercent?: number | undefined;
}

/** What differs for one version. What is not said is taken over from the breaker. */
export interface VersionPolicy extends OutlierDetection, ConnectionSettings {}

/** Props of {@link CircuitBreaker}. */
export interface CircuitBreakerProps<S extends IMeshService = IMeshService>
  extends OutlierDetection, ConnectionSettings {
  /** The app that is protected, and whose callers are spared its failures. */
  readonly app: S;

  /**
   * What differs for single versions. It counts for requests that a route sends to that version by name.
   *
   * @default - nothing
   */
  readonly perVersion?: { readonly [V in VersionOf<S>]?: VersionPolicy | undefined } | undefined;
}

const OUTLIER_CHECKS: PropChecks<OutlierDetection> = {
  consecutive5xxErrors: wholeNumber(0, 2 ** 32 - 1),
  consecutiveGatewayErrors: wholeNumber(0, 2 ** 32 - 1),
  splitExternalLocalOriginErrors: flag,
  consecutiveLocalOriginFailures: wholeNumber(0, 2 ** 32 - 1),
  interval: duration,
  baseEjectionTime: duration,
  maxEjectionPercent: wholeNumber(0, 100),
  minHealthPercent: wholeNumber(0, 100),
};

const VERSION_CHECKS: PropChecks<VersionPolicy> = {
  ...OUTLIER_CHECKS,
  ...SETTINGS_CHECKS,
};

const CHECKS: PropChecks<CircuitBreakerProps> = {
  ...VERSION_CHECKS,
  app: required(service),
  perVersion: known(mapOf(() => undefined, known(shape<VersionPolicy>(VERSION_CHECKS)))),
};

/**
 * Takes failing pods out of the balancing, and limits what callers may ask of an app at a time.
 *
 * Adds to the app's DestinationRule. Nothing about TLS is written, so that Istio's automatic mTLS stays in force; where the mesh has
 * that switched off, mTLS is asked for.
 *
 * @example
 * new CanaryRoute(this, 'canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 10 });
 * new CircuitBreaker(this, 'breaker', {
 *   app: reviews,
 *   consecutive5xxErrors: 3,
 *   interval: Duration.seconds(10),
 *   connectionPool: { http2MaxRequests: 1000 },
 *   perVersion: { v2: { connectionPool: { http2MaxRequests: 200 } } },
 * });
 */
export class CircuitBreaker<S extends IMeshService = IMeshService> extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: CircuitBreakerProps<S>) {
    super(scope, id);
    checkProps(this, props as CircuitBreakerProps, CHECKS);
    const { app, perVersion = {} } = props as CircuitBreakerProps;
    const versions = Object.entries(perVersion);
    refuse(this, [
      ...versionProblems(app, Object.keys(perVersion)),
      ...unsplitFailures(props, ''),
      ...versions.flatMap(([name, each]) => unsplitFailures({ ...said(props), ...said(each) }, `perVersion.${name}.`)),
      ...(props.maxEjectionPercent === undefined ? [] : idleEjection(app, props.maxEjectionPercent)),
    ]);
    app.routing.addPolicy({
      source: this,
      policy: {
        ...printSettings(props),
        // Also with nothing said: a circuit breaker has Istio's own limits then.
        outlierDetection: printOutlier(props) ?? {},
      },
      perVersion: Object.fromEntries(versions.map(([name, policy]) => [name, printVersion(policy)])),
    });
  }
}

/** istiod refuses a count of failures that do not count apart. */
function unsplitFailures(outlier: OutlierDetection, at: string): string[] {
  const { consecutiveLocalOriginFailures: failures, splitExternalLocalOriginErrors: split = false } = outlier;
  if (failures === undefined || failures === 0 || isUnresolved(failures) || split) return [];
  return [`${at}consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true, got ${failures} without it`];
}

function said(outlier: OutlierDetection | undefined): OutlierDetection {
  return Object.fromEntries(Object.entries(outlier ?? {}).filter(([, each]) => each !== undefined));
}

function printVersion(policy: VersionPolicy | undefined): TrafficPolicy {
  if (policy === undefined) return {};
  const outlier = printOutlier(policy);
  return { ...printSettings(policy), ...(outlier && { outlierDetection: outlier }) };
}

function printOutlier(outlier: OutlierDetection): OutlierDetectionSpec | undefined {
  return present({
    consecutive5xxErrors: outlier.consecutive5xxErrors,
    consecutiveGatewayErrors: outlier.consecutiveGatewayErrors,
    splitExternalLocalOriginErrors: outlier.splitExternalLocalOriginErrors,
    consecutiveLocalOriginFailures: outlier.consecutiveLocalOriginFailures,
    interval: outlier.interval && printDuration(outlier.interval),
    baseEjectionTime: outlier.baseEjectionTime && printDuration(outlier.baseEjectionTime),
    maxEjectionPercent: outlier.maxEjectionPercent,
    minHealthPercent: outlier.minHealthPercent,
  });
}
