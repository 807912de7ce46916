/**
 * A Kubernetes object as plain data, however it came about. Nothing about it is certain: what reads it must bear any JSON.
 */
export interface Manifest {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly spec?: unknown;
  readonly [field: string]: unknown;
}
