/** What istiod's webhook says of a ServiceEntry by its resolution. */
import { type SpecPorts } from '../../../imports/istio/service-entry';
import { given } from '../../values/given';
import { checkIstioFqdn } from '../../values/istio-host';
import { layerOf } from '../../values/port-protocol';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkLabels } from './common/labels';
import { isSet, type Loose } from './common/loose';
import { type Entry } from './service-entry-fields';
import { checkAddress, checkEndpointPorts, checkWorkload } from './workload-entry';

const KIND = 'service-entry';
const SPEC = FieldPath.ROOT.field('spec');
const ENDPOINTS = SPEC.field('endpoints');
const HOSTS = SPEC.field('hosts');
const PORTS = SPEC.field('ports');
const USE_WAYPOINT = 'istio.io/use-waypoint';

/** HTTPS and gRPC-Web are not among them. */
const DYNAMIC_PROTOCOLS: readonly string[] = ['http', 'http2', 'grpc', 'tls'];

export function checkResolution(entry: Entry, report: Report): void {
  const { resolution, hosts } = entry;
  if (resolution === 'NONE') checkNone(entry, report);
  else if (resolution === 'STATIC') checkStatic(entry, report);
  else if (resolution === 'DYNAMIC_DNS') checkDynamicDns(entry, report);
  else checkDns(entry, report);
  const opaque = resolution === 'NONE' || hosts.length < 2 ? -1 : entry.ports.findIndex(isOpaque);
  if (opaque !== -1)
    report.error(
      'service-entry/hosts-opaque-port',
      PORTS.item(opaque),
      `must be a port of HTTP or TLS, for ${hosts.length} hosts cannot be told apart otherwise`,
      { fix: 'write an entry for each host, or give the protocol' },
    );
}

/** Neither requests nor server names are read on it. */
function isOpaque(port: Loose<SpecPorts>): boolean {
  const layer = layerOf(port.protocol ?? '');
  return layer !== 'http' && layer !== 'tls';
}

function checkNone({ spec, endpoints }: Entry, report: Report): void {
  if (endpoints.length > 0)
    report.error('service-entry/none-endpoints', ENDPOINTS, 'must be left out with resolution NONE', {
      fix: 'set resolution to STATIC or DNS',
    });
  if (isSet(spec.workloadSelector))
    report.warning(
      'service-entry/none-selector',
      SPEC.field('workloadSelector'),
      'has no effect with resolution NONE',
      {
        fix: 'set resolution to STATIC',
      },
    );
}

function checkStatic(entry: Entry, report: Report): void {
  const { endpoints } = entry;
  if (endpoints.length === 0) return;
  const place = { kind: KIND, servicePorts: portNames(entry) } as const;
  endpoints.forEach((endpoint, index) => checkWorkload(endpoint, place, ENDPOINTS.item(index), report));
}

function checkDns(entry: Entry, report: Report): void {
  const { hosts, resolution, endpoints } = entry;
  if (endpoints.length === 0) checkResolvable(hosts, resolution, report);
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1)
    report.error('service-entry/round-robin', ENDPOINTS, `must be one at most with resolution ${resolution}`);
  if (endpoints.length > 0) {
    const place = { kind: KIND, servicePorts: portNames(entry) } as const;
    endpoints.forEach((endpoint, index) => {
      const path = ENDPOINTS.item(index);
      checkAddress(endpoint.address ?? '', true, KIND, path.field('address'), report);
      checkEndpointPorts(endpoint.ports, place, path.field('ports'), report);
      checkLabels(endpoint.labels, KIND, path.field('labels'), report);
    });
  }
  if (entry.addresses.length > 0 && hosts.length > 1) checkSharedAddress(entry, report);
}

/** Without endpoints the hosts themselves are looked up. One finding is enough. */
function checkResolvable(hosts: readonly string[], resolution: string, report: Report): void {
  const index = hosts.findIndex((host) => checkIstioFqdn(host) !== undefined);
  if (index === -1) return;
  const message = `must be a host name without * with resolution ${resolution} and no endpoints, got ${given(hosts[index])}`;
  report.error('service-entry/dns-host', HOSTS.item(index), message, {
    value: hosts[index],
    fix: 'name the host, add endpoints, or use resolution DYNAMIC_DNS or NONE',
  });
}

/** TLS counts, for what has an address is told apart by that. */
function checkSharedAddress({ ports, hosts }: Entry, report: Report): void {
  const index = ports.findIndex((port) => {
    const layer = layerOf(port.protocol ?? '');
    return layer === 'tcp' || layer === 'tls';
  });
  if (index === -1) return;
  const message = `is told apart by addresses alone, which are those of ${hosts.length} hosts`;
  report.warning('service-entry/hosts-tcp-port', PORTS.item(index), message, { fix: 'write an entry for each host' });
}

function checkDynamicDns(entry: Entry, report: Report): void {
  const { spec, endpoints, hosts, addresses, ports, labels, resolution } = entry;
  const wanted = (what: string) => `must be ${what} with resolution ${resolution}`;
  hosts.forEach((host, index) => {
    if (host.startsWith('*')) return;
    const message = `${wanted('a wildcard such as *.example.com')}, got ${given(host)}`;
    report.error('service-entry/dynamic-dns-host', HOSTS.item(index), message, {
      value: host,
      fix: 'use resolution DNS for a single host',
    });
  });
  if (addresses.length > 0)
    report.error('service-entry/dynamic-dns-addresses', SPEC.field('addresses'), wanted('left out'));
  if (endpoints.length > 0) report.error('service-entry/dynamic-dns-endpoints', ENDPOINTS, wanted('left out'));
  ports.forEach((port, index) => {
    if (DYNAMIC_PROTOCOLS.includes((port.protocol ?? '').toLowerCase())) return;
    const message = `${wanted('HTTP, HTTP2, GRPC or TLS')}, got ${given(port.protocol ?? '')}`;
    report.error('service-entry/dynamic-dns-protocol', PORTS.item(index).field('protocol'), message, {
      value: port.protocol,
    });
  });
  const waypoint = labels[USE_WAYPOINT] ?? '';
  if (spec.location === 'MESH_INTERNAL' && waypoint !== '' && waypoint.toLowerCase() !== 'none')
    report.error(
      'service-entry/dynamic-dns-waypoint',
      SPEC.field('location'),
      `must be MESH_EXTERNAL with resolution ${resolution} behind a waypoint, got MESH_INTERNAL`,
      { value: spec.location, fix: `drop label ${USE_WAYPOINT}` },
    );
}

function portNames({ ports }: Entry): ReadonlySet<string> {
  return new Set(ports.map((port) => port.name ?? ''));
}
