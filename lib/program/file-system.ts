import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

/** What the writer does with files: a port, so that a test can stop it at every step. */
export interface FileSystem {
  readonly exists: (path: string) => boolean;
  readonly isFolder: (path: string) => boolean;
  readonly list: (folder: string) => readonly string[];
  readonly makeFolder: (path: string) => void;

  /** Whether it was made now, and not there before. */
  readonly makeFolderOnce: (path: string) => boolean;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string, mode?: number) => void;
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
}

/** The file system of the machine. */
export const machineFileSystem: FileSystem = {
  exists: (path) => existsSync(path) || lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  list: (folder) => readdirSync(folder),
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  makeFolderOnce: (path) => {
    try {
      mkdirSync(path);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  },
  read: (path) => readFileSync(path, 'utf8'),
  write: (path, text, mode) => {
    writeFileSync(path, text, { encoding: 'utf8', ...(mode !== undefined && { mode }) });
  },
  rename: (from, to) => {
    renameSync(from, to);
  },
  remove: (path) => {
    rmSync(path, { recursive: true, force: true });
  },
};
