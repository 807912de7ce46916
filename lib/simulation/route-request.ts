import { printObject } from '../model/mesh-object';
import { corsEffect } from './cors';
import { type Hop } from './hop';
import { matchesRequest, type RoutedRequest } from './http-match';
import { type HttpState, redirectLocation, replyHeaders } from './http-state';
import { changedOutcome, type Outcome, outcome, type OutcomeParts } from './outcome';
import { pathOnly, queryParams } from './request';
import { type CompiledRoute, isForProxy } from './route-table';
import { sendOn } from './send-on';
import { traced } from './trace';

/** The first route that a request meets. */
export function matchingRoute(
  routes: readonly CompiledRoute[],
  hop: Hop,
  facts = routedRequest(hop),
): CompiledRoute | undefined {
  for (const route of routes) {
    if (isForProxy(route.match.proxy, hop.proxy) && matchesRequest(route.match, facts)) return route;
  }
  return undefined;
}

/** All routes that a request meets. */
export function matchingRoutes(routes: readonly CompiledRoute[], hop: Hop): readonly CompiledRoute[] {
  const facts = routedRequest(hop);
  return routes.filter(({ match }) => isForProxy(match.proxy, hop.proxy) && matchesRequest(match, facts));
}

/** What routes look at. */
export function routedRequest({ http, claims }: Hop): RoutedRequest {
  return new RequestAtRoutes(http, claims);
}

/** Its parameters are read when a route asks for one, which few do. */
class RequestAtRoutes implements RoutedRequest {
  public readonly method: string;
  public readonly scheme: string;
  public readonly authority: string;
  public readonly path: string;
  public readonly headers: ReadonlyMap<string, string>;
  private readonly pathAndQuery: string;
  private params: ReadonlyMap<string, string> | undefined;

  public constructor(
    { method, scheme, authority, path, headers }: HttpState,
    public readonly claims: Hop['claims'],
  ) {
    this.method = method;
    this.scheme = scheme;
    this.authority = authority;
    this.path = pathOnly(path);
    this.headers = headers;
    this.pathAndQuery = path;
  }

  public get query(): ReadonlyMap<string, string> {
    return (this.params ??= queryParams(this.pathAndQuery));
  }
}

/** An answer that the proxy makes by itself. */
export function ownAnswer(hop: Hop, parts: Partial<OutcomeParts> & Pick<OutcomeParts, 'result'>): Outcome {
  return outcome({
    probability: hop.probability,
    flags: '',
    elapsedSeconds: hop.elapsed,
    steps: hop.trace,
    ...parts,
  });
}

/** No route of the virtual host matches. */
export function notFound(hop: Hop, why: () => string): Outcome[] {
  return [ownAnswer(hop, { result: 404, flags: 'NR', steps: traced(hop.trace, 'route', why) })];
}

/** What a route does to a request: answers it, delays it, copies it, sends it on. */
export function followRoute(route: CompiledRoute, before: Hop): Outcome[] {
  const trace = traced(
    before.trace,
    'route',
    () =>
      `${printObject(route.object)} takes it${route.isCatchAll ? '' : ' by its match'}${route.name === undefined ? '' : ` (${route.name})`}`,
    { object: route.object, path: route.matchPath },
  );
  const hop = { ...before, trace };
  return withFault(route, hop, (after) => pastCors(route, after));
}

/** Faults come before CORS: preflights are delayed and aborted like any request. Source: istiod's order of filters. */
function pastCors(route: CompiledRoute, hop: Hop): Outcome[] {
  const policy = route.effects.cors;
  const cors = policy && corsEffect(policy, hop.http.method, hop.http.headers);
  if (cors?.answers !== true) return acted(route, hop, cors?.replyHeaders);
  const steps = traced(hop.trace, 'route', () => 'the proxy answers the CORS preflight', {
    object: route.object,
    path: policy?.path,
  });
  return [ownAnswer(hop, { result: 200, replyHeaders: cors.replyHeaders, steps })];
}

/** Delays and aborts are thrown independently of each other; an abort is not retried [fault-by-header]. */
function withFault(route: CompiledRoute, hop: Hop, next: (hop: Hop) => Outcome[]): Outcome[] {
  const { fault } = route.effects;
  if (fault === undefined) return next(hop);
  const at = { object: route.object, path: `${route.path}.fault` };
  const ends: Outcome[] = [];
  for (const isDelayed of [true, false]) {
    const delayed = isDelayed ? fault.delayShare : 1 - fault.delayShare;
    if (delayed <= 0) continue;
    const trace = isDelayed ? traced(hop.trace, 'fault', () => `delayed by ${fault.delaySeconds} s`, at) : hop.trace;
    const elapsed = hop.elapsed + (isDelayed ? fault.delaySeconds : 0);
    const aborted = fault.abortShare;
    if (aborted > 0) {
      ends.push(
        ownAnswer(hop, {
          probability: hop.probability * delayed * aborted,
          result: fault.abortStatus,
          flags: isDelayed ? 'DI,FI' : 'FI',
          elapsedSeconds: elapsed,
          grpcStatus: fault.abortGrpcStatus,
          ...(fault.abortGrpcStatus !== undefined && {
            replyHeaders: { 'grpc-status': String(fault.abortGrpcStatus) },
          }),
          steps: traced(trace, 'fault', () => `aborted with ${fault.abortStatus}`, at),
        }),
      );
    }
    if (aborted < 1) {
      const after = next({ ...hop, trace, elapsed, probability: hop.probability * delayed * (1 - aborted) });
      ends.push(...(isDelayed ? after.map((each) => withFlag(each, 'DI')) : after));
    }
  }
  return ends;
}

function withFlag(end: Outcome, flag: string): Outcome {
  const flags = [flag, end.flags ?? ''].filter((each) => each !== '').join(',');
  return changedOutcome(end, { flags });
}

function acted(route: CompiledRoute, hop: Hop, ofCors: Readonly<Record<string, string>> | undefined): Outcome[] {
  const { action, response } = route.effects;
  const { object } = route;
  switch (action.kind) {
    case 'redirect': {
      const location = redirectLocation(hop.http, route.match, action.redirect, hop.proxy.port);
      const headers = { ...replyHeaders([response]), location, ...ofCors };
      const steps = traced(hop.trace, 'route', () => `redirects to ${location}`, {
        object,
        path: action.path,
      });
      return [ownAnswer(hop, { result: action.redirect.status, replyHeaders: headers, steps })];
    }
    case 'direct-response': {
      const steps = traced(hop.trace, 'route', () => `the proxy answers ${action.status}`, {
        object,
        path: action.path,
      });
      const headers = { ...replyHeaders([response]), ...ofCors };
      return [ownAnswer(hop, { result: action.status, replyHeaders: headers, steps })];
    }
    case 'none':
      return notFound(hop, () => 'the route has no action that proxies know');
    case 'forward':
      return sendOn(route, action.forward, hop, ofCors);
  }
}
