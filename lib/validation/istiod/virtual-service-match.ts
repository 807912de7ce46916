/** What requests an HTTP route of a VirtualService is for. */
import { type AllowOrigins, type HttpMatch } from '../../../imports/istio/virtual-service';
import { checkGoRegex } from '../../values/go-regex';
import { checkIstioMatchHeader } from '../../values/http-header';
import { checkIstioLabel } from '../../values/istio-host';
import { isJwtClaim } from '../../values/jwt-claim';
import { checkPort } from '../../values/port';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkGatewayNames, type GatewayNamer } from './common/gateway-names';
import { checkLabels } from './common/labels';
import { forEachEntry, forEachItem, isSet, type Loose } from './common/loose';

const LONGEST_REGEX = 1024;

const GATEWAYS: GatewayNamer = { kind: 'virtual-service', silent: true };

/** A match without a text, as which Go reads a null in a map. */
const ANY: StringMatch = {};

/** A text to match, in one of three ways; CRDs see to it that there is no second one. */
export type StringMatch = Loose<AllowOrigins>;

/** All matches of a route. */
export function checkHttpMatches(
  matches: readonly (Loose<HttpMatch> | null | undefined)[],
  path: FieldPath,
  report: Report,
): void {
  forEachItem(matches, path, (match, at) => {
    checkTexts(match, at, report);
    checkOrigin(match, at, report);
  });
}

function checkTexts(match: Loose<HttpMatch>, path: FieldPath, report: Report): void {
  const { uri, scheme, method, authority, queryParams, headers, withoutHeaders } = match;
  // A prefix of uri may be empty: Envoy then takes every path.
  if (isSet(uri)) checkRegexMatch(uri, path.field('uri'), report);
  if (isSet(scheme)) checkStringMatch(scheme, path.field('scheme'), report);
  if (isSet(method)) checkStringMatch(method, path.field('method'), report);
  if (isSet(authority)) checkStringMatch(authority, path.field('authority'), report);
  if (isSet(queryParams))
    forEachEntry(queryParams, ANY, path.field('queryParams'), (_, text, at) => checkStringMatch(text, at, report));
  if (isSet(headers))
    forEachEntry(headers, ANY, path.field('headers'), (name, text, at) => {
      checkHeaderName(name, at, report);
      checkStringMatch(text, at, report);
    });
  if (isSet(withoutHeaders))
    forEachEntry(withoutHeaders, ANY, path.field('withoutHeaders'), (name, text, at) => {
      checkHeaderName(name, at, report);
      // istiod takes this one for whether the header is there, not for a regular expression.
      if (text.regex !== '*') checkStringMatch(text, at, report);
    });
}

/** Where requests come from. */
function checkOrigin(match: Loose<HttpMatch>, path: FieldPath, report: Report): void {
  const { port, sourceLabels, gateways, sourceNamespace } = match;
  if (isSet(port)) checkMatchPort(port, path.field('port'), report);
  if (isSet(sourceLabels)) checkLabels(sourceLabels, 'virtual-service', path.field('sourceLabels'), report);
  if (isSet(gateways)) checkGatewayNames(gateways, GATEWAYS, path.field('gateways'), report);
  if (!isSet(sourceNamespace) || sourceNamespace === '') return;
  const problem = checkIstioLabel(sourceNamespace);
  const at = path.field('sourceNamespace');
  if (problem !== undefined) report.error('virtual-service/source-namespace', at, problem, { value: sourceNamespace });
}

/** The number of a port in a match, where 0 is none. */
export function checkMatchPort(port: number, path: FieldPath, report: Report): void {
  const problem = port === 0 ? undefined : checkPort(port);
  if (problem !== undefined) report.error('virtual-service/match-port', path, problem, { value: port });
}

function checkHeaderName(name: string, path: FieldPath, report: Report): void {
  if (name === '') report.error('virtual-service/match-header-empty', path, 'must have a name', { value: name });
  else if (!isJwtClaim(name)) {
    const problem = checkIstioMatchHeader(name);
    if (problem !== undefined) report.error('virtual-service/match-header', path, problem, { value: name });
  }
}

/** A prefix that is not empty, or a regular expression. */
function checkStringMatch(match: StringMatch, path: FieldPath, report: Report): void {
  if (match.prefix === '')
    report.error('virtual-service/prefix-empty', path.field('prefix'), 'must not be empty', {
      value: '',
      fix: 'drop the match: every text begins so',
    });
  checkRegexMatch(match, path, report);
}

/** A regular expression, if it is one, reported as rules `virtual-service/regex-empty`, `-size` and `-syntax`. */
export function checkRegexMatch({ regex }: StringMatch, path: FieldPath, report: Report): void {
  if (!isSet(regex)) return;
  const at = path.field('regex');
  if (regex === '') report.error('virtual-service/regex-empty', at, 'must not be empty', { value: regex });
  else if (Buffer.byteLength(regex) > LONGEST_REGEX)
    report.error('virtual-service/regex-size', at, sizeProblem(regex), { value: regex });
  else {
    const problem = checkGoRegex(regex);
    if (problem !== undefined) report.error('virtual-service/regex-syntax', at, problem, { value: regex });
  }
}

/** What is wrong with a regular expression that is not empty. */
export function regexProblem(regex: string): string | undefined {
  return Buffer.byteLength(regex) > LONGEST_REGEX ? sizeProblem(regex) : checkGoRegex(regex);
}

function sizeProblem(regex: string): string {
  return `must be at most ${LONGEST_REGEX} bytes long, got ${Buffer.byteLength(regex)}`;
}
