import * as pulumi from '@pulumi/pulumi';
import { FaultInjection as Fault, type FaultInjectionProps } from '../../traffic/fault-injection';
import { type FaultArgs } from './mesh-app-args';
import { type MeshService } from './mesh-service';
import { refuseOwnedHosts } from './owned-hosts';
import { type ComponentArgs, planComponent } from './plan-component';

/** Arguments of the component {@link FaultInjection}. */
export interface FaultInjectionArgs extends ComponentArgs, FaultArgs {
  /** The service whose callers see the fault. */
  readonly app: MeshService;
}

/**
 * Delays or fails requests of a service on purpose: its VirtualService.
 *
 * Only for services of `MeshService.fromName`: a MeshApp component has an argument `faults`. With a CanaryRoute for the same service it
 * belongs into one ConstructGroup, for they share objects.
 *
 * @example
 * new mesh.FaultInjection('ledger', {
 *   app: ledger,
 *   when: HttpMatch.header('x-test').is('delay'),
 *   delay: { duration: Duration.seconds(5) },
 * });
 */
export class FaultInjection extends pulumi.ComponentResource {
  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: FaultInjectionArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuseOwnedHosts(`FaultInjection ${name}`, { app: args.app }, 'faults: { ... }');
    const planned = planComponent({
      kind: 'FaultInjection',
      name,
      args,
      opts,
      build: (scope, props: FaultInjectionProps) => new Fault(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    planned.register(this);
    this.registerOutputs({});
  }
}
