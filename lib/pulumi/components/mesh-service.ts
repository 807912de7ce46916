import { type Construct } from 'constructs';
import { type BoundPort, type IMeshNamespace, type IPortedService } from '../../tree/handles';
import { MeshService as Service } from '../../traffic/mesh-service';
import { type RoutedServiceOptions } from '../../traffic/routed-mesh-service';
import { type Blueprint, handle, referencesIn } from './blueprint';
import { portOf, portsOf } from './port-handles';
import { VersionHandle } from './version-handle';

/** What {@link MeshService.fromName} is told: see `MeshService` of the constructs. */
export type ServiceOptions<V extends string = string> = Omit<RoutedServiceOptions<V>, 'scope'>;

/**
 * A Service that no MeshApp component makes, and that components write rules for.
 *
 * @example
 * const ledger = mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
 *   client: shop,
 *   ports: [MeshPort.http(80)],
 *   versions: { v1: {}, v2: {} },
 * });
 * new mesh.CanaryRoute('ledger-canary', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight: 5 });
 */
export class MeshService<const V extends string = never> implements IPortedService {
  /** By its name and namespace. What is wrong is told by the component that is given it. */
  public static fromName<const V extends string = never>(
    name: string,
    namespace: IMeshNamespace,
    options: ServiceOptions<V>,
  ): MeshService<V> {
    return new MeshService(name, namespace, options);
  }

  public readonly ports: readonly BoundPort[];

  private readonly blueprint: Blueprint;

  private constructor(
    public readonly serviceName: string,
    public readonly namespace: IMeshNamespace,
    options: ServiceOptions<V>,
  ) {
    const props = { namespace, options };
    this.blueprint = {
      kind: 'MeshService',
      name: serviceName,
      references: referencesIn(props),
      claims: [],
      build: (scope: Construct, rebuilt) => {
        const { namespace: its, options: more } = rebuilt(props);
        return Service.fromName(serviceName, its, { ...more, scope } as RoutedServiceOptions);
      },
    };
    handle(this, this.blueprint, (service) => service);
    // What is missing is told with all else that is wrong.
    const { ports = [] } = options as Partial<ServiceOptions>;
    this.ports = portsOf(this, ports, this.blueprint);
  }

  /** A version, for routes. */
  public version(name: V): VersionHandle<MeshService> {
    return new VersionHandle(this, name, this.blueprint);
  }

  /** A port, for routes and policies. @throws Error if it has no such port. */
  public port(name: string): BoundPort {
    return portOf(this, name, `MeshService ${this.serviceName}`);
  }
}
