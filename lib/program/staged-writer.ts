/**
 * Puts a set of files in place as one: whoever looks sees each file whole, old or new, and where the process is killed the next
 * run finishes the change or drops it.
 *
 * All files are first written to a staging folder beside the output. Then a journal lists the renames that follow, and is removed
 * after them: with a journal the change is decided and only has to be finished, without one it never began. Nothing is forced
 * to the disk: what a power failure leaves is repaired by the next run, which writes everything again.
 */
import { basename, dirname, join, relative, sep } from 'node:path';
import { type FileSystem, machineFileSystem } from './file-system';
import { claimStaging, releaseStaging, stagedNames } from './staging-folder';

/** A file to put in place. */
export interface StagedFile {
  /** Absolute path, in the output folder or in one beside it. */
  readonly path: string;
  readonly text: string;

  /** File mode bits. */
  readonly mode?: number | undefined;
}

/** Where files go, and who hears what happened. */
export interface WriterOptions {
  /** Absolute path of the output folder. */
  readonly outdir: string;

  /** Told in one sentence what became of a run that was cut off. */
  readonly notice: (text: string) => void;

  /** Told how many files are prepared. */
  readonly progress?: ((done: number) => void) | undefined;

  readonly fileSystem?: FileSystem | undefined;
}

/** Relative paths, so that a project which was moved meanwhile is finished where it is now. */
interface Journal {
  /** `from` the staging folder, `to` a place in the folder that holds the output folder. */
  readonly renames: readonly Rename[];
}

interface Rename {
  readonly from: string;
  readonly to: string;
}

const JOURNAL = 'journal';

/**
 * @throws Error before anything is written: where a folder or a link stands in the place of a file, where a link leads out of the
 *   output folder, or where another run is at work in it.
 */
export function writeStaged(files: readonly StagedFile[], options: WriterOptions): void {
  const { outdir, progress, fileSystem: fs = machineFileSystem } = options;
  const base = dirname(outdir);
  const problems = obstacles(files, outdir, fs);
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const staging = claimStaging(outdir, fs);
  recover(staging, options, fs);
  const renames = files.map((file, index) => ({ from: `${index}`, to: relative(base, file.path) }));
  try {
    fs.makeFolder(outdir);
    for (const folder of new Set(files.map((file) => dirname(file.path)))) fs.makeFolder(folder);
    files.forEach((file, index) => {
      fs.write(join(staging, `${index}`), file.text, file.mode);
      progress?.(index + 1);
    });
    const journal = join(staging, JOURNAL);
    fs.write(`${journal}.new`, JSON.stringify({ renames } satisfies Journal));
    fs.rename(`${journal}.new`, journal);
  } catch (error) {
    releaseStaging(staging, fs);
    throw error;
  }
  finish(staging, renames, outdir, fs);
  releaseStaging(staging, fs);
}

/** One line for each place where a file cannot go. */
function obstacles(files: readonly StagedFile[], outdir: string, fs: FileSystem): string[] {
  if (fs.exists(outdir) && !fs.isFolder(outdir)) return [`cannot write to ${outdir}: a file is there, not a folder`];
  const folders = [...new Set(files.map((file) => dirname(file.path)))];
  const leadingOut = folders.filter((folder) => leadsOut(folder, dirname(outdir), fs));
  return [
    ...leadingOut.map((folder) => `cannot write into ${folder}: a symbolic link leads out of the output folder`),
    ...files.flatMap(({ path }) => {
      if (fs.isLink(path)) return [`cannot write ${path}: a symbolic link is there, remove it`];
      return fs.isFolder(path) ? [`cannot write ${path}: a folder is there`] : [];
    }),
  ];
}

/** The output folder itself may be a link; what is in it may not lead elsewhere. */
function leadsOut(folder: string, base: string, fs: FileSystem): boolean {
  const [name = ''] = relative(base, folder).split(sep);
  const root = join(base, name);
  let existing = folder;
  while (existing.length > root.length && !fs.exists(existing)) existing = dirname(existing);
  if (existing.length <= root.length) return false;
  return !`${fs.realPath(existing)}${sep}`.startsWith(`${fs.realPath(root)}${sep}`);
}

/** Finishes what an earlier run decided, drops what it did not, and says which. */
function recover(staging: string, { outdir, notice }: WriterOptions, fs: FileSystem): void {
  const names = stagedNames(staging, fs);
  if (names.length === 0) return;
  const journal = names.includes(JOURNAL) ? readJournal(join(staging, JOURNAL), outdir, fs) : undefined;
  if (journal) {
    // What is absent was put in place already; and folders may have been removed since.
    const open = journal.renames.filter(({ from }) => names.includes(from));
    for (const folder of new Set(open.map(({ to }) => dirname(join(dirname(outdir), to))))) fs.makeFolder(folder);
    finish(staging, open, outdir, fs);
  }
  for (const name of stagedNames(staging, fs)) fs.remove(join(staging, name));
  notice(
    journal
      ? `an earlier run was cut off while it put files into ${outdir}: finished what it began`
      : `an earlier run was cut off before it changed ${outdir}: dropped what it had prepared`,
  );
}

function finish(staging: string, renames: readonly Rename[], outdir: string, fs: FileSystem): void {
  try {
    for (const { from, to } of renames) fs.rename(join(staging, from), join(dirname(outdir), to));
  } catch (error) {
    throw new Error(
      `could not put all files into ${outdir}: ${(error as Error).message}; ` +
        `run it again, or remove ${staging} to leave the folder as it is now`,
      { cause: error },
    );
  }
  fs.remove(join(staging, JOURNAL));
}

/** The journal, unless it is none of ours. */
function readJournal(path: string, outdir: string, fs: FileSystem): Journal | undefined {
  const roots = [basename(outdir), `${basename(outdir)}.install`];
  try {
    const { renames } = JSON.parse(fs.read(path)) as Journal;
    const isOurs = renames.every(({ from, to }) => {
      const [root = '', ...rest] = to.split(sep);
      return /^\d+$/.test(from) && roots.includes(root) && !rest.includes('..');
    });
    return isOurs ? { renames } : undefined;
  } catch {
    return undefined;
  }
}
