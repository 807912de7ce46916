/**
 * Policies that shut callers out, and are made before what admits them. What a resource waits for can be told to Pulumi as a promise: such a policy waits
 * until the running piece of the program has ended, and then for what was made in it.
 *
 * Not for what may itself wait for the policy, by Outputs or `dependsOn` of resources that were made after it: both would wait for ever.
 */
import type * as pulumi from '@pulumi/pulumi';
import { type Waits } from '../deploy-tree';

/** What of a stack came when. */
export class LateOrder {
  private count = 0;
  private readonly positions = new Map<string, number>();

  /** By identity, since when a resource may wait for what is not known. */
  private readonly openSince = new Map<string, number>();

  /** When each parent was met first. */
  private readonly parents = new Map<pulumi.Resource, number>();
  private readonly waiting = new Map<string, pulumi.Resource[]>();

  /** Notes a resource that is registered, and the parent of its component: children wait for what it waits for. */
  public note(identity: string, { isOpen, targets }: Waits, parent: pulumi.Resource | undefined): void {
    const position = ++this.count;
    this.positions.set(identity, position);
    const since = parent === undefined ? 0 : (this.parents.get(parent) ?? position);
    if (parent !== undefined) this.parents.set(parent, since);
    const inherited = targets.map((each) => this.openSince.get(each) ?? 0);
    this.openSince.set(identity, Math.max(isOpen ? position : 0, since, ...inherited));
  }

  /** What of {@link precede} comes until the running piece of the program has ended. */
  public latecomers(identity: string): Promise<readonly pulumi.Resource[]> {
    const late: pulumi.Resource[] = [];
    this.waiting.set(identity, late);
    return new Promise((resolve) => {
      setImmediate(() => {
        this.waiting.delete(identity);
        resolve(late);
      });
    });
  }

  /** Lets a resource wait for one that came later. @returns whether it does. */
  public precede(identity: string, later: string, resource: pulumi.Resource): boolean {
    const late = this.waiting.get(identity);
    const isKnown = (this.openSince.get(later) ?? Infinity) < (this.positions.get(identity) ?? 0);
    if (!late || !isKnown) return false;
    late.push(resource);
    return true;
  }
}
