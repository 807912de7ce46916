import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { type KubernetesObject } from './api-client';

const ROOT = join(__dirname, '..', '..', '..');

/** Names of the examples that write manifests with cdk8s. */
export function exampleNames(): readonly string[] {
  return readdirSync(join(ROOT, 'examples'))
    .filter((name) => existsSync(join(ROOT, 'examples', name, 'main.ts')))
    .sort();
}

/** Every object that an example writes, read back from its files. */
export function objectsOf(example: string): readonly KubernetesObject[] {
  const folder = mkdtempSync(join(tmpdir(), `istio-constructs-${example}-`));
  try {
    execFileSync(process.execPath, [require.resolve('tsx/cli'), join(ROOT, 'examples', example, 'main.ts')], {
      cwd: ROOT,
      env: { ...process.env, CDK8S_OUTDIR: join(folder, 'dist') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return manifestsBelow(join(folder, 'dist')).flatMap((file) =>
      parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as KubernetesObject),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function manifestsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => join(folder, file));
}
