import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type OutputFile } from './rendered';

/** What tools read beside manifests: people write it by hand. */
const KUSTOMIZATION = /^kustomization\.ya?ml$/i;

/**
 * The manifests in an output folder that the program does not write, by relative path: left by an earlier run of it, or of others.
 * A tool that applies the folder applies them as well.
 *
 * @param extension - how the program's own files end; others are none of its business.
 * @param isDeep - whether the program makes folders, so that whole folders may be left.
 */
export function strayManifests(
  outdir: string,
  files: readonly OutputFile[],
  { extension, isDeep }: { readonly extension: string; readonly isDeep: boolean },
): readonly string[] {
  const ours = new Set(files.map((file) => file.path));
  const names = namesIn(outdir);
  const folders = isDeep ? names.filter((name) => isFolder(join(outdir, name))) : [];
  const deep = folders.flatMap((folder) => namesIn(join(outdir, folder)).map((name) => `${folder}/${name}`));
  return [...names, ...deep].filter(
    (path) => path.endsWith(extension) && !ours.has(path) && !KUSTOMIZATION.test(path.slice(path.lastIndexOf('/') + 1)),
  );
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Links that lead nowhere are none. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
