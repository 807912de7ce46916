import { type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { isUnresolved } from '../values/unresolved';
import { checkHostName } from '../values/host-name';
import { checkWeight, checkWeights } from '../values/weight';
import { present } from '../model/present';
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
import { constructs, foreignVersion, match, port, portProblems, service, versionOrService } from './checks';
import { type Cors, corsCheck, printCors } from './cors';
import { type DirectResponse, responseCheck } from './direct-response';
import { type HeaderChanges, headersCheck } from './header-changes';
import { type HttpMatch } from './http-match';
import { type HttpRedirect, redirectCheck } from './http-redirect';
import { type PathRewrite, rewriteCheck } from './path-rewrite';
import { type RouteRetries, retriesCheck } from './retries';
import { type IMeshService } from './service-routing';
import { ServiceVersion } from './service-version';
import { copyCheck, copyProblems, routeMirror, type TrafficCopy } from './traffic-copy';

/** A version, or the app as a whole, and its share of the requests. */
export interface WeightedDestination {
  readonly to: ServiceVersion | IMeshService;

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

  /**
   * Where they go: versions of the app, or the app as a whole.
   *
   * @default - nowhere; one of `to`, `redirect` and `respond` must be given
   */
  readonly to?: readonly WeightedDestination[] | undefined;

  /** Sends clients elsewhere instead. @default - they are not */
  readonly redirect?: HttpRedirect | undefined;

  /** Answers at once instead. @default - the app answers */
  readonly respond?: DirectResponse | undefined;

  /** Another path for the app than clients ask for. @default - the same */
  readonly rewrite?: PathRewrite | undefined;

  /** Another `Host` header for the app than clients send (`rewrite.authority`). @default - the same */
  readonly rewriteAuthority?: string | undefined;

  /** Changes of headers, there and back. @default - none */
  readonly headers?: HeaderChanges | undefined;

  /** Which web pages of other origins may use it. @default - as the app says */
  readonly cors?: Cors | undefined;

  /** Copies of the requests, whose answers nobody waits for. @default - none */
  readonly mirror?: TrafficCopy | undefined;

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
  to: (to, at) => [
    ...known(
      listOf(known(shape<WeightedDestination>({ to: required(versionOrService), weight: value(checkWeight) })), {
        min: 1,
      }),
    )(to, at),
    ...weights(to, at),
  ],
  redirect: redirectCheck,
  respond: responseCheck,
  rewrite: rewriteCheck,
  rewriteAuthority: value(checkHostName),
  headers: headersCheck,
  cors: corsCheck,
  mirror: copyCheck,
  port,
  timeout: duration,
  retries: retriesCheck,
  before: constructs,
};

/** What only makes sense where requests are sent on; beside an answer istiod refuses it, or it would do nothing. */
const FORWARDING = ['rewrite', 'rewriteAuthority', 'headers', 'cors', 'mirror', 'timeout', 'retries'] as const;

/**
 * Sends the requests that match to versions of their app, or answers them.
 *
 * Adds a route to the app's VirtualService: answers and redirects first, then previews, then these routes, then weighted splits. Of two such
 * routes the narrower comes first.
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
    const { app, to = [], redirect, respond, rewrite, rewriteAuthority, cors } = props;
    refuse(this, [
      ...oneAction(props),
      ...to.flatMap((each) => foreignVersion('to', each.to, app)),
      ...portProblems(props.port, app),
      ...(props.mirror ? copyProblems(props.mirror, app) : []),
    ]);
    const answer = redirect ? { redirect: redirect.spec } : respond && { directResponse: respond.spec };
    const rewritten = present({ ...rewrite?.spec, authority: rewriteAuthority });
    app.routing.addFragment({
      source: this,
      name: id,
      phase: answer ? 'redirect' : 'match',
      port: props.port,
      match: props.match,
      destinations: to.flatMap((each) =>
        each.to instanceof ServiceVersion ? [{ version: each.to.name, weight: each.weight }] : [],
      ),
      answer,
      changes: present({ rewrite: rewritten, headers: props.headers, corsPolicy: cors && printCors(cors) }),
      mirrors: props.mirror && [routeMirror(props.mirror, app)],
      timeout: props.timeout,
      retries: props.retries,
      before: props.before,
    });
  }
}

function oneAction(props: HttpRoutingProps): string[] {
  const actions = (['to', 'redirect', 'respond'] as const).filter((name) => props[name] !== undefined);
  if (actions.length !== 1) {
    return [
      `one of to, redirect and respond must be given, got ${actions.length === 0 ? 'none' : actions.join(' and ')}`,
    ];
  }
  const whole = (props.to ?? []).filter((each) => !(each.to instanceof ServiceVersion));
  if (whole.length > 0 && (props.to ?? []).length > 1)
    return ['to must be versions, or the app as a whole and nothing else'];
  const idle = props.to ? [] : FORWARDING.filter((name) => props[name] !== undefined);
  return idle.map((name) => `${name} must be left out where ${actions.join()} answers instead of the app`);
}
