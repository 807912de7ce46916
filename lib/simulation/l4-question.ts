import { type MeshVirtualService } from '../model/virtual-services';
import { closest, type ConditionalRoute, type L4Connection } from './l4-routes';
import { type RoutedProxy, type RouteTable } from './route-table';
import { ageQuestion } from './sidecar-virtual-host';

/**
 * What is in no file and decides whether a route for bytes is the one that counts: whether it is there at all, and whether another one that
 * fits a connection as closely is older.
 *
 * @param services - all whose routes the proxy may get
 */
export function l4Question(
  found: ConditionalRoute,
  services: readonly MeshVirtualService[],
  at: {
    readonly routes: RouteTable;
    readonly section: 'tls' | 'tcp';
    readonly proxy: RoutedProxy;
    readonly connection: L4Connection;
  },
): string | undefined {
  if (found.route.question !== undefined) return found.route.question;
  for (const other of services) {
    const unknown = other === found.service ? undefined : ageQuestion(found.service, other, at.proxy.namespace);
    if (unknown === undefined) continue;
    const rival = closest(at.routes.l4Routes([other], at.section, at.proxy), at.connection);
    // Of two that fit as closely the first is taken, whichever it is.
    if (rival !== undefined && closest([rival, found], at.connection) === rival) return unknown.question;
  }
  return undefined;
}
