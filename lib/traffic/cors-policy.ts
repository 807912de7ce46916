import { judged } from '../tree/judged';
import { type Duration } from 'cdk8s';
import { checkHeaderName } from '../values/http-header';
import { given } from '../values/given';
import { checkRegex } from '../values/regex';
import { isUnresolved } from '../values/unresolved';
import {
  type Check,
  flag,
  known,
  listOf,
  oneOf,
  type PropChecks,
  required,
  shape,
  value,
  wholeSeconds,
} from '../tree/props';
import { type CorsPolicy as CorsPolicySpec } from './istio-types';
import { printDuration } from './retries';

/**
 * Where a page may come from that asks an app, for {@link CorsPolicy}.
 *
 * @example
 * CorsOrigin.exact('https://shop.example.com')
 */
export class CorsOrigin {
  /** This origin: scheme, host and port, nothing behind them (`allowOrigins[].exact`). */
  public static exact(origin: string): CorsOrigin {
    const fits = isUnresolved(origin) || (typeof origin === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/]+$/.test(origin));
    return new CorsOrigin(
      { exact: origin },
      fits ? [] : [`origin must be a scheme and a host, such as https://shop.example.com, got ${given(origin)}`],
    );
  }

  /** Origins that begin with this text (`allowOrigins[].prefix`). */
  public static prefix(text: string): CorsOrigin {
    const fits = isUnresolved(text) || (typeof text === 'string' && text !== '');
    return new CorsOrigin(
      { prefix: text },
      fits ? [] : [`origin must begin with a text that is not empty, got ${given(text)}`],
    );
  }

  /** Origins that this RE2 pattern matches from the first to the last character (`allowOrigins[].regex`). */
  public static regex(pattern: string): CorsOrigin {
    const problem = checkRegex(pattern);
    return new CorsOrigin({ regex: pattern }, problem === undefined ? [] : [`origin ${problem}`]);
  }

  /** Every origin (`exact: "*"`): not together with credentials. */
  public static any(): CorsOrigin {
    return new CorsOrigin({ exact: '*' }, []);
  }

  private constructor(
    /** @internal */
    public readonly match: Readonly<Record<string, string>>,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}

  /** Whether it stands for every origin. @internal */
  public get isAny(): boolean {
    return this.match.exact === '*' || ['.*', '.+'].includes(this.match.regex ?? '');
  }
}

/** What pages of other origins may ask (`http[].corsPolicy`). */
export interface CorsPolicy {
  /** Whose pages may ask. */
  readonly allowOrigins: readonly CorsOrigin[];

  /** Methods in capitals, or `*` (`allowMethods`). @default - those that need no permission */
  readonly allowMethods?: readonly string[] | undefined;

  /** Headers of requests, or `*` (`allowHeaders`). @default - those that need no permission */
  readonly allowHeaders?: readonly string[] | undefined;

  /** Headers of answers that pages may read, or `*` (`exposeHeaders`). @default - those that need no permission */
  readonly exposeHeaders?: readonly string[] | undefined;

  /** How long a browser remembers the permission, in whole seconds (`maxAge`). @default - as the browser has it */
  readonly maxAge?: Duration | undefined;

  /** Whether requests may carry cookies and the like (`allowCredentials`); not with every origin. @default false */
  readonly allowCredentials?: boolean | undefined;

  /** What becomes of preflight requests of other origins (`unmatchedPreflights`). @default - Istio's: they are forwarded */
  readonly unmatchedPreflights?: 'FORWARD' | 'IGNORE' | undefined;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', '*'];

const origin: Check = judged(
  "a CorsOrigin that is known at synthesis, such as CorsOrigin.exact('https://shop.example.com')",
  (each) => each instanceof CorsOrigin,
);

const headerOrAny = value((name) => (name === '*' ? undefined : checkHeaderName(name)));

const CHECKS: PropChecks<CorsPolicy> = {
  allowOrigins: required(known(listOf(origin, { min: 1 }))),
  allowMethods: listOf(oneOf(...METHODS), { min: 1 }),
  allowHeaders: listOf(headerOrAny, { min: 1 }),
  exposeHeaders: listOf(headerOrAny, { min: 1 }),
  maxAge: wholeSeconds,
  allowCredentials: flag,
  unmatchedPreflights: oneOf('FORWARD', 'IGNORE'),
};

/** Checks {@link CorsPolicy}. */
export const corsCheck: Check = (policy, at) => {
  const problems = known(shape(CHECKS))(policy, at);
  if (problems.length > 0 || policy === undefined) return problems;
  const { allowCredentials, allowOrigins, allowMethods, allowHeaders, exposeHeaders } = policy as CorsPolicy;
  if (allowCredentials !== true) return [];
  const stars = Object.entries({ allowMethods, allowHeaders, exposeHeaders }).filter(
    ([, list]) => !isUnresolved(list) && list?.includes('*'),
  );
  return [
    ...(allowOrigins.some((each) => each.isAny)
      ? [`${at}.allowOrigins must name origins where allowCredentials is true: else every page may act for the user`]
      : []),
    ...stars.map(([name]) => `${at}.${name} must not be * where allowCredentials is true: browsers take it as a name`),
  ];
};

/** `http[].corsPolicy`. */
export function printCors(policy: CorsPolicy): CorsPolicySpec {
  const { allowOrigins, maxAge, ...others } = policy;
  return {
    allowOrigins: allowOrigins.map((each) => each.match),
    ...others,
    ...(maxAge && { maxAge: printDuration(maxAge) }),
  };
}
