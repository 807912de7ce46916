/** Services. Source: the validation of Services in Kubernetes 1.36. */
import { checkDnsLabel, checkDnsSubdomain, checkServiceName } from '../../values/dns-label';
import { given } from '../../values/given';
import { checkLabelKey } from '../../values/label';
import { checkPort } from '../../values/port';
import { isUnresolved } from '../../values/unresolved';
import { checkLabels } from './labels';
import { type Part } from './part';
import { checkPortReference } from './probes';
import { checkServiceAddresses } from './service-addresses';

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const MOST_AFFINITY_SECONDS = 86400;
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** A Service. */
export function checkService(service: Part): void {
  warnOfName(service);
  const spec = service.below('spec');
  if (spec === undefined) return;
  const type = spec.isEmpty('type') ? 'ClusterIP' : spec.text('type');
  spec.oneOf('service-type', 'type', TYPES);
  checkPorts(spec, type);
  checkExternalName(spec, type);
  checkLabels(spec, 'selector', 'selector');
  checkAffinity(spec);
  checkServiceAddresses(spec, type);
  checkTraffic(spec, type);
}

/** Servers before 1.36 want a letter first. */
function warnOfName(service: Part): void {
  const metadata = service.part('metadata');
  const name = metadata?.text('name');
  const problem = name === undefined ? undefined : checkServiceName(name);
  if (problem !== undefined && checkDnsLabel(name) === undefined)
    metadata?.warn('service-name', 'name', `${problem}: servers before Kubernetes 1.36 refuse it`, name);
}

function checkPorts(spec: Part, type: string | undefined): void {
  if (spec.hasNone('ports')) {
    if (type !== undefined && type !== 'ExternalName' && !isHeadless(spec))
      spec.fail('service-port', 'ports', 'must have at least one port');
    return;
  }
  const ports = spec.parts('ports');
  const needsNames = spec.list('ports').length > 1;
  const [names, numbers, nodePorts] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const port of ports) {
    if (needsNames && port.isEmpty('name'))
      port.fail('service-port', 'name', 'must be given where there are several ports');
    port.fits('service-port', 'name', checkDnsLabel);
    unique(port, 'name', port.text('name'), names);
    port.mustFit('service-port', 'port', checkPort);
    port.oneOf('service-port', 'protocol', PROTOCOLS);
    const { targetPort } = port.fields;
    // 0 and an empty text become the port.
    if (targetPort !== 0 && targetPort !== '') checkPortReference(port, 'targetPort', 'service-port');
    port.holds('service-port', 'appProtocol', checkLabelKey);
    checkUniqueNumbers(port, numbers, nodePorts);
    const nodePort = port.number('nodePort') ?? 0;
    if (type === 'ClusterIP' && nodePort !== 0)
      port.fail('node-port', 'nodePort', `must not be given where type is ClusterIP, got ${nodePort}`, nodePort);
  }
}

function checkUniqueNumbers(port: Part, numbers: Set<string>, nodePorts: Set<string>): void {
  const { protocol } = port.fields;
  if (isUnresolved(protocol)) return;
  const on = port.text('protocol') ?? 'TCP';
  const [number, nodePort] = [port.number('port'), port.number('nodePort')];
  if (number !== undefined) {
    if (numbers.has(`${on} ${number}`))
      port.fail('service-port', '', `must have a port and protocol of its own, got ${number} ${on} again`);
    numbers.add(`${on} ${number}`);
  }
  if (nodePort === undefined || nodePort === 0) return;
  if (nodePorts.has(`${on} ${nodePort}`))
    port.fail('node-port', 'nodePort', `must be unique, got ${nodePort} ${on} again`, nodePort);
  nodePorts.add(`${on} ${nodePort}`);
}

function unique(port: Part, name: string, value: string | undefined, seen: Set<string>): void {
  if (value === undefined) return;
  if (seen.has(value)) port.fail('service-port', name, `must be unique, got ${given(value)} again`, value);
  seen.add(value);
}

/** Whether `None` is asked for: then there may be no ports. Also where it is not known yet. */
function isHeadless(spec: Part): boolean {
  const { clusterIP, clusterIPs } = spec.fields;
  if (isUnresolved(clusterIP) || isUnresolved(clusterIPs)) return true;
  const [first] = spec.list('clusterIPs');
  return clusterIP === 'None' || first === 'None' || isUnresolved(first);
}

function checkExternalName(spec: Part, type: string | undefined): void {
  const { externalName } = spec.fields;
  if (type !== 'ExternalName') {
    const isOther = type !== undefined && typeof externalName === 'string' && externalName !== '';
    if (isOther) spec.warn('external-name', 'externalName', `is not used where type is ${type}`, externalName);
    return;
  }
  if (!spec.require('external-name', 'externalName') || typeof externalName !== 'string' || isUnresolved(externalName))
    return;
  const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName;
  const problem = checkDnsSubdomain(name);
  if (problem !== undefined) spec.fail('external-name', 'externalName', problem, externalName);
}

function checkAffinity(spec: Part): void {
  spec.oneOf('session-affinity', 'sessionAffinity', ['ClientIP', 'None']);
  if (spec.text('sessionAffinity') !== 'ClientIP') return;
  const client = spec.part('sessionAffinityConfig')?.part('clientIP');
  client?.within('session-affinity', 'timeoutSeconds', 1, MOST_AFFINITY_SECONDS);
}

function checkTraffic(spec: Part, type: string | undefined): void {
  spec.isOneOf('traffic-policy', 'internalTrafficPolicy', ['Cluster', 'Local']);
  spec.isOneOf('traffic-policy', 'trafficDistribution', DISTRIBUTIONS);
  if (type === undefined) return;
  const isOpen =
    type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && !spec.hasNone('externalIPs'));
  const policy = spec.text('externalTrafficPolicy');
  if (isOpen) spec.oneOf('traffic-policy', 'externalTrafficPolicy', ['Cluster', 'Local']);
  else if (!spec.isEmpty('externalTrafficPolicy'))
    spec.fail('traffic-policy', 'externalTrafficPolicy', `must not be given where type is ${type}`, policy);
  const checkPortOfHealth = type === 'LoadBalancer' && policy === 'Local';
  const healthPort = spec.number('healthCheckNodePort') ?? 0;
  if (healthPort === 0) return;
  if (checkPortOfHealth) spec.fits('traffic-policy', 'healthCheckNodePort', checkPort);
  else if (!isUnresolved(spec.fields['externalTrafficPolicy']))
    spec.fail(
      'traffic-policy',
      'healthCheckNodePort',
      'must not be given unless type is LoadBalancer and externalTrafficPolicy Local',
      healthPort,
    );
}
