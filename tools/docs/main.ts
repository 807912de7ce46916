/**
 * Writes docs/constructs/ from the docstrings: `npm run docs`. With `--check` (`npm run docs:check`) it writes nothing, and fails
 * where a page is not what would be written, a construct shows no example, or an example does not compile.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleTypeErrors, missingExamples } from './example-modules';
import { pagesOf } from './pages';
import { packageProgram, readApi } from './read-api';

const folder = join(__dirname, '..', '..', 'docs', 'constructs');
const check = process.argv.includes('--check');

const program = packageProgram([join(__dirname, 'prelude.ts')]);
const model = readApi(program);
const pages = pagesOf(model);
const before = existsSync(folder) ? readdirSync(folder) : [];
const changed = [...pages].filter(
  ([name, text]) => !before.includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
);
const gone = before.filter((name) => !pages.has(name));

if (!check) {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of changed) writeFileSync(join(folder, name), text);
  for (const name of gone) rmSync(join(folder, name));
}
const differing = [...changed.map(([name]) => name), ...gone].sort();
const problems = [
  ...missingExamples(model),
  ...exampleTypeErrors(model, program),
  ...(check ? differing.map((name) => `docs/constructs/${name} is not what the docstrings say: run npm run docs`) : []),
];
for (const problem of problems) console.error(problem);
console.log(`${pages.size} pages, ${differing.length} ${check ? 'differ' : 'written'}`);
process.exitCode = problems.length > 0 ? 1 : 0;
