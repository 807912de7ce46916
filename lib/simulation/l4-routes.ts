import { fullHostName } from '../model/host-names';
import { gatewayName } from '../model/host-names';
import { type MeshConfiguration } from '../model/mesh-configuration';
import { type MeshObject } from '../model/mesh-object';
import { type MeshVirtualService } from '../model/virtual-services';
import { isWithin } from '../values/ip';
import { hostCovers } from '../values/istio-host';
import { fieldsOf, itemsOf, numberOf, textFieldsOf, textOf, textsOf } from '../values/json';
import { isForProxy, type RoutedProxy } from './route-table';

/** Where connections of a `tls` or `tcp` route go. */
export interface L4Destination {
  readonly host: string;
  readonly subset: string | undefined;
  readonly port: number | undefined;
  readonly share: number;
  readonly path: string;
}

/** A `tls` or `tcp` route that takes a connection. */
export interface L4Route {
  readonly object: MeshObject;
  readonly path: string;
  readonly destinations: readonly L4Destination[];

  /** Of the server names that it has been chosen by, the length of the closest; a gateway takes the route of the closest. */
  readonly closeness: number;

  /** What decides whether the route is there at all and is in no file. */
  readonly question: string | undefined;
}

/** A connection, as such routes look at it. */
export interface L4Connection {
  /** Server name; undefined where the bytes are no TLS. */
  readonly sni: string | undefined;

  /** Where it goes; undefined where no file says the address. */
  readonly address: string | undefined;
}

/** The first `tls` route that takes a connection with a server name, else the first `tcp` route for one without. */
export function l4Route(
  { object }: MeshVirtualService,
  connection: L4Connection,
  proxy: RoutedProxy,
  config: MeshConfiguration,
): L4Route | undefined {
  const section = connection.sni === undefined ? 'tcp' : 'tls';
  for (const [index, each] of itemsOf(object.spec[section]).entries()) {
    const route = fieldsOf(each);
    const path = `spec.${section}[${index}]`;
    const blocks = itemsOf(route.match);
    const taken = blocks.find((block) => matches(fieldsOf(block), connection, proxy, object));
    if (blocks.length > 0 && taken === undefined) continue;
    return {
      object,
      path,
      destinations: destinationsOf(route, path, object, config),
      closeness: serverNameLength(textsOf(fieldsOf(taken).sniHosts), connection.sni),
      question: undefined,
    };
  }
  return undefined;
}

function matches(
  block: Readonly<Record<string, unknown>>,
  { sni, address }: L4Connection,
  proxy: RoutedProxy,
  { namespace }: MeshObject,
): boolean {
  const condition = {
    port: numberOf(block.port),
    gateways: textsOf(block.gateways).map((gateway) => gatewayName(gateway, namespace)),
    sourceLabels: textFieldsOf(block.sourceLabels),
    sourceNamespace: textOf(block.sourceNamespace),
  };
  if (!isForProxy(condition, proxy)) return false;
  const names = textsOf(block.sniHosts);
  if (sni !== undefined && names.length > 0 && !names.some((name) => hostCovers(name.toLowerCase(), sni))) return false;
  const subnets = textsOf(block.destinationSubnets);
  return subnets.length === 0 || (address !== undefined && subnets.some((subnet) => isIn(address, subnet)));
}

/** How close the closest of the names is that cover a server name: exact ones are closer than any wildcard. */
export function serverNameLength(names: readonly string[], sni: string | undefined): number {
  if (sni === undefined) return 0;
  const lengths = names.map((name) =>
    hostCovers(name.toLowerCase(), sni) ? (name.startsWith('*') ? name.length : Infinity) : 0,
  );
  return Math.max(0, ...lengths);
}

function isIn(address: string, subnet: string): boolean {
  const whole = `${address}/${address.includes(':') ? 128 : 32}`;
  return subnet.includes('/') ? isWithin(whole, subnet) : address === subnet;
}

function destinationsOf(
  route: Readonly<Record<string, unknown>>,
  path: string,
  { namespace }: MeshObject,
  config: MeshConfiguration,
): L4Destination[] {
  const entries = itemsOf(route.route).map(fieldsOf);
  const weightOf = (entry: Readonly<Record<string, unknown>>) =>
    entries.length === 1 ? 1 : Math.max(numberOf(entry.weight) ?? 0, 0);
  const total = entries.reduce((sum, entry) => sum + weightOf(entry), 0);
  return entries.flatMap((entry, index) => {
    const weight = weightOf(entry);
    if (weight === 0) return [];
    const { host, subset, port } = fieldsOf(entry.destination);
    return [
      {
        host: fullHostName(textOf(host) ?? '', namespace, config),
        subset: textOf(subset),
        port: numberOf(fieldsOf(port).number),
        share: weight / total,
        path: `${path}.route[${index}]`,
      },
    ];
  });
}
