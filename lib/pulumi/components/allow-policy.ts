import * as pulumi from '@pulumi/pulumi';
import { AllowPolicy as Allow, type AllowPolicyProps } from '../../security/allow-policy';
import { type PolicyTarget } from '../../security/access-policy';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { reachOfPolicy } from './scopes';

/** Arguments of the component {@link AllowPolicy}. */
export interface AllowPolicyArgs
  extends
    ComponentArgs,
    Inputs<Omit<AllowPolicyProps, 'to'>, 'from' | 'notFrom' | 'when' | 'ports' | 'notPorts' | 'dryRun'> {
  /** The app that is called, every app of a namespace, the mesh, or gateway proxies such as `install.ingress`. */
  readonly to: PolicyTarget;
}

/**
 * Admits some callers to an app, for some requests, and so refuses all others: an AuthorizationPolicy.
 *
 * Gateways by which a MeshApp is exposed keep their way in, by a policy of the MeshApp. Callers may be made later than what they call: name
 * them by `MeshPeer.serviceAccount`.
 *
 * @example
 * new mesh.AllowPolicy('allow-web', { to: reviews, from: [web], methods: ['GET'], paths: ['/api/*'] });
 */
export class AllowPolicy extends pulumi.ComponentResource {
  /** Name of the AuthorizationPolicy. */
  public readonly name: pulumi.Output<string>;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: AllowPolicyArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'AllowPolicy',
      name,
      args,
      opts,
      reach: reachOfPolicy(args.to),
      build: (scope, props: AllowPolicyProps) => new Allow(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    this.name = nameOf(planned.register(this).objects(planned.construct), args.name ?? name);
    this.registerOutputs({ name: this.name });
  }
}
