/** What istiod's webhook says of a DestinationRule. */
import { type DestinationRuleSpec, type Subsets } from '../../../imports/istio/destination-rule';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkIstioLabel, checkIstioWildcardDomain } from '../../values/istio-host';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkExportTo } from './common/export-to';
import { checkLabels } from './common/labels';
import { isSet, type Loose } from './common/loose';
import { itemsOf, namespaceOf, specOf } from './common/object';
import { checkSelector } from './common/selector';
import { checkTrafficPolicy } from './traffic-policy';

const SPEC = FieldPath.ROOT.field('spec');

export function checkDestinationRule(object: Manifest, report: Report): void {
  const spec = specOf<DestinationRuleSpec>(object);
  const namespace = namespaceOf(object);
  const host = spec.host ?? '';
  const problem = checkIstioWildcardDomain(host);
  if (problem !== undefined) report.error('destination-rule/host', SPEC.field('host'), problem, { value: host });
  checkTrafficPolicy(spec.trafficPolicy, { namespace, warns: true }, SPEC.field('trafficPolicy'), report);
  checkSubsets(itemsOf(spec.subsets), namespace, report);
  const { exportTo, workloadSelector } = spec;
  const exporter = { kind: 'destination-rule', namespace, selectsWorkloads: isSet(workloadSelector) } as const;
  checkExportTo(itemsOf(exportTo), exporter, SPEC.field('exportTo'), report);
  checkSelector(workloadSelector, SPEC.field('workloadSelector'), report);
}

function checkSubsets(subsets: readonly Loose<Subsets>[], namespace: string | undefined, report: Report): void {
  if (subsets.length === 0) return;
  const names = new Set<string>();
  const list = SPEC.field('subsets');
  subsets.forEach((subset, index) => {
    const path = list.item(index);
    const name = subset.name ?? '';
    if (names.has(name))
      report.error(
        'destination-rule/subset-duplicate',
        path.field('name'),
        `must differ from the names of the other subsets, got ${given(name)} again`,
        { value: name },
      );
    names.add(name);
    checkSubset(subset, name, namespace, path, report);
  });
}

function checkSubset(
  subset: Loose<Subsets>,
  name: string,
  namespace: string | undefined,
  path: FieldPath,
  report: Report,
): void {
  const problem = checkIstioLabel(name);
  if (problem !== undefined) report.error('destination-rule/subset-name', path.field('name'), problem, { value: name });
  checkLabels(subset.labels, 'destination-rule', path.field('labels'), report);
  checkTrafficPolicy(subset.trafficPolicy, { namespace, warns: false }, path.field('trafficPolicy'), report);
}
