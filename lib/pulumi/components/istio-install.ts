import * as pulumi from '@pulumi/pulumi';
import { IstioInstall as Install, type IstioInstallProps } from '../../install/istio-install';
import { type GatewayProxies } from '../../tree/gateway-proxies';
import { type IMeshNamespace } from '../../tree/handles';
import { type Blueprint, handle } from './blueprint';
import { planComponent } from './plan-component';

/** Arguments of the component {@link IstioInstall}: all of them are known when the program runs, for other components go by them. */
export type IstioInstallArgs = IstioInstallProps;

/**
 * An installation of Istio by Helm: a release for each of its charts, on which everything of Istio that the same provider deploys
 * depends. Make it before all other components: they go by what it says about the mesh. Its add-ons are left to its construct's scripts.
 *
 * @example
 * const install = new mesh.IstioInstall('istio', { version: '1.31' });
 * new mesh.IngressGateway('public', { proxies: install.ingress, servers: [GatewayServer.http({ hosts: ['*'] })] });
 */
export class IstioInstall extends pulumi.ComponentResource {
  /** The version that is installed, patch included, once it is. */
  public readonly version: pulumi.Output<string>;

  /** The namespace of istiod. */
  public readonly namespace: IMeshNamespace;

  private readonly blueprint: Blueprint;
  private readonly construct: Install;
  private readonly proxies = new Map<string, GatewayProxies>();

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: IstioInstallArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'IstioInstall',
      name,
      args,
      opts,
      reach: { role: 'install' },
      build: (scope, props: IstioInstallProps) => new Install(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    this.construct = planned.construct;
    this.blueprint = planned.blueprint;
    const releases = planned.register(this).all(this.construct);
    this.version = pulumi.all(releases.map(({ id }) => id)).apply(() => this.construct.version);
    this.namespace = handle({ ...this.construct.namespace }, this.blueprint, ({ namespace }: Install) => namespace);
    this.registerOutputs({ version: this.version, namespace: this.namespace.namespaceName });
  }

  /** The proxies that let requests in. @throws ConstructError if none are installed. */
  public get ingress(): GatewayProxies {
    return this.proxiesOf('ingress');
  }

  /** The proxies that let requests out. @throws ConstructError if none are installed. */
  public get egress(): GatewayProxies {
    return this.proxiesOf('egress');
  }

  private proxiesOf(direction: 'ingress' | 'egress'): GatewayProxies {
    const proxies = this.proxies.get(direction) ?? this.construct[direction];
    this.proxies.set(direction, proxies);
    return handle(proxies, this.blueprint, (install: Install) => install[direction]);
  }
}
