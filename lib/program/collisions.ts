/** What cdk8s overwrites or emits twice in silence. */
import { isUnresolved } from '../values/unresolved';
import { type OutputFile, type RenderedDocument } from './rendered';

/** One line for each object of which there are two, by API group, kind, namespace and name. */
export function twinObjects(documents: Iterable<RenderedDocument>): string[] {
  const makers = new Map<string, string>();
  const problems: string[] = [];
  for (const { json, path } of documents) {
    const identity = identityOf(json);
    if (identity === undefined) continue;
    const other = makers.get(identity);
    if (other === undefined) makers.set(identity, path);
    else problems.push(`${other} and ${path} both make ${identity}: rename or remove one of them`);
  }
  return problems;
}

/** One line for each file that two would write. File systems may not tell capitals from small letters. */
export function twinFiles(files: readonly OutputFile[]): string[] {
  const makers = new Map<string, OutputFile>();
  const twins = files.flatMap((file) => {
    const key = file.path.toLowerCase();
    const other = makers.get(key);
    if (other === undefined) makers.set(key, file);
    return other === undefined
      ? []
      : [`${other.source} and ${file.source} both write ${file.path}: rename one of them`];
  });
  const filesAsFolders = files.flatMap((file) =>
    foldersOf(file.path).flatMap((folder) => {
      const other = makers.get(folder.toLowerCase());
      return other
        ? [`${other.source} writes ${other.path}, which is a folder to ${file.source}: rename one of them`]
        : [];
    }),
  );
  return [...twins, ...filesAsFolders];
}

/** `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

function identityOf(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { apiVersion, kind, metadata } = json as {
    readonly apiVersion?: unknown;
    readonly kind?: unknown;
    readonly metadata?: { readonly name?: unknown; readonly namespace?: unknown };
  };
  const { name, namespace } = metadata ?? {};
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof name !== 'string' || isUnresolved(name))
    return undefined;
  if (namespace !== undefined && (typeof namespace !== 'string' || isUnresolved(namespace))) return undefined;
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return `${kind}${group} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
