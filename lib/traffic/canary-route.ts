import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkHeaderName } from '../values/http-header';
import { given } from '../values/given';
import { checkWeight } from '../values/weight';
import { derive } from '../values/unresolved';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import { checkProps, duration, known, type PropChecks, required, shape, text, value } from '../tree/props';
import { type CanarySteps, stepsCheck } from './canary-steps';
import { match, percentage, port, portProblems, version } from './checks';
import { HttpMatch } from './http-match';
import { LoadBalancing } from './load-balancing';
import { type RouteRetries, retriesCheck } from './retries';
import { type RouteMirror, type WeightedVersion } from './route-fragment';
import { type ServiceVersion } from './service-version';

/** The cookie that holds a client to a pod. */
export interface SessionAffinity {
  /** Name of the cookie. */
  readonly cookie: string;

  /** How long it lives. @default - until the browser is closed */
  readonly ttl?: Duration | undefined;

  /** Path for which browsers send it. @default - that of the first request */
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
   * @default - that of the step; `weight`, or `steps` and `step`, must be given
   */
  readonly weight?: number | undefined;

  /** The way of the canary, of which `step` is rendered. @default - `weight` says where it stands */
  readonly steps?: CanarySteps | undefined;

  /** Name of the step that is rendered. @default - `weight` says where it stands */
  readonly step?: string | undefined;

  /**
   * Share of the stable version's requests of which the canary gets copies, in percent. The answers to copies are thrown away; what
   * they change, they change.
   *
   * @default - that of the step, else no copies
   */
  readonly mirror?: number | undefined;

  /**
   * Keeps a client at the pod that it met first, by a cookie which the proxy sets (consistent hash in the DestinationRule).
   *
   * It holds within a version. Which version a request goes to is decided by weight before, each time anew.
   *
   * @default - each request is balanced
   */
  readonly sessionAffinity?: SessionAffinity | undefined;

  /**
   * Requests that see the canary whatever the weight is, such as those of testers.
   *
   * @default - none
   */
  readonly preview?: HttpMatch | undefined;

  /**
   * The port whose requests are split.
   *
   * @default - every HTTP port of the app
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

const CHECKS: PropChecks<CanaryRouteProps> = {
  stable: required(version),
  canary: required(version),
  weight: value(checkWeight),
  steps: stepsCheck,
  step: known(text),
  mirror: percentage,
  sessionAffinity: known(
    shape<SessionAffinity>({ cookie: required(value(checkHeaderName)), ttl: duration, path: text }),
  ),
  preview: match,
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
    const { stable, canary, preview, sessionAffinity, timeout, retries } = props;
    refuse(this, [
      ...(stable.app === canary.app
        ? []
        : [
            `canary must be a version of ${stable.app.serviceName} as stable is, got ${canary.name} of ${canary.app.serviceName}`,
          ]),
      ...(stable.app === canary.app && stable.name === canary.name
        ? [`canary must be another version than stable, got ${canary.name} for both`]
        : []),
      ...portProblems(props.port, stable.app),
      ...whereItStands(props),
    ]);
    const step = props.steps?.find(props.step ?? '');
    const weight = props.weight ?? step?.weight ?? 0;
    const share = props.mirror ?? step?.mirror;
    const add = (
      name: string,
      phase: 'preview' | 'split',
      when: HttpMatch,
      destinations: readonly WeightedVersion[],
      mirrors?: readonly RouteMirror[],
    ) => {
      stable.app.routing.addFragment({
        source: this,
        name,
        phase,
        port: props.port,
        match: when,
        destinations,
        mirrors,
        timeout,
        retries,
      });
    };
    if (preview) add(`${id}-preview`, 'preview', preview, [{ version: canary.name }]);
    const split = [
      { version: stable.name, weight: derive([weight], (known) => 100 - known) },
      { version: canary.name, weight },
    ];
    // At 0 % a route has no use for copies.
    const copies = share === undefined || share === 0 ? undefined : [{ version: canary.name, percentage: share }];
    add(id, 'split', HttpMatch.any(), split, copies);
    if (!sessionAffinity) return;
    const { cookie, ttl, path } = sessionAffinity;
    const policy = { loadBalancer: LoadBalancing.hashByCookie(cookie, { ttl, path }).spec };
    stable.app.routing.addPolicy({ source: this, policy, perVersion: {} });
  }
}

function whereItStands({ weight, steps, step }: CanaryRouteProps): string[] {
  if (steps === undefined && step === undefined) {
    return weight === undefined ? ['weight, or steps and step, must be given'] : [];
  }
  if (weight !== undefined) return ['weight must be left out where steps and step say it'];
  if (steps === undefined || step === undefined) return ['steps and step must be given together'];
  const names = steps.steps.map((each) => each.name).join(', ');
  return steps.find(step) ? [] : [`step must be one of ${names}, got ${given(step)}`];
}
