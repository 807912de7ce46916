import { type MeshObject } from '../model/mesh-object';
import { type Stage, stepsOf, type Trace, traced, type TraceStep } from './trace';

/**
 * How a request ends: a status, or
 * `closed` without an answer, `refused` and `unresolved` before there is a connection, `reset` and `timeout` while it lasts, `ok` for TCP,
 * and `unknown` where no file knows.
 */
export type Result = number | 'closed' | 'refused' | 'reset' | 'timeout' | 'unresolved' | 'ok' | 'unknown';

/** A request as the application gets it. */
export interface SeenRequest {
  readonly method: string;
  readonly host: string;

  /** With the query string. */
  readonly path: string;
  readonly port: number;

  /** Headers that are other than what the client sent, with their values. */
  readonly headers: Readonly<Record<string, string>>;

  /** Names of headers that the client sent and that did not arrive. */
  readonly removed: readonly string[];
}

/** One of the ways in which a request may end. */
export interface Outcome {
  /** 0 to 1; those of all outcomes sum to one. */
  readonly probability: number;
  readonly result: Result;

  /** `grpc-status` of the answer to a request of gRPC, for which proxies answer 200 whatever is wrong; undefined where none is sent. */
  readonly grpcStatus?: number | undefined;

  /** The workload that answers, such as `shop/reviews-v1`, or `external/weather`. */
  readonly backend?: string | undefined;

  /** Tries that applications saw. */
  readonly attempts?: number | undefined;
  readonly seen?: SeenRequest | undefined;

  /** Identity that the server's proxy sees: null for plain text, undefined where the server has no proxy. */
  readonly peer?: string | null | undefined;

  /** Whether the connection to the server was encrypted, and by whom; undefined where there was none. */
  readonly transport?: 'mtls' | 'tls' | 'plaintext' | undefined;

  /** Envoy's response flags at the first proxy, such as `URX,UF`; empty for none, undefined where there is no proxy. */
  readonly flags?: string | undefined;

  /** Envoy's name of where the first proxy sent it: `outbound|80|v1|reviews.shop.svc.cluster.local`. */
  readonly cluster?: string | undefined;

  /** Workloads that got a copy. */
  readonly mirrored?: readonly string[] | undefined;

  /** Headers that proxies put into the answer. */
  readonly replyHeaders?: Readonly<Record<string, string>> | undefined;

  /** How often it would have been tried again, and when; undefined where nothing is, or no proxy that reads requests sends it on. */
  readonly retries?: RetryLimits | undefined;

  /** Seconds until the end, as far as delays and timeouts make it. */
  readonly elapsedSeconds: number;

  /** What is not known; the result is `unknown` then. */
  readonly unknown?: { readonly question: string } | undefined;

  /** Where a policy decided: whether it let the request in, and which one. */
  readonly authorization?: AuthorizationOutcome | undefined;

  /** Stage by stage, what happened and why. */
  readonly trace: readonly TraceStep[];
}

/** What policies said. */
export interface AuthorizationOutcome {
  readonly allowed: boolean;

  /** `namespace/name` of the AuthorizationPolicy or RequestAuthentication; undefined where none applied, or none matched. */
  readonly by: string | undefined;
  readonly at: 'client-gateway' | 'server';

  /** `namespace/name` of the ALLOW policies none of which lets it in; undefined where something else decided. */
  readonly unmatched?: readonly string[] | undefined;
}

/** How the proxy that sends a request on tries again. */
export interface RetryLimits {
  /** Tries after the first. */
  readonly attempts: number;

  /** Words of `retryOn` other than statuses. */
  readonly conditions: ReadonlySet<string>;

  /** Statuses of `retryOn`. */
  readonly statuses: ReadonlySet<number>;

  /** Seconds that one try may take; undefined for no limit. */
  readonly perTryTimeout: number | undefined;
}

/** All of an {@link Outcome} but what is made of its parts. */
export type OutcomeParts = Omit<Outcome, 'trace'> & { readonly steps: Trace | undefined };

/** An {@link Outcome} whose trace is written out when somebody reads it. */
class TracedOutcome implements Outcome {
  public readonly probability: number;
  public readonly result: Result;
  public readonly grpcStatus: number | undefined;
  public readonly backend: string | undefined;
  public readonly attempts: number | undefined;
  public readonly seen: SeenRequest | undefined;
  public readonly peer: string | null | undefined;
  public readonly transport: Outcome['transport'];
  public readonly flags: string | undefined;
  public readonly cluster: string | undefined;
  public readonly mirrored: readonly string[] | undefined;
  public readonly replyHeaders: Readonly<Record<string, string>> | undefined;
  public readonly retries: RetryLimits | undefined;
  public readonly elapsedSeconds: number;
  public readonly unknown: { readonly question: string } | undefined;
  public readonly authorization: AuthorizationOutcome | undefined;
  readonly #steps: Trace | undefined;

  public constructor(parts: OutcomeParts) {
    this.probability = parts.probability;
    this.result = parts.result;
    this.grpcStatus = parts.grpcStatus;
    this.backend = parts.backend;
    this.attempts = parts.attempts;
    this.seen = parts.seen;
    this.peer = parts.peer;
    this.transport = parts.transport;
    this.flags = parts.flags;
    this.cluster = parts.cluster;
    this.mirrored = parts.mirrored;
    this.replyHeaders = parts.replyHeaders;
    this.retries = parts.retries;
    this.elapsedSeconds = parts.elapsedSeconds;
    this.unknown = parts.unknown;
    this.authorization = parts.authorization;
    this.#steps = parts.steps;
  }

  public get trace(): readonly TraceStep[] {
    return stepsOf(this.#steps);
  }

  public static changed(end: Outcome, parts: Partial<OutcomeParts>): Outcome {
    return new TracedOutcome({ ...end, steps: end instanceof TracedOutcome ? end.#steps : undefined, ...parts });
  }
}

/** An outcome of its parts. */
export function outcome(parts: OutcomeParts): Outcome {
  return new TracedOutcome(parts);
}

/** The end of a way at which no file knows how it goes on. What is known of the way may be said; else it is the only one, at once. */
export function unknownOutcome(
  trace: Trace | undefined,
  stage: Stage,
  question: string,
  known: Partial<Pick<OutcomeParts, 'probability' | 'elapsedSeconds' | 'cluster'>> = {},
): Outcome {
  return outcome({
    probability: 1,
    elapsedSeconds: 0,
    ...known,
    result: 'unknown',
    unknown: { question },
    steps: traced(trace, stage, () => question),
  });
}

/** An outcome with other parts. */
export function changedOutcome(end: Outcome, parts: Partial<OutcomeParts>): Outcome {
  return TracedOutcome.changed(end, parts);
}

/** What a decision is in an outcome. */
export function authorizationOutcome(
  allowed: boolean,
  { by, unmatched }: { readonly by?: MeshObject | undefined; readonly unmatched?: readonly MeshObject[] | undefined },
  at: AuthorizationOutcome['at'],
): AuthorizationOutcome {
  const name = (object: MeshObject) => `${object.namespace}/${object.name}`;
  return { allowed, by: by && name(by), at, unmatched: unmatched?.map(name) };
}
