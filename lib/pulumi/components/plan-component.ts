/** How a component is checked and registered: in one tree with all that it refers to. */
import * as pulumi from '@pulumi/pulumi';
import { type Construct, type IConstruct } from 'constructs';
import { type MeshSettingsProps } from '../../model/settings';
import { type DeployableObject } from '../../program/deployable';
import {
  type DeployedTree,
  newProgram,
  type Place,
  type PlannedTree,
  planTree,
  type StackView,
  type Waits,
} from '../deploy-tree';
import { identityOf, printIdentity } from '../../model/identity';
import { IdentityClaims } from '../identity-claims';
import { withoutTokens } from '../without-tokens';
import { type Blueprint, handle, labelOf, type Reach, referencesIn } from './blueprint';
import { MeshStack } from './mesh-stack';
import { RebuiltTree } from './rebuilt-tree';

/** What every component takes beside its own arguments. */
export interface ComponentArgs {
  /**
   * What it is to know about the mesh.
   *
   * @default - as the components that it refers to; else what the IstioInstall of the same provider says, else Istio's defaults
   */
  readonly settings?: MeshSettingsProps | undefined;
}

/** A component to be. */
export interface ComponentPlan<P, C extends IConstruct> {
  /** Name of its class. */
  readonly kind: string;
  readonly name: string;

  /** {@link ComponentArgs} among them. */
  readonly args: object;
  readonly opts: pulumi.ComponentResourceOptions;

  /** @param props - the arguments, with constructs in the place of components. */
  readonly build: (scope: Construct, props: P) => C;
  readonly reach?: Reach | undefined;
  readonly claims?: readonly string[] | undefined;
}

/** A component that is found to be right, and not yet registered. */
export interface PlannedComponent<C extends IConstruct> {
  /** Type token of its resource. */
  readonly type: string;

  /** In the program of the component itself. */
  readonly construct: C;
  readonly blueprint: Blueprint;

  /** Registers all that is new as children, and `parent` as what others may refer to. */
  register(parent: pulumi.ComponentResource): DeployedTree;
}

/**
 * Builds and checks a component, and all that it refers to, in a program of its own.
 *
 * @throws Error listing all that is wrong; then nothing is registered.
 */
export function planComponent<P, C extends IConstruct>(plan: ComponentPlan<P, C>): PlannedComponent<C> {
  const { kind, name, opts, build } = plan;
  const { settings, ...args } = plan.args as ComponentArgs;
  const stack = MeshStack.of(opts);
  const blueprint: Blueprint = {
    kind,
    name,
    references: referencesIn(args),
    settings,
    reach: plan.reach,
    claims: plan.claims ?? [],
    dependsOn: opts.dependsOn,
    parent: opts.parent,
    build: (scope, rebuilt) => build(scope, rebuilt(args) as P),
  };
  const around = stack.around(blueprint);
  const told = settings ?? around.find((each) => each.settings)?.settings;
  const program = newProgram(told === undefined ? {} : { settings: told });
  const tree = new RebuiltTree(program);
  for (const each of around) tree.constructOf(each);
  const view = new TreeInStack(stack, tree, blueprint);
  const construct = tree.constructOf(blueprint) as C;
  const planned = planTree(program, { name, owner: labelOf(blueprint), claims: IdentityClaims.of(opts), stack: view });
  return {
    type: `istio-constructs:index:${kind}`,
    construct,
    blueprint,
    register: (parent) => register({ planned, blueprint, stack }, parent),
  };
}

function register(
  { planned, blueprint, stack }: { planned: PlannedTree; blueprint: Blueprint; stack: MeshStack },
  parent: pulumi.ComponentResource,
): DeployedTree {
  blueprint.resource = parent;
  const deployed = planned.register(parent);
  handle(parent, blueprint, (construct) => construct);
  stack.add(blueprint);
  return deployed;
}

/** The tree of one component among all that the stack has. */
class TreeInStack implements StackView {
  private readonly before: ReadonlyMap<string, string>;
  private readonly knownProblems: ReadonlySet<string>;
  private readonly texts = new Map<string, string>();

  /** @param blueprint - which the tree does not hold yet. */
  public constructor(
    private readonly stack: MeshStack,
    private readonly tree: RebuiltTree,
    private readonly blueprint: Blueprint,
  ) {
    const { objects, problems } = tree.rendered();
    this.before = textsOf(objects);
    this.knownProblems = new Set(problems);
  }

