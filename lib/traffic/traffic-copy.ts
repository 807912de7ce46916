import { isHttp } from '../model/protocol';
import { type Check, known, type PropChecks, required, shape } from '../tree/props';
import { foreignVersion, percentage, versionOrService } from './checks';
import { type RouteMirror } from './route-fragment';
import { type IMeshService } from './service-routing';
import { ServiceVersion } from './service-version';

/** Copies of requests (`http[].mirrors[]`). Their answers are thrown away; what they change, they change. */
export interface TrafficCopy {
  /** Who gets them: a version, or another app. */
  readonly to: ServiceVersion | IMeshService;

  /**
   * Share of the requests in percent, 0 to 100 (`mirrors[].percentage.value`).
   *
   * @default 100 - always written
   */
  readonly percentage?: number | undefined;
}

const CHECKS: PropChecks<TrafficCopy> = { to: required(versionOrService), percentage };

/** Checks a {@link TrafficCopy}. */
export const copyCheck: Check = known((copy, at) => [...shape(CHECKS)(copy, at), ...unreachable(copy, at)]);

/** The copy as a route of `app` has it. */
export function routeMirror({ to, percentage: share = 100 }: TrafficCopy, app: IMeshService): RouteMirror {
  const [service, version] = to instanceof ServiceVersion ? [to.app, to.name] : [to, undefined];
  const isOwn = service === app;
  return {
    service: isOwn ? undefined : service,
    port: isOwn ? undefined : httpPort(service),
    version,
    percentage: share,
  };
}

/** One line for a version of another app: only its own routes bring the subset that it is known by. */
export function copyProblems({ to }: TrafficCopy, app: IMeshService): string[] {
  return to instanceof ServiceVersion ? foreignVersion('mirror', to, app) : [];
}

function httpPort(service: IMeshService) {
  return service.ports.find((port) => isHttp(port.protocol));
}

function unreachable(copy: unknown, at: string): string[] {
  const to = (copy as Partial<TrafficCopy> | undefined)?.to;
  const service = to instanceof ServiceVersion ? to.app : to;
  const known_ = typeof service === 'object' && 'ports' in service && Array.isArray(service.ports);
  return known_ && !httpPort(service) ? [`${at}.to must have an HTTP port, ${service.serviceName} has none`] : [];
}
