import * as pulumi from '@pulumi/pulumi';
import { CanaryRoute as Canary, type CanaryRouteProps } from '../../traffic/canary-route';
import { type Inputs } from './inputs';
import { type MeshService } from './mesh-service';
import { refuseOwnedHosts } from './owned-hosts';
import { type ComponentArgs, planComponent } from './plan-component';
import { type VersionHandle } from './version-handle';

/** Arguments of the component {@link CanaryRoute}. */
export interface CanaryRouteArgs
  extends
    ComponentArgs,
    Inputs<Omit<CanaryRouteProps, 'stable' | 'canary'>, 'steps' | 'step' | 'preview' | 'sessionAffinity' | 'port'> {
  /** The version that takes the rest. */
  readonly stable: VersionHandle<MeshService>;

  /** The new version. */
  readonly canary: VersionHandle<MeshService>;
}

/**
 * Splits the requests of a service between two versions: its VirtualService and DestinationRule.
 *
 * Only for services of `MeshService.fromName`: a MeshApp component has an argument `canary`. With a CircuitBreaker or a FaultInjection for
 * the same service it belongs into one ConstructGroup, for they share objects.
 *
 * @example
 * new mesh.CanaryRoute('ledger', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight: 10 });
 */
export class CanaryRoute extends pulumi.ComponentResource {
  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: CanaryRouteArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseOwnedHosts(`CanaryRoute ${name}`, { stable: args.stable, canary: args.canary }, 'canary: { ... }');
    const planned = planComponent({
      kind: 'CanaryRoute',
      name,
      args,
      opts,
      build: (scope, props: CanaryRouteProps) => new Canary(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    planned.register(this);
    this.registerOutputs({});
  }
}
