import { type ReferenceGrants } from '../model/gateway-api/reference-grants';
import { gatewayName } from '../model/host-names';
import { type MeshConfiguration } from '../model/mesh-configuration';
import { type MeshObject, selects } from '../model/mesh-object';
import { type MeshVirtualService, type VirtualServices } from '../model/virtual-services';
import { itemsOf, textOf } from '../values/json';
import { writtenRoutes } from './delegates';
import { gatewayApiRoutes } from './gateway-api/compiled-routes';
import { type CompiledL4Rule, gatewayApiL4Rules } from './gateway-api/l4-rules';
import { CATCH_ALL, type HttpMatch, httpMatch, isCatchAll, type ProxyCondition } from './http-match';
import { type ConditionalRoute, conditionalRoutes } from './l4-routes';
import { type RouteEffects, routeEffects } from './route-action';
import { Patterns } from './string-match';

/** A route of a proxy: one block of `match`, and what is done to requests that meet it. */
export interface CompiledRoute {
  readonly match: HttpMatch;
  readonly isCatchAll: boolean;
  readonly effects: RouteEffects;

  /** Name that the route is given in its object. */
  readonly name: string | undefined;
  readonly object: MeshObject;

  /** Such as `spec.http[1]`. */
  readonly path: string;

  /** Such as `spec.http[1].match[0]`; as `path` where there is no condition. */
  readonly matchPath: string;

  /** Of a route of the Gateway API; undefined for that of a VirtualService. */
  readonly gatewayApi: GatewayApiRoute | undefined;
}

/** What routes of the Gateway API have that those of VirtualServices have not. */
export interface GatewayApiRoute {
  /** What comes before others, first by the first number; the larger comes first. Age decides where all are equal. */
  readonly precedence: readonly number[];

  /** What decides whether the route is there at all and is in no file. */
  readonly question: string | undefined;
}

/** What istiod knows of a proxy when it makes its routes. */
export interface RoutedProxy {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;

  /** `mesh` for sidecars, else the Gateway whose server it is. */
  readonly gateway: string;

  /** Port of the listener: of the service for sidecars, of the server for gateways. */
  readonly port: number;
}

/** Routes of VirtualServices and of the Gateway API, compiled when they are first asked for. */
export class RouteTable {
  private readonly patterns = new Patterns();
  private readonly compiled = new Map<MeshVirtualService, readonly CompiledRoute[]>();
  private readonly l4Rules = new Map<MeshVirtualService, readonly CompiledL4Rule[]>();

  public constructor(
    private readonly virtualServices: VirtualServices,
    private readonly config: MeshConfiguration,
    private readonly grants: ReferenceGrants,
  ) {}

  /** All routes of a VirtualService, whichever proxies get them. */
  public routesOf(service: MeshVirtualService): readonly CompiledRoute[] {
    const known = this.compiled.get(service);
    if (known !== undefined) return known;
    const routes = this.compile(service);
    this.compiled.set(service, routes);
    return routes;
  }

  /** The routes for bytes that a proxy's listener gets. */
  public l4Routes(
    services: readonly MeshVirtualService[],
    section: 'tls' | 'tcp',
    proxy: RoutedProxy,
  ): readonly ConditionalRoute[] {
    return conditionalRoutes(services, section, proxy, { config: this.config, rulesOf: this.rulesOf });
  }

  private readonly rulesOf = (service: MeshVirtualService): readonly CompiledL4Rule[] => {
    const { config, grants } = this;
    let rules = this.l4Rules.get(service);
    if (rules === undefined) {
      rules = gatewayApiL4Rules(service.gatewayApi ?? [], { config, grants });
      this.l4Rules.set(service, rules);
    }
    return rules;
  };

  private compile(service: MeshVirtualService): readonly CompiledRoute[] {
    const { config, grants } = this;
    if (service.gatewayApi !== undefined) return gatewayApiRoutes(service.gatewayApi, { config, grants });
    return writtenRoutes(service, this.virtualServices, this.config).flatMap(({ route, object, path }) => {
      const effects = routeEffects(route, { namespace: object.namespace, path, config: this.config });
      const name = textOf(route.name);
      const shared = { effects, name, object, path, gatewayApi: undefined };
      const blocks = itemsOf(route.match);
      if (blocks.length === 0) return [{ ...shared, match: CATCH_ALL, isCatchAll: true, matchPath: path }];
      return blocks.map((block, index): CompiledRoute => {
        const match = withFullGateways(httpMatch(block, this.patterns), object.namespace);
        return { ...shared, match, isCatchAll: isCatchAll(match), matchPath: `${path}.match[${index}]` };
      });
    });
  }
}

function withFullGateways(match: HttpMatch, namespace: string): HttpMatch {
  if (match.proxy.gateways.length === 0) return match;
  const gateways = match.proxy.gateways.map((gateway) => gatewayName(gateway, namespace));
  return { ...match, proxy: { ...match.proxy, gateways } };
}

/**
 * Whether a proxy's listener gets a route at all. Where gateways are named, labels and namespace of the proxy are not looked at.
 *
 * Source: istiod's `translateRoute` and `sourceMatchHTTP`.
 */
export function isForProxy(condition: ProxyCondition, proxy: RoutedProxy): boolean {
  if (condition.port !== undefined && condition.port !== proxy.port) return false;
  if (condition.gateways.length > 0) return condition.gateways.includes(proxy.gateway);
  if (!selects(condition.sourceLabels, proxy.labels)) return false;
  return condition.sourceNamespace === undefined || condition.sourceNamespace === proxy.namespace;
}
