/**
 * `npm run bench`: MeshProgram beside cdk8s.App on the same trees, each measurement in a process of its own. Times decide
 * nothing here; targets stand beside them.
 *
 *   npm run bench -- --quick                  leaves out what takes minutes
 *   npm run bench -- --only-shops             constructs over raw objects alone
 *   npm run bench -- --only-mesh               asking a mesh alone
 *   npm run bench -- --objects 1000,5000      the sizes to compare
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ShopsMeasured } from './measure-shops';
import { meshAsks } from './mesh';
import { validation } from './validation';

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

type Shape = 'one' | 'many' | 'chain';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'only-shops': { type: 'boolean', default: false },
    'only-mesh': { type: 'boolean', default: false },
    objects: { type: 'string', default: '1000,5000,20000' },
  },
});
const sizes = options.objects.split(',').map(Number);
if (sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  throw new Error(`--objects must be numbers of objects, such as 1000,5000, got ${options.objects}`);
}

/** cdk8s renders the whole tree once for each chart: minutes, from here on. */
const PEER_IS_SLOW_FROM = 20_000;

const NAMES: Readonly<Record<Shape, string>> = { one: 'in one chart', many: 'four a chart', chain: 'in a chain' };
const RATIO_TARGETS: Readonly<Record<string, string>> = { 'one 20000': '4x', 'many 20000': '15x' };

const isWhole = !options['only-shops'] && !options['only-mesh'];
if (isWhole) {
  compare();
  growth();
  large();
}
if (!options['only-mesh']) constructsOverRaw();
if (!options['only-shops']) meshAsks(run, row);
if (isWhole) void validation(run, row);

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

/** What constructs cost beside the same objects given raw: collecting, checking and rendering late what they were told. */
function constructsOverRaw(): void {
  console.log('\nconstructs over raw ApiObjects, the same bytes; target for synth() 2.5x\n');
  row('objects of shops', 'constructs', 'raw', 'ratio', 'target', 'with making', 'peak', 'peak raw');
  for (const shops of options.quick ? [100] : [100, 1000]) {
    const [ours, raw] = (['constructs', 'raw'] as const).map((way) => measureShops(way, shops)) as [
      ShopsMeasured,
      ShopsMeasured,
    ];
    if (ours.sha256 !== raw.sha256) throw new Error('constructs and raw objects do not write the same');
    row(
      `${ours.objects} of ${shops}`,
      time({ seconds: ours.synth }),
      time({ seconds: raw.synth }),
      `${(ours.synth / raw.synth).toFixed(2)}x`,
      '2.5x',
      `${((ours.making + ours.synth) / (raw.making + raw.synth)).toFixed(2)}x`,
      memory(ours),
      memory(raw),
    );
  }
}

function measureShops(way: 'constructs' | 'raw', shops: number): ShopsMeasured {
  return run('measure-shops.ts', [way, String(shops)], `${way}: ${shops} shops`) as ShopsMeasured;
}

function measure(who: 'ours' | 'peer', shape: Shape, objects: number): Measured {
  return run('measure.ts', [who, shape, String(objects)], `${who}: ${objects} ${NAMES[shape]}`) as Measured;
}

function run(script: string, args: readonly string[], label: string): unknown {
  const { isTTY } = process.stderr;
  if (isTTY) process.stderr.write(`\rmeasuring ${label} ...\u001b[K`);
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const text = execFileSync(process.execPath, [tsx, join(__dirname, script), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (isTTY) process.stderr.write('\r\u001b[K');
  return JSON.parse(text);
}

function row(label: string, ...cells: readonly string[]): void {
  console.log(label.padEnd(24) + cells.map((cell) => ` ${cell.padStart(14)}`).join(''));
}

function time({ seconds }: Pick<Measured, 'seconds'>): string {
  return `${seconds.toFixed(2)} s`;
}

function memory({ megabytes }: Pick<Measured, 'megabytes'>): string {
  return `${Math.round(megabytes)} MB`;
}
