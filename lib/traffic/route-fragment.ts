/** What constructs contribute to the routing of one service: plain data, put in order by `collect-routes.ts`. */
import { type Duration } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type BoundPort, type IPortedService } from '../tree/handles';
import { type Fault, type HTTPRoute } from './istio-types';
import { type HttpMatch } from './http-match';
import { type RouteRetries } from './retries';

/**
 * In which order fragments are tried, whoever made them first: what answers by itself, what testers see, what is matched
 * explicitly, what is split by weight.
 */
export const PHASES = ['redirect', 'preview', 'match', 'split'] as const;

/** See {@link PHASES}. */
export type Phase = (typeof PHASES)[number];

/** One of the versions that a route sends requests to. */
export interface WeightedVersion {
  readonly version: string;
  readonly weight?: number | undefined;
}

/** What a route does beside sending requests to a destination, as fields of `http[]`. */
export type RouteChanges = Pick<HTTPRoute, 'rewrite' | 'headers' | 'corsPolicy'>;

/** What answers instead of a destination, as a field of `http[]`. */
export type RouteAnswer = Pick<HTTPRoute, 'redirect' | 'directResponse'>;

/** A copy of requests, whose answer nobody waits for. */
export interface RouteMirror {
  /** The host that gets them; the service itself where absent. */
  readonly service?: IPortedService | undefined;
  readonly port?: BoundPort | undefined;
  readonly version?: string | undefined;

  /** Share of the requests in percent, always written. */
  readonly percentage: number;
}

/** Requests that match go to these versions, or get an answer at once. */
export interface RouteFragment {
  /** The construct that contributes it: named in errors, and the last tie-breaker of the order. */
  readonly source: IConstruct;

  /** Name of the route, by which access logs and tools refer to it. */
  readonly name: string;

  readonly phase: Phase;

  /** The port whose requests are meant; every HTTP port where absent. */
  readonly port?: BoundPort | undefined;

  readonly match: HttpMatch;
  readonly destinations: readonly WeightedVersion[];

  /** Answers instead of a destination. */
  readonly answer?: RouteAnswer | undefined;
  readonly changes?: RouteChanges | undefined;
  readonly mirrors?: readonly RouteMirror[] | undefined;
  readonly timeout?: Duration | undefined;
  readonly retries?: RouteRetries | undefined;

  /** Constructs whose routes of the same phase come after this one, although they take some of the same requests. */
  readonly before?: readonly IConstruct[] | undefined;
}

/** A fault, or a copy, for the requests that match, whichever route they take to the app. */
export interface RouteOverlay {
  readonly source: IConstruct;
  readonly name: string;
  readonly match: HttpMatch;

  /** `http[].fault`; overlays that meet on one request are merged. */
  readonly fault: Fault;

  /** Copies of the requests. */
  readonly mirrors?: readonly RouteMirror[] | undefined;
}
