/** The routes of a service as plain data, in the order in which they are tried: what a printer makes objects of. */
import { type Protocol } from '../model/protocol';
import { type Fault, type HTTPRoute, type TCPRoute, type TLSRoute } from './istio-types';
import { type MatchBlock } from './match-block';
import { type Phase, type RouteEffect } from './route-fragment';

/** A route for requests, or for connections. */
export interface CollectedRoute extends RouteEffect {
  /** Name of the route; with that of the port where the service has several HTTP ports. */
  readonly name: string;

  /** Paths of the constructs that it is made of; none for the route of requests that nothing is said about. */
  readonly sources: readonly string[];

  readonly phase: Phase | 'default';

  /** What Istio reads on the port: requests, or connections with or without TLS. */
  readonly layer: 'http' | 'tls' | 'tcp';

  /** The port of the Service that it is for. */
  readonly port: { readonly name: string; readonly number: number; readonly protocol: Protocol };

  /** Whether the service has other HTTP ports, so that the route must say which it is for. */
  readonly statesPort: boolean;

  /** Alternatives, one of which must hold; `{}` is every request. Never empty. */
  readonly match: readonly MatchBlock[];

  /** `http[].fault`, from all faults that hold for these requests. */
  readonly fault?: Fault | undefined;
}

/** The routes of a service, as data and as sections of its VirtualService, and what is wrong with the contributions. */
export interface CollectedRoutes {
  readonly plan: readonly CollectedRoute[];

  /** The section `http`. */
  readonly routes: readonly HTTPRoute[];

  /** The section `tls`: connections by TLS that end in the app. */
  readonly tls: readonly TLSRoute[];

  /** The section `tcp`. */
  readonly tcp: readonly TCPRoute[];

  readonly problems: readonly string[];
}
