import { type Endpoint } from './endpoints';
import { type AuthorizationOutcome, type Result, type SeenRequest } from './outcome';
import { type Behaviour } from './request';
import { grpcStatusOfHttp } from '../values/grpc-status';
import { type AnswerStatus, type Failure, retriesFailure, retriesStatus, type RetryPolicy } from './retry-policy';
import { type Trace } from './trace';

/** What becomes of a try at an endpoint before an application has its say. */
export type Arrival =
  | ({ readonly kind: 'application' } & Arrived)
  /** The server's proxy answers by itself. */
  | ({ readonly kind: 'answer'; readonly status: number } & Arrived)
  | ({
      readonly kind: 'failure';
      readonly failure: Exclude<Failure, 'per-try-timeout'>;
      readonly seconds: number;
    } & Arrived)
  | ({ readonly kind: 'unknown'; readonly question: string } & Arrived);

interface Arrived {
  readonly trace: Trace | undefined;
  readonly seen: SeenRequest | undefined;
  readonly peer: string | null | undefined;
  readonly transport: 'mtls' | 'tls' | 'plaintext' | undefined;
  readonly hasServerProxy: boolean;
  readonly authorization: AuthorizationOutcome | undefined;
}

/** An endpoint that a try may go to. */
export interface Candidate {
  readonly endpoint: Endpoint;

  /** 0 to 1; those of all candidates sum to one. */
  readonly share: number;
  readonly arrival: Arrival;
}

/** How an exchange of a request and its tries may end. */
export interface ExchangeEnd {
  readonly probability: number;
  readonly result: Result;
  readonly question?: string | undefined;

  /** That of the last try. */
  readonly candidate: Candidate;

  /** Whether the application of the candidate answered. */
  readonly isAnswered: boolean;

  /** That of the application. */
  readonly grpcStatus?: number | undefined;
  readonly attempts: number;
  readonly flags: string;
  readonly elapsed: number;

  /** Why it was not tried again, or how often it was; undefined for a first try that was answered. */
  readonly reason: (() => string) | undefined;
}

/** The limits of an exchange. */
export interface ExchangeLimits {
  readonly retries: RetryPolicy | undefined;

  /** Seconds for all tries. */
  readonly timeout: number | undefined;
  readonly behaviour: Behaviour | undefined;

  /** Whether answers of proxies are those of gRPC. @default false */
  readonly isGrpc?: boolean | undefined;
}

/** How often Envoy looks for an endpoint that was not tried yet before it takes what it gets. Source: istiod's retry policy. */
const SELECTIONS = 6;
/** Mean of Envoy's waits, which are random up to 25 ms, 75 ms, 175 ms and then 250 ms. */
const MEAN_BACKOFFS = [0.0125, 0.0375, 0.0875, 0.125];

/** Seconds that are waited, in the mean, before so many further tries. */
export function meanBackoffs(tries: number): number {
  let seconds = 0;
  for (let made = 0; made < tries; made++) seconds += backoffAfter(made);
  return seconds;
}

function backoffAfter(tries: number): number {
  return MEAN_BACKOFFS[Math.min(tries, MEAN_BACKOFFS.length - 1)] ?? 0;
}

/** Below it, only the likeliest endpoint of a further try is followed: the rest would change no probability that anybody reads. */
const NEGLIGIBLE = 1e-4;

interface State {
  readonly probability: number;
  readonly tries: number;
  readonly seenTries: number;
  readonly elapsed: number;

  /** Tries of each candidate, in their order. */
  readonly triesOf: readonly number[];
}

/** All ways in which tries may go, with the endpoints that chance picks. Source: Envoy's router; measured: timeouts-with-retries, retries-other-host. */
export function exchange(candidates: readonly Candidate[], limits: ExchangeLimits): ExchangeEnd[] {
  const ends: ExchangeEnd[] = [];
  const triesOf = candidates.map(() => 0);
  follow(candidates, limits, { probability: 1, tries: 0, seenTries: 0, elapsed: 0, triesOf }, ends);
  return ends;
}

function follow(candidates: readonly Candidate[], limits: ExchangeLimits, state: State, ends: ExchangeEnd[]): void {
  const shares = state.tries === 0 ? candidates.map(({ share }) => share) : sharesOfRetry(candidates, limits, state);
  if (state.probability < NEGLIGIBLE && candidates.length > 1) {
    const likeliest = shares.indexOf(Math.max(...shares));
    attempt(candidates, likeliest, limits, state, ends);
    return;
  }
  shares.forEach((share, index) => {
    if (share > 0) attempt(candidates, index, limits, { ...state, probability: state.probability * share }, ends);
  });
}

/** Endpoints that were tried are passed over, as often as Envoy looks again. */
function sharesOfRetry(candidates: readonly Candidate[], { retries }: ExchangeLimits, { triesOf }: State): number[] {
  const plain = candidates.map(({ share }) => share);
  if (retries?.avoidsPreviousHosts !== true) return plain;
  const tried = candidates.map(
    ({ share, endpoint }, index) => share * Math.min((triesOf[index] ?? 0) / Math.max(endpoint.weight, 1), 1),
  );
  const all = tried.reduce((sum, share) => sum + share, 0);
  if (all >= 1 - 1e-12) return plain;
  const fresh = (1 - all ** SELECTIONS) / (1 - all);
  return plain.map(
    (share, index) => (share - (tried[index] ?? 0)) * fresh + (tried[index] ?? 0) * all ** (SELECTIONS - 1),
  );
}

