/** The work of `istio-constructs import`, loaded when it is called. */
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { generateFromCrds } from '../importer/generate';
import { ImportError, readCrds } from '../importer/read-crds';

export { ImportError };

/** @returns how many files were written. @throws ImportError before anything is written. */
export function importFiles(files: readonly string[], out: string): number {
  const kinds = files.flatMap((file) => readCrds(readInput(file), file));
  const source = files.map((file) => basename(file)).join(', ');
  const generated = generateFromCrds(kinds, { source });
  const folder = resolve(out);
  if (existsSync(folder) && readdirSync(folder).some((name) => !isOfImport(join(folder, name)))) {
    throw new ImportError(`${out}: holds files that no import made: give a folder of its own`);
  }
  swapIn(folder, generated);
  return generated.size;
}

function readInput(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ImportError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, {
      cause: error,
    });
  }
}

function isOfImport(file: string): boolean {
  return file.endsWith('.ts') && readFileSync(file, 'utf8').startsWith('// Generated from ');
}

/** All files or none: the folder is made beside its place, and then takes it. */
function swapIn(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const staging = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [name, text] of files) writeFileSync(join(staging, name), text);
    rmSync(folder, { recursive: true, force: true });
    renameSync(staging, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
