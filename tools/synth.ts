/** Runs every example and says what it wrote: `npm run synth`. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const root = join(__dirname, '..');
const tsx = createRequire(__filename).resolve('tsx/cli');
let failed = 0;

for (const name of readdirSync(join(root, 'examples')).sort()) {
  const main = join(root, 'examples', name, 'main.ts');
  if (!existsSync(main)) continue;
  const outdir = join(root, 'dist', name);
  // What an earlier version of the example wrote would otherwise stay among its manifests.
  for (const folder of [outdir, `${outdir}.install`]) rmSync(folder, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsx, main], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CDK8S_OUTDIR: outdir },
  });
  if (status === 0) console.log(summary(name, outdir));
  else failed++;
}
process.exitCode = failed > 0 ? 1 : 0;

function summary(name: string, outdir: string): string {
  const manifests = filesBelow(outdir);
  const kinds = manifests.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^kind: (\w+)$/gm)].map(([, kind]) => kind ?? ''),
  );
  const counts = [...new Set(kinds)].sort().map((kind) => `${kinds.filter((each) => each === kind).length} ${kind}`);
  const others = existsSync(`${outdir}.install`) ? filesBelow(`${outdir}.install`) : [];
  return [
    `${name}: ${kinds.length} objects in ${manifests.length} files, ${others.length} files to install Istio`,
    ...wrapped(counts, 96).map((line) => `  ${line}`),
    ...[outdir, ...(others.length > 0 ? [`${outdir}.install`] : [])].map((folder) => `  -> ${relative(root, folder)}/`),
  ].join('\n');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

function wrapped(words: readonly string[], width: number): string[] {
  return words.reduce<string[]>((lines, word) => {
    const last = lines[lines.length - 1];
    if (last === undefined || last.length + word.length + 2 > width) return [...lines, word];
    return [...lines.slice(0, -1), `${last}, ${word}`];
  }, []);
}
