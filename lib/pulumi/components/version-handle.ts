import { type IConstruct } from 'constructs';
import { type ServiceVersion } from '../../traffic/service-version';
import { type Blueprint, handle } from './blueprint';

/** A version of an app or a service, for routes of components: made by their `version('v2')`. */
export class VersionHandle<S = unknown> {
  /** @internal */
  public constructor(
    /** What it is a version of. */
    public readonly service: S,
    public readonly name: string,
    blueprint: Blueprint,
  ) {
    handle(this, blueprint, (construct: IConstruct & { version(name: string): ServiceVersion }) =>
      construct.version(name),
    );
  }
}
