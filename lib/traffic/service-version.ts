import { refuse } from '../tree/construct-error';
import { given } from '../values/given';
import { type IMeshService } from './service-routing';

/** The names of the versions of a service. */
export type VersionOf<S extends IMeshService> = S['versionNames'][number];

/** A version of a service: the pods with its labels, and the subset that routes name. */
export class ServiceVersion<S extends IMeshService = IMeshService> {
  /** Made by `app.version('v2')`. @internal */
  public constructor(
    /** The app that it is a version of. */
    public readonly app: S,
    public readonly name: string,
  ) {}
}

/**
 * The version of that name.
 *
 * @throws ConstructError if the service has no such version.
 */
export function findVersion<S extends IMeshService>(service: S, name: string): ServiceVersion<S> {
  if (!service.versionNames.includes(name)) {
    refuse(service, [`version must be one of ${service.versionNames.join(', ')}, got ${given(name)}`]);
  }
  return new ServiceVersion(service, name);
}

/** One line for each name in `perVersion` that is none of the service. */
export function versionProblems(service: IMeshService, names: readonly string[]): string[] {
  return names
    .filter((name) => !service.versionNames.includes(name))
    .map(
      (name) =>
        `perVersion: ${name} is no version of ${service.serviceName}, which has ${service.versionNames.join(', ')}`,
    );
}

/** The labels by which the pods of a version are known. */
export function labelsOf(service: IMeshService, version: string): Readonly<Record<string, string>> {
  return service.versionLabels?.(version) ?? { version };
}
