/** Hosts of Gateways and Sidecars: a name of a host, which a namespace and a slash may or must precede. */
import { given } from '../../../values/given';
import { checkIp } from '../../../values/ip';
import { checkIstioLabel, checkIstioWildcardDomain, isIstioLabel, isPartialWildcard } from '../../../values/istio-host';
import { type FieldPath } from '../../field-path';
import { type Report } from '../../report';

/**
 * `host` or `namespace/host` of a server of a Gateway. Reported as rules `gateway/host-empty-part`, `gateway/host-namespace` and those
 * of host names.
 *
 * @param converted - whether Istio made the Gateway from one of the Gateway API, where the namespace `~` means that no route is there.
 */
export function checkGatewayHost(host: string, converted: boolean, path: FieldPath, report: Report): void {
  const slash = host.indexOf('/');
  if (slash === -1) {
    checkName(host, host, 'gateway', path, report);
    return;
  }
  const namespace = host.slice(0, slash);
  checkWhole(host, slash, 'gateway', path, report);
  if (!isNamespace(namespace) && !(converted && namespace === '~'))
    reportNamespace(host, namespace, 'gateway', '*, .', path, report);
  checkName(host.slice(slash + 1), host, 'gateway', path, report);
}

/** `namespace/host` of an egress listener of a Sidecar; `~` before the namespace leaves the host out. Reported likewise. */
export function checkSidecarHost(host: string, path: FieldPath, report: Report): void {
  const slash = host.indexOf('/');
  if (slash === -1) {
    report.error('sidecar/host-form', path, `must be a namespace, / and a host name, got ${given(host)}`, {
      value: host,
      fix: `write ./${host} for the own namespace, or */${host}`,
    });
    return;
  }
  const prefix = host.slice(0, slash);
  const namespace = prefix.startsWith('~') ? prefix.slice(1) : prefix;
  checkWhole(host, slash, 'sidecar', path, report);
  if (!isNamespace(namespace)) reportNamespace(host, namespace, 'sidecar', '*, ., ~', path, report);
  checkName(host.slice(slash + 1), host, 'sidecar', path, report);
}

/** The empty one has been said by then, or is that of `~/host`. */
function isNamespace(text: string): boolean {
  return text === '' || text === '*' || text === '.' || isIstioLabel(text);
}

function checkWhole(host: string, slash: number, kind: 'gateway' | 'sidecar', path: FieldPath, report: Report): void {
  if (slash > 0 && slash < host.length - 1) return;
  const message = `must have text on both sides of the slash, got ${given(host)}`;
  report.error(`${kind}/host-empty-part`, path, message, { value: host });
}

function reportNamespace(
  host: string,
  namespace: string,
  kind: 'gateway' | 'sidecar',
  others: string,
  path: FieldPath,
  report: Report,
): void {
  report.error(`${kind}/host-namespace`, path, `namespace ${checkIstioLabel(namespace)}; or ${others}`, {
    value: host,
  });
}

/** One finding a name. `whole` is the entry that it is of. */
function checkName(name: string, whole: string, kind: 'gateway' | 'sidecar', path: FieldPath, report: Report): void {
  if (name === '*' || (name === '' && whole !== '')) return;
  const details = { value: whole };
  const problem = checkIstioWildcardDomain(name);
  if (isPartialWildcard(name))
    report.error(
      `${kind}/host-partial-wildcard`,
      path,
      `must have * for whole labels only, as in *.example.com, got ${given(name)}`,
      details,
    );
  // Gateways take IP addresses as well, but those of IPv6 mostly have no dot.
  else if (problem !== undefined && (kind === 'sidecar' || checkIp(name) !== undefined))
    report.error(`${kind}/host`, path, problem, details);
  else if (!name.includes('.'))
    report.error(`${kind}/host-short`, path, `must be a full host name with a dot, or *, got ${given(name)}`, details);
}
