import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkWeight } from '../values/weight';
import { derive, isUnresolved } from '../values/unresolved';
import { given } from '../values/given';
import { isHttp } from '../model/protocol';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import {
  anyText,
  type Check,
  checkProps,
  duration,
  known,
  type PropChecks,
  required,
  shape,
  text,
  value,
} from '../tree/props';
import { type CanaryStep, type CanarySteps, stepProblems, stepsCheck } from './canary-steps';
import { match, matchPortProblems, percentage, port, portProblems, version } from './checks';
import { HttpMatch } from './http-match';
import { LoadBalancing } from './load-balancing';
import { type RouteRetries, retriesCheck } from './retries';
import { type RouteFragment } from './route-fragment';
import { type IMeshService } from './service-routing';
import { type ServiceVersion } from './service-version';

/** A cookie by which a caller comes to the same pod again (`consistentHash.httpCookie`). */
export interface SessionAffinity {
  /** Name of the cookie. The proxy sets it where it is missing. */
  readonly cookie: string;

  /** How long the cookie lives. @default - until the browser is closed */
  readonly ttl?: Duration | undefined;

  /** Path of the cookie. @default - none */
  readonly path?: string | undefined;
}

/** Props of {@link CanaryRoute}. */
export interface CanaryRouteProps {
  /** The version that takes the rest. */
  readonly stable: ServiceVersion;

  /** The new version. */
  readonly canary: ServiceVersion;

  /**
   * The canary's share of the requests in percent: a whole number from 0 to 100. The stable version has what is left.
   *
   * @default - has to be given, unless `steps` are
   */
  readonly weight?: number | undefined;

  /** The way of the canary, instead of `weight` and `mirror`. @default - none */
  readonly steps?: CanarySteps | undefined;

  /** Which of `steps` is rendered: its name, or its index from 0. @default - has to be given where `steps` are */
  readonly step?: string | number | undefined;

  /**
   * Requests that see the canary whatever the weight is, such as those of testers.
   *
   * @default - none
   */
  readonly preview?: HttpMatch | undefined;

  /**
   * Share of the stable version's requests, in percent, that is copied to the canary (`mirrors[].percentage`). Only at weight 0: Istio
   * copies the requests of a whole route, so that the canary would get its own ones twice.
   *
   * @default - nothing is copied
   */
  readonly mirror?: number | undefined;

  /**
   * Keeps a caller with one pod, by a cookie (`trafficPolicy.loadBalancer.consistentHash`).
   *
   * It holds a session to a pod **within a version**. Which version a request goes to is drawn anew each time: for callers that have to
   * stay with one, give a `preview` that they match. When pods come or go, some sessions move.
   *
   * @default - none
   */
  readonly sessionAffinity?: SessionAffinity | undefined;

  /**
   * The port that is split. On a port of TCP or TLS connections are split, by weight alone.
   *
   * @default - every HTTP port of the app; the only port, where it has no HTTP port
   */
  readonly port?: BoundPort | undefined;

  /**
   * How long a request may take, retries included, on each of the generated routes (`http[].timeout`).
   *
   * @default - without limit, as in Istio
   */
  readonly timeout?: Duration | undefined;

  /**
   * When requests are tried again, on each of the generated routes.
   *
   * @default - twice, where the connection failed or the stream was refused
   */
  readonly retries?: RouteRetries | undefined;
}

const stepCheck: Check = known(
  value((each) =>
    typeof each === 'string' || (typeof each === 'number' && Number.isInteger(each))
      ? undefined
      : `must be the name or the index of a step, got ${given(each)}`,
  ),
);

const CHECKS: PropChecks<CanaryRouteProps> = {
  stable: required(version),
  canary: required(version),
  weight: value(checkWeight),
  steps: stepsCheck,
  step: stepCheck,
  preview: match,
  mirror: percentage,
  sessionAffinity: known(shape<SessionAffinity>({ cookie: required(text), ttl: duration, path: anyText })),
  port,
  timeout: duration,
  retries: retriesCheck,
};

/**
 * Splits the requests of an app between a stable and a new version.
 *
 * Adds a weighted route to the app's VirtualService, and a route for the preview before it. Both destinations are always
 * written, also at 0 and 100, so that moving the weight changes two numbers in one object.
 *
 * @example
 * new CanaryRoute(this, 'canary', {
 *   stable: reviews.version('v1'),
 *   canary: reviews.version('v2'),
 *   weight: 10,
 *   preview: HttpMatch.header('x-preview').is('on'),
 * });
 */
