import { type MeshObject } from '../model/mesh-object';

/** The stages of a request's way, in their order. */
export type Stage =
  | 'capture'
  | 'dns'
  | 'scope'
  | 'listener'
  | 'virtual-host'
  | 'route'
  | 'fault'
  | 'mirror'
  | 'destination'
  | 'endpoint'
  | 'client-tls'
  | 'peer-authentication'
  | 'request-authentication'
  | 'authorization'
  | 'application'
  | 'retry';

/** One line of an explanation. */
export interface TraceStep {
  readonly stage: Stage;

  /** What happened and why, in lower case. Made when it is read, for most traces are not. */
  readonly say: () => string;

  /** The object that decided it. */
  readonly object?: MeshObject | undefined;

  /** The field of the object, such as `spec.http[1].route[0]`. */
  readonly path?: string | undefined;
}

/** A trace as it grows: its newest step, which knows those before it. Branches of a request share what they have in common. */
export type Trace = Traced;

class Traced implements TraceStep {
  readonly #before: Trace | undefined;

  public constructor(
    before: Trace | undefined,
    public readonly stage: Stage,
    public readonly say: () => string,
    public readonly object: MeshObject | undefined,
    public readonly path: string | undefined,
  ) {
    this.#before = before;
  }

  /** The steps, first to last. */
  public static stepsOf(trace: Trace | undefined): TraceStep[] {
    const steps: TraceStep[] = [];
    for (let at = trace; at !== undefined; at = at.#before) steps.push(at);
    return steps.reverse();
  }
}

/** A trace and one step more. */
export function traced(
  before: Trace | undefined,
  stage: Stage,
  say: () => string,
  more?: { readonly object?: MeshObject | undefined; readonly path?: string | undefined },
): Trace {
  return new Traced(before, stage, say, more?.object, more?.path);
}

/** The steps, first to last. */
export const stepsOf = Traced.stepsOf;
