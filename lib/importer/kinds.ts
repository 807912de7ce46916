import { type Schema } from './schema';

/** A kind of objects, as it is read from a CRD or an OpenAPI document. */
export interface ImportedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';

  /** Newest first; only what is served. */
  readonly versions: readonly ImportedVersion[];
}

/** A served version of a kind. */
export interface ImportedVersion {
  readonly name: string;
  readonly storage: boolean;

  /** The schema of the whole object. */
  readonly schema: Schema;
}

/** `apiVersion` of the newest version. */
export function apiVersionOf(kind: ImportedKind): string {
  const version = kind.versions[0]?.name ?? '';
  return kind.group === '' ? version : `${kind.group}/${version}`;
}

/** Kubernetes' own order of versions: stable before beta before alpha, the higher number first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [priority(a), priority(b)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index === -1 ? 0 : (right[index] ?? 0) - (left[index] ?? 0);
}

function priority(version: string): readonly number[] {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return [stage === undefined ? 2 : stage === 'beta' ? 1 : 0, Number(major), Number(minor)];
}
