/**
 * One measurement in a process of its own: `measure-shops.ts <constructs|raw> <shops>` prints a line of JSON. `raw` gives the same
 * objects to plain ApiObjects: what the constructs write, taken before anything is timed.
 */
import { ApiObject, type ApiObjectProps, App, Chart } from 'cdk8s';
import { MeshProgram } from 'istio-constructs';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shop } from './shop-shape';

/** What is measured. */
export interface ShopsMeasured {
  readonly objects: number;

  /** Seconds of making the constructs or objects. */
  readonly making: number;

  /** Seconds of synth(). */
  readonly synth: number;

  /** Peak of the process. */
  readonly megabytes: number;

  /** Of all files: both ways write the same. */
  readonly sha256: string;
}

const [, , way, count] = process.argv;
const shops = Array.from({ length: Number(count) }, (_, i) => i);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));

const captured = way === 'raw' ? shops.map(capture) : [];
const started = process.hrtime.bigint();
const program = new MeshProgram({ outdir: folder });
for (const i of shops) {
  const chart = new Chart(program, `shop-${i}`);
  if (way === 'raw') captured[i]?.forEach((json, n) => new ApiObject(chart, `object-${n}`, json));
  else shop(chart, i);
}
const made = process.hrtime.bigint();
program.synth();
const ended = process.hrtime.bigint();

const files = readdirSync(folder).sort();
const hash = createHash('sha256');
for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
rmSync(folder, { recursive: true });
const objects = program.node.findAll().filter((each) => ApiObject.isApiObject(each)).length;
const result: ShopsMeasured = {
  objects,
  making: Number(made - started) / 1e9,
  synth: Number(ended - made) / 1e9,
  megabytes: process.resourceUsage().maxRSS / 1024,
  sha256: hash.digest('hex'),
};
console.log(JSON.stringify(result));

function capture(i: number): readonly ApiObjectProps[] {
  const chart = new Chart(new App(), `shop-${i}`);
  shop(chart, i);
  return chart.toJson() as readonly ApiObjectProps[];
}
