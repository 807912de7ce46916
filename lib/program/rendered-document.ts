import { groupAndVersion, printIdentity } from '../model/identity';
import { isUnresolved } from '../values/unresolved';
import { type RenderedDocument } from './rendered';
import { type YamlEmitter } from './yaml-emitter';

/** What is asked of the JSON of an object; an overridden `toJson` may give anything. */
export interface Shape {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown } | null;
}

/**
 * `json` as a document.
 *
 * @param isTree - see {@link YamlEmitter.document}.
 */
export function renderedDocument(json: unknown, path: string, emitter: YamlEmitter, isTree: boolean): RenderedDocument {
  if (json === undefined) return { path, text: '\n', identity: undefined, fileName: undefined };
  const shape: Shape = typeof json === 'object' && json !== null ? json : {};
  return {
    path,
    text: emitter.document(json, isTree),
    identity: identityOf(shape),
    fileName: fileNameOf(shape.kind, shape.metadata?.name),
  };
}

/** The name that cdk8s gives to the file of one object, without its extension. */
export function fileNameOf(kind: unknown, name: unknown): string {
  return `${String(kind)}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

/** API group, kind, namespace and name; undefined where it has no name, or one that is not known yet. */
export function identityOf({ apiVersion, kind, metadata }: Shape): string | undefined {
  const { name, namespace = '' } = metadata ?? {};
  if (!isKnownText(apiVersion) || !isKnownText(kind) || !isKnownText(name) || !isKnownText(namespace)) return undefined;
  return printIdentity({ group: groupAndVersion(apiVersion).group, kind, namespace, name });
}

function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && !isUnresolved(value);
}
