import { type BoundRoute } from '../../model/gateway-api/bound-route';
import { fieldsOf, itemsOf } from '../../values/json';
import { type L4Route } from '../l4-routes';
import { type CompileContext, weightedBackends } from './backends';

/** A rule of a TLSRoute or TCPRoute, and the connections that it takes. */
export interface CompiledL4Rule {
  readonly section: 'tls' | 'tcp';

  /** Of a TLSRoute; wildcards among them. */
  readonly names: readonly string[];

  /** The only port of a Service that it is for. */
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
      const section = object.kind === 'TLSRoute' ? 'tls' : 'tcp';
      return { section, names: serverNames ?? [], port, route: { object, path, destinations, question } };
    });
  });
}
