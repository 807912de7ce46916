import { type IConstruct } from 'constructs';
import { type IMeshNamespace, type IMeshWorkload, isMeshNamespace, isMeshWorkload } from '../tree/handles';
import { ofRoot } from '../tree/root-state';
import { listed } from '../values/listed';
import { coveringKeys, type PolicyScope, scopeKey, WholeMesh } from './policy-scope';

/** An app that wants to know when its callers come to need a rule. */
export interface Restrictable {
  /** The app, or what else lives in a namespace. */
  readonly place: { readonly namespace: IMeshNamespace };

  /** From now on a caller without a rule is refused. */
  restrict(): void;
}

/**
 * In which scopes of a tree callers need a rule. An app that is open to all has no use for the rule that its gateway needs once
 * it is not: with an ALLOW policy, Istio refuses every other caller.
 *
 * Scopes are kept by what they cover, so that neither many apps nor many policies make it slow.
 */
export class AccessScopes {
  /** Those of the tree that `scope` is in. */
  public static of(scope: IConstruct): AccessScopes {
    return ofRoot(scope, 'access-scopes', () => new AccessScopes());
  }

  private readonly closers = new Map<unknown, IConstruct[]>();
  private readonly workloads: Restrictable[] = [];
  private readonly byNamespace = new Map<unknown, Restrictable[]>();
  private readonly byPlace = new Map<unknown, Restrictable[]>();

  private constructor() {
    // One a tree.
  }

  /** Adds an app. */
  public add(workload: Restrictable): void {
    this.workloads.push(workload);
    listed(this.byNamespace, workload.place.namespace.namespaceName).push(workload);
    listed(this.byPlace, workload.place).push(workload);
    if (this.isClosed(workload.place)) workload.restrict();
  }

  /** Says that `closer` makes callers of every app in the scope, present and future, need a rule. */
  public close(scope: PolicyScope, closer: IConstruct): void {
    const known = listed(this.closers, scopeKey(scope));
    // An app says it with each caller that it admits.
    if (known[known.length - 1] === closer) return;
    known.push(closer);
    for (const each of this.within(scope)) each.restrict();
  }

  /** Whether callers of `place` need a rule. */
  public isClosed(place: Restrictable['place']): boolean {
    return coveringKeys(place).some((key) => this.closers.has(key));
  }

  /** Who makes callers of `place` need a rule. */
  public closersOf(place: Restrictable['place']): readonly IConstruct[] {
    return coveringKeys(place).flatMap((key) => this.closers.get(key) ?? []);
  }

  /** The apps of a scope that the program makes. Ask at the end. */
  public appsWithin(scope: PolicyScope): readonly IMeshWorkload[] {
    return this.within(scope).flatMap(({ place }) => (isMeshWorkload(place) ? [place] : []));
  }

  private within(scope: PolicyScope): readonly Restrictable[] {
    if (scope instanceof WholeMesh) return this.workloads;
    const known = isMeshNamespace(scope) ? this.byNamespace.get(scope.namespaceName) : this.byPlace.get(scope);
    return known ?? [];
  }
}
