/** What istiod's webhook says of the load balancing of a DestinationRule. */
import {
  type ConsistentHash,
  type HttpCookie,
  type LoadBalancer,
  type Warmup,
} from '../../../imports/istio/destination-rule';
import { given } from '../../values/given';
import { checkTableSize } from '../../values/maglev-table';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkDurationField, readDurationField } from './common/duration';
import { isSet, type Loose } from './common/loose';
import { itemsOf } from './common/object';
import { checkLocality, checkZoneAware, type FailoverContext } from './locality-load-balancer';

const KIND = 'destination-rule';

export function checkLoadBalancer(
  loadBalancer: Loose<LoadBalancer>,
  context: FailoverContext,
  path: FieldPath,
  report: Report,
): void {
  const { consistentHash, localityLbSetting, zoneAwareLbSetting, warmup } = loadBalancer;
  if (isSet(consistentHash)) checkHash(consistentHash, context.warns, path.field('consistentHash'), report);
  if (isSet(localityLbSetting) && isSet(zoneAwareLbSetting))
    report.error(
      'destination-rule/locality-zone-aware',
      path,
      'must not have both localityLbSetting and zoneAwareLbSetting',
    );
  if (isSet(localityLbSetting)) checkLocality(localityLbSetting, context, path.field('localityLbSetting'), report);
  if (isSet(zoneAwareLbSetting)) checkZoneAware(zoneAwareLbSetting, context, path.field('zoneAwareLbSetting'), report);
  if (isSet(warmup)) checkWarmup(warmup, path.field('warmup'), report);
}

function checkHash(hash: Loose<ConsistentHash>, warns: boolean, path: FieldPath, report: Report): void {
  const { httpCookie, minimumRingSize, ringHash, maglev } = hash;
  if (isSet(httpCookie)) checkCookie(httpCookie, path.field('httpCookie'), report);
  if ((minimumRingSize ?? 0) !== 0) {
    const at = path.field('minimumRingSize');
    if (isSet(ringHash) || isSet(maglev))
      report.error('destination-rule/ring-size-both', at, 'must not be set beside ringHash or maglev', {
        value: minimumRingSize,
        fix: 'use ringHash.minimumRingSize, or maglev alone',
      });
    else if (warns)
      report.warning('destination-rule/ring-size-deprecated', at, 'is deprecated', {
        value: minimumRingSize,
        fix: 'use ringHash.minimumRingSize',
      });
  }
  if (isSet(maglev)) checkMaglev(maglev.tableSize ?? 0, path.field('maglev').field('tableSize'), report);
}

function checkMaglev(size: number, path: FieldPath, report: Report): void {
  // Envoy takes 1 for a prime number.
  const problem = size === 1 ? undefined : checkTableSize(size);
  if (problem === undefined) return;
  report.error('destination-rule/maglev-table-size', path, problem, { value: size, fix: 'Envoy itself uses 65537' });
}

function checkCookie(cookie: Loose<HttpCookie>, path: FieldPath, report: Report): void {
  if (!cookie.name)
    report.error('destination-rule/cookie-name', path.field('name'), 'must be a name', { value: cookie.name });
  if (isSet(cookie.ttl)) readDurationField(cookie.ttl, KIND, path.field('ttl'), report);
  const attributes = itemsOf(cookie.attributes);
  if (attributes.length === 0) return;
  const names = new Set<string>();
  const list = path.field('attributes');
  attributes.forEach(({ name }, index) => {
    const at = list.item(index).field('name');
    if (!name) report.error('destination-rule/cookie-attribute-name', at, 'must be a name', { value: name });
    else if (names.has(name)) {
      const message = `must differ from the names of the other attributes, got ${given(name)} again`;
      report.error('destination-rule/cookie-attribute-duplicate', at, message, { value: name });
    } else names.add(name);
  });
}

function checkWarmup(warmup: Loose<Warmup>, path: FieldPath, report: Report): void {
  const { duration, minimumPercent, aggression } = warmup;
  if (!isSet(duration)) report.error('destination-rule/warmup-duration', path, 'must have duration');
  checkDurationField(duration, KIND, path.field('duration'), report);
  if ((minimumPercent ?? 0) > 100) {
    const message = `must be at most 100, got ${given(minimumPercent)}`;
    report.error('destination-rule/warmup-minimum', path.field('minimumPercent'), message, { value: minimumPercent });
  }
  if (isSet(aggression) && aggression <= 0) {
    const message = `must be more than 0, got ${given(aggression)}`;
    report.error('destination-rule/warmup-aggression', path.field('aggression'), message, { value: aggression });
  }
}
