import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for a test that writes many small files; the test removes it.
 *
 * It is in memory where the machine has such a file system (Linux), for a disk may take seventy times as long.
 */
export function scratchFolder(name: string): string {
  return mkdtempSync(join(isWritable(MEMORY) ? MEMORY : tmpdir(), `${name}-`));
}

const MEMORY = '/dev/shm';

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
