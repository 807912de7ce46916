import * as pulumi from '@pulumi/pulumi';
import { type DataPlane } from '../../model/data-plane';
import { type IMeshNamespace } from '../../tree/handles';
import { MeshNamespace as Namespace, type MeshNamespaceProps } from '../../workload/mesh-namespace';
import { asString } from '../tokens';
import { type Inputs } from './inputs';
import { nameOf } from './outputs';
import { type ComponentArgs, planComponent } from './plan-component';

/** Arguments of the component {@link MeshNamespace}. */
export interface MeshNamespaceArgs
  extends ComponentArgs, Inputs<MeshNamespaceProps, 'dataPlane' | 'labels' | 'annotations'> {}

/**
 * A namespace whose pods join the mesh, and take mTLS only: its Namespace, and the PeerAuthentication of its default.
 *
 * A StrictMtls for it needs `mtls: 'inherit'` if it says anything else.
 *
 * @example
 * const shop = new mesh.MeshNamespace('shop', { podSecurity: 'restricted' });
 * export const name = shop.name;
 */
export class MeshNamespace extends pulumi.ComponentResource implements IMeshNamespace {
  /** Name of the Namespace. */
  public readonly name: pulumi.Output<string>;

  /** Its name, as other components and constructs refer to it. */
  public readonly namespaceName: string;
  public readonly dataPlane: DataPlane;

  /** @throws Error listing all that is wrong; then nothing is registered. */
  public constructor(name: string, args: MeshNamespaceArgs = {}, opts: pulumi.ComponentResourceOptions = {}) {
    const planned = planComponent({
      kind: 'MeshNamespace',
      name,
      args: args.name === undefined ? args : { ...args, name: asString(args.name) },
      opts,
      build: (scope, props: MeshNamespaceProps) => new Namespace(scope, name, props),
    });
    super(planned.type, name, {}, opts);
    const { construct } = planned;
    this.name = nameOf(planned.register(this).objects(construct.object), construct.namespaceName);
    this.namespaceName = construct.namespaceName;
    this.dataPlane = construct.dataPlane;
    this.registerOutputs({ name: this.name });
  }
}
