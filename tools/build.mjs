// Compiles lib/ and imports/ to build/, and puts the generated schema data beside the compiled classes.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');

rmSync(join(root, 'build'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '--project', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
for (const file of readdirSync(join(root, 'imports'), { recursive: true })) {
  if (file.endsWith('.json')) cpSync(join(root, 'imports', file), join(root, 'build', 'imports', file));
}
