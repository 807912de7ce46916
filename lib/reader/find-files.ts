/** The files with manifests in folders. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';

/** A file, or why there is none. */
export interface FoundFile {
  /** As the user named it or its folder. */
  readonly path: string;
  readonly problem?: string;
}

const MANIFEST = /\.(?:yaml|yml|json)$/i;

/** Kustomize's own, which is no manifest though it is called like one. */
const KUSTOMIZATION = /^kustomization\.ya?ml$/i;

/** Finds files, each once, by whatever ways folders and links lead to it. */
export class FileFinder {
  /** Real paths of files and folders. */
  private readonly seen = new Set<string>();

  /**
   * The file itself, or all files of a folder and the folders in it that are called *.yaml, *.yml or *.json: by name, so that the
   * order does not depend on the file system. Hidden ones, node_modules and kustomization.yaml are left out.
   */
  public *under(path: string): Generator<FoundFile> {
    const stat = statOf(path);
    if (typeof stat === 'string') yield { path, problem: stat };
    else if (stat.isDirectory()) yield* this.folder(path);
    else if (!stat.isFile() || this.isNew(path)) yield { path };
  }

  private *folder(path: string): Generator<FoundFile> {
    const names = namesIn(path);
    if (typeof names === 'string') {
      yield { path, problem: names };
      return;
    }
    if (!this.isNew(path)) return;
    for (const name of names) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      yield* this.inFolder(path === '.' ? name : `${path.replace(/\/+$/, '')}/${name}`, name);
    }
  }

  private *inFolder(path: string, name: string): Generator<FoundFile> {
    const stat = statOf(path);
    if (typeof stat !== 'string' && stat.isDirectory()) {
      yield* this.folder(path);
    } else if (MANIFEST.test(name) && !KUSTOMIZATION.test(name)) {
      if (typeof stat === 'string') yield { path, problem: stat };
      // A pipe would be waited for.
      else if (stat.isFile() && this.isNew(path)) yield { path };
    }
  }

  private isNew(path: string): boolean {
    const real = realpathSync(path);
    const isNew = !this.seen.has(real);
    this.seen.add(real);
    return isNew;
  }
}

function statOf(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (error) {
    return cannotBeRead(error);
  }
}

function namesIn(folder: string): readonly string[] | string {
  try {
    return readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    return cannotBeRead(error);
  }
}

/** Why the file system gives no file. */
export function cannotBeRead(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' ? 'there is no such file or folder' : `cannot be read (${code ?? String(error)})`;
}
