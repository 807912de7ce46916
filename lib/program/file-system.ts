import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the writer does with files: a port, so that a test can stop it at every step. */
export interface FileSystem {
  /** Whether something has this name, a link that leads nowhere included. */
  readonly exists: (path: string) => boolean;

  /** Whether it is a folder or a link to one. */
  readonly isFolder: (path: string) => boolean;
  readonly isLink: (path: string) => boolean;

  /** The path without links in it. */
  readonly realPath: (path: string) => string;
  readonly list: (folder: string) => readonly string[];
  readonly makeFolder: (path: string) => void;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string, mode?: number) => void;

  /** Writes a file unless there is one, or its folder is gone. @returns whether it did. */
  readonly writeNew: (path: string, text: string) => boolean;

  /** Puts a file into the place of another, whole, also from one device to another. */
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;

  /** Removes a folder unless something is in it. */
  readonly removeFolder: (path: string) => void;
}

/** The file system of the machine. */
export const machineFileSystem: FileSystem = {
  exists: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
  isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false,
  isLink: (path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false,
  realPath: (path) => realpathSync(path),
  list: (folder) => readdirSync(folder),
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  read: (path) => readFileSync(path, 'utf8'),
  write: (path, text, mode) => {
    writeFileSync(path, text, { encoding: 'utf8', ...(mode !== undefined && { mode }) });
  },
  writeNew: (path, text) => {
    return unless(['EEXIST', 'ENOENT'], () => {
      writeFileSync(path, text, { encoding: 'utf8', flag: 'wx' });
    });
  },
  rename: (from, to) => {
    const isSameDevice = unless(['EXDEV'], () => {
      renameSync(from, to);
    });
    if (isSameDevice) return;
    // A mounted output folder: only within its own device can one file replace another at once.
    const near = join(dirname(to), `.${basename(to)}.staging`);
    copyFileSync(from, near);
    renameSync(near, to);
    rmSync(from);
  },
  remove: (path) => {
    rmSync(path, { recursive: true, force: true });
  },
  removeFolder: (path) => {
    unless(['ENOTEMPTY', 'EEXIST', 'ENOENT'], () => {
      rmdirSync(path);
    });
  },
};

/** The code by which Node names an error of the operating system. */
export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** @returns whether `act` was done, which errors of these codes say it was not. */
function unless(codes: readonly string[], act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}
