/**
 * What istiod's webhook says of a VirtualService. Source: the behaviour of Istio 1.31, measured, and istiod's
 * validation where measurements leave a case open; see {@link CHECK_IDS} in
 * `check-ids.virtual-service.ts` for the check behind each rule.
 */
import { type VirtualServiceSpec } from '../../../imports/istio/virtual-service';
import { type Manifest } from '../../model/manifest';
import { given } from '../../values/given';
import { checkIp } from '../../values/ip';
import { checkIstioWildcardDomain, checkSniOfPort, hostsOverlap } from '../../values/istio-host';
import { isJwtClaim } from '../../values/jwt-claim';
import { FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkExportTo } from './common/export-to';
import { checkGatewayNames } from './common/gateway-names';
import { forEachEntry, forEachItem, hasItems, isSet, type Loose } from './common/loose';
import { checkHttpRoute } from './virtual-service-http';
import { checkTcpRoute, checkTlsRoute } from './virtual-service-l4';
import { checkReachable } from './virtual-service-reachable';

const SPEC = FieldPath.ROOT.field('spec');
const HOSTS = SPEC.field('hosts');
const HTTP = SPEC.field('http');
const TLS = SPEC.field('tls');
const TCP = SPEC.field('tcp');

/** Set by Istio itself on what it makes of an HTTPRoute, which may go where other VirtualServices may not. */
const ROUTE_SEMANTICS = 'internal.istio.io/route-semantics';
const MESH = 'mesh';

/** A VirtualService's spec as the API server accepts it. */
type Spec = Loose<VirtualServiceSpec>;

/** The parts of its metadata that decide something. */
interface Metadata {
  readonly namespace?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>> | null | undefined;
}

/** Hosts, gateways and routes of one VirtualService. */
export function checkVirtualService(object: Manifest, report: Report): void {
  const spec = (object.spec ?? {}) as Spec;
  const { namespace, annotations } = (object.metadata ?? {}) as Metadata;
  const fromHttpRoute = annotations?.[ROUTE_SEMANTICS] === 'gateway';
  const isDelegate = !hasItems(spec.hosts);
  if (isDelegate) checkDelegate(spec, report);
  checkGatewayNames(spec.gateways, { kind: 'virtual-service', anyName: fromHttpRoute }, SPEC.field('gateways'), report);
  // Without gateways it applies to the mesh.
  const gatewaysOnly = hasItems(spec.gateways) && !namesMesh(spec);
  if (!gatewaysOnly) checkNoClaims(spec, report);
  checkHosts(spec, gatewaysOnly, report);
  if (!hasItems(spec.http) && !hasItems(spec.tls) && !hasItems(spec.tcp))
    report.error('virtual-service/no-routes', SPEC, 'must have routes in http, tls or tcp');
  forEachItem(spec.http, HTTP, (route, path) => checkHttpRoute(route, { isDelegate, fromHttpRoute }, path, report));
  const sni = { hosts: spec.hosts, checkName: (host: string) => checkHost(host, !namesMesh(spec)) };
  forEachItem(spec.tls, TLS, (route, path) => checkTlsRoute(route, sni, fromHttpRoute, path, report));
  forEachItem(spec.tcp, TCP, (route, path) => checkTcpRoute(route, fromHttpRoute, path, report));
  checkExportTo(
    spec.exportTo as readonly string[],
    { kind: 'virtual-service', namespace },
    SPEC.field('exportTo'),
    report,
  );
  checkReachable(spec, SPEC, report);
}

function namesMesh({ gateways }: Spec): boolean {
  return isSet(gateways) && gateways.includes(MESH);
}

/** Without hosts it is what another VirtualService delegates to: HTTP routes and nothing else. */
function checkDelegate({ gateways, tls, tcp }: Spec, report: Report): void {
  const why = 'must be empty without hosts, for what has none is a delegate, which takes HTTP of the one before it';
  if (hasItems(gateways)) report.error('virtual-service/delegate-gateways', SPEC.field('gateways'), why);
  if (hasItems(tls)) report.error('virtual-service/delegate-tls', TLS, why);
  if (hasItems(tcp)) report.error('virtual-service/delegate-tcp', TCP, why);
}

function checkNoClaims({ http }: Spec, report: Report): void {
  forEachItem(http, HTTP, ({ match }, route) => {
    forEachItem(match, route.field('match'), ({ headers, withoutHeaders }, path) => {
      const refuse = (name: string, _: unknown, at: FieldPath) => {
        if (isJwtClaim(name))
          report.error('virtual-service/jwt-claim-mesh', at, `only gateways can match claims, got ${given(name)}`, {
            value: name,
            fix: `name gateways, and ${MESH} not among them`,
          });
      };
      forEachEntry<object>(headers, {}, path.field('headers'), refuse);
      forEachEntry<object>(withoutHeaders, {}, path.field('withoutHeaders'), refuse);
    });
  });
}

function checkHosts(spec: Spec, gatewaysOnly: boolean, report: Report): void {
  const hosts = (spec.hosts ?? []) as readonly string[];
  const mayBeSniOfPort = gatewaysOnly && hasSniHosts(spec);
  let sound = true;
  for (let index = 0; index < hosts.length; index++) {
    const host = hosts[index] ?? '';
    const problem = checkHost(host, mayBeSniOfPort);
    if (problem !== undefined && checkIp(host) !== undefined) {
      report.error('virtual-service/host', HOSTS.item(index), `${problem}; or an IP address`, { value: host });
      sound = false;
    } else if (host === '*' && !gatewaysOnly) {
      const fix = `name gateways, and ${MESH} not among them, or the hosts that are meant`;
      report.error('virtual-service/mesh-star', HOSTS.item(index), 'must not be * in the mesh', { value: host, fix });
      sound = false;
    }
  }
  if (sound) checkNoOverlap(hosts, report);
}

function checkHost(host: string, mayBeSniOfPort: boolean): string | undefined {
  return mayBeSniOfPort && host.startsWith('outbound_') && Buffer.byteLength(host) <= 255
    ? checkSniOfPort(host)
    : checkIstioWildcardDomain(host);
}

function hasSniHosts({ tls }: Spec): boolean {
  return isSet(tls) && tls.some((route) => route?.match?.some((match) => hasItems(match?.sniHosts)));
}

function checkNoOverlap(hosts: readonly string[], report: Report): void {
  if (hosts.length < 2) return;
  if (!hosts.some((host) => host.startsWith('*')) && new Set(hosts).size === hosts.length) return;
  for (let later = 1; later < hosts.length; later++) {
    const host = hosts[later] ?? '';
    const earlier = hosts.slice(0, later).find((each) => hostsOverlap(each, host));
    if (earlier !== undefined)
      report.error(
        'virtual-service/host-overlap',
        HOSTS.item(later),
        `must not overlap ${earlier}, got ${given(host)}`,
        {
          value: host,
        },
      );
  }
}
