/** What istiod's webhook says of load balancing by locality and by zone in a DestinationRule. */
import {
  type Distribute,
  type Failover,
  type LocalityLbSetting,
  type ZoneAwareLbSetting,
} from '../../../imports/istio/destination-rule';
import { given } from '../../values/given';
import { checkLocalityParts, checkLocalityStar, LocalitySet } from '../../values/locality';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { type Loose } from './common/loose';
import { itemsOf } from './common/object';

/** What counts beside the settings themselves. */
export interface FailoverContext {
  /** Whether warnings reach whoever applies it. */
  readonly warns: boolean;

  /** Whether there is an `outlierDetection` beside the load balancing: without one no pod counts as down. */
  readonly ejects: boolean;
}

/** Labels of nodes that say where they are. */
const TOPOLOGY: ReadonlySet<string> = new Set([
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.istio.io/subzone',
]);

type List<T> = readonly Loose<T>[];

export function checkLocality(
  setting: Loose<LocalityLbSetting>,
  context: FailoverContext,
  path: FieldPath,
  report: Report,
): void {
  const distribute = itemsOf(setting.distribute);
  const failover = itemsOf(setting.failover);
  const priority = itemsOf(setting.failoverPriority);
  if (distribute.length > 0 && failover.length > 0) {
    report.error('destination-rule/locality-both', path, 'must not have both distribute and failover');
    return;
  }
  if (failover.length > 0) {
    const message = 'must not rank by region, zone or subzone beside failover, which names regions';
    checkPriority(priority, 'destination-rule/locality-priority', message, path, report);
  }
  checkDistribute(distribute, path.field('distribute'), report);
  checkEjection(failover.length + priority.length, context, path, report);
  checkFailover(failover, 'locality', path.field('failover'), report);
}

export function checkZoneAware(
  setting: Loose<ZoneAwareLbSetting>,
  context: FailoverContext,
  path: FieldPath,
  report: Report,
): void {
  const failover = itemsOf(setting.failover);
  const priority = itemsOf(setting.failoverPriority);
  const message = 'must not rank by region, zone or subzone, which zone-aware load balancing does by itself';
  checkPriority(priority, 'destination-rule/zone-aware-priority', message, path, report);
  checkEjection(failover.length + priority.length, context, path, report);
  checkFailover(failover, 'zone-aware', path.field('failover'), report);
}

/** Labels with a value, such as `topology.kubernetes.io/zone=a`, are taken. */
function checkPriority(
  labels: readonly string[],
  rule: string,
  message: string,
  path: FieldPath,
  report: Report,
): void {
  labels.forEach((value, index) => {
    if (!TOPOLOGY.has(value)) return;
    report.error(rule, path.field('failoverPriority').item(index), `${message}, got ${given(value)}`, { value });
  });
}

function checkEjection(failovers: number, context: FailoverContext, path: FieldPath, report: Report): void {
  if (failovers === 0 || context.ejects || !context.warns) return;
  report.warning('destination-rule/failover-outlier', path, 'has no effect without outlierDetection', {
    fix: 'add outlierDetection beside loadBalancer',
  });
}

function checkFailover(list: List<Failover>, which: 'locality' | 'zone-aware', path: FieldPath, report: Report): void {
  list.forEach((failover, index) => {
    const from = failover.from ?? '';
    const to = failover.to ?? '';
    const at = path.item(index);
    const rule = `destination-rule/${which}-failover`;
    const pair = `${given(from)} to ${given(to)}`;
    if (from === to) report.error(`${rule}-same`, at, `must lead to another region, got ${pair}`);
    if (from.includes('/') || to.includes('/'))
      report.error(`${rule}-region`, at, `must name regions without zones, got ${pair}`);
    if (from.includes('*') || to.includes('*'))
      report.error(`${rule}-wildcard`, at, `must name regions without *, got ${pair}`);
  });
}

function checkDistribute(list: List<Distribute>, path: FieldPath, report: Report): void {
  if (list.length === 0) return;
  const origins = new LocalitySet();
  list.forEach((entry, index) => {
    const at = path.item(index);
    const from = entry.from ?? '';
    checkDistinct(from, origins, at.field('from'), report);
    checkTargets(entry.to ?? {}, at.field('to'), report);
  });
}

function checkTargets(
  shares: Readonly<Record<string, number | null | undefined>>,
  path: FieldPath,
  report: Report,
): void {
  const localities = Object.keys(shares);
  let total = 0;
  for (const locality of localities) {
    const share = shares[locality] ?? 0;
    if (share < 1 || share > 100) {
      const message = `must be between 1 and 100, got ${given(share)}`;
      report.error('destination-rule/locality-weight', path.key(locality), message, { value: share });
      return;
    }
    total += share;
  }
  if (total !== 100) report.error('destination-rule/locality-total', path, `must add up to 100, got ${total}`);
  const seen = new LocalitySet();
  for (const locality of widestFirst(localities)) checkDistinct(locality, seen, path.key(locality), report);
}

/**
 * Go looks at the entries of a map in random order, and takes some pairs of localities in one order only: all that it may refuse is
 * found where those with a `*` come first, the shortest of them before the others.
 */
function widestFirst(localities: readonly string[]): readonly string[] {
  if (localities.length < 2) return localities;
  const rank = (locality: string) => locality.length + (locality.endsWith('*') ? 0 : 1e6);
  return [...localities].sort((a, b) => rank(a) - rank(b));
}

function checkDistinct(locality: string, seen: LocalitySet, path: FieldPath, report: Report): void {
  const details = { value: locality };
  const inStar = checkLocalityStar(locality);
  const inParts = checkLocalityParts(locality);
  if (inStar !== undefined) report.error('destination-rule/locality-wildcard', path, inStar, details);
  else if (inParts !== undefined) report.error('destination-rule/locality-empty', path, inParts, details);
  else if (!seen.add(locality)) {
    const message = `must not overlap an earlier locality, got ${given(locality)}`;
    report.error('destination-rule/locality-overlap', path, message, details);
  }
}
