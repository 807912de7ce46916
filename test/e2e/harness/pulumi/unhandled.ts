import { runInThisContext } from 'node:vm';

const EVENT = 'unhandledRejection';

/**
 * Runs `operation` as outside of Jest: what a program leaves unhandled fails the operation, for Pulumi's SDK tells the engine of it.
 * Jest would fail the test for it, and gives the SDK a `process` on which such events never arrive.
 */
export async function unhandledByJest<T>(operation: () => Promise<T>): Promise<T> {
  const host = runInThisContext('process') as NodeJS.Process;
  if (host === process) return operation();
  const listeners = host.listeners(EVENT);
  const pass = (reason: unknown, promise: Promise<unknown>): void => {
    process.emit(EVENT, reason, promise);
  };
  host.removeAllListeners(EVENT).on(EVENT, pass);
  try {
    return await operation();
  } finally {
    host.off(EVENT, pass);
    for (const each of listeners) host.on(EVENT, each);
  }
}
