/** What istiod's webhook says of a Sidecar. */
import { type Destination } from '../../../imports/istio/shared';
import { type OutboundTrafficPolicy, type SidecarSpec } from '../../../imports/istio/sidecar';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkIstioFqdn, checkIstioLabel } from '../../values/istio-host';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkConnectionPool } from './common/connection-pool';
import { isSet, type Loose } from './common/loose';
import { itemsOf, namespaceOf, specOf } from './common/object';
import { checkPortNumber } from './common/port';
import { checkWorkloadSelector } from './common/selector';
import { checkEgress } from './sidecar-egress';
import { checkIngress } from './sidecar-ingress';

const KIND = 'sidecar';
const SPEC = FieldPath.ROOT.field('spec');

export function checkSidecar(object: Manifest, report: Report): void {
  const spec = specOf<SidecarSpec>(object);
  // What is wrong here hides the rest, for istiod looks no further.
  if (!checkWorkloadSelector(spec.workloadSelector, SPEC.field('workloadSelector'), report)) return;
  const ingress = itemsOf(spec.ingress);
  const egress = itemsOf(spec.egress);
  const { outboundTrafficPolicy, inboundConnectionPool } = spec;
  if (!ingress.length && !egress.length && !isSet(outboundTrafficPolicy) && !isSet(inboundConnectionPool)) {
    const message = 'must have at least one of egress, ingress, outboundTrafficPolicy and inboundConnectionPool';
    report.error('sidecar/empty', SPEC, message);
    return;
  }
  checkIngress(ingress, SPEC.field('ingress'), report);
  checkConnectionPool(inboundConnectionPool, KIND, SPEC.field('inboundConnectionPool'), report);
  checkEgress(egress, namespaceOf(object) ?? '.', SPEC.field('egress'), report);
  if (isSet(outboundTrafficPolicy)) checkOutbound(outboundTrafficPolicy, SPEC.field('outboundTrafficPolicy'), report);
}

function checkOutbound(policy: Loose<OutboundTrafficPolicy>, path: FieldPath, report: Report): void {
  const { egressProxy, mode } = policy;
  if (!isSet(egressProxy)) return;
  if (mode !== 'ALLOW_ANY') {
    const message = `must be ALLOW_ANY where egressProxy is set, got ${given(mode ?? 'REGISTRY_ONLY')}`;
    report.error('sidecar/egress-proxy-mode', path.field('mode'), message, { value: mode });
    return;
  }
  checkProxy(egressProxy, path.field('egressProxy'), report);
}

function checkProxy(proxy: Loose<Destination>, path: FieldPath, report: Report): void {
  const { host, port, subset } = proxy;
  const inHost = checkIstioFqdn(host ?? '');
  if (inHost !== undefined) report.error('sidecar/egress-proxy-host', path.field('host'), inHost, { value: host });
  const inSubset = subset ? checkIstioLabel(subset) : undefined;
  if (inSubset !== undefined)
    report.error('sidecar/egress-proxy-subset', path.field('subset'), inSubset, { value: subset });
  if (isSet(port)) checkPortNumber(port.number, KIND, path.field('port').field('number'), report);
  else report.error('sidecar/egress-proxy-port', path, 'must have port');
}
