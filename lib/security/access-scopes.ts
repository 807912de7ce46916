import { type IConstruct } from 'constructs';
import { type IMeshNamespace, isMeshNamespace } from '../tree/handles';
import { ofRoot } from '../tree/root-state';
import { type PolicyScope, WholeMesh } from './policy-scope';

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
 */
export class AccessScopes {
  /** Those of the tree that `scope` is in. */
  public static of(scope: IConstruct): AccessScopes {
    return ofRoot(scope, 'access-scopes', () => new AccessScopes());
  }

  private readonly closed: PolicyScope[] = [];
  private readonly workloads: Restrictable[] = [];

  private constructor() {
    // One a tree.
  }

  /** Adds an app. */
  public add(workload: Restrictable): void {
    this.workloads.push(workload);
    if (this.closed.some((scope) => covers(scope, workload.place))) workload.restrict();
  }

  /** Says that callers of every app in the scope, present and future, need a rule. */
  public close(scope: PolicyScope): void {
    this.closed.push(scope);
    for (const each of this.workloads.filter(({ place }) => covers(scope, place))) each.restrict();
  }
}

function covers(scope: PolicyScope, place: Restrictable['place']): boolean {
  if (scope instanceof WholeMesh) return true;
  return isMeshNamespace(scope) ? scope.namespaceName === place.namespace.namespaceName : scope === place;
}
