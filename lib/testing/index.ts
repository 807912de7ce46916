/** `import 'istio-constructs/testing'` in a test of Jest, or in `setupFilesAfterEnv`, and `expect` knows calls of a mesh. */
// Without it the module is not there to be added to.
import type {} from 'expect';
import { meshMatchers } from './matchers';
import { type MeshMatchers } from './mesh-matchers';

export { type MatcherContext, type MatcherResult, type MeshMatcher, meshMatchers } from './matchers';
export type { MeshMatchers } from './mesh-matchers';
export type { PolicyHandle, WorkloadHandle } from './handles';
export type { ByPolicy } from './matchers/be-allowed';
export type { Failing } from './matchers/fail-with';
export type { Redirection } from './matchers/redirect-to';
export type { RetryCause, Retrying } from './matchers/retry';
export type { Destinations } from './matchers/route-to';
export type { ExpectedHeaders } from './matchers/see-headers';
export type { Span } from './matchers/time-out-after';
export type { CallerHandle, ServiceHandle } from '../mesh/call';
export type { RetryCondition } from '../values/retry-condition';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends MeshMatchers<R> {}
  }
}

declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MeshMatchers<R> {}
}

interface Extendable {
  extend(matchers: object): void;
}

/** Jest's own, where a project has no globals. */
function jestExpect(): Extendable {
  const { expect } = globalThis as { readonly expect?: Extendable };
  if (expect !== undefined) return expect;
  try {
    // Jest gives it to whoever asks, installed or not.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return (require('@jest/globals') as { readonly expect: Extendable }).expect;
  } catch (error) {
    throw new Error(
      'istio-constructs/testing must be imported in a test of Jest; for Vitest there is istio-constructs/testing/vitest',
      { cause: error },
    );
  }
}

jestExpect().extend(meshMatchers);
