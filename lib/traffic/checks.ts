/** Prop checks that the traffic constructs share. */
import { checkPercentage } from '../values/percentage';
import { isUnresolved } from '../values/unresolved';
import { given } from '../values/given';
import { isHttp } from '../model/protocol';
import { type BoundPort, isBoundPort } from '../tree/handles';
import { type Check, kind, known, listOf, value } from '../tree/props';
import { HttpMatch } from './http-match';
import { type IMeshService } from './service-routing';
import { ServiceVersion } from './service-version';

/** A percentage between 0 and 100. */
export const percentage: Check = value(checkPercentage);

/** An {@link HttpMatch} without problems. */
export const match: Check = (given_, at) => {
  if (given_ === undefined) return [];
  if (isUnresolved(given_) || !(given_ instanceof HttpMatch)) {
    return [
      `${at} must be an HttpMatch that is known at synthesis, such as HttpMatch.prefix('/api'), got ${given(given_)}`,
    ];
  }
  const problems = given_.problems.map((problem) => `${at}: ${problem}`);
  if (problems.length > 0 || given_.blocks.length > 0) return problems;
  return [`${at} takes no request at all: its conditions exclude each other`];
};

/** A version of an app, from `app.version('v2')`. */
export const version: Check = known(
  kind("a version, such as app.version('v2')", (each) => each instanceof ServiceVersion),
);

/** A service whose routing the program owns. */
export const service: Check = known(
  kind(
    'a MeshApp or a MeshService with ports',
    (each) => typeof each === 'object' && each !== null && 'routing' in each && 'versionNames' in each,
  ),
);

/** A version of an app, or the app as a whole. */
export const versionOrService: Check = (value_, at) =>
  value_ instanceof ServiceVersion
    ? []
    : service(value_, at).map((problem) =>
        problem.replace('a MeshApp or', "a version, such as app.version('v2'), a MeshApp or"),
      );

/** One line if `to` is, or is a version of, another app than `app`. */
export function foreignVersion(noun: string, to: ServiceVersion | IMeshService, app: IMeshService): string[] {
  if (to instanceof ServiceVersion) {
    return to.app === app
      ? []
      : [`${noun} must name versions of ${app.serviceName}, got ${to.name} of ${to.app.serviceName}`];
  }
  return to === app ? [] : [`${noun} must name versions of ${app.serviceName}, got ${to.serviceName}`];
}

/** A port of the app, from `app.port('http')`. */
export const port: Check = kind("a port, such as app.port('http')", isBoundPort);

/** Other constructs that route the same service. */
export const constructs: Check = known(
  listOf(kind('a construct', (each) => typeof each === 'object' && each !== null && 'node' in each)),
);

/** One line if `port` is of another workload than `of`, or does not speak HTTP. */
export function portProblems(
  chosen: { readonly workload: unknown; readonly name: string } | undefined,
  of: IMeshService,
): string[] {
  if (chosen === undefined || chosen.workload === of) return [];
  return [`port must be one of ${of.serviceName}, got ${chosen.name} of another app`];
}

/** One line if `chosen` speaks no HTTP, where what is said is about requests. */
export function httpPortProblems(chosen: Pick<BoundPort, 'name' | 'protocol'> | undefined): string[] {
  if (chosen === undefined || isHttp(chosen.protocol)) return [];
  return [`port must speak HTTP, got ${chosen.name} (${chosen.protocol}): Istio sees no requests there`];
}

/** One line for each port of another app that a match names. */
export function matchPortProblems(at: string, of: HttpMatch | undefined, app: IMeshService): string[] {
  const foreign = (of?.blocks ?? []).flatMap(({ port: own }) => (own && own.workload !== app ? [own.name] : []));
  return [...new Set(foreign)].map(
    (name) => `${at}: port must be one of ${app.serviceName}, got ${name} of another app`,
  );
}
