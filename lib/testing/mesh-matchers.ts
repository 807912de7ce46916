import { type ByPolicy } from './matchers/be-allowed';
import { type Failing } from './matchers/fail-with';
import { type Redirection } from './matchers/redirect-to';
import { type Retrying } from './matchers/retry';
import { type Destinations } from './matchers/route-to';
import { type ExpectedHeaders } from './matchers/see-headers';
import { type Span } from './matchers/time-out-after';

/**
 * What can be expected of a call of a mesh: `expect(mesh.from(web).get('http://reviews/')).toRouteTo(...)`.
 *
 * Each speaks of all outcomes: `toBeDenied()` that every one is denied, `not.toBeDenied()` that none is. Where no file knows,
 * neither passes.
 */
export interface MeshMatchers<R> {
  /**
   * These workloads answer, each as often as is said, and no others: `[[v1, 90], [v2, 10]]` in percent, or one alone that always answers.
   * What remains up to 100 % nobody answers.
   *
   * @param destinations - versions, apps, or names such as `shop/reviews-v1` and `external/weather`.
   */
  toRouteTo(destinations: Destinations): R;

  /** Policies let it in, or there are none; with `by`, it is this one that has the rule. Faults that are made up before are not counted. */
  toBeAllowed(options?: ByPolicy): R;

  /**
   * Policies answer with 401 or 403, or close a connection; with `by`, it is this one, or one of several ALLOW policies that all have no
   * rule for it.
   */
  toBeDenied(options?: ByPolicy): R;

  /** Connections to servers are mTLS of the mesh. */
  toUseMtls(): R;

  /** No server takes it: there is no connection, or the proxy has nowhere to send it. */
  toBeRefused(): R;

  /**
   * The client gets an error after this time. Unless the call says what applications do, it is asked about one that never answers.
   *
   * @param time - such as `Duration.seconds(10)`.
   */
  toTimeOutAfter(time: Span): R;

  /** The proxy that sends it on tries again: `{ attempts: 2, on: ['connect-failure', 503] }`. What `on` does not name may be tried again as well. */
  toRetry(retrying?: Retrying): R;

  /** So many of a hundred requests, by default all, fail with this status: `{ status: 503, percent: 30 }`. */
  toFailWith(failing: Failing): R;

  /** The client is sent to another URL, or by another status: `{ url, status }`. */
  toRedirectTo(to: string | Redirection): R;

  /** The application gets these headers, and perhaps others: a value, a pattern for it, or null if it must not be there. */
  toSeeHeaders(headers: ExpectedHeaders): R;

  /** The answer hangs on what no file knows, in part at least, and on this question if one is given. */
  toBeUnknown(question?: string | RegExp): R;
}
