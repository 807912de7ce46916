import * as pulumi from '@pulumi/pulumi';
import { CircuitBreaker as Breaker, type CircuitBreakerProps } from '../../traffic/circuit-breaker';
import { type CircuitBreakerArgs as BreakerArgs } from './mesh-app-args';
import { type MeshService } from './mesh-service';
import { refuseOwnedHosts } from './owned-hosts';
import { type ComponentArgs, planComponent } from './plan-component';

/** Arguments of the component {@link CircuitBreaker}. */
export interface CircuitBreakerArgs extends ComponentArgs, Omit<BreakerArgs, 'perVersion'> {
  /** The service that is protected. */
  readonly app: MeshService;
}

/**
 * Takes failing pods of a service out of the balancing, and limits what callers may ask at a time: its DestinationRule.
 *
 * Only for services of `MeshService.fromName`: a MeshApp component has an argument `circuitBreaker`. With a CanaryRoute for the same service
 * it belongs into one ConstructGroup, for they share objects; so does what differs for single versions, which only counts where a route leads
 * to them.
 *
 * @example
 * new mesh.CircuitBreaker('ledger', { app: ledger, consecutive5xxErrors: 3 });
 */
export class CircuitBreaker extends pulumi.ComponentResource {
  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: CircuitBreakerArgs, opts: pulumi.ComponentResourceOptions = {}) {
    if ('perVersion' in args && args.perVersion !== undefined) {
      throw new Error(
        `CircuitBreaker ${name}: perVersion must be left out, for no route leads to single versions: put it into one ConstructGroup with a CanaryRoute`,
      );
    }
    refuseOwnedHosts(`CircuitBreaker ${name}`, { app: args.app }, 'circuitBreaker: { ... }');
    const planned = planComponent({
      kind: 'CircuitBreaker',
      name,
      args,
      opts,
      build: (scope, props: CircuitBreakerProps) => new Breaker(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    planned.register(this);
    this.registerOutputs({});
  }
}
