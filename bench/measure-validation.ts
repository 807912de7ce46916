/**
 * One measurement in a process of its own: `measure-validation.ts <load|first|shop> <folder>` prints a line of JSON. The validator is
 * taken as it is compiled, for that is what users load.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Milliseconds, or microseconds where the name says so. */
export interface ValidationMeasured {
  /** Loading the validator, the schemas and rules of Istio, and the webhook's checks of all its kinds. */
  readonly load: number;

  /** The first object after that, in microseconds. */
  readonly firstMicroseconds: number;

  /** An object once everything is warm, in microseconds: a VirtualService of the shop. */
  readonly warmMicroseconds: number;

  /** All objects of the file, parsed before. */
  readonly objects: number;
  readonly count: number;

  /** Reading them as JSON. */
  readonly parse: number;

  /** Errors found in all objects: there must be none. */
  readonly errors: number;
}

type Validate = (object: unknown) => readonly { readonly severity: string }[];

const build = createRequire(join(__dirname, '..', 'build', 'lib', 'x.js'));
const [, , samples = '', file = ''] = process.argv;
const kinds = JSON.parse(readFileSync(samples, 'utf8')) as readonly unknown[];
const text = readFileSync(file, 'utf8');

const start = now();
const { validateObject } = build('./validation/validate-object.js') as { readonly validateObject: Validate };
for (const kind of kinds) validateObject(kind);
const loaded = now();

const parseStart = now();
const objects = text
  .split('\n---\n')
  .filter((part) => part.trim() !== '')
  .map((part) => JSON.parse(part) as { readonly kind: string });
const parsed = now();
const route = objects.find(({ kind }) => kind === 'VirtualService');
const firstStart = now();
validateObject(route);
const firstEnd = now();
let errors = 0;
const allStart = now();
for (const object of objects) errors += validateObject(object).filter(({ severity }) => severity === 'error').length;
const allEnd = now();
const RUNS = 20_000;
const warmStart = now();
for (let run = 0; run < RUNS; run++) validateObject(route);
const warmEnd = now();

const result: ValidationMeasured = {
  load: loaded - start,
  firstMicroseconds: (firstEnd - firstStart) * 1000,
  warmMicroseconds: ((warmEnd - warmStart) * 1000) / RUNS,
  objects: allEnd - allStart,
  count: objects.length,
  parse: parsed - parseStart,
  errors,
};
console.log(JSON.stringify(result));

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
