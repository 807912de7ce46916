/** What istiod's webhook says of the traffic policies of a DestinationRule: its own, those of subsets and those of ports. */
import {
  type OutlierDetection,
  type PortLevelSettings,
  type TrafficPolicy,
  type Tunnel,
} from '../../../imports/istio/destination-rule';
import { given } from '../../values/given';
import { checkIp } from '../../values/ip';
import { checkIstioFqdn } from '../../values/istio-host';
import { checkPort } from '../../values/port';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkClientTls } from './client-tls';
import { checkConnectionPool } from './common/connection-pool';
import { checkDurationField, readDurationField } from './common/duration';
import { isSet, type Loose } from './common/loose';
import { checkLoadBalancer } from './load-balancer';
import { itemsOf } from './common/object';

const KIND = 'destination-rule';
const TUNNEL_PROTOCOLS: readonly string[] = ['', 'CONNECT', 'POST'];

/** Where a policy stands. */
export interface PolicyPlace {
  /** Of the DestinationRule, where it is known. */
  readonly namespace: string | undefined;

  /** Whether warnings reach whoever applies it: istiod loses those of subsets and ports. */
  readonly warns: boolean;
}

export function checkTrafficPolicy(
  policy: Loose<TrafficPolicy> | null | undefined,
  place: PolicyPlace,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(policy)) return;
  const { tunnel, proxyProtocol, retryBudget, portLevelSettings } = policy;
  const ports = itemsOf(portLevelSettings);
  const alone = isSet(tunnel) || isSet(proxyProtocol) || isSet(retryBudget) || ports.length > 0;
  if (!alone && !hasSettings(policy)) {
    report.error('destination-rule/policy-empty', path, 'must have at least one field, or be left out');
    return;
  }
  if (isSet(retryBudget?.budgetInterval))
    readDurationField(retryBudget.budgetInterval, KIND, path.field('retryBudget').field('budgetInterval'), report);
  if (isSet(tunnel) && isSet(proxyProtocol)) {
    report.error('destination-rule/tunnel-proxy-protocol', path, 'must not have both tunnel and proxyProtocol');
    return;
  }
  checkSettings(policy, place, path, report);
  const list = path.field('portLevelSettings');
  ports.forEach((each, index) => checkPortPolicy(each, place, list.item(index), report));
  if (isSet(tunnel)) checkTunnel(tunnel, path.field('tunnel'), report);
}

function hasSettings(policy: Loose<TrafficPolicy> | Loose<PortLevelSettings>): boolean {
  const { outlierDetection, connectionPool, loadBalancer, tls } = policy;
  return isSet(outlierDetection) || isSet(connectionPool) || isSet(loadBalancer) || isSet(tls);
}

/** What the policies of ports have as well. */
function checkSettings(
  policy: Loose<TrafficPolicy> | Loose<PortLevelSettings>,
  place: PolicyPlace,
  path: FieldPath,
  report: Report,
): void {
  const { outlierDetection, connectionPool, loadBalancer, tls } = policy;
  if (isSet(outlierDetection)) checkOutlier(outlierDetection, place.warns, path.field('outlierDetection'), report);
  checkConnectionPool(connectionPool, KIND, path.field('connectionPool'), report);
  if (isSet(loadBalancer)) {
    const context = { warns: place.warns, ejects: isSet(outlierDetection) };
    checkLoadBalancer(loadBalancer, context, path.field('loadBalancer'), report);
  }
  if (isSet(tls)) checkClientTls(tls, place.namespace, path.field('tls'), report);
}

function checkPortPolicy(
  policy: Loose<PortLevelSettings>,
  { namespace }: PolicyPlace,
  path: FieldPath,
  report: Report,
): void {
  if (!isSet(policy.port)) report.error('destination-rule/port-missing', path, 'must have the port that it is for');
  if (hasSettings(policy)) checkSettings(policy, { namespace, warns: false }, path, report);
  else
    report.error(
      'destination-rule/port-policy-empty',
      path,
      'must have at least one of outlierDetection, connectionPool, loadBalancer and tls',
    );
}

function checkTunnel(tunnel: Loose<Tunnel>, path: FieldPath, report: Report): void {
  const protocol = tunnel.protocol ?? '';
  if (!TUNNEL_PROTOCOLS.includes(protocol)) {
    const message = `must be CONNECT or POST, got ${given(protocol)}`;
    report.error('destination-rule/tunnel-protocol', path.field('protocol'), message, { value: protocol });
  }
  const host = tunnel.targetHost ?? '';
  const inHost = checkIstioFqdn(host);
  if (inHost !== undefined && checkIp(host) !== undefined)
    report.error('destination-rule/tunnel-host', path.field('targetHost'), `${inHost}; or an IP address`, {
      value: host,
    });
  const port = tunnel.targetPort ?? 0;
  const inPort = checkPort(port);
  if (inPort !== undefined)
    report.error('destination-rule/tunnel-port', path.field('targetPort'), inPort, { value: port });
}

function checkOutlier(outlier: Loose<OutlierDetection>, warns: boolean, path: FieldPath, report: Report): void {
  checkDurationField(outlier.baseEjectionTime, KIND, path.field('baseEjectionTime'), report);
  checkDurationField(outlier.interval, KIND, path.field('interval'), report);
  const { consecutiveErrors, consecutiveLocalOriginFailures, splitExternalLocalOriginErrors } = outlier;
  if (warns && (consecutiveErrors ?? 0) !== 0)
    report.warning(
      'destination-rule/consecutive-errors',
      path.field('consecutiveErrors'),
      'is deprecated: use consecutive5xxErrors',
      {
        value: consecutiveErrors,
        fix: 'write consecutive5xxErrors, or consecutiveGatewayErrors for 502, 503 and 504 alone',
      },
    );
  if ((consecutiveLocalOriginFailures ?? 0) > 0 && splitExternalLocalOriginErrors !== true)
    report.error(
      'destination-rule/local-origin-failures',
      path.field('consecutiveLocalOriginFailures'),
      'needs splitExternalLocalOriginErrors, without which they are not counted',
      { value: consecutiveLocalOriginFailures, fix: 'set splitExternalLocalOriginErrors to true' },
    );
  checkPercent(outlier.maxEjectionPercent, path, 'maxEjectionPercent', report);
  checkPercent(outlier.minHealthPercent, path, 'minHealthPercent', report);
}

function checkPercent(value: number | null | undefined, path: FieldPath, field: string, report: Report): void {
  if (!isSet(value) || (value >= 0 && value <= 100)) return;
  const message = `must be between 0 and 100, got ${given(value)}`;
  report.error('destination-rule/outlier-percent', path.field(field), message, { value });
}
