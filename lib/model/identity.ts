/** What makes an object that one: Kubernetes has one of a group, kind, namespace and name, whatever the version. */
import { type Manifest } from './manifest';

/** See the file's comment. Parts may hold what stands for values that are only known after deployment. */
export interface ObjectIdentity {
  /** Empty for the core API. */
  readonly group: string;
  readonly kind: string;

  /** Empty for kinds of the whole cluster. */
  readonly namespace: string;
  readonly name: string;
}

/** Of any JSON: what is missing is empty. */
export function identityOf({ apiVersion, kind, metadata }: Manifest): ObjectIdentity {
  const { name, namespace } = (metadata ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
  return {
    group: groupAndVersion(apiVersion).group,
    kind: String(kind),
    namespace: namespace === undefined ? '' : String(namespace),
    name: name === undefined ? '' : String(name),
  };
}

/** `Kind.group namespace/name`, as messages name it and maps are keyed by it. */
export function printIdentity({ group, kind, namespace, name }: ObjectIdentity): string {
  return `${printKind(group, kind)} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** `Kind` of the core API, else `Kind.group`: the same for all versions. */
export function printKind(group: string, kind: string): string {
  return group === '' ? kind : `${kind}.${group}`;
}

/** {@link printKind} of an object. */
export function kindOf({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string {
  return printKind(groupAndVersion(apiVersion).group, String(kind));
}

/** The parts of an `apiVersion`; the core API has the group ''. */
export function groupAndVersion(apiVersion: unknown): { readonly group: string; readonly version: string } {
  const text = String(apiVersion);
  const slash = text.indexOf('/');
  return slash === -1 ? { group: '', version: text } : { group: text.slice(0, slash), version: text.slice(slash + 1) };
}
