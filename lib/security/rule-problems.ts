/** What Istio would make of a rule where it cannot read all of it. */
import { isHttp } from '../model/protocol';
import { needsLayer7 } from '../tree/ambient';
import { type BoundPort, type IMeshNamespace, type IPortedService } from '../tree/handles';
import { type AccessOptions, type AccessRule, httpAttributes, meantPorts, type PolicyAction } from './access-rule';
import { minorOf } from '../values/minor-release';

/** A rule whose callers may be left to whoever makes it. */
export type SaidRule = AccessOptions & Partial<Pick<AccessRule, 'from' | 'notFrom'>>;

/** One line for each option that Istio would turn into something else for this app. */
export function ruleProblems(workload: IPortedService, rule: SaidRule, action: PolicyAction = 'ALLOW'): string[] {
  const http = httpAttributes(rule);
  return [
    ...foreign('ports', rule.ports, workload),
    ...foreign('notPorts', rule.notPorts, workload),
    ...noPorts(workload, rule),
    ...(http.length > 0 ? opaquePorts(workload, rule, action, http) : []),
    ...ztunnelProblems(workload.namespace, rule, action),
  ];
}

/**
 * One line if ztunnel, which stands before the pods of an ambient namespace, cannot read all of the rule: it sees connections and the
 * identities of callers, but no requests and no proxies in between.
 *
 * From istiod's `ambient/authorization.go`: such a rule of an ALLOW policy is left out, one of a DENY policy is enforced without
 * what cannot be read.
 */
export function ztunnelProblems(namespace: IMeshNamespace, rule: SaidRule, action: PolicyAction): string[] {
  const unread = [...httpAttributes(rule), ...remoteAddresses(rule), ...otherConditions(rule)];
  if (unread.length === 0) return [];
  return needsLayer7(
    namespace,
    unread.join(', '),
    action === 'ALLOW'
      ? 'ztunnel would leave out the rule, so that it admits nobody'
      : 'ztunnel would enforce what is left of the rule and deny MORE, every connection that the rest fits',
  );
}

/** The keys of `when[]` that ztunnel is told: `l4WhenAttributes` in istiod's `ambient/authorization.go`. */
const ZTUNNEL_KEYS: readonly string[] = [
  'source.ip',
  'source.namespace',
  'source.principal',
  'destination.ip',
  'destination.port',
];

function otherConditions({ when = [] }: SaidRule): string[] {
  return when.filter((each) => each.layer !== 'http' && !ZTUNNEL_KEYS.includes(each.key)).map((each) => each.key);
}

/** Addresses of clients behind proxies are read from a header of the request. */
function remoteAddresses(rule: SaidRule): string[] {
  return (['from', 'notFrom'] as const)
    .filter((name) => rule[name]?.some(({ peer }) => peer.remoteIpBlocks !== undefined))
    .map((name) => `${name} by remoteIpBlocks`);
}

/** What the release of Istio does not know yet: its webhook would refuse the policy. Ask at the end, when the release is known. */
export function tooNewConditions({ when = [] }: SaidRule, istioVersion: string): string[] {
  if (minorOf(istioVersion) >= 30) return [];
  return when
    .filter((each) => each.key === 'source.trustDomain')
    .map((each) => `when: ${each.key} needs Istio 1.30 or newer, the mesh has ${istioVersion}`);
}

function foreign(name: string, ports: readonly BoundPort[] = [], workload: IPortedService): string[] {
  return ports
    .filter((port) => port.workload !== workload)
    .map((port) => `${name} must be of ${workload.serviceName}, got ${port.name} of ${port.workload.serviceName}`);
}

function noPorts(workload: IPortedService, rule: SaidRule): string[] {
  if (rule.notPorts === undefined || meantPorts(workload.ports, rule).length > 0) return [];
  return [
    `notPorts must leave a port of ${workload.serviceName}, got ${rule.notPorts.map((port) => port.name).join(', ')}`,
  ];
}

function opaquePorts(
  workload: IPortedService,
  rule: SaidRule,
  action: PolicyAction,
  attributes: readonly string[],
): string[] {
  const ports = meantPorts(workload.ports, rule);
  const opaque = ports.filter((port) => !isHttp(port.protocol));
  const names = opaque.map((port) => `${port.name} (${port.protocol})`).join(', ');
  const what = `${attributes.join(', ')} can only be asked of HTTP ports, but ${names} is none`;
  if (opaque.length === 0) return [];
  if (action === 'DENY')
    return [`${what}: Istio would leave them out there and deny MORE, every connection of those callers: say ports`];
  // A rule that still counts on the HTTP ports is merely narrower than it could be.
  return opaque.length === ports.length || rule.ports ? [`${what}: Istio would drop the rule there`] : [];
}
