/** What istiod's webhook says of the ingress listeners of a Sidecar. */
import { type ServersTls } from '../../../imports/istio/shared';
import { type Ingress } from '../../../imports/istio/sidecar';
import { given } from '../../values/given';
import { splitHostPort } from '../../values/host-port';
import { isGoInteger } from '../../values/istio-host';
import { layerOf } from '../../values/port-protocol';
import { isUnixAddress } from '../../values/unix-address';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkIpAddress, checkUnixSocket } from './common/address';
import { checkConnectionPool } from './common/connection-pool';
import { isSet, type Loose } from './common/loose';
import { checkPortNumber } from './common/port';
import { checkServerTls } from './common/server-tls';
import { checkListenerPort, checkUniqueNumber } from './sidecar-port';

const KIND = 'sidecar';
/** What the application may be asked at: its own addresses, all of the pod's, or those of the listener. */
const OWN_ADDRESSES: readonly string[] = ['', '127.0.0.1', '0.0.0.0', '::1', '::'];

export function checkIngress(listeners: readonly Loose<Ingress>[], path: FieldPath, report: Report): void {
  if (listeners.length === 0) return;
  const numbers = new Set<number>();
  listeners.forEach((listener, index) => checkListener(listener, numbers, path.item(index), report));
}

function checkListener(listener: Loose<Ingress>, numbers: Set<number>, path: FieldPath, report: Report): void {
  const { port, bind, defaultEndpoint, tls, connectionPool } = listener;
  if (!isSet(port)) {
    report.error('sidecar/ingress-port', path, 'must have port');
    return;
  }
  const at = path.field('port');
  checkListenerPort(port, at, report);
  checkPortNumber(port.number, KIND, at.field('number'), report);
  if (bind) checkIpAddress(bind, KIND, path.field('bind'), report);
  checkUniqueNumber(port.number ?? 0, numbers, at, report);
  if (defaultEndpoint) checkDefaultEndpoint(defaultEndpoint, path.field('defaultEndpoint'), report);
  const layer = layerOf(port.protocol ?? '');
  if (isSet(tls)) checkTls(tls, layer === 'tls', path.field('tls'), report);
  checkConnectionPool(connectionPool, KIND, path.field('connectionPool'), report);
  if (isSet(connectionPool?.http) && layer !== 'http')
    report.warning(
      'sidecar/http-pool',
      path.field('connectionPool').field('http'),
      `has no effect on protocol ${given(port.protocol ?? '')}, which is none of HTTP`,
      { fix: 'give the port an HTTP protocol, or keep to connectionPool.tcp' },
    );
}

function checkDefaultEndpoint(endpoint: string, path: FieldPath, report: Report): void {
  const details = { value: endpoint };
  if (isUnixAddress(endpoint)) {
    checkUnixSocket(endpoint, KIND, path, report);
    return;
  }
  const parts = splitHostPort(endpoint);
  if (parts === undefined) {
    const message = `must be an address and a port such as 127.0.0.1:8080, or unix:// and a path, got ${given(endpoint)}`;
    report.error('sidecar/default-endpoint', path, message, details);
    return;
  }
  const { host, port } = parts;
  if (!OWN_ADDRESSES.includes(host)) {
    const message = `must be a port of 127.0.0.1, 0.0.0.0, [::1] or [::], or unix:// and a path, got ${given(endpoint)}`;
    report.error('sidecar/default-endpoint-host', path, message, details);
  }
  if (isGoInteger(port)) checkPortNumber(Number(port), KIND, path, report);
  else
    report.error(
      'sidecar/default-endpoint-port',
      path,
      `must end in the number of a port, got ${given(endpoint)}`,
      details,
    );
}

/** What Gateways have and Sidecars do not, and then what both have. */
function checkTls(tls: Loose<ServersTls>, ends: boolean, path: FieldPath, report: Report): void {
  for (const field of ['subjectAltNames', 'credentialName', 'credentialNames', 'tlsCertificates'] as const) {
    const value = tls[field];
    if (isSet(value) && value.length > 0) reportUnsupported(path.field(field), report);
  }
  if (tls.httpsRedirect === true) reportUnsupported(path.field('httpsRedirect'), report);
  const { mode } = tls;
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') {
    const message = `must be SIMPLE, MUTUAL, OPTIONAL_MUTUAL or PASSTHROUGH, got ${given(mode)}`;
    report.error('sidecar/tls-mode', path.field('mode'), message, { value: mode });
  }
  if (!ends)
    report.error('sidecar/tls-other', path, 'must be left out where the protocol is neither HTTPS nor TLS', {
      fix: 'use protocol TLS or HTTPS',
    });
  checkServerTls(tls, KIND, path, report);
}

function reportUnsupported(path: FieldPath, report: Report): void {
  report.error('sidecar/tls-unsupported', path, 'must be left out in Sidecars, only Gateways have it');
}
