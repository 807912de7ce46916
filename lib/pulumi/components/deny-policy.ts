import * as pulumi from '@pulumi/pulumi';
import { DenyPolicy as Deny, type DenyPolicyProps } from '../../security/deny-policy';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { reachOfPolicy } from './scopes';

/** Arguments of the component {@link DenyPolicy}. */
export interface DenyPolicyArgs
  extends
    ComponentArgs,
    Inputs<DenyPolicyProps, 'to' | 'from' | 'notFrom' | 'when' | 'ports' | 'notPorts' | 'dryRun'> {}

/**
 * Refuses some requests, whatever ALLOW policies say: an AuthorizationPolicy.
 *
 * @example
 * new mesh.DenyPolicy('no-admin', { to: reviews, from: [gateway.proxies], paths: ['/admin', '/admin/*'] });
 */
export class DenyPolicy extends pulumi.ComponentResource {
  /** Name of the AuthorizationPolicy. */
  public readonly name: pulumi.Output<string>;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: DenyPolicyArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'DenyPolicy',
      name,
      args,
      opts,
      reach: reachOfPolicy(args.to),
      build: (scope, props: DenyPolicyProps) => new Deny(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    this.name = nameOf(planned.register(this).objects(planned.construct), args.name ?? name);
    this.registerOutputs({ name: this.name });
  }
}
