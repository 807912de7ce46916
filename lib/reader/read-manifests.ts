/** Objects of Kubernetes from files, folders and standard input. */
import { closeSync, openSync, readSync } from 'node:fs';
import { type Source } from '../model/source';
import { NO_UTF8 } from './document-text';
import { cannotBeRead, FileFinder, type FoundFile } from './find-files';
import { LineIndex } from './line-index';
import {
  readLines,
  type ReadLimits,
  type ReadManifests,
  type ReadObject,
  type ReadProblem,
} from './read-manifest-text';

/** The path of standard input. */
export const STDIN_PATH = '-';

/** What places in standard input are called. */
export const STDIN = '<stdin>';

/** Options of {@link readManifests}. */
export interface ReadOptions extends ReadLimits {
  /**
   * What `-` stands for.
   *
   * @default - `-` is a problem
   */
  readonly stdin?: string | Uint8Array | undefined;

  /**
   * Bytes of a file.
   *
   * @default 67108864
   */
  readonly largestFile?: number | undefined;

  /**
   * Called after each file.
   *
   * @default - nobody is told
   */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

const LARGEST_FILE = 64 * 1024 * 1024;

/**
 * The objects in files and folders, in the order of paths, then by name. A file that two paths lead to is read once.
 *
 * @param paths - files, folders or `-`.
 */
export function readManifests(paths: readonly string[], options: ReadOptions = {}): ReadManifests {
  const finder = new FileFinder();
  const files = paths.flatMap((path): readonly FoundFile[] =>
    path === STDIN_PATH ? [{ path }] : [...finder.under(path)],
  );
  const objects: ReadObject[] = [];
  const problems: ReadProblem[] = [];
  const texts = new Map<string | undefined, ReadManifests>();
  for (const [index, found] of files.entries()) {
    const read = readFile(found, options);
    for (const object of read.objects) objects.push(object);
    for (const problem of read.problems) problems.push(problem);
    texts.set(found.path === STDIN_PATH ? STDIN : found.path, read);
    options.progress?.(index + 1, files.length);
  }
  return { objects, problems, lineAt: (source: Source) => texts.get(source.file)?.lineAt(source) };
}

function readFile({ path, problem }: FoundFile, options: ReadOptions): ReadManifests {
  const { largestFile = LARGEST_FILE } = options;
  const file = path === STDIN_PATH ? STDIN : path;
  if (problem !== undefined) return nothing(file, problem);
  try {
    const content = path === STDIN_PATH ? options.stdin : bytesOf(path, largestFile);
    if (content === undefined) return nothing(file, 'cannot be read');
    if (content.length > largestFile) return nothing(file, `must be at most ${largestFile} bytes long`);
    return readLines(LineIndex.of(textOf(content), file), options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return nothing(file, cannotBeRead(error));
  }
}

function nothing(file: string, message: string): ReadManifests {
  return { objects: [], problems: [{ source: { file }, message }], lineAt: () => undefined };
}

const BLOCK = 1024 * 1024;

/** Up to one byte more than the limit, so that a file without an end has one. */
function bytesOf(path: string, limit: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const blocks: Uint8Array[] = [];
    for (let length = 0; length <= limit;) {
      const block = new Uint8Array(Math.min(BLOCK, limit + 1 - length));
      const count = readSync(file, block);
      if (count === 0) break;
      blocks.push(block.subarray(0, count));
      length += count;
    }
    return Buffer.concat(blocks);
  } finally {
    closeSync(file);
  }
}

/** UTF-8; {@link NO_UTF8} stands for what is none, so that other documents can be read. */
function textOf(content: string | Uint8Array): string {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return linesOf(content).map(lineText).join('\n');
  }
}

const LINE_BREAK = 0x0a;

/** No character of several bytes holds a line break. */
function linesOf(content: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let next = content.indexOf(LINE_BREAK); next !== -1; next = content.indexOf(LINE_BREAK, from)) {
    lines.push(content.subarray(from, next));
    from = next + 1;
  }
  return [...lines, content.subarray(from)];
}

function lineText(line: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(line).replaceAll('\ufffd', NO_UTF8);
  }
}
