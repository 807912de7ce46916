import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error';

/**
 * The content of a file that an option names.
 *
 * @throws UsageError if it cannot be read.
 */
export function optionFile(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${option}: ${file}: cannot be read (${code})`, { cause: error });
  }
}
