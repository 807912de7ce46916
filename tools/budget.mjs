// Prints what loading the package costs over loading cdk8s, and what type checking a program with one construct costs over one
// with plain cdk8s. Targets stand beside; nothing fails by time.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
const RUNS = 7;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds and megabytes of requiring the package after cdk8s, each in a process of its own. */
function loading() {
  const script = `require('cdk8s'); globalThis.gc(); const before = process.memoryUsage(); const start = process.hrtime.bigint();
    require('./build/lib/index.js'); const ms = Number(process.hrtime.bigint() - start) / 1e6; globalThis.gc();
    console.log(JSON.stringify([ms, (process.memoryUsage().rss - before.rss) / 1048576]))`;
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, ['--expose-gc', '-e', script], { cwd: root, encoding: 'utf8' })),
  );
  return [0, 1].map((index) => median(runs.map((run) => run[index])));
}

/** Seconds of type checking a program. */
function checking(folder, name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  const args = [
    tsc,
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--module',
    'node16',
    '--target',
    'es2022',
    '--skipLibCheck',
    '--types',
    'node',
    file,
  ];
  return median(
    Array.from({ length: 5 }, () => {
      const start = process.hrtime.bigint();
      execFileSync(process.execPath, args, { cwd: folder, stdio: 'inherit' });
      return Number(process.hrtime.bigint() - start) / 1e9;
    }),
  );
}

const [ms, mb] = loading();
console.log(
  `require('istio-constructs') over require('cdk8s'): ${ms.toFixed(0)} ms (target 60), ${mb.toFixed(1)} MB (target 12)`,
);

mkdirSync(join(root, 'temp'), { recursive: true });
const folder = mkdtempSync(join(root, 'temp', 'budget-'));
try {
  const plain = checking(
    folder,
    'plain.ts',
    `import { ApiObject, App, Chart } from 'cdk8s';
     const chart = new Chart(new App(), 'shop');
     new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });`,
  );
  const ours = checking(
    folder,
    'ours.ts',
    `import { App, Chart } from 'cdk8s';
     import { MeshNamespace } from 'istio-constructs';
     new MeshNamespace(new Chart(new App(), 'shop'), 'shop');`,
  );
  console.log(
    `type check of one construct over plain cdk8s: ${(ours / plain).toFixed(2)}x, ${plain.toFixed(2)} s and ${ours.toFixed(2)} s (target 1.2x)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
