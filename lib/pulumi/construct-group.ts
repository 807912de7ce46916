import * as pulumi from '@pulumi/pulumi';
import { type IConstruct } from 'constructs';
import { type MeshProgram, type MeshProgramProps } from '../program/mesh-program';
import { type YamlComponent } from './aliases';
import { type DeployedTree, newProgram, planTree } from './deploy-tree';
import { IdentityClaims } from './identity-claims';
import { type KubernetesObject } from './kubernetes-object';

/** Options of a {@link ConstructGroup}, beside those of every component: the provider, protect, transforms, aliases, dependsOn. */
export interface ConstructGroupOptions extends pulumi.ComponentResourceOptions {
  /** Props of the program that the constructs are put into. @default - those of MeshProgram */
  readonly program?: MeshProgramProps | undefined;

  /**
   * Components of `@pulumi/kubernetes` that deployed the same objects from YAML, in this stack: the objects are taken over instead of made
   * again. Take it out after the first `up`.
   *
   * @default - none
   */
  readonly deployedBefore?: readonly YamlComponent[] | undefined;

  /**
   * Whether each IstioInstall is installed by Helm, as releases that everything of Istio depends on.
   *
   * @default true
   */
  readonly installs?: boolean | undefined;
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
    const { program: props, deployedBefore, installs, ...opts } = options;
    const program = newProgram(props);
    const made = build(program);
    if (made instanceof Promise)
      throw new Error(
        `${name}: what makes the constructs must not be async, for they have to be there when it returns: await before, or give promises to the constructs`,
      );
    const planned = planTree(program, {
      name,
      owner: `ConstructGroup ${name}`,
      claims: IdentityClaims.of(opts),
      dependsOn: opts.dependsOn,
      deployedBefore,
      installs,
    });
    // A construct that comes later would never be deployed.
    program.node.lock();
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
    const objects = this.deployed.objects(construct);
    const [only, ...others] = kind === undefined ? objects : objects.filter((each) => kindOf(each) === kind);
    if (only && others.length === 0) return only;
    const kinds = objects.map(kindOf).join(', ') || 'none';
    throw new Error(`${construct.node.path}: of() needs a construct with one ${kind ?? 'object'}, got ${kinds}`);
  }

  /** All resources of a construct, for others to depend on: objects, and the releases of an IstioInstall. */
  public all(select: (made: T) => IConstruct): readonly pulumi.CustomResource[] {
    return this.deployed.all(select(this.made));
  }
}

function kindOf(resource: KubernetesObject): string {
  const { __pulumiType } = resource as unknown as { readonly __pulumiType: string };
  return __pulumiType.slice(__pulumiType.lastIndexOf(':') + 1);
}
