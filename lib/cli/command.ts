/** What commands have in common. */
import { UsageError } from './usage-error';

/** Ends with the code that is returned; with 2, and a word about it, where the call is wrong. */
export async function withExitCode(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`error: ${error.message}\n(see --help)`);
    process.exitCode = 2;
  }
}

/** The values of an option that may be repeated. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
