import * as pulumi from '@pulumi/pulumi';
import { SidecarScope as Scope, type SidecarScopeProps } from '../../workload/sidecar-scope';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { described } from './scopes';

/** Arguments of the component {@link SidecarScope}. */
export interface SidecarScopeArgs extends ComponentArgs, Inputs<SidecarScopeProps, 'appliesTo' | 'hosts' | 'ingress'> {}

/**
 * Limits what sidecars know of the mesh, and what they may reach: a Sidecar.
 *
 * @example
 * new mesh.SidecarScope('shop', { appliesTo: shop, hosts: [shop, payments], outboundTrafficPolicy: 'REGISTRY_ONLY' });
 */
export class SidecarScope extends pulumi.ComponentResource {
  /** Name of the Sidecar. */
  public readonly name: pulumi.Output<string>;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: SidecarScopeArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'SidecarScope',
      name,
      args,
      opts,
      claims: [`sidecars of ${described(args.appliesTo)}`],
      build: (scope, props: SidecarScopeProps) => new Scope(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    this.name = nameOf(planned.register(this).objects(planned.construct), args.name ?? name);
    this.registerOutputs({ name: this.name });
  }
}
