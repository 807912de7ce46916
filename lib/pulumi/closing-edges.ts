/**
 * What shuts callers out comes after what admits them: STRICT and deny-all after the ALLOW policies and the exceptions of mTLS in
 * their scope. Deleting runs backwards.
 */
import { type Manifest } from '../model/manifest';
import { CLOSING_RANK, rankOf } from '../model/rank';
import { identityOf } from '../model/identity';

interface Scope {
  readonly openers: number[];
  readonly closers: number[];
}

/**
 * Calls `add` for each edge. Of several that close one scope, each follows the one before it, and what closes the mesh follows the
 * last one of each namespace: so there are never more than two edges an object.
 *
 * @param rootNamespace - where policies without a selector count for the whole mesh.
 */
export function closingEdges(
  objects: readonly Manifest[],
  rootNamespace: string,
  add: (from: number, to: number) => void,
): void {
  const bySelector = new Map<string, Scope>();
  const byNamespace = new Map<string, Scope>();
  const mesh: number[] = [];
  objects.forEach((object, index) => {
    if (!isPolicy(object)) return;
    const { namespace } = identityOf(object);
    const selector = selectorOf(object);
    const closes = rankOf(object) === CLOSING_RANK;
    if (closes && selector === undefined && namespace === rootNamespace) {
      mesh.push(index);
      return;
    }
    const role = closes ? 'closers' : 'openers';
    if (selector !== undefined) scopeIn(bySelector, `${namespace} ${selector}`)[role].push(index);
    // Who closes one workload comes after those who admit to it, not after the others.
    if (selector === undefined || !closes) scopeIn(byNamespace, namespace)[role].push(index);
  });
  for (const scope of [...bySelector.values(), ...byNamespace.values()]) chain(scope.closers, scope.openers, add);
  const hubs = [...byNamespace.values()].flatMap(({ closers, openers }) =>
    closers.slice(-1).concat(closers.length > 0 ? [] : openers),
  );
  chain(mesh, hubs, add);
}

function chain(closers: readonly number[], openers: readonly number[], add: (from: number, to: number) => void): void {
  const [first, ...others] = closers;
  if (first === undefined) return;
  for (const opener of openers) add(first, opener);
  others.forEach((closer, index) => {
    add(closer, closers[index] as number);
  });
}

function isPolicy({ apiVersion, kind, spec }: Manifest): boolean {
  if (!String(apiVersion).startsWith('security.istio.io/')) return false;
  if (kind === 'PeerAuthentication') return true;
  const { action = 'ALLOW' } = (spec ?? {}) as { readonly action?: unknown };
  return kind === 'AuthorizationPolicy' && (action === 'ALLOW' || rankOf({ apiVersion, kind, spec }) === CLOSING_RANK);
}

/** The workloads as text; undefined for all of the namespace. */
function selectorOf({ spec }: Manifest): string | undefined {
  const { selector, targetRef, targetRefs } = (spec ?? {}) as Readonly<Record<string, unknown>>;
  const { matchLabels } = (selector ?? {}) as { readonly matchLabels?: object };
  if (matchLabels && Object.keys(matchLabels).length > 0) {
    return JSON.stringify(Object.entries(matchLabels).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  const targets = targetRefs ?? (targetRef === undefined ? undefined : [targetRef]);
  return targets === undefined ? undefined : JSON.stringify(targets);
}

function scopeIn(scopes: Map<string, Scope>, key: string): Scope {
  const scope = scopes.get(key) ?? { openers: [], closers: [] };
  scopes.set(key, scope);
  return scope;
}
