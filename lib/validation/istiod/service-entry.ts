/** What istiod's webhook says of a ServiceEntry. */
import { type ServiceEntrySpec, type SpecPorts } from '../../../imports/istio/service-entry';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkSubnet } from '../../values/ip';
import { checkIstioWildcardDomain, isPartialWildcard } from '../../values/istio-host';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkExportTo } from './common/export-to';
import { isSet, type Loose } from './common/loose';
import { itemsOf, namespaceOf, specOf } from './common/object';
import { checkPortName, checkPortNumber, checkProtocol } from './common/port';
import { checkWorkloadSelector } from './common/selector';
import { type Entry, readEntry } from './service-entry-fields';
import { checkResolution } from './service-entry-resolution';

const KIND = 'service-entry';
const SPEC = FieldPath.ROOT.field('spec');
const ADDRESSES = SPEC.field('addresses');
const HOSTS = SPEC.field('hosts');
const PORTS = SPEC.field('ports');

/** By which whoever wants no address for a ServiceEntry says so. */
const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

export function checkServiceEntry(object: Manifest, report: Report): void {
  const spec = specOf<ServiceEntrySpec>(object);
  // What is wrong here hides the rest, for istiod looks no further.
  if (!checkWorkloadSelector(spec.workloadSelector, SPEC.field('workloadSelector'), report)) return;
  const entry = readEntry(object, spec);
  if (isSet(spec.workloadSelector) && entry.endpoints.length > 0)
    report.error('service-entry/selector-endpoints', SPEC, 'must not have both workloadSelector and endpoints');
  checkHosts(entry, report);
  checkAddresses(entry, report);
  checkPorts(entry, report);
  checkResolution(entry, report);
  const exporter = { kind: KIND, namespace: namespaceOf(object) } as const;
  checkExportTo(itemsOf(spec.exportTo), exporter, SPEC.field('exportTo'), report);
}

function checkHosts({ hosts, resolution }: Entry, report: Report): void {
  if (hosts.length === 0) report.error('service-entry/hosts', HOSTS, 'must have at least one host');
  hosts.forEach((host, index) => {
    if (host === '*') {
      report.error('service-entry/host-all', HOSTS.item(index), 'must not be *, which would be every host', {
        value: host,
      });
      return;
    }
    const problem = checkIstioWildcardDomain(host);
    if (problem !== undefined) report.error('service-entry/host', HOSTS.item(index), problem, { value: host });
    if (resolution !== 'DYNAMIC_DNS' && isPartialWildcard(host)) {
      const message = `has a * for a part of a label, which matches nothing, got ${given(host)}`;
      report.warning('service-entry/host-partial-wildcard', HOSTS.item(index), message, { value: host });
    }
  });
}

function checkAddresses({ addresses, resolution }: Entry, report: Report): void {
  const takesCidrs = resolution === 'NONE' || resolution === 'STATIC';
  addresses.forEach((address, index) => {
    const problem = checkSubnet(address);
    const cidr = address.includes('/');
    const rule = cidr ? 'service-entry/cidr' : 'service-entry/ip';
    if (problem !== undefined) report.error(rule, ADDRESSES.item(index), problem, { value: address });
    if (!cidr || takesCidrs) return;
    const message = `must be an IP address with resolution ${resolution}, got ${given(address)}`;
    report.error('service-entry/cidr-resolution', ADDRESSES.item(index), message, { value: address });
  });
}

function checkPorts(entry: Entry, report: Report): void {
  if (entry.ports.length === 0) return;
  const names = new Set<string>();
  const numbers = new Set<number>();
  const addressless = lacksAddresses(entry);
  entry.ports.forEach((port, index) => {
    const path = PORTS.item(index);
    checkUnique(port.name ?? '', names, 'service-entry/port-name-duplicate', path.field('name'), report);
    checkUnique(port.number ?? 0, numbers, 'service-entry/port-duplicate', path.field('number'), report);
    if (addressless && (!port.protocol || port.protocol === 'TCP'))
      report.warning('service-entry/tcp-address', path, 'takes TCP of all addresses, for the entry has none', {
        fix: 'add addresses, or a protocol that names hosts',
      });
    checkPort(port, path, report);
  });
}

function checkPort(port: Loose<SpecPorts>, path: FieldPath, report: Report): void {
  const { name, number, protocol, targetPort } = port;
  checkPortName(name ?? '', KIND, path.field('name'), report);
  checkPortNumber(number, KIND, path.field('number'), report);
  checkProtocol(protocol, KIND, path.field('protocol'), report);
  if ((targetPort ?? 0) !== 0) checkPortNumber(targetPort, KIND, path.field('targetPort'), report);
}

/** Whether it has no addresses, and Istio gives it none. */
function lacksAddresses({ addresses, resolution, labels }: Entry): boolean {
  if (addresses.length > 0) return false;
  return resolution === 'NONE' || labels[AUTO_ALLOCATE]?.toLowerCase() === 'false';
}

function checkUnique<T>(value: T, seen: Set<T>, rule: string, path: FieldPath, report: Report): void {
  if (seen.has(value))
    report.error(rule, path, `must differ from those of the other ports, got ${given(value)} again`, { value });
  seen.add(value);
}
