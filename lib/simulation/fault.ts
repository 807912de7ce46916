import { secondsOf } from '../model/mesh-configuration';
import { fieldsOf, numberOf, textOf } from '../values/json';
import { grpcStatusNumber } from '../values/grpc-status';

/** Delays and errors that the client's proxy makes up. */
export interface Fault {
  /** 0 to 1. */
  readonly delayShare: number;
  readonly delaySeconds: number;
  readonly abortShare: number;
  readonly abortStatus: number;

  /** Instead of a status, in an answer of 200. */
  readonly abortGrpcStatus: number | undefined;
}

/** Reads `fault` of a route; undefined where it does nothing. A fault that says no percentage never happens [fault-percentage]. */
export function fault(value: unknown): Fault | undefined {
  const { delay, abort } = fieldsOf(value);
  const { fixedDelay, percentage, percent } = fieldsOf(delay);
  const { httpStatus, grpcStatus, percentage: abortPercentage } = fieldsOf(abort);
  const delaySeconds = secondsOf(fixedDelay) ?? 0;
  const abortStatus = numberOf(httpStatus);
  const grpc = textOf(grpcStatus);
  const delayShare = delaySeconds > 0 ? share(percentage, percent) : 0;
  const abortShare = abortStatus === undefined && grpc === undefined ? 0 : share(abortPercentage, undefined);
  if (delayShare + abortShare === 0) return undefined;
  return {
    delayShare,
    delaySeconds,
    abortShare,
    abortStatus: abortStatus ?? 200,
    abortGrpcStatus: grpc === undefined ? undefined : grpcStatusNumber(grpc),
  };
}

function share(percentage: unknown, deprecated: unknown): number {
  const percent = numberOf(fieldsOf(percentage).value) ?? numberOf(deprecated) ?? 0;
  return Math.min(Math.max(percent / 100, 0), 1);
}
