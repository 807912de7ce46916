import { fieldsOf, textFieldsOf, textOf } from '../values/json';
import { type Manifest } from './manifest';
import { type Source } from './source';

/** An object of the mesh with the parts that every reader needs, read from a manifest of which nothing is certain. */
export interface MeshObject {
  /** API group; empty for that of Kubernetes' core. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;

  /** Empty for what is in none. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;

  /** Seconds since 1970; undefined where the manifest does not say. */
  readonly created: number | undefined;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly manifest: Manifest;
  readonly source: Source | undefined;

  /** Where a field is written: `spec.http[0]`. Undefined where only the object's place is known. */
  readonly positionOf?: ((path: string) => Source) | undefined;
}

/** Kinds that are in no namespace, among those that are read. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set(['Namespace', 'Node', 'GatewayClass', 'PersistentVolume']);

/**
 * Undefined for what has no kind or no name. An object of a namespaced kind without a namespace is in `default`, as kubectl has it.
 */
export function meshObject(
  value: unknown,
  source: Source | undefined,
  positionOf?: (path: string) => Source,
): MeshObject | undefined {
  const manifest = fieldsOf(value) as Manifest;
  const kind = textOf(manifest.kind);
  const metadata = fieldsOf(manifest.metadata);
  const name = textOf(metadata.name);
  if (kind === undefined || name === undefined) return undefined;
  const apiVersion = textOf(manifest.apiVersion) ?? '';
  const slash = apiVersion.indexOf('/');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    kind,
    name,
    namespace: CLUSTER_SCOPED.has(kind) ? '' : (textOf(metadata.namespace) ?? 'default'),
    labels: textFieldsOf(metadata.labels),
    annotations: textFieldsOf(metadata.annotations),
    created: secondsOf(metadata.creationTimestamp),
    spec: fieldsOf(manifest.spec),
    manifest,
    source,
    positionOf,
  };
}

/** YAML readers may have made a Date of it. */
function secondsOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== 'string' && !(timestamp instanceof Date)) return undefined;
  const milliseconds = new Date(timestamp).getTime();
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

/** `VirtualService shop/reviews`. */
export function printObject({ kind, namespace, name }: MeshObject): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** Whether all pairs of a selector are among the labels. An empty selector selects all. */
export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  for (const key in selector) if (labels[key] !== selector[key]) return false;
  return true;
}
