import { type IConstruct } from 'constructs';
import { type Check, kind, known, required } from '../tree/props';
import { type IMeshNamespace, type IMeshWorkload, isMeshNamespace, isMeshWorkload } from '../tree/handles';
import { MeshSettings } from '../tree/mesh-settings';

/** The mesh as a whole: its policies live in the root namespace. */
export class WholeMesh {
  /** The mesh as a whole. */
  public static readonly scope = new WholeMesh();

  private readonly wholeMesh = true;

  private constructor() {
    void this.wholeMesh;
  }
}

/** What a policy applies to: `WholeMesh.scope`, a namespace, or one app. */
export type PolicyScope = WholeMesh | IMeshNamespace | IMeshWorkload;

/** Checks a {@link PolicyScope}. */
export const scopeCheck: Check = required(
  known(
    kind(
      'WholeMesh.scope, a MeshNamespace or a MeshApp',
      (value) => value instanceof WholeMesh || isMeshNamespace(value) || isMeshWorkload(value),
    ),
  ),
);

/** The namespace in which a policy for `scope` lives. Ask when rendering: the root namespace may be said later. */
export function namespaceOf(construct: IConstruct, scope: PolicyScope): string {
  if (scope instanceof WholeMesh) return MeshSettings.of(construct).rootNamespace;
  return isMeshWorkload(scope) ? scope.namespace.namespaceName : scope.namespaceName;
}

/** A policy without selector in the root namespace is one for the mesh: who means that has to say so. */
export function rootNamespaceProblems(construct: IConstruct, scope: PolicyScope): string[] {
  if (!isMeshNamespace(scope)) return [];
  const { rootNamespace } = MeshSettings.of(construct);
  return scope.namespaceName === rootNamespace
    ? [`appliesTo: a policy for ${rootNamespace}, the root namespace, applies to the whole mesh: give WholeMesh.scope`]
    : [];
}

/** Whether an app is in the scope. */
export function isWithin(scope: PolicyScope, app: IMeshWorkload): boolean {
  if (scope instanceof WholeMesh) return true;
  return isMeshNamespace(scope) ? scope.namespaceName === app.namespace.namespaceName : scope === app;
}

/** What tells scopes apart: handles of one namespace, made twice, are one scope. */
export function scopeKey(scope: PolicyScope): unknown {
  return isMeshNamespace(scope) ? scope.namespaceName : scope;
}

/** The keys of the scopes that cover what lives in a namespace: its own, that of the namespace, that of the mesh. */
export function coveringKeys(place: { readonly namespace: IMeshNamespace }): readonly unknown[] {
  return [place, place.namespace.namespaceName, WholeMesh.scope];
}

/** `selector` of a policy for `scope`. */
export function selectorOf(scope: PolicyScope): { readonly matchLabels: Readonly<Record<string, string>> } | undefined {
  return isMeshWorkload(scope) ? { matchLabels: scope.selector } : undefined;
}

/** For messages: what the scope is called. */
export function describeScope(scope: PolicyScope): string {
  if (scope instanceof WholeMesh) return 'the mesh';
  return isMeshWorkload(scope) ? `app ${scope.serviceName}` : `namespace ${scope.namespaceName}`;
}
