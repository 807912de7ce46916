/** What istiod's webhook says of the egress listeners of a Sidecar. */
import { type Egress, type EgressPort } from '../../../imports/istio/sidecar';
import { given } from '../../values/given';
import { isUnixAddress } from '../../values/unix-address';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkIpAddress, checkUnixSocket } from './common/address';
import { checkSidecarHost } from './common/namespaced-host';
import { isSet, type Loose } from './common/loose';
import { checkPortNumber } from './common/port';
import { checkListenerPort, checkUniqueNumber } from './sidecar-port';
import { itemsOf } from './common/object';

const KIND = 'sidecar';

/** @param namespace - what `.` in hosts stands for. */
export function checkEgress(
  listeners: readonly Loose<Egress>[],
  namespace: string,
  path: FieldPath,
  report: Report,
): void {
  if (listeners.length === 0) return;
  const numbers = new Set<number>();
  const sockets = new Set<string>();
  listeners.forEach((listener, index) => {
    const at = path.item(index);
    const { port } = listener;
    if (isSet(port)) checkEgressPort(listener, port, numbers, sockets, at, report);
    else if (index < listeners.length - 1)
      report.error('sidecar/catch-all', at, 'must be the last listener, for it has no port and takes what is left', {
        fix: 'put it at the end, or give it a port',
      });
    checkHosts(itemsOf(listener.hosts), namespace, at.field('hosts'), report);
  });
}

function checkEgressPort(
  listener: Loose<Egress>,
  port: Loose<EgressPort>,
  numbers: Set<number>,
  sockets: Set<string>,
  path: FieldPath,
  report: Report,
): void {
  const at = path.field('port');
  const bind = listener.bind ?? '';
  const number = port.number ?? 0;
  checkListenerPort(port, at, report);
  if (number === 0) {
    checkSocket(listener, bind, sockets, path, report);
    return;
  }
  checkPortNumber(number, KIND, at.field('number'), report);
  if (bind !== '') checkIpAddress(bind, KIND, path.field('bind'), report);
  checkUniqueNumber(number, numbers, at, report);
}

/** A listener without a number is a Unix domain socket. */
function checkSocket(
  { captureMode }: Loose<Egress>,
  bind: string,
  sockets: Set<string>,
  path: FieldPath,
  report: Report,
): void {
  const at = path.field('bind');
  const details = { value: bind };
  if (isUnixAddress(bind)) checkUnixSocket(bind, KIND, at, report);
  else
    report.error('sidecar/unix-bind', at, `must be unix:// and a path where port.number is 0, got ${given(bind)}`, {
      ...details,
      fix: 'set port.number, or bind a Unix domain socket',
    });
  if (sockets.has(bind))
    report.error(
      'sidecar/unix-duplicate',
      at,
      `must differ from the sockets of the other listeners, got ${given(bind)} again`,
      details,
    );
  sockets.add(bind);
  if (captureMode === 'IPTABLES')
    report.error(
      'sidecar/unix-capture',
      path.field('captureMode'),
      'must be DEFAULT or NONE for a Unix domain socket, which iptables cannot capture',
      { value: captureMode },
    );
}

function checkHosts(hosts: readonly string[], namespace: string, path: FieldPath, report: Report): void {
  if (hosts.length === 0) report.error('sidecar/hosts', path, 'must have at least one host');
  hosts.forEach((host, index) => checkSidecarHost(host, path.item(index), report));
  if (hosts.length > 1) checkRepeated(hosts, namespace, path, report);
}

/** What is named or covered twice. Hosts that are left out, with `~`, are another matter. */
function checkRepeated(hosts: readonly string[], own: string, path: FieldPath, report: Report): void {
  const named = new Map<string, Set<string>>();
  hosts.forEach((host, index) => {
    const slash = host.indexOf('/');
    if (slash === -1 || host.startsWith('~')) return;
    const namespace = host.slice(0, slash) === '.' ? own : host.slice(0, slash);
    const name = host.slice(slash + 1);
    const names = named.get(namespace) ?? new Set();
    named.set(namespace, names);
    if (name === '*' ? names.size > 0 : names.has(name) || names.has('*'))
      report.warning('sidecar/host-duplicate', path.item(index), `is named or covered twice: ${given(host)}`, {
        value: host,
      });
    names.add(name);
  });
  if (named.size > 1 && named.get('*')?.has('*'))
    report.warning('sidecar/host-all', path, '*/* takes all hosts, so the others have no effect', {
      fix: 'keep */* alone, or drop it',
    });
}
