import { judged } from '../tree/judged';
import { type Duration } from 'cdk8s';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { type BoundPort } from '../tree/handles';
import {
  type Check,
  known,
  listOf,
  type PropChecks,
  required,
  shape,
  text,
  wholeNumber,
  wholeSeconds,
} from '../tree/props';
import { printSeconds } from './seconds';

/** How often and how long a {@link Probe} asks. */
export interface ProbeTiming {
  /** Time between two questions, in whole seconds (`periodSeconds`). @default - 10 s */
  readonly period?: Duration | undefined;

  /** How long an answer may take, in whole seconds (`timeoutSeconds`). @default - 1 s */
  readonly timeout?: Duration | undefined;

  /** How long to wait before the first question, in whole seconds (`initialDelaySeconds`). @default - none */
  readonly initialDelay?: Duration | undefined;

  /** Failures in a row that count (`failureThreshold`). @default - 3 */
  readonly failureThreshold?: number | undefined;
}

/** What a {@link Probe} that asks a port may be told. */
export interface ProbeOptions extends ProbeTiming {
  /** Port of the app, by the name in its Service. @default - the first port of the app */
  readonly port?: string | undefined;
}

const TIMING: PropChecks<ProbeTiming> = {
  period: wholeSeconds,
  timeout: wholeSeconds,
  initialDelay: wholeSeconds,
  failureThreshold: wholeNumber(1, 2 ** 31 - 1),
};

const OPTIONS: PropChecks<ProbeOptions> = {
  ...TIMING,
  port: (name, at) =>
    name === undefined || typeof name === 'string' ? [] : [`${at} must be the name of a port, got ${given(name)}`],
};

/** A question by which Kubernetes finds out whether a container is well. Istio rewrites it so that it works under mTLS. */
export class Probe {
  /** Well is who answers a GET of this path with 200 to 399. */
  public static http(path: string, options: ProbeOptions = {}): Probe {
    const wrong = !isUnresolved(path) && (typeof path !== 'string' || !path.startsWith('/'));
    return new Probe(
      options,
      (port) => ({ httpGet: { path, port } }),
      wrong ? [`path must begin with a slash, got ${given(path)}`] : [],
    );
  }

  /** Well is who accepts a connection. */
  public static tcp(options: ProbeOptions = {}): Probe {
    return new Probe(options, (port) => ({ tcpSocket: { port } }), []);
  }

  /** Well is who says so by the gRPC health protocol. */
  public static grpc(options: ProbeOptions = {}): Probe {
    return new Probe(options, (port) => ({ grpc: { port } }), []);
  }

  /** Well is in whose container the command ends with 0. Kubernetes runs it, so that no proxy is on the way. */
  public static exec(command: readonly string[], options: ProbeTiming = {}): Probe {
    const wrong = required(listOf(text, { min: 1 }))(command, 'command');
    return new Probe(options, () => ({ exec: { command } }), wrong, TIMING);
  }

  private constructor(
    private readonly options: ProbeOptions,
    private readonly question: (port: number) => Record<string, unknown>,
    problems: readonly string[],
    checks: PropChecks<ProbeTiming> = OPTIONS,
  ) {
    this.problems = [...problems, ...shape(checks)(options, 'probe')];
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  /** The port that it names, or the first. @internal */
  public portOf(ports: readonly BoundPort[]): BoundPort | undefined {
    const { port: name } = this.options;
    return name === undefined
      ? ports[0]
      : ports.find((each) => each.name === name || each.name === `${each.protocol}-${name}`);
  }

  /** The probe of a container with these ports. @internal */
  public print(ports: readonly BoundPort[]): unknown {
    const { period, timeout, initialDelay, failureThreshold } = this.options;
    const port = this.portOf(ports);
    return {
      ...(port && this.question(port.targetPort)),
      periodSeconds: period && printSeconds(period),
      timeoutSeconds: timeout && printSeconds(timeout),
      initialDelaySeconds: initialDelay && printSeconds(initialDelay),
      failureThreshold,
    };
  }
}

/** Questions by which Kubernetes finds out about the containers of an app. */
export interface AppProbes {
  /** Whether it takes requests. @default - not asked */
  readonly readiness?: Probe | undefined;

  /** Whether it must be started anew. @default - not asked */
  readonly liveness?: Probe | undefined;

  /** Whether it has started; the others wait for it. @default - not asked */
  readonly startup?: Probe | undefined;
}

/** The probes of a version: its own before the app's. */
export function probesOf(
  app: { readonly probes?: AppProbes | undefined },
  version: { readonly probes?: AppProbes | undefined },
): AppProbes {
  return {
    readiness: version.probes?.readiness ?? app.probes?.readiness,
    liveness: version.probes?.liveness ?? app.probes?.liveness,
    startup: version.probes?.startup ?? app.probes?.startup,
  };
}

/** One line for each probe that names a port which is not there; `at` is where the probes stand in the props. */
export function probeProblems(probes: AppProbes | undefined, ports: readonly BoundPort[], at: string): string[] {
  const names = ports.map((port) => port.name).join(', ');
  return Object.entries(probes ?? {})
    .filter(([, probe]) => probe instanceof Probe && !probe.portOf(ports))
    .map(([name]) => `${at}.${name}: port must be one of ${names}`);
}

/** Checks that a prop is a {@link Probe} without problems. */
export const probeCheck: Check = judged(
  "a Probe that is known at synthesis, such as Probe.http('/healthz')",
  (each) => each instanceof Probe,
);

/** Checks {@link AppProbes}. */
export const probesCheck: Check = known(
  shape<AppProbes>({ readiness: probeCheck, liveness: probeCheck, startup: probeCheck }),
);