export class CanaryRoute extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: CanaryRouteProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { stable, canary, preview, timeout, retries, sessionAffinity } = props;
    const { app } = stable;
    const affinity = sessionAffinity && LoadBalancing.hashByCookie(sessionAffinity.cookie, rest(sessionAffinity));
    refuse(this, [
      ...versionProblems(props),
      ...portProblems(props.port, app),
      ...matchPortProblems('preview', preview, app),
      ...progressProblems(props),
      ...connectionProblems(props, app),
      ...(affinity?.problems ?? []).map((problem) => `sessionAffinity: ${problem}`),
    ]);
    const { weight, mirror } = progress(props);
    const common = { source: this, port: props.port, timeout, retries } satisfies Partial<RouteFragment>;
    if (preview) {
      app.routing.addFragment({
        ...common,
        name: `${id}-preview`,
        phase: 'preview',
        match: preview,
        destinations: [{ version: canary.name }],
      });
    }
    app.routing.addFragment({
      ...common,
      name: id,
      phase: 'split',
      match: HttpMatch.any(),
      destinations: [
        { version: stable.name, weight: derive([weight], (known_) => 100 - known_) },
        { version: canary.name, weight },
      ],
      mirrors: mirror === undefined ? undefined : [{ version: canary.name, percentage: mirror }],
      forConnections: true,
    });
    if (affinity) app.routing.addPolicy({ source: this, policy: { loadBalancer: affinity.spec }, perVersion: {} });
  }
}

function rest({ ttl, path }: SessionAffinity): Pick<SessionAffinity, 'ttl' | 'path'> {
  return { ...(ttl !== undefined && { ttl }), ...(path !== undefined && { path }) };
}

function versionProblems({ stable, canary }: CanaryRouteProps): string[] {
  if (stable.app !== canary.app) {
    return [
      `canary must be a version of ${stable.app.serviceName} as stable is, got ${canary.name} of ${canary.app.serviceName}`,
    ];
  }
  return stable.name === canary.name ? [`canary must be another version than stable, got ${canary.name} for both`] : [];
}

/** What is rendered of the steps, or of `weight` and `mirror`. */
function progress({ steps, step, weight = 0, mirror }: CanaryRouteProps): Pick<CanaryStep, 'weight' | 'mirror'> {
  const chosen = step === undefined ? undefined : steps?.find(step);
  return chosen ?? { weight, mirror };
}

function progressProblems(props: CanaryRouteProps): string[] {
  const { steps, step, weight, mirror, preview } = props;
  if (steps === undefined) {
    const beside = !isUnresolved(weight) && weight !== undefined && weight > 0 && mirror !== undefined;
    return [
      ...(weight === undefined ? ['weight must be given'] : []),
      ...(step === undefined ? [] : ['step must be left out where there are no steps']),
      ...(beside
        ? [
            `mirror must be left out where weight is above 0, got weight ${weight}: Istio would copy the canary's own requests to it as well`,
          ]
        : []),
    ];
  }
  const others = Object.entries({ weight, mirror }).filter(([, each]) => each !== undefined);
  return [
    ...others.map(([name]) => `${name} must be left out where steps are given`),
    ...(step === undefined ? ['step must say which of the steps is rendered'] : stepProblems(steps, step)),
    ...(preview === undefined && steps.steps.some((each) => each.kind === 'preview')
      ? ['preview must be given for a step of preview alone: else nobody sees the canary']
      : []),
  ];
}

/** On a port without HTTP, Istio splits connections, and sees no requests. */
function connectionProblems(props: CanaryRouteProps, app: IMeshService): string[] {
  const ports = props.port ? [props.port] : app.ports;
  if (ports.some((each) => isHttp(each.protocol))) return [];
  const names = ports.map((each) => `${each.name} (${each.protocol})`).join(', ');
  if (ports.length !== 1)
    return [`port must be given, for ${app.serviceName} has no HTTP port and several others: ${names}`];
  const { preview, mirror, steps, step, sessionAffinity, timeout, retries } = props;
  const mirroring = mirror ?? (step === undefined ? undefined : steps?.find(step)?.mirror);
  const unfit = { preview, mirror: mirroring, sessionAffinity, timeout, retries };
  return Object.entries(unfit)
    .filter(([, each]) => each !== undefined)
    .map(([name]) => `${name} must be left out on port ${names}: Istio splits connections there, and sees no requests`);
}
