import { type IMeshService } from './service-routing';

/** A version of a service: the pods with this value of the label `version`, and the subset that routes name. */
export class ServiceVersion<S extends IMeshService = IMeshService> {
  /** Made by `app.version('v2')`. @internal */
  public constructor(
    /** The app that it is a version of. */
    public readonly app: S,
    public readonly name: string,
  ) {}
}
