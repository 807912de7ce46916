import { Construct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { checkProps, type PropChecks, required } from '../tree/props';
import { match, percentage, service, versionOrService } from './checks';
import { HttpMatch } from './http-match';
import { type IMeshService } from './service-routing';
import { copyCheck, copyProblems, routeMirror, type TrafficCopy } from './traffic-copy';

/** Props of {@link TrafficMirror}. */
export interface TrafficMirrorProps extends TrafficCopy {
  /** The app whose requests are copied. */
  readonly app: IMeshService;

  /**
   * Which requests are copied, whatever route they take.
   *
   * @default - all
   */
  readonly when?: HttpMatch | undefined;
}

const CHECKS: PropChecks<TrafficMirrorProps> = {
  app: required(service),
  when: match,
  to: required(versionOrService),
  percentage,
};

/**
 * Sends copies of requests to a version or to another app, whichever route the requests take themselves. The answers to copies are thrown
 * away, what they do is done: a copy of an order is an order.
 *
 * @example
 * new TrafficMirror(this, 'shadow', {
 *   app: reviews,
 *   when: HttpMatch.method('GET'),
 *   to: reviews.version('v2'),
 *   percentage: 5,
 * });
 */
export class TrafficMirror extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: TrafficMirrorProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { app, when, to, percentage: share } = props;
    refuse(this, [...copyCheck({ to, percentage: share }, 'props'), ...copyProblems({ to }, app)]);
    app.routing.addOverlay({
      source: this,
      name: id,
      match: when ?? HttpMatch.any(),
      fault: {},
      mirrors: [routeMirror({ to, percentage: share }, app)],
    });
  }
}
