import { type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { checkHostName } from '../values/host-name';
import { isUnresolved } from '../values/unresolved';
import { checkWeight, checkWeights } from '../values/weight';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';
import {
  type Check,
  checkProps,
  duration,
  kind,
  known,
  listOf,
  type PropChecks,
  required,
  shape,
  value,
} from '../tree/props';
import { constructs, httpPortProblems, match, matchPortProblems, port, portProblems, service } from './checks';
import { corsCheck, type CorsPolicy } from './cors-policy';
import { type DirectResponse, directResponseCheck } from './direct-response';
import { type HeaderChanges, headersCheck, setsHost, sharedHeaderProblems } from './header-changes';
import { type HttpMatch } from './http-match';
import { type HttpRedirect, redirectCheck } from './http-redirect';
import { type Mirror, mirrorCheck, mirrorCopy } from './mirror';
import { pathChangeCheck, pathChangeProblems } from './path-change';
import { type RouteRetries, retriesCheck } from './retries';
import { type HttpRewrite, type RouteAnswer, type WeightedVersion } from './route-fragment';
import { type IMeshService } from './service-routing';
import { ServiceVersion } from './service-version';

/** A version, or the app as a whole, and its share of the requests. */
export interface WeightedDestination {
  /** A version of the app, or the app itself: any of its pods. */
  readonly to: ServiceVersion | IMeshService;

  /**
   * Share of the requests, relative to the other weights of the route: a whole number from 0 to 100 (`route[].weight`).
   *
   * @default - none is written: the only destination takes all
   */
  readonly weight?: number | undefined;

  /** Changes of headers for what goes here (`route[].headers`). @default - none */
  readonly headers?: HeaderChanges | undefined;
}

/** Props of {@link HttpRouting}: one of `to`, `redirect` and `respond` says what becomes of the requests. */
export interface HttpRoutingProps {
  /** The app whose requests are routed. */
  readonly app: IMeshService;

  /** Which requests take this route. */
  readonly match: HttpMatch;

  /** Where they go. @default - has to be given, unless `redirect` or `respond` is */
  readonly to?: readonly WeightedDestination[] | undefined;

  /** Where the client is sent instead. @default - nowhere */
  readonly redirect?: HttpRedirect | undefined;

  /** What the caller's proxy answers instead. @default - nothing */
  readonly respond?: DirectResponse | undefined;

  /**
   * The port whose requests are meant.
   *
   * @default - every HTTP port of the app
   */
  readonly port?: BoundPort | undefined;

  /** What the app sees as path and host (`rewrite`). @default - what the caller sent */
  readonly rewrite?: HttpRewrite | undefined;

  /** Changes of headers, whatever destination requests go to (`headers`). @default - none */
  readonly headers?: HeaderChanges | undefined;

  /** What pages of other origins may ask (`corsPolicy`). @default - what the app itself allows */
  readonly cors?: CorsPolicy | undefined;

  /** Where copies go (`mirrors`). @default - nowhere */
  readonly mirror?: readonly Mirror[] | undefined;

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

const destination: Check = kind(
  "a version, such as app.version('v2'), or the app",
  (each) => each instanceof ServiceVersion || (typeof each === 'object' && each !== null && 'routing' in each),
);

const CHECKS: PropChecks<HttpRoutingProps> = {
  app: required(service),
  match: required(match),
  to: (to, at) => [
    ...known(
      listOf(
        known(
          shape<WeightedDestination>({ to: required(destination), weight: value(checkWeight), headers: headersCheck }),
        ),
        { min: 1 },
      ),
    )(to, at),
    ...weights(to, at),
  ],
  redirect: redirectCheck,
  respond: directResponseCheck,
  port,
  rewrite: known(shape<HttpRewrite>({ path: pathChangeCheck, authority: value(checkHostName) })),
  headers: headersCheck,
  cors: corsCheck,
  mirror: known(listOf(mirrorCheck, { min: 1 })),
  timeout: duration,
  retries: retriesCheck,
  before: constructs,
};

/**
 * Says what becomes of the requests that match: they go to versions of their app, are redirected, or answered by the caller's proxy.
 *
 * Adds a route to the app's VirtualService. Redirects and answers come first, then previews, then these routes, then weighted
 * splits. Of two such routes the narrower comes first.
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
    const { app, to = [], rewrite, headers, cors, mirror = [], timeout, retries } = props;
    const answer = answerOf(props);
    const problems: string[] = [];
    const mirrors = mirror.map((each, index) => mirrorCopy(each, app, `mirror[${index}].`, problems));
    refuse(this, [
      ...actionProblems(props),
      ...(answer ? besideAnswer(props, answer.kind) : []),
      ...foreignProblems(props),
      ...portProblems(props.port, app),
      ...matchPortProblems('match', props.match, app),
      ...httpPortProblems(props.port),
      ...problems,
      ...pathChangeProblems('rewrite.path', rewrite?.path, props.match),
      ...pathChangeProblems('redirect.path', props.redirect?.options.path, props.match),
      ...releaseProblems(props.redirect, MeshSettings.of(this).istioVersion),
      ...to.flatMap((each, index) => sharedHeaderProblems(`to[${index}]`, headers, each.headers)),
      ...hostProblems(props),
    ]);
    app.routing.addFragment({
      source: this,
      name: id,
      phase: answer ? 'redirect' : 'match',
      port: props.port,
      match: props.match,
      destinations: printDestinations(to),
      answer,
      rewrite,
      headers,
      cors,
      mirrors: mirrors.length > 0 ? mirrors : undefined,
      timeout,
      retries,
      before: props.before,
    });
  }
}

function answerOf({ redirect, respond }: HttpRoutingProps): RouteAnswer | undefined {
  if (redirect) return { kind: 'redirect', redirect };
  return respond && { kind: 'respond', response: respond };
}

function actionProblems({ to, redirect, respond }: HttpRoutingProps): string[] {
  const given = Object.entries({ to, redirect, respond }).filter(([, each]) => each !== undefined);
  if (given.length === 1) return [];
  const names = given.map(([name]) => name).join(' and ');
  return [`one of to, redirect and respond must be given, got ${names === '' ? 'none' : names}`];
}

/** Istio refuses some of it, and the rest would do nothing: no request goes on. */
function besideAnswer(props: HttpRoutingProps, kind_: RouteAnswer['kind']): string[] {
  const action = kind_ === 'redirect' ? 'redirect' : 'respond';
  const { rewrite, mirror, timeout, retries, headers } = props;
  const idle = { rewrite, mirror, timeout, retries, 'headers.request': headers?.request };
  return Object.entries(idle)
    .filter(([, each]) => each !== undefined)
    .map(([name]) => `${name} must be left out where ${action} is given, for no request goes on to the app`);
}

function foreignProblems({ app, to = [] }: HttpRoutingProps): string[] {
  return to.flatMap(({ to: target }) => {
    if (!(target instanceof ServiceVersion))
      return target === app
        ? []
        : [
            `to must name ${app.serviceName} or versions of it, got ${target.serviceName}: routes lead to the app itself`,
          ];
    return target.app === app
      ? []
      : [`to must name versions of ${app.serviceName}, got ${target.name} of ${target.app.serviceName}`];
  });
}

function releaseProblems(redirect: HttpRedirect | undefined, release: string): string[] {
  if (!redirect?.needsPrefixRewrite || isUnresolved(release)) return [];
  return isBefore(release, PREFIX_REDIRECTS)
    ? [`redirect.path must be PathChange.full(...): Istio ${release} redirects no prefix, ${PREFIX_REDIRECTS} does`]
    : [];
}

/** The first release with `redirect.prefixRewrite`. Source: the CRDs. */
const PREFIX_REDIRECTS = '1.31';

function isBefore(release: string, other: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** istiod takes one change of the host only. */
function hostProblems({ rewrite, headers, to = [] }: HttpRoutingProps): string[] {
  const inRoute = setsHost(headers) + (rewrite?.authority === undefined ? 0 : 1);
  const most = Math.max(0, ...to.map((each) => setsHost(each.headers)));
  return inRoute + most > 1 ? ['the host is changed twice, by rewrite.authority or headers: say it in one place'] : [];
}

function printDestinations(to: readonly WeightedDestination[]): readonly WeightedVersion[] {
  const wholly = to.length === 1 && to[0]?.weight === undefined && to[0]?.headers === undefined;
  if (wholly && !(to[0]?.to instanceof ServiceVersion)) return [];
  return to.map((each) => ({
    ...(each.to instanceof ServiceVersion && { version: each.to.name }),
    weight: each.weight,
    headers: each.headers,
  }));
}
