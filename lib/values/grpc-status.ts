/** Names of gRPC's status codes, as istiod takes them in aborts. Source: gRPC's status codes. */
import { given } from './given';
import { nearest } from './nearest';
import { isUnresolved } from './unresolved';

const GRPC_STATUSES = [
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** The name of a status that says that a call failed. */
export type GrpcStatus = (typeof GRPC_STATUSES)[number];

/** A {@link GrpcStatus}. */
export function checkGrpcStatus(value: unknown): string | undefined {
  if (isUnresolved(value) || GRPC_STATUSES.some((each) => each === value)) return undefined;
  const near = typeof value === 'string' ? nearest(value.toUpperCase(), GRPC_STATUSES) : undefined;
  return `must be the name of a gRPC status, such as ${near ?? 'UNAVAILABLE'}, got ${given(value)}`;
}

/** A {@link GrpcStatus}, or `OK`, which istiod's webhook takes in an abort too. */
export function checkIstioGrpcStatus(value: unknown): string | undefined {
  return value === 'OK' ? undefined : checkGrpcStatus(value);
}

/** The number of a status, as the header `grpc-status` has it; undefined for a name that is none. */
export function grpcStatusNumber(name: string): number | undefined {
  if (name === 'OK') return 0;
  const place = GRPC_STATUSES.findIndex((each) => each === name);
  return place === -1 ? undefined : place + 1;
}

/** What gRPC makes of statuses of HTTP; of all others it makes UNKNOWN. Source: gRPC's mapping of HTTP statuses, as Envoy has it. */
const OF_HTTP: ReadonlyMap<number, number> = new Map([
  [200, 0],
  [400, 13],
  [401, 16],
  [403, 7],
  [404, 12],
  [429, 14],
  [502, 14],
  [503, 14],
  [504, 14],
]);

/** The number of the status that a client of gRPC gets where a proxy answers with a status of HTTP. */
export function grpcStatusOfHttp(status: number): number {
  return OF_HTTP.get(status) ?? 2;
}
