import { type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isUnresolved } from '../values/unresolved';
import { checkWeight, checkWeights } from '../values/weight';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import {
  type Check,
  checkProps,
  duration,
  known,
  listOf,
  type PropChecks,
  required,
  shape,
  value,
} from '../tree/props';
import { constructs, match, port, portProblems, service, version } from './checks';
import { type HttpMatch } from './http-match';
import { type RouteRetries, retriesCheck } from './retries';
import { type IMeshService } from './service-routing';
import { type ServiceVersion } from './service-version';

/** A version and its share of the requests. */
export interface WeightedDestination {
  readonly to: ServiceVersion;

  /**
   * Share of the requests, relative to the other weights of the route: a whole number from 0 to 100 (`route[].weight`).
   *
   * @default - none is written: the only destination takes all
   */
  readonly weight?: number | undefined;
}

/** Props of {@link HttpRouting}. */
export interface HttpRoutingProps {
  /** The app whose requests are routed. */
  readonly app: IMeshService;

  /** Which requests take this route. */
  readonly match: HttpMatch;

  /** Where they go. */
  readonly to: readonly WeightedDestination[];

  /**
   * The port whose requests are meant.
   *
   * @default - every HTTP port of the app
   */
  readonly port?: BoundPort | undefined;

  /**
   * How long a request may take, retries included (`http[].timeout`).
   *
   * @default - without limit, as in Istio
   */
  readonly timeout?: Duration | undefined;

  /**
   * When requests are tried again.
   *
   * @default - twice, where the connection failed or the stream was refused
   */
  readonly retries?: RouteRetries | undefined;

  /**
   * Constructs whose routes take some of the same requests and come after this one.
   *
   * @default - none: two routes that overlap without one being the narrower are an error
   */
  readonly before?: readonly IConstruct[] | undefined;
}

const weights: Check = (to, at) => {
  if (!Array.isArray(to) || to.length === 0 || to.some(isUnresolved)) return [];
  const given = to.map((each: Partial<WeightedDestination> | undefined) => each?.weight);
  if (to.length === 1 && given[0] === undefined) return [];
  if (given.includes(undefined)) return [`${at} must state a weight for each of its ${to.length} destinations`];
  const problem = checkWeights(given);
  return problem === undefined ? [] : [`${at}: weights ${problem}`];
};

const CHECKS: PropChecks<HttpRoutingProps> = {
  app: required(service),
  match: required(match),
  to: required((to, at) => [
    ...known(
      listOf(known(shape<WeightedDestination>({ to: required(version), weight: value(checkWeight) })), { min: 1 }),
    )(to, at),
    ...weights(to, at),
  ]),
  port,
  timeout: duration,
  retries: retriesCheck,
  before: constructs,
};

/**
 * Sends the requests that match to versions of their app.
 *
 * Adds a route to the app's VirtualService, before weighted splits and after previews. Of two such routes the narrower comes
 * first.
 *
 * @example
 * new HttpRouting(this, 'premium', {
 *   app: reviews,
 *   match: HttpMatch.header('x-user-type').is('premium'),
 *   to: [{ to: reviews.version('v2') }],
 * });
 */
export class HttpRouting extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: HttpRoutingProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const foreign = props.to.filter((each) => each.to.app !== props.app);
    refuse(this, [
      ...foreign.map(
        (each) =>
          `to must name versions of ${props.app.serviceName}, got ${each.to.name} of ${each.to.app.serviceName}`,
      ),
      ...portProblems(props.port, props.app),
    ]);
    props.app.routing.addFragment({
      source: this,
      name: id,
      phase: 'match',
      port: props.port,
      match: props.match,
      destinations: props.to.map((each) => ({ version: each.to.name, weight: each.weight })),
      timeout: props.timeout,
      retries: props.retries,
      before: props.before,
    });
  }
}
