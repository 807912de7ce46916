import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { derive } from '../values/unresolved';
import { refuse } from '../tree/construct-error';
import { checkProps, duration, flag, known, type PropChecks, required, shape, wholeNumber } from '../tree/props';
import { match, percentage, service } from './checks';
import { HttpMatch } from './http-match';
import { printDuration } from './retries';
import { type IMeshService } from './service-routing';

/** A delay before requests are forwarded. It does not count against the route's timeout. */
export interface FaultDelay {
  /** How long (`fault.delay.fixedDelay`). */
  readonly duration: Duration;

  /**
   * Share of the requests in percent, 0 to 100 (`fault.delay.percentage.value`).
   *
   * @default 100 - always written, for a fault without it is never injected
   */
  readonly percentage?: number | undefined;
}

/** An answer instead of forwarding the request. It is never retried. */
export interface FaultAbort {
  /** The status of the answer, 200 to 599 (`fault.abort.httpStatus`). */
  readonly httpStatus: number;

  /**
   * Share of the requests in percent, 0 to 100 (`fault.abort.percentage.value`).
   *
   * @default 100 - always written, for a fault without it is never injected
   */
  readonly percentage?: number | undefined;
}

/** Props of {@link FaultInjection}. */
export interface FaultInjectionProps {
  /** The app whose callers see the fault. */
  readonly app: IMeshService;

  /**
   * Which requests are hit, whatever route they take.
   *
   * @default - has to be given, unless `everyone` is true
   */
  readonly when?: HttpMatch | undefined;

  /**
   * Says that every request is meant to be hit.
   *
   * @default false
   */
  readonly everyone?: boolean | undefined;

  /** @default - no delay; a delay, an abort or both must be given */
  readonly delay?: FaultDelay | undefined;

  /** @default - no abort; a delay, an abort or both must be given */
  readonly abort?: FaultAbort | undefined;
}

const CHECKS: PropChecks<FaultInjectionProps> = {
  app: required(service),
  when: match,
  everyone: known(flag),
  delay: shape<FaultDelay>({ duration: required(duration), percentage }),
  abort: shape<FaultAbort>({ httpStatus: required(wholeNumber(200, 599)), percentage }),
};

/**
 * Delays or fails requests on purpose.
 *
 * The fault is put before every route of the app that its requests may take, a canary's as well, for in Istio a route has its
 * own fault and no other.
 *
 * @example
 * new FaultInjection(this, 'slow', {
 *   app: reviews,
 *   when: HttpMatch.header('x-test-scenario').is('delay'),
 *   delay: { duration: Duration.seconds(5), percentage: 50 },
 * });
 */
export class FaultInjection extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: FaultInjectionProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { app, when, everyone, delay, abort } = props;
    refuse(this, [
      ...(when === undefined && everyone !== true
        ? ['when must say which requests are hit; for all of them give everyone: true']
        : []),
      ...(when !== undefined && everyone === true ? ['when must be left out where everyone is true'] : []),
      ...(delay === undefined && abort === undefined ? ['delay or abort must be given'] : []),
    ]);
    app.routing.addOverlay({
      source: this,
      name: id,
      match: when ?? HttpMatch.any(),
      fault: {
        ...(delay && {
          delay: derive([delay], (known) => ({
            percentage: { value: known.percentage ?? 100 },
            fixedDelay: printDuration(known.duration),
          })),
        }),
        ...(abort && {
          abort: derive([abort], (known) => ({
            percentage: { value: known.percentage ?? 100 },
            httpStatus: known.httpStatus,
          })),
        }),
      },
    });
  }
}
