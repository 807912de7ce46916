import * as pulumi from '@pulumi/pulumi';
import { IngressGateway as Gateway, type IngressGatewayProps } from '../../traffic/ingress-gateway';
import { type GatewayProxies } from '../../tree/gateway-proxies';
import { asString } from '../tokens';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';
import { reachOfPolicy } from './scopes';

/** Arguments of the component {@link IngressGateway}. */
export interface IngressGatewayArgs extends ComponentArgs, Inputs<IngressGatewayProps, 'proxies' | 'servers'> {}

/**
 * Lets requests into the mesh: a Gateway. Apps come behind it by their argument `expose`.
 *
 * @example
 * const gateway = new mesh.IngressGateway('public', {
 *   proxies: install.ingress,
 *   servers: [GatewayServer.http({ hosts: ['shop.example.com'] })],
 * });
 */
export class IngressGateway extends pulumi.ComponentResource {
  /** Name of the Gateway. */
  public readonly name: pulumi.Output<string>;

  /** The proxies behind it. */
  public readonly proxies: GatewayProxies;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: IngressGatewayArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'IngressGateway',
      name,
      args: args.name === undefined ? args : { ...args, name: asString(args.name) },
      opts,
      reach: { role: 'gateway', namespace: reachOfPolicy(args.proxies).namespace },
      build: (scope, props: IngressGatewayProps) => new Gateway(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    const { construct } = planned;
    this.name = nameOf(planned.register(this).objects(construct.gateway), construct.name);
    this.proxies = args.proxies;
    this.registerOutputs({ name: this.name });
  }
}
