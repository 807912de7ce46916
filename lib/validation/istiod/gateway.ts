/** What istiod's webhook says of a Gateway. */
import { type GatewaySpec, type Servers } from '../../../imports/istio/gateway';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkIstioLabel } from '../../values/istio-host';
import { checkPortProtocol, layerOf } from '../../values/port-protocol';
import { isUnixAddress } from '../../values/unix-address';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkIpAddress, checkUnixSocket } from './common/address';
import { checkGatewayHost } from './common/namespaced-host';
import { isSet, type Loose } from './common/loose';
import { itemsOf, specOf } from './common/object';
import { checkPortNumber } from './common/port';
import { checkServerTls } from './common/server-tls';

type Port = Servers['port'];

const KIND = 'gateway';
const METADATA = FieldPath.ROOT.field('metadata');
const SERVERS = FieldPath.ROOT.field('spec').field('servers');

/** By which Istio marks what it made from a Gateway of the Gateway API. */
const SEMANTICS = 'internal.istio.io/gateway-semantics';

interface Metadata {
  readonly name?: string | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
}

export function checkGateway(object: Manifest, report: Report): void {
  const { name, annotations } = (object.metadata ?? {}) as Metadata;
  const converted = annotations?.[SEMANTICS] === 'gateway';
  const inName = converted || !isSet(name) ? undefined : checkIstioLabel(name);
  if (inName !== undefined) report.error('gateway/name', METADATA.field('name'), inName, { value: name });
  const servers = itemsOf(specOf<GatewaySpec>(object).servers);
  if (servers.length === 0) report.error('gateway/servers', SERVERS, 'must have at least one server');
  const names = new Set<string>();
  servers.forEach((server, index) => {
    const path = SERVERS.item(index);
    checkServer(server, converted, path, report);
    checkUnique(server.port, names, path, report);
  });
}

function checkUnique(port: Loose<Port> | null | undefined, names: Set<string>, path: FieldPath, report: Report): void {
  if (!isSet(port)) return;
  const name = port.name ?? '';
  if (names.has(name))
    report.error(
      'gateway/port-name-duplicate',
      path.field('port').field('name'),
      `must differ from the names of the other servers' ports, got ${given(name)} again`,
      { value: name },
    );
  names.add(name);
}

function checkServer(server: Loose<Servers>, converted: boolean, path: FieldPath, report: Report): void {
  const { port, tls } = server;
  const hosts = itemsOf(server.hosts);
  const list = path.field('hosts');
  if (hosts.length === 0) report.error('gateway/hosts', list, 'must have at least one host');
  hosts.forEach((host, index) => checkGatewayHost(host, converted, list.item(index), report));
  checkBind(server, path.field('bind'), report);
  if (isSet(tls)) checkServerTls(tls, KIND, path.field('tls'), report);
  if (!isSet(port)) {
    report.error('gateway/port', path, 'must have port');
    return;
  }
  checkServerPort(port, server.bind ?? '', path.field('port'), report);
  const layer = layerOf(port.protocol ?? '');
  checkTlsByProtocol(server, layer, path, report);
  if (layer !== 'http' && tls?.httpsRedirect === true)
    report.warning(
      'gateway/https-redirect',
      path.field('tls').field('httpsRedirect'),
      `has no effect on protocol ${given(port.protocol)}, which is none of HTTP`,
      { value: true },
    );
}

function checkServerPort(port: Loose<Port>, bind: string, path: FieldPath, report: Report): void {
  const { number, protocol, name } = port;
  // Nothing is sniffed here: a protocol has to be given.
  if (layerOf(protocol ?? '') === undefined)
    report.error('gateway/protocol', path.field('protocol'), checkPortProtocol(protocol ?? '') ?? '', {
      value: protocol,
    });
  if ((number ?? 0) > 0 || !isUnixAddress(bind)) checkPortNumber(number, KIND, path.field('number'), report);
  const { targetPort } = port;
  if ((targetPort ?? 0) > 0)
    report.error('gateway/target-port', path.field('targetPort'), 'must be left out, for Gateways do not use it', {
      value: targetPort,
    });
  if (!name) report.error('gateway/port-name', path.field('name'), 'must be a name', { value: name });
}

function checkBind({ bind, port }: Loose<Servers>, path: FieldPath, report: Report): void {
  if (!bind) return;
  if (!isUnixAddress(bind)) {
    checkIpAddress(bind, KIND, path, report);
    return;
  }
  checkUnixSocket(bind, KIND, path, report);
  const number = (port as Port | null | undefined)?.number ?? 0;
  if (number !== 0)
    report.error('gateway/unix-port', path, `must not be a Unix domain socket with port ${number}`, {
      value: bind,
      fix: 'set port.number to 0',
    });
}

/** TLS where the protocol ends it, and only there; HTTP may redirect to it. */
function checkTlsByProtocol(
  { tls, port }: Loose<Servers>,
  layer: ReturnType<typeof layerOf>,
  path: FieldPath,
  report: Report,
): void {
  const protocol = given(port?.protocol ?? '');
  if (layer === 'tls') {
    if (!isSet(tls)) report.error('gateway/tls-missing', path, `must have tls with protocol ${protocol}`);
    return;
  }
  if (!isSet(tls) || layer === undefined) return;
  const at = path.field('tls');
  if (layer !== 'http') {
    report.error('gateway/tls-other', at, `must be left out with protocol ${protocol}`, {
      fix: 'use protocol TLS or HTTPS',
    });
    return;
  }
  const { mode = 'PASSTHROUGH' } = tls;
  const passes = mode === null || mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  if (passes && !tls.caCertificates && !tls.privateKey && !tls.serverCertificate) return;
  report.error('gateway/tls-http', at, `must have no mode and no certificates with protocol ${protocol}`, {
    fix: 'use protocol HTTPS',
  });
}
