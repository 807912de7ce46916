/** What istiod's webhook says of a ServiceEntry. */
import { type ServiceEntrySpec, type SpecPorts } from '../../../imports/istio/service-entry';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkSubnet } from '../../values/ip';
import { checkIstioWildcardDomain, isPartialWildcard } from '../../values/istio-host';
import { layerOf } from '../../values/port-protocol';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkExportTo } from './common/export-to';
import { isSet } from './common/loose';
import { namespaceOf, specOf } from './common/object';
import { checkPortName, checkPortNumber, checkProtocol } from './common/port';
import { checkWorkloadSelector } from './common/selector';
import { checkResolution } from './service-entry-resolution';

const KIND = 'service-entry';
const SPEC = FieldPath.ROOT.field('spec');
const ADDRESSES = SPEC.field('addresses');
const HOSTS = SPEC.field('hosts');
const PORTS = SPEC.field('ports');

/** By which whoever wants no address for a ServiceEntry says so. */
const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

/** The fields that rules read, with Go's values for those that are absent. */
export interface Entry {
  readonly spec: Partial<ServiceEntrySpec>;
  readonly labels: Readonly<Record<string, string>>;
  readonly resolution: NonNullable<ServiceEntrySpec['resolution']>;
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly ports: readonly (SpecPorts | null)[];
}

export function checkServiceEntry(object: Manifest, report: Report): void {
  const spec = specOf<ServiceEntrySpec>(object);
  // What is wrong here hides the rest, for istiod looks no further.
  if (!checkWorkloadSelector(spec.workloadSelector, SPEC.field('workloadSelector'), report)) return;
  const entry = read(object, spec);
  if (isSet(spec.workloadSelector) && (spec.endpoints ?? []).length > 0)
    report.error('service-entry/selector-endpoints', SPEC, 'must not have both workloadSelector and endpoints');
  checkHosts(entry, report);
  checkAddresses(entry, report);
  checkPorts(entry, report);
  checkResolution(entry, report);
  const exporter = { kind: KIND, namespace: namespaceOf(object) } as const;
  checkExportTo(spec.exportTo, exporter, SPEC.field('exportTo'), report);
}

function read(object: Manifest, spec: Partial<ServiceEntrySpec>): Entry {
  const metadata = (object.metadata ?? {}) as { readonly labels?: Readonly<Record<string, string>> | null };
  return {
    spec,
    labels: metadata.labels ?? {},
    resolution: spec.resolution ?? 'NONE',
    hosts: spec.hosts ?? [],
    addresses: spec.addresses ?? [],
    ports: spec.ports ?? [],
  };
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
    if (port === null) return;
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

function checkPort(port: SpecPorts, path: FieldPath, report: Report): void {
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

/** Ports by which hosts cannot be told apart: neither requests nor server names are read on them. */
export function isOpaque(port: SpecPorts | null): boolean {
  const layer = port === null ? 'http' : layerOf(port.protocol ?? '');
  return layer !== 'http' && layer !== 'tls';
}
