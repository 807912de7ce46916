/** What istiod's webhook says of a WorkloadEntry, and of endpoints of a ServiceEntry, which are such entries. */
import { type WorkloadEntrySpec } from '../../../imports/istio/shared';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkIp } from '../../values/ip';
import { checkIstioFqdn } from '../../values/istio-host';
import { isUnixAddress } from '../../values/unix-address';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkUnixSocket } from './common/address';
import { checkLabels } from './common/labels';
import { isSet, type Loose } from './common/loose';
import { specOf } from './common/object';
import { checkPortName, checkPortNumber } from './common/port';

export function checkWorkloadEntry(object: Manifest, report: Report): void {
  checkWorkload(specOf<WorkloadEntrySpec>(object), { kind: 'workload-entry' }, FieldPath.ROOT.field('spec'), report);
}

/** Whose workload it is. */
export interface WorkloadPlace {
  readonly kind: 'workload-entry' | 'service-entry';

  /** Names of the ports of the ServiceEntry that it is an endpoint of, resolved by STATIC: then only IP addresses will do. */
  readonly servicePorts?: ReadonlySet<string>;
}

export function checkWorkload(
  workload: Loose<WorkloadEntrySpec>,
  place: WorkloadPlace,
  path: FieldPath,
  report: Report,
): void {
  const { kind, servicePorts } = place;
  const { network, labels } = workload;
  const address = workload.address ?? '';
  if (address === '') {
    if (!network) {
      report.error(`${kind}/address`, path, 'must have address, or network at least');
      return;
    }
    report.warning(`${kind}/network-only`, path, `has no address in network ${given(network)}`, {
      fix: 'add address, unless the gateway of the network is meant',
    });
  }
  if (isUnixAddress(address)) checkSocket(address, workload, place, path, report);
  else if (address !== '') checkAddress(address, servicePorts === undefined, kind, path.field('address'), report);
  checkEndpointPorts(workload.ports, place, path.field('ports'), report);
  checkLabels(labels, kind, path.field('labels'), report);
}

/** An IP address, or a host name where that will do. Reported as rules `<kind>/endpoint-ip` and `<kind>/endpoint-host`. */
export function checkAddress(address: string, mayBeName: boolean, kind: string, path: FieldPath, report: Report): void {
  const problem = checkIp(address);
  if (problem === undefined || (mayBeName && checkIstioFqdn(address) === undefined)) return;
  if (mayBeName)
    report.error(`${kind}/endpoint-host`, path, `must be an IP address or a host name, got ${given(address)}`, {
      value: address,
    });
  else
    report.error(`${kind}/endpoint-ip`, path, problem, {
      value: address,
      fix: 'use resolution DNS for host names',
    });
}

/** Ports by name. Those of an endpoint have to be ports of its ServiceEntry, which is rule `service-entry/endpoint-port`. */
export function checkEndpointPorts(
  ports: Readonly<Record<string, number | null | undefined>> | null | undefined,
  { kind, servicePorts }: WorkloadPlace,
  path: FieldPath,
  report: Report,
): void {
  for (const name in ports) {
    if (servicePorts !== undefined && !servicePorts.has(name)) {
      const known = [...servicePorts].join(', ') || 'none';
      const message = `must be a port of the ServiceEntry (${known}), got ${given(name)}`;
      report.error(`${kind}/endpoint-port`, path.key(name), message, { value: name });
    }
    checkPortName(name, kind, path.key(name), report);
    checkPortNumber(ports[name], kind, path.key(name), report);
  }
}

function checkSocket(
  address: string,
  { ports }: Loose<WorkloadEntrySpec>,
  { kind, servicePorts }: WorkloadPlace,
  path: FieldPath,
  report: Report,
): void {
  checkUnixSocket(address, kind, path.field('address'), report);
  if (isSet(ports) && Object.keys(ports).length > 0)
    report.error(`${kind}/unix-ports`, path.field('ports'), 'must be left out for a Unix domain socket');
  if (servicePorts !== undefined && servicePorts.size !== 1) {
    const message = `must not be a Unix domain socket unless the ServiceEntry has one port, got ${servicePorts.size} ports`;
    report.error(`${kind}/unix-service-ports`, path.field('address'), message, { value: address });
  }
}
