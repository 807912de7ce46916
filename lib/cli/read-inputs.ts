/** Files, folders and standard input, as commands read them. */
import { Progress } from '../program/progress';
import { type ReadManifests } from '../reader/read-manifest-text';
import { readManifests, STDIN_PATH } from '../reader/read-manifests';

/** A stream that is written to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Streams of a process. */
export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** All that is there; that nothing is, is a problem. */
export async function readInputs(paths: readonly string[], { stdin, stderr }: Streams): Promise<ReadManifests> {
  const text = paths.includes(STDIN_PATH) ? await contentOf(stdin) : undefined;
  let progress: Progress | undefined;
  const read = readManifests(paths, {
    stdin: text,
    progress: (done, total) => {
      progress ??= new Progress('reading files', total, stderr);
      progress.update(done);
    },
  });
  progress?.end();
  return withFound(read, paths);
}

async function contentOf(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(typeof part === 'string' ? Buffer.from(part) : part);
  return Buffer.concat(parts);
}

/** A check of nothing would pass in silence. */
function withFound(read: ReadManifests, paths: readonly string[]): ReadManifests {
  if (read.objects.length > 0 || read.problems.length > 0) return read;
  return { ...read, problems: [{ source: {}, message: `no manifests found in ${paths.join(', ')}` }] };
}
