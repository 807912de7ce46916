import { type MeshObject } from '../mesh-object';

/** A route of the Gateway API, bound to one of its parents. */
export interface BoundRoute {
  /** An HTTPRoute, GRPCRoute, TLSRoute or TCPRoute. */
  readonly object: MeshObject;

  /** Whether sidecars get it: its parent is a Service or a ServiceEntry. Otherwise a listener of a Gateway does. */
  readonly isMesh: boolean;

  /** The only port of a Service that it is for; undefined for all of them, and for listeners. */
  readonly port: number | undefined;

  /** Server names that connections to a TLSRoute's parent ask for; undefined for other kinds. */
  readonly serverNames: readonly string[] | undefined;

  /** What decides whether its parent takes it and is in no file. */
  readonly question: string | undefined;
}
