import { type IConstruct } from 'constructs';
import { FILE_METADATA, type ManifestFile } from '../model/metadata';
import { type OutputFile, THE_PROGRAM } from './rendered';

/**
 * The files that constructs left, with their texts.
 *
 * @throws Error naming the construct whose file would lie outside the folder.
 */
export function installFiles(constructs: Iterable<IConstruct>): OutputFile[] {
  return [...constructs].flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === FILE_METADATA)
      .map((entry) => {
        const { path, content, mode } = entry.data as ManifestFile;
        const source = construct.node.path === '' ? THE_PROGRAM : construct.node.path;
        requireInside(path, source);
        return { path, text: typeof content === 'string' ? content : content(), source, mode };
      }),
  );
}

/** @throws Error naming `source` where `path` leads out of the folder it is relative to. */
export function requireInside(path: string, source: string): void {
  const segments = path.split('/');
  if (path.includes('\\') || segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw new Error(
      `${source}: file path must be relative, with forward slashes and without .., got ${JSON.stringify(path)}`,
    );
  }
}
