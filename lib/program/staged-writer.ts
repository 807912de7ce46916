/**
 * Puts a set of files in place as one: whoever looks sees each file whole, old or new, and after a crash the next run
 * finishes the change or drops it.
 *
 * All files are first written to a staging folder beside the output. Then a journal lists the renames that follow, and is removed
 * after them: with a journal the change is decided and only has to be finished, without one it never began.
 */
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type FileSystem, machineFileSystem } from './file-system';

/** A file to put in place. */
export interface StagedFile {
  readonly path: string;
  readonly text: string;

  /** File mode bits. */
  readonly mode?: number | undefined;
}

/** Where files go, and who hears what happened. */
export interface WriterOptions {
  /** The output folder. Files may also lie beside it. */
  readonly outdir: string;

  /** Told in one sentence what became of a run that was cut off. */
  readonly notice: (text: string) => void;

  readonly fileSystem?: FileSystem | undefined;
}

interface Journal {
  readonly renames: readonly { readonly from: string; readonly to: string }[];
}

/**
 * @throws Error before anything is written: if a folder stands where a file is to be, or if another run is at work in the same
 *   folder.
 */
export function writeStaged(files: readonly StagedFile[], options: WriterOptions): void {
  const { outdir, fileSystem: fs = machineFileSystem } = options;
  if (fs.exists(outdir) && !fs.isFolder(outdir))
    throw new Error(`cannot write to ${outdir}: a file is there, not a folder`);
  const blocked = files.filter((file) => fs.isFolder(file.path)).map((file) => file.path);
  if (blocked.length > 0) throw new Error(`cannot write ${blocked.join(', ')}: a folder is there`);

  const staging = join(dirname(outdir), `.${basename(outdir)}.staging`);
  fs.makeFolder(dirname(outdir));
  claim(staging, options, fs);
  const renames = files.map((file, index) => ({ from: join(staging, `${index}`), to: file.path }));
  try {
    fs.makeFolder(outdir);
    for (const folder of new Set(files.map((file) => dirname(file.path)))) fs.makeFolder(folder);
    files.forEach((file, index) => {
      fs.write(join(staging, `${index}`), file.text, file.mode);
    });
  } catch (error) {
    fs.remove(staging);
    throw error;
  }
  const journal = join(staging, 'journal');
  fs.write(`${journal}.new`, JSON.stringify({ renames } satisfies Journal));
  fs.rename(`${journal}.new`, journal);
  finish(staging, { renames }, fs);
}

/** Makes the staging folder ours; clears up behind a run that was cut off. */
function claim(staging: string, { outdir, notice }: WriterOptions, fs: FileSystem): void {
  if (!fs.makeFolderOnce(staging)) {
    const owner = ownerOf(staging, fs);
    if (owner !== undefined && isAtWork(owner)) {
      throw new Error(
        `another run (process ${owner.pid}) is writing to ${outdir}: wait for it, or remove ${staging} if it is not`,
      );
    }
    notice(recover(staging, outdir, fs));
    if (!fs.makeFolderOnce(staging)) throw new Error(`another run is writing to ${outdir}`);
  }
  fs.write(join(staging, 'owner'), JSON.stringify({ pid: process.pid, host: hostname() }));
}

/** Finishes what was decided, drops what was not, and says which. */
function recover(staging: string, outdir: string, fs: FileSystem): string {
  const journal = readJson(join(staging, 'journal'), fs) as Journal | undefined;
  if (journal) {
    finish(staging, journal, fs);
    return `an earlier run was cut off while it put files into ${outdir}: finished what it began`;
  }
  fs.remove(staging);
  return `an earlier run was cut off before it changed ${outdir}: dropped what it had prepared`;
}

function finish(staging: string, { renames }: Journal, fs: FileSystem): void {
  for (const { from, to } of renames) {
    // Absent is what an earlier run renamed already.
    if (fs.exists(from)) fs.rename(from, to);
  }
  fs.remove(join(staging, 'journal'));
  fs.remove(staging);
}

interface Owner {
  readonly pid: number;
  readonly host: string;
}

function ownerOf(staging: string, fs: FileSystem): Owner | undefined {
  const owner = readJson(join(staging, 'owner'), fs) as Partial<Owner> | undefined;
  return typeof owner?.pid === 'number' && typeof owner.host === 'string'
    ? { pid: owner.pid, host: owner.host }
    : undefined;
}

/** On another machine nobody can tell, so it is believed to be. */
function isAtWork({ pid, host }: Owner): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readJson(path: string, fs: FileSystem): unknown {
  if (!fs.exists(path)) return undefined;
  try {
    return JSON.parse(fs.read(path));
  } catch {
    return undefined;
  }
}
