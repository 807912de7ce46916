import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { derive, isUnresolved } from '../values/unresolved';
import { refuse } from '../tree/construct-error';
import { checkGrpcStatus, type GrpcStatus } from '../values/grpc-status';
import {
  all,
  type Check,
  checkProps,
  duration,
  flag,
  known,
  type PropChecks,
  required,
  shape,
  value,
  wholeNumber,
} from '../tree/props';
import { match, matchPortProblems, percentage, service } from './checks';
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

/** An answer instead of forwarding the request, with one of `httpStatus` and `grpcStatus`. It is never retried. */
export interface FaultAbort {
  /** The status of the answer, 200 to 599 (`fault.abort.httpStatus`). @default - `grpcStatus` has to be given */
  readonly httpStatus?: number | undefined;

  /** The status of a gRPC answer, such as `UNAVAILABLE` (`fault.abort.grpcStatus`). @default - `httpStatus` has to be given */
  readonly grpcStatus?: GrpcStatus | undefined;

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

/** What Envoy can count: istiod refuses less than a millionth, unless it is 0. */
const share: Check = (given_, at) => {
  const problems = percentage(given_, at);
  if (problems.length > 0 || typeof given_ !== 'number' || isUnresolved(given_)) return problems;
  return given_ === 0 || given_ >= 0.0001 ? [] : [`${at} must be 0, or at least 0.0001, got ${given_}`];
};

const oneStatus: Check = (abort, at) => {
  if (typeof abort !== 'object' || abort === null || isUnresolved(abort)) return [];
  const { httpStatus, grpcStatus } = abort as FaultAbort;
  if (httpStatus === undefined && grpcStatus === undefined) return [`${at} must have httpStatus or grpcStatus`];
  return httpStatus !== undefined && grpcStatus !== undefined
    ? [`${at} must have one of httpStatus and grpcStatus, got both`]
    : [];
};

const CHECKS: PropChecks<FaultInjectionProps> = {
  app: required(service),
  when: match,
  everyone: known(flag),
  delay: shape<FaultDelay>({ duration: required(duration), percentage: share }),
  abort: all(
    shape<FaultAbort>({ httpStatus: wholeNumber(200, 599), grpcStatus: value(checkGrpcStatus), percentage: share }),
    oneStatus,
  ),
};

/**
 * Delays or fails requests on purpose.
 *
 * The fault is put before every route of the app that its requests may take, a canary's as well, for in Istio a route has its
 * own fault and no other. It does not act on redirects and direct responses, where Istio takes none.
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
      ...matchPortProblems('when', when, app),
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
            ...(known.httpStatus !== undefined && { httpStatus: known.httpStatus }),
            ...(known.grpcStatus !== undefined && { grpcStatus: known.grpcStatus }),
          })),
        }),
      },
    });
  }
}
