// Prints what loading the package costs over loading cdk8s, and what type checking a program with one construct costs over one
// with plain cdk8s. Targets stand beside; nothing fails by time.
//
// Times are those of the processor, and the two sides take turns: by the clock, with one side after the other, the same code
// was anything from 0.6x to 2.7x while other programs ran on the machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
const RUNS = 7;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of the processor and megabytes of requiring the package after cdk8s, each in a process of its own. */
function loading() {
  const script = `require('cdk8s'); globalThis.gc(); const before = process.memoryUsage(); const start = process.cpuUsage();
    require('./build/lib/index.js'); const { user, system } = process.cpuUsage(start); globalThis.gc();
    console.log(JSON.stringify([(user + system) / 1e3, (process.memoryUsage().rss - before.rss) / 1048576]))`;
  const runs = Array.from({ length: RUNS }, () =>
    JSON.parse(execFileSync(process.execPath, ['--expose-gc', '-e', script], { cwd: root, encoding: 'utf8' })),
  );
  return [0, 1].map((index) => median(runs.map((run) => run[index])));
}

/** What the compiler says of a program: seconds of the processor, and how many files and lines it read. */
function checking(folder, file) {
  const script = `process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log('CPU: ' + (user + system) / 1e6); });
    require(process.argv[1])`;
  const options =
    '--ignoreConfig --noEmit --strict --module node16 --target es2022 --skipLibCheck --types node --diagnostics';
  const text = execFileSync(process.execPath, ['-e', script, tsc, ...options.split(' '), join(folder, file)], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = (name) => Number(new RegExp(`^${name}: +([\\d.]+)`, 'm').exec(text)?.[1]);
  return { seconds: said('CPU'), files: said('Files'), lines: said('Lines') };
}

const [ms, mb] = loading();
console.log(
  `require('istio-constructs') over require('cdk8s'): ${ms.toFixed(0)} ms (target 60), ${mb.toFixed(1)} MB (target 12)`,
);

mkdirSync(join(root, 'temp'), { recursive: true });
const folder = mkdtempSync(join(root, 'temp', 'budget-'));
try {
  writeFileSync(
    join(folder, 'plain.ts'),
    `import { ApiObject, App, Chart } from 'cdk8s';
     const chart = new Chart(new App(), 'shop');
     new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });`,
  );
  writeFileSync(
    join(folder, 'ours.ts'),
    `import { App, Chart } from 'cdk8s';
     import { MeshNamespace } from 'istio-constructs';
     new MeshNamespace(new Chart(new App(), 'shop'), 'shop');`,
  );
  const turns = Array.from({ length: RUNS }, () => [checking(folder, 'plain.ts'), checking(folder, 'ours.ts')]);
  const [plain, ours] = [0, 1].map((side) => median(turns.map((turn) => turn[side].seconds)));
  const [[{ files, lines }, more]] = turns;
  console.log(
    `type check of one construct over plain cdk8s: ${(ours / plain).toFixed(2)}x, ${plain.toFixed(2)} s and ${ours.toFixed(2)} s (target 1.2x), ` +
      `${more.files - files} files and ${more.lines - lines} lines more`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
