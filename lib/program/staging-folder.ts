/**
 * The folder in which one run prepares its files, and which no other run may use meanwhile.
 *
 * The run that makes the file `owner` in it owns it. Where that run is gone, the next one takes the file away and makes its own.
 */
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errorCode, type FileSystem } from './file-system';

const OWNER = 'owner';

/** What a file system says of a folder in which nothing may be made. */
const FORBIDDEN: readonly (string | undefined)[] = ['EACCES', 'EPERM', 'EROFS'];

/** How long a run may take between making its owner file and writing into it. */
const OWNER_WRITTEN_MILLISECONDS = 100;

/** How often a run tries again when another made or removed the folder at the same moment. */
const ATTEMPTS = 10;

interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Makes the staging folder of `outdir` ours: beside it, or in it where nothing may be made beside it, as with a mounted volume.
 *
 * @throws Error naming the process that is writing to `outdir`.
 */
export function claimStaging(outdir: string, fs: FileSystem): string {
  const mine = JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const staging = stagingFolder(outdir, fs);
    const path = join(staging, OWNER);
    if (fs.writeNew(path, mine)) return staging;
    const text = ownerText(path, fs);
    const owner = parseOwner(text);
    if (owner && isAtWork(owner)) throw atWork(owner, outdir, staging);
    takeAway(path, text, fs, outdir, staging);
  }
  throw new Error(`other runs keep writing to ${outdir}: wait for them`);
}

/** What runs have prepared in the staging folder. */
export function stagedNames(staging: string, fs: FileSystem): readonly string[] {
  return fs.list(staging).filter((name) => !name.startsWith(OWNER));
}

/** Removes the staging folder; the owner last, so that no other run comes between. */
export function releaseStaging(staging: string, fs: FileSystem): void {
  for (const name of fs.list(staging)) if (name !== OWNER) fs.remove(join(staging, name));
  fs.remove(join(staging, OWNER));
  fs.removeFolder(staging);
}

function stagingFolder(outdir: string, fs: FileSystem): string {
  const beside = join(dirname(outdir), `.${basename(outdir)}.staging`);
  try {
    fs.makeFolder(beside);
    return beside;
  } catch (error) {
    if (!FORBIDDEN.includes(errorCode(error))) throw error;
    const inside = join(outdir, '.staging');
    fs.makeFolder(inside);
    return inside;
  }
}

function ownerText(path: string, fs: FileSystem): string {
  const text = readIfThere(path, fs);
  if (text !== '') return text ?? '';
  pause(OWNER_WRITTEN_MILLISECONDS);
  return readIfThere(path, fs) ?? '';
}

/** Two runs may find the same owner gone: the file that one of them takes away may be the other's by then. */
function takeAway(path: string, expected: string, fs: FileSystem, outdir: string, staging: string): void {
  const taken = `${path}.${process.pid}`;
  try {
    fs.rename(path, taken);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const text = fs.read(taken);
  const owner = parseOwner(text);
  if (text !== expected && owner && isAtWork(owner)) {
    fs.rename(taken, path);
    throw atWork(owner, outdir, staging);
  }
  fs.remove(taken);
}

function atWork({ pid, host }: Owner, outdir: string, staging: string): Error {
  return new Error(
    `another run (process ${pid} on ${host}) is writing to ${outdir}: wait for it, or remove ${staging} if there is none`,
  );
}

/** On another machine nobody can tell, so it is believed to be. */
function isAtWork({ pid, host }: Owner): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string'
      ? { pid: owner.pid, host: owner.host }
      : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string, fs: FileSystem): string | undefined {
  try {
    return fs.read(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
