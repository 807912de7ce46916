import { isHttp } from '../model/protocol';
import { type BoundPort, type IMeshNamespace, isBoundPort, isService } from '../tree/handles';
import { type Check, kind, known, type PropChecks, required, shape, wholeNumber } from '../tree/props';
import { isUnresolved } from '../values/unresolved';
import { percentage, port } from './checks';
import { type MirrorCopy } from './route-fragment';
import { type IMeshService } from './service-routing';
import { ServiceVersion } from './service-version';

/** A Service that copies are sent to: an app, or one of `MeshService.fromName`. */
export interface MirroredService {
  readonly serviceName: string;
  readonly namespace: IMeshNamespace;
}

/** Copies of requests for another destination, whose answers nobody waits for (`http[].mirrors[]`). */
export interface Mirror {
  /** A version of the app, or another service. */
  readonly to: ServiceVersion | MirroredService;

  /**
   * The port that copies go to: of the app, or its number where the program does not make the service.
   *
   * @default - the port of the route for a version, the only HTTP port for another app; else it has to be given
   */
  readonly port?: BoundPort | number | undefined;

  /**
   * Share of the requests that is copied, in percent (`percentage.value`).
   *
   * @default 100 - always written
   */
  readonly percentage?: number | undefined;
}

/** A version of the app, or another service. */
const mirrorTarget: Check = kind(
  "a version, such as app.version('v2'), or a service",
  (each) => each instanceof ServiceVersion || isService(each),
);

const portOrNumber: Check = (given_, at) =>
  typeof given_ === 'number' || isUnresolved(given_) ? wholeNumber(1, 65535)(given_, at) : port(given_, at);

/** One check for every prop of {@link Mirror}. */
export const MIRROR_CHECKS: PropChecks<Mirror> = { to: required(mirrorTarget), port: portOrNumber, percentage };

/** Checks {@link Mirror}. */
export const mirrorCheck: Check = known(shape(MIRROR_CHECKS));

/** What copies are, as routes have it; `problems` are told what is wrong for an app. @param at - empty, or with a dot at its end. */
export function mirrorCopy(mirror: Mirror, app: IMeshService, at: string, problems: string[]): MirrorCopy {
  const { to, port: chosen, percentage: share = 100 } = mirror;
  if (to instanceof ServiceVersion && to.app === app) {
    if (chosen !== undefined && !(isBoundPort(chosen) && chosen.workload === app))
      problems.push(
        isUnresolved(chosen)
          ? `${at}port must be known at synthesis, because it is a port of ${app.serviceName} such as app.port('http'), whose number may come later`
          : `${at}port must be a port of ${app.serviceName}`,
      );
    return { version: to.name, port: numberOf(chosen), percentage: share };
  }
  if (to instanceof ServiceVersion) {
    problems.push(
      `${at}to must be a version of ${app.serviceName}, or a service as a whole, got ${to.name} of ${to.app.serviceName}`,
    );
    return { percentage: share };
  }
  const http = portsOf(to).filter((each) => isHttp(each.protocol));
  if (isBoundPort(chosen) && chosen.workload !== to)
    problems.push(`${at}port must be a port of ${to.serviceName}, got ${chosen.name} of another app`);
  if (chosen === undefined && http.length !== 1)
    problems.push(`${at}port must be given, for ${to.serviceName} has no single HTTP port that is known`);
  return { service: to, port: numberOf(chosen) ?? http[0]?.number, percentage: share };
}

function numberOf(chosen: BoundPort | number | undefined): number | undefined {
  return isBoundPort(chosen) ? chosen.number : chosen;
}

function portsOf(service: MirroredService): readonly BoundPort[] {
  return 'ports' in service ? (service.ports as readonly BoundPort[]) : [];
}
