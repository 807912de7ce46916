import * as pulumi from '@pulumi/pulumi';
import { type IConstruct } from 'constructs';
import { type MeshProgram, type MeshProgramProps } from '../program/mesh-program';
import { type DeployedTree, newProgram, planTree } from './deploy-tree';
import { type KubernetesObject } from './kubernetes-object';

/** Options of a {@link ConstructGroup}, beside those of every component: the provider, protect, transforms, aliases, dependsOn. */
export interface ConstructGroupOptions extends pulumi.ComponentResourceOptions {
  /** Props of the program that the constructs are put into. @default - those of MeshProgram */
  readonly program?: MeshProgramProps | undefined;
}

/**
 * Constructs, deployed: one resource an object, named by what the object is, so that moving constructs changes nothing that runs.
 *
 * @example
 * const shop = new mesh.ConstructGroup('shop', (program) => new ShopChart(program, 'shop', { host: mesh.asString(zone.name) }));
 * export const gateway = shop.of((chart) => chart.ingress).metadata.name;
 */
export class ConstructGroup<T = unknown> extends pulumi.ComponentResource {
  private readonly made: T;
  private readonly deployed: DeployedTree;

  /**
   * @param name - unique in the stack; what the names of all its resources begin with.
   * @param build - makes the constructs.
   * @throws Error listing all that is wrong with the tree and its objects; then nothing is registered.
   */
  public constructor(name: string, build: (program: MeshProgram) => T, options: ConstructGroupOptions = {}) {
    const { program: props, ...opts } = options;
    const program = newProgram(props);
    const made = build(program);
    const planned = planTree(program, { name, dependsOn: opts.dependsOn });
    super('istio-constructs:index:ConstructGroup', name, {}, opts);
    this.made = made;
    this.deployed = planned.register(this);
    this.registerOutputs({});
  }

  /**
   * The resource of a construct that makes one object.
   *
   * @param select - from what `build` returned to the construct.
   * @param kind - of the object, where the construct makes several.
   * @throws Error naming the kinds that there are, unless exactly one object fits.
   */
  public of(select: (made: T) => IConstruct, kind?: string): KubernetesObject {
    const construct = select(this.made);
    const [only, ...others] = this.deployed
      .all(construct)
      .filter((each) => kind === undefined || kindOf(each) === kind);
    if (only && others.length === 0) return only;
    const kinds = this.deployed.all(construct).map(kindOf).join(', ');
    throw new Error(
      `${construct.node.path}: of() needs a construct with one ${kind ?? 'object'}, got ${kinds === '' ? 'none' : kinds}`,
    );
  }

  /** All resources of a construct, for others to depend on. */
  public all(select: (made: T) => IConstruct): readonly KubernetesObject[] {
    return this.deployed.all(select(this.made));
  }
}

function kindOf(resource: KubernetesObject): string {
  const { __pulumiType } = resource as unknown as { readonly __pulumiType: string };
  return __pulumiType.slice(__pulumiType.lastIndexOf(':') + 1);
}
