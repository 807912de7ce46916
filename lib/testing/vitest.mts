/** `import 'istio-constructs/testing/vitest'` in a test of Vitest, or in `setupFiles`, and `expect` knows calls of a mesh. */
import { expect } from 'vitest';
import { meshMatchers } from './matchers.js';
import { type MeshMatchers } from './mesh-matchers.js';

export { meshMatchers } from './matchers.js';
export type { MeshMatchers } from './mesh-matchers.js';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type
  interface Assertion<T = any> extends MeshMatchers<T> {}
}

expect.extend(meshMatchers);
