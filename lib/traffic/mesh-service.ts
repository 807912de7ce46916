import { Chart } from 'cdk8s';
import { ConstructError } from '../tree/construct-error';
import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { checkServiceName } from '../values/dns-label';
import { given } from '../values/given';
import { isUnresolved } from '../values/unresolved';
import { HostRuleIndex } from './host-rules';
import { checkRouted, RoutedMeshService, type RoutedServiceOptions } from './routed-mesh-service';
import { type ServiceRouting } from './service-routing';

/** A Service that the program refers to and does not make. */
export class MeshService {
  /**
   * By its name and namespace: a mere reference, or with `options` a service that routes and policies can be written for.
   *
   * All handles of one service, for the same clients, are one: what they say about its ports and versions is put together, and so is what
   * constructs say about it. They are to name one chart, which then has its VirtualService and DestinationRule.
   *
   * @throws Error if the name is none of a Service; ConstructError listing what is wrong with `options`, or where they contradict
   *   those of another handle.
   *
   * @example
   * const ledger = MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
   *   scope: this,
   *   client: shop,
   *   ports: [MeshPort.http(80)],
   *   versions: { v1: {}, v2: {} },
   * });
   * new CircuitBreaker(this, 'breaker', { app: ledger });
   */
  public static fromName(name: string, namespace: IMeshNamespace): MeshService;
  public static fromName<const V extends string = never>(
    name: string,
    namespace: IMeshNamespace,
    options: RoutedServiceOptions<V>,
  ): RoutedMeshService<V>;
  public static fromName(
    name: string,
    namespace: IMeshNamespace,
    options?: RoutedServiceOptions,
  ): MeshService | RoutedMeshService {
    const problem = isUnresolved(name) ? 'must be known at synthesis' : checkServiceName(name);
    if (problem !== undefined) throw new Error(`MeshService.fromName: name ${problem}`);
    if (!isMeshNamespace(namespace))
      throw new Error(`MeshService.fromName: namespace must be a MeshNamespace, got ${given(namespace)}`);
    return options === undefined ? new MeshService(name, namespace) : routed(name, namespace, options);
  }

  private constructor(
    public readonly serviceName: string,
    public readonly namespace: IMeshNamespace,
  ) {}
}

function routed(name: string, namespace: IMeshNamespace, options: RoutedServiceOptions): RoutedMeshService {
  checkRouted(`MeshService.fromName(${given(name)})`, options);
  const chart = Chart.of(options.scope);
  const known = HostRuleIndex.of<ServiceRouting>(chart).foreign(
    { serviceName: name, namespace },
    options.client,
  )?.service;
  if (!(known instanceof RoutedMeshService)) return new RoutedMeshService(chart, name, namespace, options);
  if (known.chart !== chart) {
    throw new ConstructError(known.node.path, [
      `scope must be in one chart for all handles of the service, which then has its rules: got ${[known.chart, chart]
        .map((each) => each.node.path)
        .sort()
        .join(' and ')}`,
    ]);
  }
  known.extend(options);
  return known;
}
