/** The components of one stack that one provider deploys, and the objects that they have registered. */
import type * as pulumi from '@pulumi/pulumi';
import { PerProvider } from '../per-provider';
import { withoutTokens } from '../without-tokens';
import { LateOrder } from './late-order';
import { type Blueprint, labelOf, type Reach } from './blueprint';

/** An object that a component has registered. */
export interface RegisteredObject {
  readonly resource: pulumi.CustomResource;

  /** The component that it belongs to. */
  readonly owner: Blueprint;

  /** Its JSON, with what is not known yet left open. */
  readonly text: string | undefined;
}

/** See the file's comment. */
export class MeshStack {
  /** The one that a component with these options belongs to. */
  public static of(opts: pulumi.ComponentResourceOptions): MeshStack {
    return MeshStack.all.of(opts);
  }

  private static readonly all = new PerProvider(() => new MeshStack());

  /** What came when. */
  public readonly order = new LateOrder();

  private readonly blueprints = new Set<Blueprint>();
  private readonly objects = new Map<string, RegisteredObject>();
  private readonly claims = new Map<string, Blueprint>();

  private constructor() {
    // One a provider.
  }

  /** Adds a component, once it is registered. */
  public add(blueprint: Blueprint): void {
    this.blueprints.add(blueprint);
    for (const each of blueprint.claims) this.claims.set(each, blueprint);
  }

  /** Whether the component is deployed by the same provider. */
  public has(blueprint: Blueprint): boolean {
    return this.blueprints.has(blueprint);
  }

  /**
   * What has to stand in the tree of a component before it: all that it refers to, and what speaks about the same, in the order in
   * which they were made.
   */
  public around(blueprint: Blueprint): readonly Blueprint[] {
    const found = new Set<Blueprint>();
    const add = (each: Blueprint) => {
      if (found.has(each)) return;
      found.add(each);
      each.references.forEach(add);
    };
    blueprint.references.forEach(add);
    const called = [...found].flatMap(({ reach }) => (reach?.role === 'workload' ? [reach] : []));
    for (const each of this.blueprints) {
      const { reach } = each;
      if (isAbout(blueprint.reach, reach) || called.some((one) => reach?.role === 'policy' && isAbout(one, reach)))
        add(each);
    }
    return [...this.blueprints].filter((each) => found.has(each));
  }

  public find(identity: string): RegisteredObject | undefined {
    return this.objects.get(identity);
  }

  public register(identity: string, object: RegisteredObject): void {
    this.objects.set(identity, object);
  }

  /** One line for each thing that another component speaks for already. */
  public rivals(blueprint: Blueprint): string[] {
    return blueprint.claims.flatMap((claim) => {
      const other = this.claims.get(claim);
      return other
        ? [
            `${labelOf(other)} and ${labelOf(blueprint)} both speak for ${withoutTokens(claim, 'that is an Output')}: say it in one of them, or put both into one ConstructGroup`,
          ]
        : [];
    });
  }
}

/** Whether the tree of `one` is right only beside `other`. */
function isAbout(one: Reach | undefined, other: Reach | undefined): boolean {
  // An installation speaks for all.
  if (one?.role === 'install' || other?.role === 'install') return true;
  if (!one || !other) return false;
  if (one.role === 'policy' && other.role === 'policy') return overlap(one, other);
  // Whoever calls what a policy closes may live anywhere.
  if (one.role === 'policy') return !one.isNarrow;
  if (other.role === 'policy') return !other.isNarrow && overlap(one, other);
  return one.role === 'gateway' && other.role === 'gateway' && overlap(one, other);
}

function overlap(one: Reach, other: Reach): boolean {
  return one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
}
