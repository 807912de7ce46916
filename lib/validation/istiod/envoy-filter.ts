/**
 * EnvoyFilter. Of the value of a patch only the type of an extension is looked at: whether the rest is what Envoy takes there needs
 * the definitions of Envoy's types.
 */
import { type Manifest } from '../../model/manifest';
import { checkBytes } from '../../values/bytes';
import { given } from '../../values/given';
import { checkGoRegex } from '../../values/go-regex';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkWorkloadSelector, type WorkloadSelector } from './common/selector';
import { checkExtension } from './envoy-filter-extension';
import { checkFilterMatch, type FilterMatch } from './envoy-filter-match';

interface Match {
  readonly context?: string | null;
  readonly proxy?: { readonly proxyVersion?: string | null } | null;
  readonly listener?: { readonly filterChain?: { readonly filter?: FilterMatch | null } | null } | null;
  readonly routeConfiguration?: object | null;
  readonly cluster?: object | null;
  readonly waypoint?: object | null;
}

interface Patch {
  readonly operation?: string | null;
  readonly value?: Readonly<Record<string, unknown>> | null;
}

interface ConfigPatch {
  readonly applyTo?: string | null;
  readonly match?: Match | null;
  readonly patch?: Patch | null;
}

interface EnvoyFilter {
  readonly workloadSelector?: WorkloadSelector | null;
  readonly configPatches?: readonly (ConfigPatch | null)[] | null;
}

/** Which match goes with what is patched; what is not here takes any. */
const MATCHES: Readonly<Record<string, 'listener' | 'routeConfiguration' | 'cluster'>> = {
  LISTENER: 'listener',
  FILTER_CHAIN: 'listener',
  NETWORK_FILTER: 'listener',
  HTTP_FILTER: 'listener',
  ROUTE_CONFIGURATION: 'routeConfiguration',
  VIRTUAL_HOST: 'routeConfiguration',
  HTTP_ROUTE: 'routeConfiguration',
  CLUSTER: 'cluster',
};
const MATCH_RULES = {
  listener: 'listener-match',
  routeConfiguration: 'route-match',
  cluster: 'cluster-match',
} as const;

const LONGEST_VERSION = 1024;
const SPEC = FieldPath.ROOT.field('spec');

export function checkEnvoyFilter(object: Manifest, report: Report): void {
  const message = 'changes what Istio gives to Envoy, which any version of Istio may build otherwise';
  report.warning('envoy-filter/internal', FieldPath.ROOT, message, {
    fix: 'use another API of Istio where there is one',
  });
  const spec = (object.spec ?? {}) as EnvoyFilter;
  if (!checkWorkloadSelector(spec.workloadSelector, SPEC.field('workloadSelector'), report)) return;
  const path = SPEC.field('configPatches');
  spec.configPatches?.forEach((patch, index) => {
    // Patches of waypoints are of another make, which the webhook does not look at.
    if (patch !== null && patch.match?.context !== 'WAYPOINT') checkPatch(patch, path.item(index), report);
  });
}

/** Stops at what leaves the rest without a meaning. */
function checkPatch({ applyTo, match, patch }: ConfigPatch, path: FieldPath, report: Report): void {
  if (!applyTo || applyTo === 'INVALID') {
    report.error('envoy-filter/apply-to', path.field('applyTo'), 'must say what is patched, such as HTTP_FILTER');
    return;
  }
  if (!patch) {
    report.error('envoy-filter/patch', path.field('patch'), 'must say how it is patched');
    return;
  }
  const { operation, value } = patch;
  if (!operation || operation === 'INVALID') {
    report.error(
      'envoy-filter/operation',
      path.field('patch').field('operation'),
      'must be an operation such as MERGE',
    );
    return;
  }
  if (operation !== 'REMOVE' && !value) {
    const message = `must be given with operation ${operation}; only REMOVE has none`;
    report.error('envoy-filter/value', path.field('patch').field('value'), message);
    return;
  }
  if (match && !checkMatch(applyTo, match, path.field('match'), report)) return;
  if (value) checkExtension(applyTo, value, path.field('patch').field('value'), report);
}

/** Returns whether the rest of the patch is looked at. */
function checkMatch(applyTo: string, match: Match, path: FieldPath, report: Report): boolean {
  if (!checkVersion(match.proxy?.proxyVersion, path.field('proxy').field('proxyVersion'), report)) return false;
  const wanted = Object.hasOwn(MATCHES, applyTo) ? MATCHES[applyTo] : undefined;
  if (wanted === undefined) return true;
  const { listener, routeConfiguration, cluster, waypoint } = match;
  if (!(listener || routeConfiguration || cluster || waypoint)) return true;
  if (!match[wanted]) {
    const message = `must match by ${wanted}, for it patches ${given(applyTo)}`;
    report.error(`envoy-filter/${MATCH_RULES[wanted]}`, path, message);
    return wanted !== 'listener';
  }
  const filter = wanted === 'listener' ? listener?.filterChain?.filter : undefined;
  if (!filter) return true;
  return checkFilterMatch(applyTo, filter, path.field('listener').field('filterChain').field('filter'), report);
}

function checkVersion(version: string | null | undefined, path: FieldPath, report: Report): boolean {
  if (!version) return true;
  const tooLong = checkBytes(version, LONGEST_VERSION);
  if (tooLong !== undefined) {
    report.warning('envoy-filter/version-length', path, `${tooLong}; it is not looked at`);
    return true;
  }
  const problem = checkGoRegex(version);
  if (problem !== undefined) report.error('envoy-filter/version', path, problem, { value: version });
  return problem === undefined;
}
