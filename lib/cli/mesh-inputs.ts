/** A mesh of what a command is given. */
import { Mesh, type MeshOptions } from '../mesh/mesh';
import { type SourcedManifest } from '../model/mesh-model';
import { printSource } from '../model/source';
import { readManifestText, type ReadManifests, type ReadObject, type ReadProblem } from '../reader/read-manifest-text';
import { printOptions } from '../program/findings';
import { optionFile } from './option-file';
import { type Output } from './read-inputs';
import { UsageError } from './usage-error';

/** Files beside the manifests. */
export interface ConfigFiles {
  readonly meshConfig?: string | undefined;
  readonly values?: string | undefined;
}

/**
 * The mesh of manifests.
 *
 * @throws UsageError for files that cannot be read.
 */
export function meshOf({ objects }: Pick<ReadManifests, 'objects'>, files: ConfigFiles, options: MeshOptions): Mesh {
  const config = onlyObject('--mesh-config', files.meshConfig);
  const values = onlyObject('--values', files.values);
  const isManifest = config?.manifest.kind !== undefined;
  const manifests: readonly SourcedManifest[] = config !== undefined && isManifest ? [config, ...objects] : objects;
  return Mesh.fromSources(manifests, {
    ...options,
    ...(config !== undefined && !isManifest && { meshConfig: config.manifest as Readonly<Record<string, unknown>> }),
    ...(values !== undefined && { values: values.manifest as Readonly<Record<string, unknown>> }),
  });
}

function onlyObject(option: string, file: string | undefined): ReadObject | undefined {
  if (file === undefined) return undefined;
  const { objects, problems } = readManifestText(optionFile(option, file), file);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`${option}: ${printSource(problem.source)}: ${problem.message}`);
  const [only] = objects;
  if (only === undefined || objects.length > 1)
    throw new UsageError(`${option}: ${file} must hold one object, got ${objects.length}`);
  return only;
}

/** Prints what could not be read, a line each. */
export function printProblems(problems: readonly ReadProblem[], output: Output): void {
  const { colour } = printOptions(output);
  const word = colour === true ? '\u001b[31merror\u001b[0m' : 'error';
  for (const { source, message } of problems) {
    const where = printSource(source);
    output.write(`${word} ${where === '' ? '' : `${where}: `}${message}\n`);
  }
}
