import { type Duration } from 'cdk8s';
import { checkHeaderName } from '../values/http-header';
import { checkHttpMethod } from '../values/http-method';
import { checkRegex } from '../values/regex';
import { given } from '../values/given';
import { derive, isUnresolved } from '../values/unresolved';
import { all, type Check, duration, flag, known, listOf, type PropChecks, required, shape, value } from '../tree/props';
import { type HTTPRoute } from './istio-types';
import { printDuration } from './retries';

/** Which web pages of other origins may use a route, answered by the proxy (`http[].corsPolicy`). */
export interface Cors {
  /** Origins such as `https://shop.example.com`; `*` is any. Those that begin and end with a slash are RE2 patterns of the whole origin. */
  readonly allowOrigins: readonly string[];

  /** @default - those that need no leave: GET, HEAD, POST */
  readonly allowMethods?: readonly string[] | undefined;

  /** Headers that pages may send. @default - those that need no leave */
  readonly allowHeaders?: readonly string[] | undefined;

  /** Headers of answers that pages may read. @default - those that need no leave */
  readonly exposeHeaders?: readonly string[] | undefined;

  /** How long browsers may remember the answer, in whole seconds. @default - as the browser likes */
  readonly maxAge?: Duration | undefined;

  /** Whether pages may send cookies. Not with the origin `*`: browsers refuse that. @default false */
  readonly allowCredentials?: boolean | undefined;
}

const FIELDS: PropChecks<Cors> = {
  allowOrigins: required(listOf(value(checkOrigin), { min: 1 })),
  allowMethods: listOf(value(checkHttpMethod), { min: 1 }),
  allowHeaders: listOf(value(checkHeaderName), { min: 1 }),
  exposeHeaders: listOf(value(checkHeaderName), { min: 1 }),
  maxAge: all(duration, wholeSeconds),
  allowCredentials: flag,
};

/** Checks {@link Cors}. */
export const corsCheck: Check = known(all(shape(FIELDS), openToAll));

/** `http[].corsPolicy`. */
export function printCors(cors: Cors): NonNullable<HTTPRoute['corsPolicy']> {
  return {
    allowOrigins: derive([cors.allowOrigins], (origins) => origins.map((origin) => derive([origin], printOrigin))),
    allowMethods: cors.allowMethods,
    allowHeaders: cors.allowHeaders,
    exposeHeaders: cors.exposeHeaders,
    maxAge: cors.maxAge && printDuration(cors.maxAge),
    allowCredentials: cors.allowCredentials,
  };
}

function printOrigin(origin: string): Record<string, string> {
  if (origin === '*') return { regex: '.*' };
  return isPattern(origin) ? { regex: origin.slice(1, -1) } : { exact: origin };
}

function isPattern(origin: string): boolean {
  return origin.length > 2 && origin.startsWith('/') && origin.endsWith('/');
}

function checkOrigin(origin: unknown): string | undefined {
  if (isUnresolved(origin) || origin === '*') return undefined;
  if (typeof origin === 'string' && isPattern(origin)) return checkRegex(origin.slice(1, -1));
  return typeof origin === 'string' && /^https?:\/\/[^/*\s]+$/.test(origin)
    ? undefined
    : `must be an origin such as https://shop.example.com, a pattern between slashes, or *, got ${given(origin)}`;
}

function wholeSeconds(maxAge: unknown, at: string): readonly string[] {
  if (maxAge === undefined || isUnresolved(maxAge) || duration(maxAge, at).length > 0) return [];
  const milliseconds = (maxAge as Duration).toMilliseconds();
  return milliseconds % 1000 === 0 ? [] : [`${at} must be whole seconds, got ${milliseconds} ms`];
}

function openToAll(cors: unknown, at: string): readonly string[] {
  const { allowOrigins, allowCredentials } = (cors ?? {}) as Partial<Cors>;
  const anyOrigin = Array.isArray(allowOrigins) && allowOrigins.includes('*');
  return anyOrigin && allowCredentials === true
    ? [
        `${at}.allowCredentials must not be true with the origin *, for every page could act for its visitor: name the origins`,
      ]
    : [];
}
