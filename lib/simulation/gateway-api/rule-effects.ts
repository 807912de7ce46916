import { type BoundRoute } from '../../model/gateway-api/bound-route';
import { secondsOf } from '../../model/mesh-configuration';
import { fieldsOf, itemsOf, numberOf, textOf } from '../../values/json';
import { mergedOperations, NO_OPERATIONS } from '../header-operations';
import { type Forward, type RouteAction, type RouteEffects, type RouteMirror } from '../route-action';
import { backendOf, type CompileContext, weightedBackends } from './backends';
import {
  corsOf,
  filterOf,
  headerChanges,
  redirectOf,
  rewriteOf,
  type WrittenFilter,
  writtenFilters,
} from './rule-filters';

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a rule of an HTTPRoute or GRPCRoute does to requests. Source: istiod's `convertHTTPRoute` and `convertGRPCRoute`.
 *
 * @param path - such as `spec.rules[0]`
 */
export function ruleEffects(rule: Fields, path: string, route: BoundRoute, context: CompileContext): RouteEffects {
  const filters = writtenFilters(rule.filters, `${path}.filters`);
  const action = ruleAction(rule, path, filters, route, context);
  const cors = filterOf(filters, 'CORS');
  const [only] = action.kind === 'forward' && !action.forward.isWeighted ? action.forward.destinations : [];
  return {
    action,
    request: mergedOperations(headerChanges(filters, 'Request'), only?.request ?? NO_OPERATIONS),
    response: mergedOperations(headerChanges(filters, 'Response'), only?.response ?? NO_OPERATIONS),
    fault: undefined,
    cors: cors && corsOf(cors),
  };
}

function ruleAction(
  rule: Fields,
  path: string,
  filters: readonly WrittenFilter[],
  route: BoundRoute,
  context: CompileContext,
): RouteAction {
  const redirect = filterOf(filters, 'RequestRedirect');
  if (redirect !== undefined)
    return { kind: 'redirect', redirect: redirectOf(redirect), path: `${redirect.path}.requestRedirect` };
  const backends = weightedBackends(rule, path, route, context);
  // Nobody to answer is an error of the server, by the Gateway API.
  if (backends.length === 0)
    return { kind: 'direct-response', status: 500, body: undefined, path: `${path}.backendRefs` };
  const forward: Forward = {
    destinations: backends.map(({ fields, path: at, ...backend }) => {
      const own = writtenFilters(fields.filters, `${at}.filters`);
      return {
        ...backend,
        subset: undefined,
        path: at,
        request: headerChanges(own, 'Request'),
        response: headerChanges(own, 'Response'),
      };
    }),
    isWeighted: backends.length > 1,
    ...rewritten(filters),
    mirrors: filters.flatMap((filter) => mirrorOf(filter, route, context)),
    ...limits(rule),
  };
  return { kind: 'forward', forward };
}

/** A new Host header by the rewrite, else by a header change. */
function rewritten(filters: readonly WrittenFilter[]): Pick<Forward, 'rewrite' | 'authority'> {
  const { rewrite, authority } = rewriteOf(filterOf(filters, 'URLRewrite'));
  return { rewrite, authority: authority ?? headerChanges(filters, 'Request').authority };
}

/** `requestMirror`: all requests unless a percentage or a fraction is written. */
function mirrorOf({ type, fields, path }: WrittenFilter, route: BoundRoute, context: CompileContext): RouteMirror[] {
  if (type !== 'RequestMirror') return [];
  const { backendRef, percent, fraction } = fieldsOf(fields.requestMirror);
  const { numerator, denominator } = fieldsOf(fraction);
  const share =
    fraction === undefined
      ? (numberOf(percent) ?? 100) / 100
      : (numberOf(numerator) ?? 0) / (numberOf(denominator) ?? 100);
  const backend = backendOf(fieldsOf(backendRef), route, context);
  if (share <= 0) return [];
  return [{ ...backend, subset: undefined, share: Math.min(share, 1), path: `${path}.requestMirror` }];
}

/** What Istio retries by itself where a rule has `retry`: connection errors, beside the codes of the rule. */
const RETRIED = 'connect-failure,refused-stream,unavailable,cancelled';

/** A timeout of one try is that of a retry; without `retry` it takes the place of the whole request's. */
function limits(rule: Fields): Pick<Forward, 'timeout' | 'retries'> {
  const { request, backendRequest } = fieldsOf(rule.timeouts);
  const [whole, single] = [secondsOf(request) || undefined, secondsOf(backendRequest) || undefined];
  if (rule.retry === undefined) return { timeout: single ?? whole, retries: undefined };
  const { codes, attempts } = fieldsOf(rule.retry);
  return {
    timeout: whole,
    retries: {
      attempts: numberOf(attempts) ?? 2,
      retryOn: [RETRIED, ...itemsOf(codes).map(String)].join(','),
      perTryTimeout: single === undefined ? undefined : textOf(backendRequest),
    },
  };
}
