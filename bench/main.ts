/**
 * `npm run bench`: MeshProgram beside cdk8s.App on the same trees, each measurement in a process of its own. Times decide
 * nothing here; targets stand beside them. `npm run bench -- --quick` leaves out what takes minutes.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

const quick = process.argv.includes('--quick');
const tsx = createRequire(__filename).resolve('tsx/cli');

function measure(who: 'ours' | 'peer', shape: string, objects: number): Measured {
  if (process.stderr.isTTY) process.stderr.write(`\rmeasuring ${who} ${shape} ${objects} ...\u001b[K`);
  const text = execFileSync(process.execPath, [tsx, join(__dirname, 'measure.ts'), who, shape, String(objects)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  return JSON.parse(text) as Measured;
}

function row(...cells: readonly string[]): void {
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(28) : cell.padStart(12))).join(''));
}

const seconds = (measured: Measured) => `${measured.seconds.toFixed(2)} s`;
const memory = (measured: Measured) => `${Math.round(measured.megabytes)} MB`;

console.log('synth() of deployments and virtual services, FILE_PER_CHART\n');
row('', 'ours', 'cdk8s', 'ratio', 'peak ours', 'peak cdk8s');
const targets: Record<string, string> = { 'one 20000': 'target 4x', 'many 20000': 'target 15x' };
for (const [shape, name] of [
  ['one', 'in one chart'],
  ['many', 'four a chart'],
] as const) {
  for (const objects of [1000, 5000, 20000]) {
    const ours = measure('ours', shape, objects);
    const label = `${objects} objects ${name}`;
    if (quick && shape === 'many' && objects === 20000) {
      row(label, seconds(ours), 'left out', '', memory(ours));
      continue;
    }
    const peer = measure('peer', shape, objects);
    const ratio = `${(peer.seconds / ours.seconds).toFixed(1)}x`;
    row(label, seconds(ours), seconds(peer), ratio, memory(ours), memory(peer), targets[`${shape} ${objects}`] ?? '');
  }
}

console.log('\ngrowth, ours alone: time an object against that at 1000 (target at most 1.3)\n');
row('', 'time', 'growth', 'peak');
for (const shape of ['one', 'many']) {
  const base = measure('ours', shape, 1000);
  for (const objects of quick ? [10_000] : [10_000, 100_000]) {
    const measured = measure('ours', shape, objects);
    const growth = measured.seconds / objects / (base.seconds / 1000);
    row(
      `${objects} ${shape === 'one' ? 'in one chart' : 'four a chart'}`,
      seconds(measured),
      growth.toFixed(2),
      memory(measured),
    );
  }
}

console.log('\nlarge, ours alone\n');
row('', 'time', 'peak');
for (const [label, shape, objects] of [
  ['chain of 10000', 'chain', 10_000],
  ['200000 in one chart', 'one', 200_000],
  ['50000 charts', 'many', 200_000],
] as const) {
  if (quick && objects > 10_000) continue;
  const measured = measure('ours', shape, objects);
  row(label, seconds(measured), memory(measured));
}