interface Try {
  readonly seconds: number;
  readonly status?: number;
  readonly grpcStatus?: number | undefined;
  readonly failure?: Failure;
  readonly isAnswered: boolean;
  readonly isSeen: boolean;
}

function attempt(
  candidates: readonly Candidate[],
  index: number,
  limits: ExchangeLimits,
  state: State,
  ends: ExchangeEnd[],
): void {
  const candidate = candidates[index];
  if (candidate === undefined) return;
  const { retries, timeout } = limits;
  const { arrival } = candidate;
  const made = tried(candidate, limits.behaviour, state.triesOf[index] ?? 0);
  const tries = state.tries + 1;
  const seenTries = state.seenTries + (made.isSeen ? 1 : 0);
  const end = (result: Result, flags: string, elapsed: number, more: Partial<ExchangeEnd> = {}): void => {
    ends.push({
      probability: state.probability,
      result,
      candidate,
      isAnswered: false,
      attempts: seenTries,
      flags,
      elapsed,
      reason: undefined,
      ...more,
    });
  };
  if (arrival.kind === 'unknown') {
    end('unknown', '', state.elapsed, { question: arrival.question });
    return;
  }
  const perTry = retries?.perTryTimeout;
  const left = timeout === undefined ? Infinity : timeout - state.elapsed;
  const isPerTryTimeout = perTry !== undefined && made.seconds > perTry && perTry < left;
  if (!isPerTryTimeout && made.seconds > left) {
    end(504, 'UT', timeout ?? 0, { reason: () => `the route's timeout of ${timeout} s ended it` });
    return;
  }
  const failure = isPerTryTimeout ? 'per-try-timeout' : made.failure;
  const elapsed = state.elapsed + (isPerTryTimeout ? perTry : made.seconds);
  const wantsRetry =
    retries !== undefined &&
    (failure === undefined ? retriesStatus(retries, asSeen(made, limits)) : retriesFailure(retries, failure));
  const backoff = backoffAfter(tries - 1);
  if (wantsRetry && tries <= retries.attempts) {
    if (elapsed + backoff >= (timeout ?? Infinity)) {
      end(504, 'UT', timeout ?? 0, { reason: () => `the route's timeout of ${timeout} s ended it before another try` });
      return;
    }
    const triesOf = state.triesOf.map((count, place) => (place === index ? count + 1 : count));
    follow(candidates, limits, { ...state, tries, seenTries, elapsed: elapsed + backoff, triesOf }, ends);
    return;
  }
  const exhausted = wantsRetry ? 'URX' : '';
  const reason =
    tries === 1 && !wantsRetry && failure === undefined
      ? undefined
      : () =>
          wantsRetry
            ? `${tries} tries, and no more are allowed`
            : tries > 1
              ? `${tries} tries`
              : 'not covered by the retry policy';
  if (failure === undefined) {
    end(made.status ?? 200, exhausted, elapsed, { isAnswered: made.isAnswered, grpcStatus: made.grpcStatus, reason });
  } else if (failure === 'per-try-timeout') {
    end(504, joined(exhausted, 'UT'), elapsed, { reason });
  } else {
    end(503, joined(exhausted, failure === 'connect' ? 'UF' : 'UC'), elapsed, { reason });
  }
}

function joined(...flags: readonly string[]): string {
  return flags.filter((flag) => flag !== '').join(',');
}

/** The answer as the client's proxy gets it: one of a server's proxy is that of gRPC, for who asks by it. */
function asSeen({ status = 0, grpcStatus, isAnswered }: Try, { isGrpc = false }: ExchangeLimits): AnswerStatus {
  return isGrpc && !isAnswered ? { status: 200, grpcStatus: grpcStatusOfHttp(status) } : { status, grpcStatus };
}

/** What one try comes to, without limits. */
function tried({ arrival, endpoint }: Candidate, behaviour: Behaviour | undefined, earlier: number): Try {
  switch (arrival.kind) {
    case 'failure':
      return { seconds: arrival.seconds, failure: arrival.failure, isAnswered: false, isSeen: false };
    case 'answer':
      return { seconds: 0, status: arrival.status, isAnswered: false, isSeen: false };
    case 'unknown':
      return { seconds: 0, isAnswered: false, isSeen: false };
    case 'application':
      break;
  }
  if (!behaves(behaviour, endpoint.name, earlier)) return { seconds: 0, status: 200, isAnswered: true, isSeen: true };
  const { delay = 0, status = 200, grpcStatus, reset = false } = behaviour ?? {};
  if (!reset) return { seconds: delay, status, grpcStatus, isAnswered: true, isSeen: true };
  // The server's proxy makes an answer of its own of it [retries-conditions].
  return arrival.hasServerProxy
    ? { seconds: delay, status: 503, isAnswered: false, isSeen: true }
    : { seconds: delay, failure: 'reset', isAnswered: false, isSeen: true };
}

function behaves(behaviour: Behaviour | undefined, name: string, earlier: number): boolean {
  if (behaviour === undefined || (behaviour.workload !== undefined && behaviour.workload !== name)) return false;
  return behaviour.first === undefined || earlier < behaviour.first;
}
