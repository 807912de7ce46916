import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const lib = (path: string) => fileURLToPath(new URL(`../../../lib/${path}`, import.meta.url));

// Vitest asks for it.
// eslint-disable-next-line no-restricted-syntax
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../../../temp/vite', import.meta.url)),
  // The package loads some of its modules by `require` when they are first needed. Built, they are JavaScript; here they are not.
  test: { include: ['calls.mts'], pool: 'threads', setupFiles: ['tsx/cjs'] },
  resolve: {
    alias: [
      { find: /^istio-constructs$/, replacement: lib('mesh/mesh.ts') },
      { find: /^istio-constructs\/testing\/vitest$/, replacement: lib('testing/vitest.mts') },
    ],
  },
});
