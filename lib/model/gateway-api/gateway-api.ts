import { fieldsOf, itemsOf, textOf } from '../../values/json';
import { addTo } from '../../values/listed';
import { deploymentName, gatewayClasses, isManaged } from '../gateway-api-deployments';
import { fullHostName } from '../host-names';
import { type HostIndex } from '../host-index';
import { type MeshConfiguration } from '../mesh-configuration';
import { type MeshObject } from '../mesh-object';
import { type Namespaces } from '../namespaces';
import { type MeshVirtualService } from '../virtual-services';
import { derivedServices } from './derived-services';
import { type GatewayListener, gatewayListeners } from './listeners';
import { ReferenceGrants } from './reference-grants';

/** What {@link GatewayApi} reads of a mesh. */
export interface GatewayApiSource {
  readonly config: MeshConfiguration;
  readonly namespaces: Namespaces;
  readonly hosts: HostIndex;
  ofKind(group: string, kind: string): readonly MeshObject[];
}

const GROUP = 'gateway.networking.k8s.io';

/** The Gateway API's part of a mesh: listeners, grants, and what istiod makes of routes. ListenerSets are not read. */
export class GatewayApi {
  public readonly grants: ReferenceGrants;

  /** What istiod makes of HTTPRoutes, GRPCRoutes, TLSRoutes and TCPRoutes. */
  public readonly virtualServices: readonly MeshVirtualService[];
  private readonly services = new Map<string, readonly string[]>();
  private readonly byService = new Map<string, GatewayListener[]>();

  public constructor(source: GatewayApiSource) {
    const { config } = source;
    this.grants = new ReferenceGrants(source.ofKind(GROUP, 'ReferenceGrant'));
    const classes = gatewayClasses(source.ofKind(GROUP, 'GatewayClass'));
    const listeners = new Map<string, readonly GatewayListener[]>();
    for (const gateway of source.ofKind(GROUP, 'Gateway')) {
      const name = textOf(gateway.spec.gatewayClassName) ?? '';
      // For proxies elsewhere, of which istiod makes no configuration.
      if (!classes.has(name) || name === 'istio-remote') continue;
      const own = gatewayListeners(gateway, this.grants);
      const services = servicesOf(gateway, config);
      listeners.set(`${gateway.namespace}/${gateway.name}`, own);
      this.services.set(`${gateway.namespace}/${gateway.name}`, services);
      for (const service of services) for (const listener of own) addTo(this.byService, service, listener);
    }
    this.virtualServices = derivedServices(source, listeners, this.grants);
  }

  /** Host names of the Services that lead to the proxies of a Gateway; undefined where there is no such Gateway of Istio's. */
  public servicesOf(namespace: string, name: string): readonly string[] | undefined {
    return this.services.get(`${namespace}/${name}`);
  }

  /** Listeners of the proxies that a Service leads to. */
  public listenersOf(service: string): readonly GatewayListener[] {
    return this.byService.get(service) ?? [];
  }
}

/** Source: istiod's `extractGatewayServices`. */
function servicesOf(gateway: MeshObject, config: MeshConfiguration): readonly string[] {
  const { namespace, spec } = gateway;
  if (isManaged(gateway)) return [fullHostName(deploymentName(gateway), namespace, config)];
  return itemsOf(spec.addresses)
    .map(fieldsOf)
    .filter(({ type }) => type === 'Hostname')
    .map(({ value }) => fullHostName(textOf(value) ?? '', namespace, config));
}
