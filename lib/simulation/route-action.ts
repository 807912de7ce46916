import { secondsOf } from '../model/mesh-configuration';
import { fieldsOf, itemsOf, numberOf, textOf } from '../values/json';
import { type CorsPolicy, corsPolicy } from './cors';
import { type DestinationName, destinationName, type RoutePlace, weightedDestinations } from './destinations';
import { type Fault, fault } from './fault';
import { type HeaderOperations, headerOperations, mergedOperations, NO_OPERATIONS } from './header-operations';

type Fields = Readonly<Record<string, unknown>>;

/** Where requests of a route go. */
export interface RouteDestination extends DestinationName {
  /** Share of all weights of the route, 0 to 1. */
  readonly share: number;
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;

  /** Such as `spec.http[0].route[1]`. */
  readonly path: string;
}

/** A copy of requests that goes elsewhere, whose answer nobody waits for. */
export interface RouteMirror extends DestinationName {
  /** 0 to 1. */
  readonly share: number;
  readonly path: string;
}

/** What the path becomes on the way. */
export type PathRewrite =
  | { readonly kind: 'prefix'; readonly value: string }
  | { readonly kind: 'regex'; readonly pattern: string; readonly replacement: string };

/** `redirect` of a route. */
export interface Redirect {
  readonly status: number;
  readonly scheme: string | undefined;
  readonly authority: string | undefined;

  /** A number, or `request`: that of the listener. */
  readonly port: number | 'request' | undefined;
  readonly uri: string | undefined;
  readonly prefixRewrite: string | undefined;
}

/** What a route does, and where that is written. `none` is a route that proxies get without an action, which answers 404. */
export type RouteAction =
  | { readonly kind: 'redirect'; readonly redirect: Redirect; readonly path: string }
  | {
      readonly kind: 'direct-response';
      readonly status: number;
      readonly body: string | undefined;
      readonly path: string;
    }
  | { readonly kind: 'forward'; readonly forward: Forward }
  | { readonly kind: 'none' };

/** A route that sends requests on. */
export interface Forward {
  readonly destinations: readonly RouteDestination[];

  /** Whether there is a list of weighted destinations, of which headers are changed before those of the route. */
  readonly isWeighted: boolean;
  readonly rewrite: PathRewrite | undefined;
  readonly authority: string | undefined;
  readonly mirrors: readonly RouteMirror[];

  /** Seconds for all tries; undefined for no limit. */
  readonly timeout: number | undefined;

  /** As written, for what it is depends on the mesh and the destination's load balancing. */
  readonly retries: unknown;
}

/** All that a route does to requests it matches. */
export interface RouteEffects {
  readonly action: RouteAction;
  readonly request: HeaderOperations;
  readonly response: HeaderOperations;
  readonly fault: Fault | undefined;
  readonly cors: CorsPolicy | undefined;
}

/** Reads an entry of `spec.http`. */
export function routeEffects(route: Fields, at: RoutePlace): RouteEffects {
  const headers = fieldsOf(route.headers);
  const action = routeAction(route, at);
  const [only] = action.kind === 'forward' && !action.forward.isWeighted ? action.forward.destinations : [];
  return {
    action,
    request: mergedOperations(headerOperations(headers.request), only?.request ?? NO_OPERATIONS),
    response: mergedOperations(headerOperations(headers.response), only?.response ?? NO_OPERATIONS),
    fault: fault(route.fault),
    cors: corsPolicy(route.corsPolicy, `${at.path}.corsPolicy`),
  };
}

function routeAction(route: Fields, at: RoutePlace): RouteAction {
  if (route.redirect !== undefined) return redirectAction(fieldsOf(route.redirect), `${at.path}.redirect`);
  if (route.directResponse !== undefined) {
    const { status, body } = fieldsOf(route.directResponse);
    return {
      kind: 'direct-response',
      status: numberOf(status) ?? 0,
      body: bodyOf(fieldsOf(body)),
      path: `${at.path}.directResponse`,
    };
  }
  return { kind: 'forward', forward: forwardOf(route, at) };
}

function bodyOf({ string, bytes }: Fields): string | undefined {
  return textOf(string) ?? (typeof bytes === 'string' ? Buffer.from(bytes, 'base64').toString('utf8') : undefined);
}

/** Codes that Envoy has redirects for; a route with another one has no action. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function redirectAction(redirect: Fields, path: string): RouteAction {
  const status = numberOf(redirect.redirectCode) || 301;
  if (!REDIRECTS.has(status)) return { kind: 'none' };
  return {
    kind: 'redirect',
    path,
    redirect: {
      status,
      scheme: textOf(redirect.scheme),
      authority: textOf(redirect.authority),
      port: numberOf(redirect.port) ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? 'request' : undefined),
      uri: textOf(redirect.uri),
      prefixRewrite: textOf(redirect.prefixRewrite),
    },
  };
}

function forwardOf(route: Fields, place: RoutePlace): Forward {
  const headers = fieldsOf(route.headers);
  const rewrite = fieldsOf(route.rewrite);
  return {
    destinations: weightedDestinations(route, place).map(({ entry, ...destination }) => {
      const own = fieldsOf(entry.headers);
      return { ...destination, request: headerOperations(own.request), response: headerOperations(own.response) };
    }),
    isWeighted: itemsOf(route.route).length !== 1,
    rewrite: pathRewrite(rewrite),
    authority: textOf(rewrite.authority) ?? headerOperations(headers.request).authority,
    mirrors: mirrorsOf(route, place.path).map(({ destination, ...mirror }) => ({
      ...destinationName(destination, place),
      ...mirror,
    })),
    timeout: secondsOf(route.timeout) || undefined,
    retries: route.retries,
  };
}

function pathRewrite({ uri, uriRegexRewrite }: Fields): PathRewrite | undefined {
  const { match, rewrite } = fieldsOf(uriRegexRewrite);
  if (typeof match === 'string') return { kind: 'regex', pattern: match, replacement: textOf(rewrite) ?? '' };
  const value = textOf(uri);
  return value === undefined ? undefined : { kind: 'prefix', value };
}

function mirrorsOf(route: Fields, path: string): { destination: unknown; share: number; path: string }[] {
  const single =
    route.mirror === undefined
      ? []
      : [
          {
            destination: route.mirror,
            share: shareOf(route.mirrorPercentage, route.mirrorPercent ?? route.mirror_percent),
            path: `${path}.mirror`,
          },
        ];
  const several = itemsOf(route.mirrors).map((each, index) => {
    const { destination, percentage } = fieldsOf(each);
    return { destination, share: shareOf(percentage, undefined), path: `${path}.mirrors[${index}]` };
  });
  return [...single, ...several].filter(({ share, destination }) => share > 0 && destination !== undefined);
}

/** All of them where nothing is written. */
function shareOf(percentage: unknown, deprecated: unknown): number {
  const percent =
    percentage === undefined ? (numberOf(deprecated) ?? 100) : (numberOf(fieldsOf(percentage).value) ?? 0);
  return Math.min(Math.max(percent / 100, 0), 1);
}
