import { gatewayName } from '../model/host-names';
import { type MeshConfiguration } from '../model/mesh-configuration';
import { type MeshObject, selects } from '../model/mesh-object';
import { type MeshVirtualService } from '../model/virtual-services';
import { isWithin } from '../values/ip';
import { hostCovers } from '../values/istio-host';
import { fieldsOf, itemsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { type WeightedDestination, weightedDestinations } from './destinations';
import { type CompiledL4Rule } from './gateway-api/l4-rules';
import { type RoutedProxy } from './route-table';

/** Where connections go that nobody reads requests of: a `tls` or `tcp` route, or a host without one. */
export interface L4Route {
  readonly object: MeshObject;
  readonly path: string;
  readonly destinations: readonly Omit<WeightedDestination, 'entry'>[];

  /** What decides whether the route is there at all and is in no file. */
  readonly question?: string | undefined;
}

/** A connection, as such routes look at it. */
export interface L4Connection {
  /** Server name; undefined where the bytes are no TLS. */
  readonly sni: string | undefined;

  /** Where it goes; undefined where no file says the address. */
  readonly address: string | undefined;
}

/** What a connection must be like to be taken: Envoy's filter chains. */
export interface L4Condition {
  /** Names of servers, wildcards among them; none for all. */
  readonly names: readonly string[];

  /** CIDRs and addresses; none for all. */
  readonly subnets: readonly string[];
}

/** A route that a proxy got, with its condition. */
export interface ConditionalRoute extends L4Condition {
  readonly route: L4Route;
  readonly service: MeshVirtualService;
}

/** What routes for bytes are made of. */
export interface L4Sources {
  readonly config: MeshConfiguration;

  /** Rules of TLSRoutes and TCPRoutes. */
  readonly rulesOf: (service: MeshVirtualService) => readonly CompiledL4Rule[];
}

/**
 * The `tls` routes of VirtualServices that a proxy's listener gets, or the `tcp` ones, of which those behind one without condition are
 * left out. Source: istiod's `buildSidecarOutboundTLSFilterChainOpts` and its sister for TCP.
 */
export function conditionalRoutes(
  services: readonly MeshVirtualService[],
  section: 'tls' | 'tcp',
  proxy: RoutedProxy,
  { config, rulesOf }: L4Sources,
): readonly ConditionalRoute[] {
  const found: ConditionalRoute[] = [];
  for (const service of services) {
    const { object } = service;
    for (const { route, names, port, section: own } of service.gatewayApi === undefined ? [] : rulesOf(service)) {
      if (own !== section || (port ?? proxy.port) !== proxy.port) continue;
      found.push({ route, service, names, subnets: [] });
      if (section === 'tcp') return found;
    }
    if (service.gatewayApi !== undefined) continue;
    for (const [index, each] of itemsOf(object.spec[section]).entries()) {
      const written = fieldsOf(each);
      const path = `spec.${section}[${index}]`;
      const blocks = itemsOf(written.match).map(fieldsOf);
      const own = blocks.filter((block) => isForListener(block, proxy, object.namespace));
      if (blocks.length > 0 && own.length === 0) continue;
      const place = { namespace: object.namespace, path, config };
      const route = { object, path, destinations: weightedDestinations(written, place) };
      for (const block of own) found.push({ route, service, ...conditionOf(block) });
      if (section === 'tls') continue;
      if (blocks.length === 0) found.push({ route, service, names: [], subnets: [] });
      if (found.at(-1)?.subnets.length === 0) return found;
    }
  }
  return found;
}

/** Unlike in http routes, all that a block says of proxies counts. Source: istiod's `matchTLS` and `matchTCP`. */
function isForListener(
  block: Readonly<Record<string, unknown>>,
  { gateway, port, labels, namespace }: RoutedProxy,
  ownNamespace: string,
): boolean {
  const gateways = textsOf(block.gateways).map((name) => gatewayName(name, ownNamespace));
  return (
    (gateways.length === 0 || gateways.includes(gateway)) &&
    (numberOf(block.port) ?? port) === port &&
    selects(textFieldsOf(block.sourceLabels), labels) &&
    (textOf(block.sourceNamespace) ?? namespace) === namespace
  );
}

function conditionOf(block: Readonly<Record<string, unknown>>): L4Condition {
  return {
    names: textsOf(block.sniHosts).map((name) => name.toLowerCase()),
    subnets: textsOf(block.destinationSubnets),
  };
}

/**
 * The one with the closest condition that a connection meets, the first of several: by the longest prefix of its address, then by its
 * server name, exact before the longest wildcard. Source: Envoy's matching of filter chains.
 */
export function closest<T extends L4Condition>(candidates: readonly T[], connection: L4Connection): T | undefined {
  let best: { readonly found: T; readonly prefix: number; readonly name: number } | undefined;
  for (const found of candidates) {
    const prefix = prefixLength(found.subnets, connection.address);
    const name = nameLength(found.names, connection.sni);
    if (prefix === undefined || name === undefined) continue;
    if (best === undefined || prefix > best.prefix || (prefix === best.prefix && name > best.name))
      best = { found, prefix, name };
  }
  return best?.found;
}

/** 0 where nothing is asked, undefined where none holds. */
function prefixLength(subnets: readonly string[], address: string | undefined): number | undefined {
  if (subnets.length === 0) return 0;
  if (address === undefined) return undefined;
  const length = address.includes(':') ? 128 : 32;
  const holding = subnets.flatMap((subnet) => {
    if (!subnet.includes('/')) return subnet === address ? length : [];
    return isWithin(`${address}/${length}`, subnet) ? Number(subnet.slice(subnet.indexOf('/') + 1)) : [];
  });
  return holding.length === 0 ? undefined : Math.max(...holding);
}

function nameLength(names: readonly string[], sni: string | undefined): number | undefined {
  if (names.length === 0 || names.includes('*')) return 0;
  if (sni === undefined) return undefined;
  const holding = names.flatMap((name) =>
    hostCovers(name, sni) ? (name.startsWith('*') ? name.length : Infinity) : [],
  );
  return holding.length === 0 ? undefined : Math.max(...holding);
}