  public problems(found: readonly string[], objects: readonly DeployableObject[]): readonly string[] {
    const after = textsOf(objects);
    for (const [identity, text] of after) this.texts.set(identity, text);
    return [
      ...found.filter((each) => !this.knownProblems.has(each)),
      ...this.strangers(),
      ...this.stack.rivals(this.blueprint),
      ...[...this.before].flatMap(([identity, text]) => this.changes(identity, text, after.get(identity))),
      ...objects.flatMap((object) => this.taken(object, after)),
    ];
  }

  public concerns(path: string): boolean {
    return path === this.blueprint.name || path.startsWith(`${this.blueprint.name}/`);
  }

  public placeOf(source: IConstruct): Place {
    const { name, resource, dependsOn } = this.ownerOf(source);
    return { name, parent: resource, dependsOn };
  }

  public existing(identity: string): { readonly resource: pulumi.CustomResource | undefined } | undefined {
    const registered = this.stack.find(identity);
    return registered ?? (this.before.has(identity) ? { resource: undefined } : undefined);
  }

  public registered(identity: string, resource: pulumi.CustomResource, source: IConstruct, waits: Waits): void {
    const owner = this.ownerOf(source);
    this.stack.register(identity, { resource, owner, text: this.texts.get(identity) });
    this.stack.order.note(identity, waits, owner.parent);
  }

  /** The default of a namespace comes with it, before all that is in it. */
  public latecomers(identity: string): Promise<readonly pulumi.Resource[]> | undefined {
    return this.blueprint.reach?.role === 'policy' ? this.stack.order.latecomers(identity) : undefined;
  }

  public overtakes(identity: string, others: readonly string[]): void {
    const policy = this.stack.find(identity);
    if (policy?.owner.reach?.role !== 'policy') return;
    for (const other of others) {
      const late = this.stack.find(other);
      if (!late || this.stack.order.precede(identity, other, late.resource)) continue;
      void pulumi.log.warn(
        `${labelOf(policy.owner)} does not wait for ${other} of ${labelOf(late.owner)}, which is made after it: make ${policy.owner.kind} the last of them`,
        policy.owner.resource,
      );
    }
  }

  /** A service that no component owns belongs to who writes rules for it. */
  private ownerOf(source: IConstruct): Blueprint {
    const owner = this.tree.ownerOf(source);
    return owner?.resource ? owner : this.blueprint;
  }

  /** Objects of another cluster would be mixed with those of this one. */
  private strangers(): string[] {
    return [...this.blueprint.references]
      .filter((each) => each.resource && !this.stack.has(each))
      .map(
        (each) =>
          `${labelOf(each)} is deployed by another provider than ${labelOf(this.blueprint)}: name what is meant of it by fromName, GatewayProxies.of or MeshPeer`,
      );
  }

  /** What others have registered stays as it is. */
  private changes(identity: string, before: string, after: string | undefined): string[] {
    if (before === after) return [];
    const owner = this.stack.find(identity)?.owner;
    if (!owner) return [];
    const what = after === undefined ? 'would take away' : 'would change';
    return [
      `${labelOf(this.blueprint)} ${what} ${identity}, which ${labelOf(owner)} has registered: ${adviceFor(owner)}, or put both into one ConstructGroup`,
    ];
  }

  /** Another component makes it as well. */
  private taken({ json, construct }: DeployableObject, after: ReadonlyMap<string, string>): string[] {
    const identity = printIdentity(identityOf(json));
    const other = this.stack.find(identity);
    if (!other || this.before.has(identity)) return [];
    if (other.owner === this.ownerOf(construct) && other.text === after.get(identity)) return [];
    return [
      `${labelOf(other.owner)} and ${labelOf(this.blueprint)} both make ${identity}: put both into one ConstructGroup, or rename one of them`,
    ];
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  MeshApp: 'what shapes an app is an argument of its MeshApp',
  MeshNamespace: "give the MeshNamespace mtls: 'inherit'",
};

function adviceFor({ kind }: Blueprint): string {
  return ADVICE[kind] ?? `make it before ${kind}`;
}

/** By identity. What is not known yet is left open, for it is made anew in each tree. */
function textsOf(objects: readonly DeployableObject[]): Map<string, string> {
  return new Map(
    objects.map(({ json }) => [printIdentity(identityOf(json)), withoutTokens(JSON.stringify(json), '?')]),
  );
}
