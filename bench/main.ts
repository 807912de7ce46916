/**
 * `npm run bench`: MeshProgram beside cdk8s.App on the same trees, each measurement in a process of its own. Times decide
 * nothing here; targets stand beside them.
 *
 *   npm run bench -- --quick                  leaves out what takes minutes
 *   npm run bench -- --objects 1000,5000      the sizes to compare
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

type Shape = 'one' | 'many' | 'chain';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, objects: { type: 'string', default: '1000,5000,20000' } },
});
const sizes = options.objects.split(',').map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  throw new Error(`--objects must be numbers of objects, such as 1000,5000, got ${options.objects}`);
}

/** cdk8s renders the whole tree once for each chart: minutes, from here on. */
const PEER_IS_SLOW_FROM = 20_000;

const NAMES: Readonly<Record<Shape, string>> = { one: 'in one chart', many: 'four a chart', chain: 'in a chain' };
const RATIO_TARGETS: Readonly<Record<string, string>> = { 'one 20000': '4x', 'many 20000': '15x' };

compare();
growth();
large();

function compare(): void {
  console.log('synth() of deployments and virtual services, a file for each chart\n');
  row('objects', 'ours', 'cdk8s', 'ratio', 'target', 'peak ours', 'peak cdk8s');
  for (const shape of ['one', 'many'] as const) {
    for (const objects of sizes) {
      const label = `${objects} ${NAMES[shape]}`;
      const ours = measure('ours', shape, objects);
      const target = RATIO_TARGETS[`${shape} ${objects}`] ?? '';
      if (options.quick && shape === 'many' && objects >= PEER_IS_SLOW_FROM) {
        row(label, time(ours), 'left out', '', target, memory(ours), '');
        continue;
      }
      const peer = measure('peer', shape, objects);
      const ratio = `${(peer.seconds / ours.seconds).toFixed(1)}x`;
      row(label, time(ours), time(peer), ratio, target, memory(ours), memory(peer));
    }
  }
}

function growth(): void {
  console.log('\ngrowth: time an object against that at 1000 and at 10000 objects; target at most 1.3\n');
  row('objects', 'time', 'to 1000', 'to 10000', 'peak');
  for (const shape of ['one', 'many'] as const) {
    const measured: { readonly objects: number; readonly each: number }[] = [];
    for (const objects of options.quick ? [1000, 10_000] : [1000, 10_000, 100_000]) {
      const result = measure('ours', shape, objects);
      const each = result.seconds / objects;
      const against = [1000, 10_000].map((base) => {
        const found = measured.find((earlier) => earlier.objects === base);
        return found ? (each / found.each).toFixed(2) : '';
      });
      measured.push({ objects, each });
      row(`${objects} ${NAMES[shape]}`, time(result), ...against, memory(result));
    }
  }
}

function large(): void {
  console.log('\nlarge, ours alone\n');
  row('objects', 'time', 'peak');
  const cases: readonly (readonly [string, Shape, number])[] = [
    ['10000 in a chain', 'chain', 10_000],
    ['200000 in one chart', 'one', 200_000],
    ['200000 in 50000 charts', 'many', 200_000],
  ];
  for (const [label, shape, objects] of cases) {
    if (options.quick && objects > 10_000) {
      row(label, 'left out');
      continue;
    }
    const measured = measure('ours', shape, objects);
    row(label, time(measured), memory(measured));
  }
}

function measure(who: 'ours' | 'peer', shape: Shape, objects: number): Measured {
  const { isTTY } = process.stderr;
  if (isTTY) process.stderr.write(`\rmeasuring ${who}: ${objects} ${NAMES[shape]} ...\u001b[K`);
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const text = execFileSync(process.execPath, [tsx, join(__dirname, 'measure.ts'), who, shape, String(objects)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (isTTY) process.stderr.write('\r\u001b[K');
  return JSON.parse(text) as Measured;
}

function row(label: string, ...cells: readonly string[]): void {
  console.log(label.padEnd(24) + cells.map((cell) => cell.padStart(11)).join(''));
}

function time({ seconds }: Measured): string {
  return `${seconds.toFixed(2)} s`;
}

function memory({ megabytes }: Measured): string {
  return `${Math.round(megabytes)} MB`;
}
