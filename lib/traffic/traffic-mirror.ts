import { Construct } from 'constructs';
import { refuse } from '../tree/construct-error';
import { checkProps, flag, known, type PropChecks, required } from '../tree/props';
import { match, matchPortProblems, service } from './checks';
import { HttpMatch } from './http-match';
import { type Mirror, MIRROR_CHECKS, mirrorCopy } from './mirror';
import { type IMeshService } from './service-routing';

/** Props of {@link TrafficMirror}. */
export interface TrafficMirrorProps extends Mirror {
  /** The app whose requests are copied. */
  readonly app: IMeshService;

  /**
   * Which requests are copied, whatever route they take.
   *
   * @default - has to be given, unless `everyone` is true
   */
  readonly when?: HttpMatch | undefined;

  /**
   * Says that requests of everyone are meant.
   *
   * @default false
   */
  readonly everyone?: boolean | undefined;
}

const CHECKS: PropChecks<TrafficMirrorProps> = {
  app: required(service),
  when: match,
  everyone: known(flag),
  ...MIRROR_CHECKS,
};

/**
 * Copies requests to a version or another service, whatever route they take; nobody waits for the answers (`http[].mirrors`).
 *
 * Copies are made beside those of the routes themselves. It does not act on redirects and direct responses: there is nothing to
 * copy.
 *
 * @example
 * new TrafficMirror(this, 'copies', {
 *   app: reviews,
 *   when: HttpMatch.header('x-tester').isPresent(),
 *   to: reviews.version('v2'),
 *   percentage: 50,
 * });
 */
export class TrafficMirror extends Construct {
  /** @throws ConstructError listing what is wrong with `props`. */
  public constructor(scope: Construct, id: string, props: TrafficMirrorProps) {
    super(scope, id);
    checkProps(this, props, CHECKS);
    const { app, when, everyone, ...mirror } = props;
    const problems: string[] = [];
    const copy = mirrorCopy(mirror, app, '', problems);
    refuse(this, [
      ...(when === undefined && everyone !== true
        ? ['when must say which requests are copied; for all of them give everyone: true']
        : []),
      ...(when !== undefined && everyone === true ? ['when must be left out where everyone is true'] : []),
      ...matchPortProblems('when', when, app),
      ...problems,
    ]);
    app.routing.addOverlay({ source: this, name: id, match: when ?? HttpMatch.any(), mirrors: [copy] });
  }
}
