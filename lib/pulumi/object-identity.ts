import { type Manifest } from '../model/manifest';

/** What makes an object that one: Kubernetes has one of a group, kind, namespace and name, whatever the version. */
export interface ObjectIdentity {
  /** Empty for the core API. */
  readonly group: string;
  readonly kind: string;

  /** Empty for kinds of the whole cluster; may hold tokens. */
  readonly namespace: string;

  /** May hold tokens. */
  readonly name: string;
}

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
  return `${kind}${group === '' ? '' : `.${group}`} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

export function groupAndVersion(apiVersion: unknown): { readonly group: string; readonly version: string } {
  const text = String(apiVersion);
  const slash = text.indexOf('/');
  return slash === -1 ? { group: '', version: text } : { group: text.slice(0, slash), version: text.slice(slash + 1) };
}
