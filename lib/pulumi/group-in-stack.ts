import type * as pulumi from '@pulumi/pulumi';
import { identityOf, printIdentity } from '../model/identity';
import { type DeployableObject } from '../program/deployable';
import { type Blueprint, labelOf } from './components/blueprint';
import { MeshStack } from './components/mesh-stack';
import { type Place, type StackView } from './deploy-tree';

/** A ConstructGroup among all that the same provider deploys in a stack: an object that others have registered is an error. */
export class GroupInStack implements StackView {
  private readonly stack: MeshStack;
  private readonly owner: Blueprint;

  public constructor(
    private readonly name: string,
    private readonly opts: pulumi.ComponentResourceOptions,
  ) {
    this.stack = MeshStack.of(opts);
    this.owner = { kind: 'ConstructGroup', name, references: new Set(), claims: [], build: neverRebuilt };
  }

  public problems(found: readonly string[], objects: readonly DeployableObject[]): readonly string[] {
    return [...found, ...objects.flatMap((object) => this.taken(object))];
  }

  public concerns(): boolean {
    return true;
  }

  public placeOf(): Place {
    return { name: this.name, dependsOn: this.opts.dependsOn };
  }

  /** What others have cannot be here: see {@link problems}. */
  public existing(): undefined {
    return undefined;
  }

  public registered(identity: string, resource: pulumi.CustomResource): void {
    this.stack.register(identity, { resource, owner: this.owner, text: undefined });
  }

  private taken({ json, construct }: DeployableObject): string[] {
    const identity = printIdentity(identityOf(json));
    const other = this.stack.find(identity);
    if (!other) return [];
    return [
      `${construct.node.path}: makes ${identity}, which ${labelOf(other.owner)} has registered: put both into one ConstructGroup, or rename one of them`,
    ];
  }
}

/** Components refer to each other, never to a group. */
function neverRebuilt(): never {
  throw new Error('a ConstructGroup is in no other tree');
}
