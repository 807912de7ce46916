/** A Pulumi project in a folder, and the CLI as users type it there. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { program as binary } from '../binaries';
import { type ProviderStandIn } from './provider';
import { engineEnvironment } from './stack';

const ROOT = join(__dirname, '..', '..', '..', '..');
const DEPENDENCIES = ['@pulumi', '@types', 'cdk8s', 'constructs', 'typescript'];

/** A project that has this package and its peers installed. */
export interface TypedProject {
  /** `pulumi <words>` in the folder. Resolves to what it prints. @throws Error with what was said where it fails. */
  pulumi(...words: readonly string[]): Promise<string>;
  remove(): void;
}

/**
 * Writes the project, and builds the CLI and the language host where they are not at hand.
 *
 * @throws Error where this package is not built.
 */
export async function typedProject(
  files: Readonly<Record<string, string>>,
  provider: ProviderStandIn,
): Promise<TypedProject> {
  if (!existsSync(join(ROOT, 'build', 'lib', 'pulumi', 'index.js'))) {
    throw new Error('this package is not built: npm run build');
  }
  const project = mkdtempSync(join(tmpdir(), 'istio-constructs-project-'));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(ROOT, join(project, 'node_modules', 'istio-constructs'));
  for (const name of DEPENDENCIES) symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  const { pulumi, remove } = await typedProjectIn(project, provider);
  return {
    pulumi,
    remove: () => {
      remove();
      rmSync(project, { recursive: true, force: true });
    },
  };
}

/** As {@link typedProject}, of a folder that is there. */
export async function typedProjectIn(project: string, provider: ProviderStandIn): Promise<TypedProject> {
  const say = (line: string) => process.stderr.write(`e2e: ${line}\n`);
  const pulumi = await binary('pulumi', say);
  const host = await binary('pulumi-language-nodejs', say);
  const folder = mkdtempSync(join(tmpdir(), 'istio-constructs-backend-'));
  for (const name of ['backend', 'home']) mkdirSync(join(folder, name));
  const env = {
    ...process.env,
    ...engineEnvironment(folder, provider),
    PULUMI_HOME: join(folder, 'home'),
    PATH: [dirname(host), process.env['PATH']].join(delimiter),
  };
  return {
    pulumi: async (...words) => {
      const { stdout } = await promisify(execFile)(pulumi, [...words, '--non-interactive'], {
        cwd: project,
        env,
      }).catch((error: unknown) => {
        const { stdout: out, stderr } = error as { readonly stdout: string; readonly stderr: string };
        throw new Error(`pulumi ${words.join(' ')} failed:\n${out}\n${stderr}`, { cause: error });
      });
      return stdout;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
