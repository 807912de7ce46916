import { secondsOf } from '../model/mesh-configuration';
import { fieldsOf, itemsOf, textsOf } from '../values/json';
import { matchesText, type StringMatch, stringMatch } from './string-match';

/** `corsPolicy` of a route. */
export interface CorsPolicy {
  readonly origins: readonly StringMatch[];
  readonly methods: string;
  readonly headers: string;
  readonly exposed: string;
  readonly maxAge: number | undefined;
  readonly allowsCredentials: boolean | undefined;

  /** Whether preflights of other origins go on to the backend. */
  readonly forwardsUnmatched: boolean;

  /** Such as `spec.http[0].corsPolicy`. */
  readonly path: string;
}

/** Reads `corsPolicy`; undefined where there is none. */
export function corsPolicy(value: unknown, path: string): CorsPolicy | undefined {
  if (value === undefined) return undefined;
  const policy = fieldsOf(value);
  const origins =
    policy.allowOrigins === undefined ? textsOf(policy.allowOrigin).map(exact) : itemsOf(policy.allowOrigins);
  return {
    origins: origins.flatMap((origin) => stringMatch(origin) ?? []),
    methods: textsOf(policy.allowMethods).join(','),
    headers: textsOf(policy.allowHeaders).join(','),
    exposed: textsOf(policy.exposeHeaders).join(','),
    maxAge: secondsOf(policy.maxAge),
    allowsCredentials: typeof policy.allowCredentials === 'boolean' ? policy.allowCredentials : undefined,
    forwardsUnmatched: policy.unmatchedPreflights !== 'IGNORE',
    path,
  };
}

function exact(origin: string): unknown {
  return { exact: origin };
}

/** What a CORS policy does to a request: an answer of its own, headers for the backend's answer, or nothing. */
export interface CorsEffect {
  /** Whether the proxy answers by itself, with 200. */
  readonly answers: boolean;
  readonly replyHeaders: Readonly<Record<string, string>>;
}

/** Source: Envoy's CORS filter; measured: cors. */
export function corsEffect(
  policy: CorsPolicy,
  method: string,
  headers: ReadonlyMap<string, string>,
): CorsEffect | undefined {
  const origin = headers.get('origin');
  if (origin === undefined) return undefined;
  const isPreflight = method === 'OPTIONS' && headers.has('access-control-request-method');
  const isAllowed = policy.origins.some((match) => matchesText(match, origin));
  if (!isAllowed) return isPreflight && !policy.forwardsUnmatched ? { answers: true, replyHeaders: {} } : undefined;
  const shared = {
    'access-control-allow-origin': origin,
    ...(policy.allowsCredentials === true && { 'access-control-allow-credentials': 'true' }),
  };
  if (!isPreflight)
    return {
      answers: false,
      replyHeaders: { ...shared, ...(policy.exposed !== '' && { 'access-control-expose-headers': policy.exposed }) },
    };
  return {
    answers: true,
    replyHeaders: {
      ...shared,
      ...(policy.methods !== '' && { 'access-control-allow-methods': policy.methods }),
      ...(policy.headers !== '' && { 'access-control-allow-headers': policy.headers }),
      ...(policy.maxAge !== undefined && { 'access-control-max-age': String(policy.maxAge) }),
    },
  };
}
