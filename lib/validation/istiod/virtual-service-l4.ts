/** TLS and TCP routes of a VirtualService. */
import { type SpecTcp, type SpecTls, type TcpMatch, type TlsMatch } from '../../../imports/istio/virtual-service';
import { given } from '../../values/given';
import { checkIp, checkSubnet } from '../../values/ip';
import { hostCovers } from '../../values/istio-host';
import { type FieldPath } from '../field-path';
import { type Report } from '../report';
import { checkGatewayNames, type GatewayNamer } from './common/gateway-names';
import { checkLabels } from './common/labels';
import { forEachItem, hasItems, isSet, type Loose } from './common/loose';
import { checkMatchPort } from './virtual-service-match';
import { checkWeights } from './virtual-service-weights';

const TLS_GATEWAYS: GatewayNamer = { kind: 'virtual-service' };
const TCP_GATEWAYS: GatewayNamer = { kind: 'virtual-service', silent: true };

/** What names of servers are held against. */
export interface SniContext {
  /** Hosts of the VirtualService. */
  readonly hosts: readonly (string | null | undefined)[] | null | undefined;

  /** What is wrong with a name, an IP address being none. */
  readonly checkName: (host: string) => string | undefined;
}

/** A TLS route: matches by names of servers, which are among the VirtualService's hosts, and destinations. */
export function checkTlsRoute(
  { match, route }: Loose<SpecTls>,
  sni: SniContext,
  fromHttpRoute: boolean,
  path: FieldPath,
  report: Report,
): void {
  if (!hasItems(match)) report.error('virtual-service/tls-match', path, 'must have at least one match');
  forEachItem(match, path.field('match'), (each, at) => {
    checkSniHosts(each, sni, at, report);
    checkL4Match(each, TLS_GATEWAYS, at, report);
  });
  if (!hasItems(route)) report.error('virtual-service/tls-route', path, 'must have at least one destination in route');
  checkWeights(route, fromHttpRoute, path.field('route'), report);
}

/** A TCP route: matches by port and addresses, and destinations. */
export function checkTcpRoute(
  { match, route }: Loose<SpecTcp>,
  fromHttpRoute: boolean,
  path: FieldPath,
  report: Report,
): void {
  forEachItem(match, path.field('match'), (each, at) => checkL4Match(each, TCP_GATEWAYS, at, report));
  if (!hasItems(route)) report.error('virtual-service/tcp-route', path, 'must have at least one destination in route');
  checkWeights(route, fromHttpRoute, path.field('route'), report);
}

function checkSniHosts({ sniHosts }: Loose<TlsMatch>, sni: SniContext, path: FieldPath, report: Report): void {
  if (!hasItems(sniHosts)) report.error('virtual-service/sni-missing', path, 'must have at least one name in sniHosts');
  forEachItem(sniHosts, path.field('sniHosts'), (host, at) => {
    const problem = sni.checkName(host);
    if (problem === undefined) {
      if (!sni.hosts?.some((each) => hostCovers(each ?? '', host)))
        report.error(
          'virtual-service/sni-subset',
          at,
          `must be among the hosts of the VirtualService, got ${given(host)}`,
          {
            value: host,
          },
        );
    } else if (checkIp(host) === undefined) {
      const message = `is an IP address, which most clients do not send as the name of a server, got ${given(host)}`;
      report.warning('virtual-service/sni-ip', at, message, { value: host, fix: 'match destinationSubnets in tcp' });
    } else {
      report.error('virtual-service/sni-host', at, problem, { value: host });
    }
  });
}

// sourceSubnet and sourceNamespace are not looked at.
function checkL4Match(
  match: Loose<TlsMatch> | Loose<TcpMatch>,
  namer: GatewayNamer,
  path: FieldPath,
  report: Report,
): void {
  const { destinationSubnets, port, sourceLabels, gateways } = match;
  if (isSet(destinationSubnets))
    forEachItem(destinationSubnets, path.field('destinationSubnets'), (subnet, at) => checkTo(subnet, at, report));
  if (isSet(port)) checkMatchPort(port, path.field('port'), report);
  if (isSet(sourceLabels)) checkLabels(sourceLabels, 'virtual-service', path.field('sourceLabels'), report);
  if (isSet(gateways)) checkGatewayNames(gateways, namer, path.field('gateways'), report);
}

function checkTo(subnet: string, path: FieldPath, report: Report): void {
  const problem = checkSubnet(subnet);
  if (problem === undefined) return;
  const what = subnet.split('/').length === 2 ? 'cidr' : 'ip';
  report.error(`virtual-service/subnet-${what}`, path, problem, { value: subnet });
}
