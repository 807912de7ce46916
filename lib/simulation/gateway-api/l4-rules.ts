import { type BoundRoute } from '../../model/gateway-api/bound-route';
import { hostCovers } from '../../values/istio-host';
import { fieldsOf, itemsOf } from '../../values/json';
import { type L4Connection, type L4Route, serverNameLength } from '../l4-routes';
import { type RoutedProxy } from '../route-table';
import { type CompileContext, weightedBackends } from './backends';

/** A rule of a TLSRoute or TCPRoute, and the connections that it takes. */
export interface CompiledL4Rule {
  /** Undefined for a TCPRoute, which takes bytes that are no TLS. */
  readonly serverNames: readonly string[] | undefined;
  readonly port: number | undefined;
  readonly route: L4Route;
}

/** Source: istiod's `convertTLSRoute` and `convertTCPRoute`. A rule whose backends all weigh nothing leads nowhere. */
export function gatewayApiL4Rules(bound: readonly BoundRoute[], context: CompileContext): readonly CompiledL4Rule[] {
  return bound.flatMap((route): CompiledL4Rule[] => {
    const { object, serverNames, port, question } = route;
    if (object.kind !== 'TLSRoute' && object.kind !== 'TCPRoute') return [];
    return itemsOf(object.spec.rules).map((rule, index) => {
      const path = `spec.rules[${index}]`;
      const backends = weightedBackends(fieldsOf(rule), path, route, context);
      const nowhere = [{ host: '', port: undefined, share: 1, path: `${path}.backendRefs` }];
      const destinations = (backends.length === 0 ? nowhere : backends).map((backend) => ({
        host: backend.host,
        subset: undefined,
        port: backend.port,
        share: backend.share,
        path: backend.path,
      }));
      return { serverNames, port, route: { object, path, destinations, closeness: 0, question } };
    });
  });
}

/** The first of the rules that takes a connection. */
export function takenRule(
  rules: readonly CompiledL4Rule[],
  { sni }: L4Connection,
  proxy: RoutedProxy,
): L4Route | undefined {
  const rule = rules.find(({ serverNames, port }) => {
    if (port !== undefined && port !== proxy.port) return false;
    if (serverNames === undefined || sni === undefined) return serverNames === sni;
    return serverNames.some((name) => hostCovers(name, sni));
  });
  return rule && { ...rule.route, closeness: serverNameLength(rule.serverNames ?? [], sni) };
}
