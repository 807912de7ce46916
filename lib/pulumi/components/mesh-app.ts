import * as pulumi from '@pulumi/pulumi';
import { MeshApp as App } from '../../workload/mesh-app';
import { type MeshAppProps } from '../../workload/mesh-app-props';
import {
  type BoundPort,
  type IMeshNamespace,
  type IMeshPeer,
  type IMeshWorkload,
  type PeerSource,
} from '../../tree/handles';
import { type KubernetesObject } from '../kubernetes-object';
import { asString } from '../tokens';
import { type Blueprint } from './blueprint';
import { type MeshAppArgs } from './mesh-app-args';
import { afterAll, outputOfText } from './outputs';
import { planComponent } from './plan-component';
import { portOf, portsOf } from './port-handles';
import { type AppShape, shapeApp } from './shape-app';
import { VersionHandle } from './version-handle';

/**
 * An app of the mesh, and all that shapes it: Deployments, Service and ServiceAccount, its VirtualService and DestinationRule, who may
 * call it.
 *
 * Its objects are registered when it is made, and components that come later cannot change them: a canary, a breaker, faults, routes,
 * gateways and callers are its arguments. What takes more constructs than that stands in a ConstructGroup.
 *
 * @example
 * const reviews = new mesh.MeshApp('reviews', {
 *   namespace: shop,
 *   image: 'registry.example.com/reviews:1.4.0',
 *   versions: { v1: {}, v2: { image: 'registry.example.com/reviews:2.0.0' } },
 *   ports: [MeshPort.http(8080)],
 *   resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
 *   canary: { stable: 'v1', canary: 'v2', weight: 10 },
 *   expose: [{ gateway, hosts: ['shop.example.com'] }],
 * });
 */
export class MeshApp<const V extends string = 'v1'>
  extends pulumi.ComponentResource
  implements IMeshWorkload, IMeshPeer
{
  /** The fully qualified host of its Service. */
  public readonly host: pulumi.Output<string>;

  /** Name of its Service. */
  public readonly serviceName: string;
  public readonly namespace: IMeshNamespace;
  public readonly selector: Readonly<Record<string, string>>;
  public readonly ports: readonly BoundPort[];

  /** Its identity as a caller: its ServiceAccount. */
  public readonly peer: PeerSource;

  /** The objects that it registered itself. */
  public readonly objects: readonly KubernetesObject[];

  private readonly blueprint: Blueprint;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: MeshAppArgs<V>, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'MeshApp',
      name,
      args,
      opts,
      reach: { role: 'workload', namespace: (args.namespace as Partial<IMeshNamespace> | undefined)?.namespaceName },
      claims: publicHosts(args),
      build: (scope, props: MeshAppProps & AppShape) => {
        const { canary, circuitBreaker, faults, routes, expose, allowFrom, ...own } = props;
        const app = new App<string>(scope, name, own);
        shapeApp(app, { canary, circuitBreaker, faults, routes, expose, allowFrom });
        return app;
      },
    });
    super(planned.type, name, {}, opts);
    const { construct, blueprint } = planned;
    this.blueprint = blueprint;
    const deployed = planned.register(this);
    this.objects = deployed.objects(construct);
    this.serviceName = construct.serviceName;
    this.namespace = args.namespace;
    this.selector = construct.selector;
    this.ports = portsOf(this, args.ports, blueprint);
    this.peer = construct.peer;
    this.host = afterAll(deployed.objects(construct.objects.service), outputOfText(construct.host));
    this.registerOutputs({ host: this.host });
  }

  /** A port, for policies and routes. @throws Error if it has no such port. */
  public port(name: string): BoundPort {
    return portOf(this, name, `MeshApp ${this.serviceName}`);
  }

  /** A version. Routes to it are arguments of the app itself. */
  public version(name: V): VersionHandle<this> {
    return new VersionHandle(this, name, this.blueprint);
  }
}

/** Of one host that led to two apps, each component would write a part. */
function publicHosts<V extends string>({ expose = [] }: MeshAppArgs<V>): string[] {
  return expose.flatMap(({ hosts }) =>
    Array.isArray(hosts) ? hosts.map((host: pulumi.Input<string>) => `public host ${asString(host)}`) : [],
  );
}
