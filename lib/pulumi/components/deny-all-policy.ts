import * as pulumi from '@pulumi/pulumi';
import { DenyAllPolicy as DenyAll, type DenyAllPolicyProps } from '../../security/deny-all-policy';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { reachOfPolicy } from './scopes';

/** Arguments of the component {@link DenyAllPolicy}. */
export interface DenyAllPolicyArgs
  extends ComponentArgs, Inputs<DenyAllPolicyProps, 'appliesTo' | 'cutOff' | 'dryRun'> {}

/**
 * Refuses every call in its scope that no ALLOW policy admits: an AuthorizationPolicy.
 *
 * It waits for what admits callers to the apps that it covers. Best make it after them: of apps that are made later it waits for those of the
 * same piece of the program that do not depend on what came after it, and a warning names the others. The policies by which apps of the
 * same provider keep their gateways belong to the MeshApps, whichever is made first.
 *
 * @example
 * new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
 */
export class DenyAllPolicy extends pulumi.ComponentResource {
  /** Name of the AuthorizationPolicy. */
  public readonly name: pulumi.Output<string>;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: DenyAllPolicyArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'DenyAllPolicy',
      name,
      args,
      opts,
      reach: reachOfPolicy(args.appliesTo),
      build: (scope, props: DenyAllPolicyProps) => new DenyAll(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    this.name = nameOf(planned.register(this).objects(planned.construct), args.name ?? name);
    this.registerOutputs({ name: this.name });
  }
}
