/** What constructs contribute to the routing of one service: plain data, put in order by `collect-routes.ts`. */
import { type Duration } from 'cdk8s';
import { type IConstruct } from 'constructs';
import { type BoundPort } from '../tree/handles';
import { type CorsPolicy } from './cors-policy';
import { type DirectResponse } from './direct-response';
import { type HeaderChanges } from './header-changes';
import { type HttpMatch } from './http-match';
import { type HttpRedirect } from './http-redirect';
import { type Fault } from './istio-types';
import { type MirroredService } from './mirror';
import { type PathChange } from './path-change';
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
  /** The app as a whole, without regard to versions, where absent. */
  readonly version?: string | undefined;
  readonly weight?: number | undefined;

  /** Changes of headers for requests that go here. */
  readonly headers?: HeaderChanges | undefined;
}

/** An answer of the caller's proxy: nothing is asked, and no overlay acts. */
export type RouteAnswer =
  | { readonly kind: 'redirect'; readonly redirect: HttpRedirect }
  | { readonly kind: 'respond'; readonly response: DirectResponse };

/** What a route changes of the address of requests. */
export interface HttpRewrite {
  /** @default - the path stays */
  readonly path?: PathChange | undefined;

  /** The `Host` header that the app sees (`rewrite.authority`). @default - the caller's */
  readonly authority?: string | undefined;
}

/** Where copies of requests go. */
export interface MirrorCopy {
  /** Another service; the app itself where absent. */
  readonly service?: MirroredService | undefined;
  readonly version?: string | undefined;

  /** Number of the Service's port; the port of the route where absent. */
  readonly port?: number | undefined;
  readonly percentage: number;
}

/** What a route does with its requests: forwards them, unless there is an `answer`. */
export interface RouteEffect {
  /** Where requests go, by weight: the app as a whole where empty. */
  readonly destinations: readonly WeightedVersion[];
  readonly answer?: RouteAnswer | undefined;
  readonly rewrite?: HttpRewrite | undefined;
  readonly headers?: HeaderChanges | undefined;
  readonly cors?: CorsPolicy | undefined;
  readonly mirrors?: readonly MirrorCopy[] | undefined;
  readonly timeout?: Duration | undefined;
  readonly retries?: RouteRetries | undefined;
}

/** What becomes of requests that match. */
export interface RouteFragment extends RouteEffect {
  /** The construct that contributes it: named in errors, and the last tie-breaker of the order. */
  readonly source: IConstruct;

  /** Name of the route, by which access logs and tools refer to it. */
  readonly name: string;

  readonly phase: Phase;

  /** The port whose requests are meant; every HTTP port where absent. */
  readonly port?: BoundPort | undefined;

  /** Whether it can also be said of connections, on a port of TCP or TLS: destinations and nothing else. */
  readonly forConnections?: boolean | undefined;

  readonly match: HttpMatch;

  /** Constructs whose routes of the same phase come after this one, although they take some of the same requests. */
  readonly before?: readonly IConstruct[] | undefined;
}

/** What is put upon every forwarding route that requests which match may take. */
export interface RouteOverlay {
  readonly source: IConstruct;
  readonly name: string;
  readonly match: HttpMatch;

  /** `http[].fault`; overlays that meet on one request are merged. */
  readonly fault?: Fault | undefined;

  /** Copies beside those of the route. */
  readonly mirrors?: readonly MirrorCopy[] | undefined;
}
