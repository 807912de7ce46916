import { type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkWeight } from '../values/weight';
import { derive } from '../values/unresolved';
import { refuse } from '../tree/construct-error';
import { type BoundPort } from '../tree/handles';
import { checkProps, duration, type PropChecks, required, value } from '../tree/props';
import { match, port, portProblems, version } from './checks';
import { HttpMatch } from './http-match';
import { type RouteRetries, retriesCheck } from './retries';
import { type WeightedVersion } from './route-fragment';
import { type ServiceVersion } from './service-version';

/** Props of {@link CanaryRoute}. */
export interface CanaryRouteProps {
  /** The version that takes the rest. */
  readonly stable: ServiceVersion;

  /** The new version. */
  readonly canary: ServiceVersion;

  /** The canary's share of the requests in percent: a whole number from 0 to 100. The stable version has what is left. */
  readonly weight: number;

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
  weight: required(value(checkWeight)),
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
    const { stable, canary, weight, preview, timeout, retries } = props;
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
    ]);
    const add = (
      name: string,
      phase: 'preview' | 'split',
      when: HttpMatch,
      destinations: readonly WeightedVersion[],
    ) => {
      stable.app.routing.addFragment({
        source: this,
        name,
        phase,
        port: props.port,
        match: when,
        destinations,
        timeout,
        retries,
      });
    };
    if (preview) add(`${id}-preview`, 'preview', preview, [{ version: canary.name }]);
    add(id, 'split', HttpMatch.any(), [
      { version: stable.name, weight: derive([weight], (known) => 100 - known) },
      { version: canary.name, weight },
    ]);
  }
}
