/** HTTP routes of a VirtualService: what a route does, and that it does one thing. */
import { type HttpRoute, type Mirrors, type Percentage, type SpecHttp } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDestination } from './common/destination';
import { checkDurationField } from './common/duration';
import { forEachItem, hasItems, isSet, type Loose } from './common/loose';
import { checkCorsPolicy } from './virtual-service-cors';
import { checkFault } from './virtual-service-fault';
import { checkAuthority, checkHeaders } from './virtual-service-headers';
import { checkHttpMatches } from './virtual-service-match';
import { checkDirectResponse, checkRedirect, checkRewrite } from './virtual-service-redirect';
import { checkRetries } from './virtual-service-retries';
import { checkWeights } from './virtual-service-weights';

/** An HTTP route as the API server accepts it. */
export type LooseHttpRoute = Loose<SpecHttp>;

/** What VirtualService a route is of. */
export interface HttpContext {
  /** One without hosts. */
  readonly isDelegate: boolean;

  /** One that Istio made of an HTTPRoute. */
  readonly fromHttpRoute: boolean;
}

/** One HTTP route. */
export function checkHttpRoute(
  route: LooseHttpRoute,
  { isDelegate, fromHttpRoute }: HttpContext,
  path: FieldPath,
  report: Report,
): void {
  if (isSet(route.delegate) && !isDelegate) checkDelegation(route, path, report);
  else checkStyle(route, isDelegate, path, report);
  if (isSet(route.match)) checkHttpMatches(route.match, path.field('match'), report);
  if (isSet(route.headers)) checkHeaders(route.headers, path.field('headers'), report);
  if (isSet(route.corsPolicy)) checkCorsPolicy(route.corsPolicy, path.field('corsPolicy'), report);
  if (isSet(route.fault)) checkFault(route.fault, path.field('fault'), report);
  checkMirroring(route, path, report);
  if (isSet(route.redirect)) checkRedirect(route.redirect, route.match, path.field('redirect'), report);
  if (isSet(route.directResponse)) checkDirectResponse(route.directResponse, path.field('directResponse'), report);
  if (isSet(route.retries)) checkRetries(route.retries, path.field('retries'), report);
  if (isSet(route.rewrite)) checkRewrite(route.rewrite, path.field('rewrite'), report);
  if (isSet(route.headers)) checkAuthority(route.rewrite, route.headers, path.field('headers'), report);
  checkHttpDestinations(route.route, fromHttpRoute, path.field('route'), report);
  if (isSet(route.timeout)) checkDurationField(route.timeout, 'virtual-service', path.field('timeout'), report);
}

/** A route that another VirtualService goes on with has nothing to go to itself. */
function checkDelegation({ redirect, route }: LooseHttpRoute, path: FieldPath, report: Report): void {
  const fix = 'drop one of the two';
  if (isSet(redirect))
    report.error('virtual-service/delegate-and-redirect', path, 'must not have delegate and redirect', { fix });
  if (hasItems(route))
    report.error('virtual-service/delegate-and-route', path, 'must not have delegate and route', { fix });
}

/** Route, redirect or direct response: one of them, the latter two without what changes a request on its way. */
function checkStyle(http: LooseHttpRoute, isDelegate: boolean, path: FieldPath, report: Report): void {
  const { delegate, redirect, directResponse, fault, rewrite, mirror, mirrors } = http;
  if (isDelegate && isSet(delegate))
    report.error(
      'virtual-service/nested-delegate',
      path.field('delegate'),
      'must not be in a delegate, which has no hosts',
    );
  if (isSet(redirect)) {
    if (hasItems(http.route)) exclude(path, report, 'route', 'redirect');
    if (isSet(fault)) exclude(path, report, 'fault', 'redirect');
    if (isSet(rewrite)) exclude(path, report, 'rewrite', 'redirect');
    if (isSet(directResponse)) exclude(path, report, 'direct-response', 'redirect');
  } else if (isSet(directResponse)) {
    if (hasItems(http.route)) exclude(path, report, 'route', 'direct-response');
    if (isSet(fault)) exclude(path, report, 'fault', 'direct-response');
    if (isSet(rewrite)) exclude(path, report, 'rewrite', 'direct-response');
  } else if (!hasItems(http.route)) {
    report.error('virtual-service/no-action', path, 'must have route, redirect, directResponse or delegate');
  }
  if (isSet(mirror) && hasItems(mirrors)) exclude(path, report, 'mirror', 'mirrors');
}

function exclude(path: FieldPath, report: Report, one: string, other: string): void {
  report.error(`virtual-service/${one}-and-${other}`, path, `must not have ${NAMES[one]} and ${NAMES[other]}`, {
    fix: 'drop one of the two',
  });
}

/** Fields as rules name them. */
const NAMES: Readonly<Record<string, string>> = {
  route: 'route',
  redirect: 'redirect',
  fault: 'fault',
  rewrite: 'rewrite',
  'direct-response': 'directResponse',
  mirror: 'mirror',
  mirrors: 'mirrors',
};

function checkMirroring(http: LooseHttpRoute, path: FieldPath, report: Report): void {
  const percent = http.mirrorPercent === undefined ? http.mirror_percent : http.mirrorPercent;
  if (isSet(percent)) {
    const at = path.field(http.mirrorPercent === undefined ? 'mirror_percent' : 'mirrorPercent');
    if (percent > 100)
      report.error('virtual-service/mirror-percent', at, `must be between 0 and 100, got ${percent}`, {
        value: percent,
      });
    report.warning('virtual-service/mirror-percent-deprecated', at, 'is deprecated', {
      value: percent,
      fix: 'use mirrorPercentage',
    });
  }
  if (isSet(http.mirrorPercentage))
    checkMirrorPercentage(http.mirrorPercentage, 'mirror-percentage', path.field('mirrorPercentage'), report);
  if (isSet(http.mirror)) checkDestination(http.mirror, 'virtual-service', path.field('mirror'), report);
  if (isSet(http.mirrors))
    forEachItem(http.mirrors, path.field('mirrors'), (mirror, at) => checkMirror(mirror, at, report));
}

function checkMirror({ destination, percentage }: Loose<Mirrors>, path: FieldPath, report: Report): void {
  if (!isSet(destination)) {
    report.error('virtual-service/mirror-destination', path, 'must have a destination');
    return;
  }
  checkDestination(destination, 'virtual-service', path.field('destination'), report);
  if (isSet(percentage)) checkMirrorPercentage(percentage, 'mirrors-percentage', path.field('percentage'), report);
}

function checkMirrorPercentage(percentage: Loose<Percentage>, rule: string, path: FieldPath, report: Report): void {
  const value = percentage.value ?? 0;
  if (value >= 0 && value <= 100) return;
  const end = value > 100 ? 'max' : 'min';
  report.error(
    `virtual-service/${rule}-${end}`,
    path.field('value'),
    `must be between 0 and 100, got ${given(value)}`,
    {
      value,
    },
  );
}

function checkHttpDestinations(
  route: readonly (Loose<HttpRoute> | null | undefined)[] | null | undefined,
  fromHttpRoute: boolean,
  path: FieldPath,
  report: Report,
): void {
  forEachItem(route, path, ({ headers }, at) => checkHeaders(headers, at.field('headers'), report));
  checkWeights(route, fromHttpRoute, path, report);
}
