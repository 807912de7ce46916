/**
 * The programs that the end-to-end tests run: found, or built from Go modules once and kept in a cache folder outside the repository.
 *
 * - `KUBEBUILDER_ASSETS` names a folder with `kube-apiserver` and `etcd`, as it does for envtest.
 * - Else the cache: `$XDG_CACHE_HOME/istio-constructs` (`~/.cache/istio-constructs`). Once built, no network is needed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The release of Kubernetes whose server decides; that of the go.mod of the tools. */
export const KUBERNETES_VERSION = '1.36.4';

/** The release of Pulumi's CLI, which holds the engine; that of the go.mod of the tools. */
export const PULUMI_VERSION = '3.259.0';

/** The last release of Pulumi's SDK in which the language host for Node was a Go module. */
const PULUMI_HOST_VERSION = '3.68.0';

/** A program to build: its package, and the name of the file that `go build` makes of it. */
interface Program {
  readonly name: string;

  /** Its folder in the cache, which names the release. */
  readonly release: string;
  readonly module: string;
  readonly package: string;
  readonly built: string;
  readonly flags?: string;
  readonly minutes: number;
}

const TOOLS = join(__dirname, '..', 'tools');
const [MAJOR, MINOR] = KUBERNETES_VERSION.split('.');
// Without them clients misjudge the version of the server.
const VERSION_FLAGS = [
  `-X k8s.io/component-base/version.gitMajor=${MAJOR ?? ''}`,
  `-X k8s.io/component-base/version.gitMinor=${MINOR ?? ''}`,
  `-X k8s.io/component-base/version.gitVersion=v${KUBERNETES_VERSION}`,
  `-X k8s.io/client-go/pkg/version.gitVersion=v${KUBERNETES_VERSION}`,
].join(' ');

const KUBE = `kube-${KUBERNETES_VERSION}`;
// The Automation API asks for a folder `bin`, and puts it on the PATH, where the CLI looks for language hosts.
const PULUMI = join(`pulumi-${PULUMI_VERSION}`, 'bin');
const pulumiVersion = (version: string): string =>
  `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;

const PROGRAMS = {
  'kube-apiserver': {
    name: 'kube-apiserver',
    release: KUBE,
    module: 'kube',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    built: 'kube-apiserver',
    flags: VERSION_FLAGS,
    minutes: 6,
  },
  etcd: {
    name: 'etcd',
    release: KUBE,
    module: 'kube',
    package: 'go.etcd.io/etcd/server/v3',
    built: 'server',
    minutes: 1,
  },
  kubeconform: {
    name: 'kubeconform',
    release: KUBE,
    module: 'kubeconform',
    package: 'github.com/yannh/kubeconform/cmd/kubeconform',
    built: 'kubeconform',
    minutes: 1,
  },
  pulumi: {
    name: 'pulumi',
    release: PULUMI,
    module: 'pulumi',
    package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
    built: 'pulumi',
    flags: pulumiVersion(PULUMI_VERSION),
    minutes: 4,
  },
  'pulumi-language-nodejs': {
    name: 'pulumi-language-nodejs',
    release: PULUMI,
    module: 'pulumi-host',
    package: 'github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs',
    built: 'pulumi-language-nodejs',
    flags: pulumiVersion(PULUMI_HOST_VERSION),
    minutes: 1,
  },
} satisfies Record<string, Program>;

/** What can be had. */
export type ProgramName = keyof typeof PROGRAMS;

/** The folder of what is built for a release. */
function cacheFolder({ release }: Program): string {
  const base = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'istio-constructs', release);
}

/**
 * The path of a program, which is built where it is not at hand.
 *
 * @param say - where progress goes.
 * @throws Error saying what is missing, and what the compiler said.
 */
export async function program(name: ProgramName, say: (line: string) => void): Promise<string> {
  const assets = process.env['KUBEBUILDER_ASSETS'];
  const given = assets === undefined ? undefined : join(assets, name);
  if (given !== undefined && existsSync(given)) return given;
  const cached = join(cacheFolder(PROGRAMS[name]), name);
  if (!existsSync(cached)) await build(PROGRAMS[name], cached, say);
  return cached;
}

async function build(wanted: Program, target: string, say: (line: string) => void): Promise<void> {
  const { name, minutes } = wanted;
  if (spawnSync('go', ['version'], { stdio: 'ignore', env: process.env }).status !== 0) {
    throw new Error(
      `${name} is neither in KUBEBUILDER_ASSETS nor in ${dirname(target)}, and Go is not installed to build it: install Go 1.26 or name a folder that holds ${name} by KUBEBUILDER_ASSETS`,
    );
  }
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(join(dirname(target), '.build-'));
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say(`building ${name} (about ${minutes} min the first time; kept in ${dirname(target)})`);
  const ticking = setInterval(() => {
    say(`building ${name}: ${seconds()} s`);
  }, 15_000);
  try {
    await goBuild(wanted, folder);
    renameSync(join(folder, wanted.built), target);
    say(`built ${name} in ${seconds()} s`);
  } finally {
    clearInterval(ticking);
    rmSync(folder, { recursive: true, force: true });
  }
}

function goBuild({ name, module, package: path, flags = '' }: Program, folder: string): Promise<void> {
  const args = ['build', '-trimpath', '-ldflags', `-s -w ${flags}`.trim(), '-o', `${folder}/`, path];
  const child = spawn('go', args, {
    cwd: join(TOOLS, module),
    env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = `${complaints}${chunk.toString()}`.slice(-4000)));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`go build of ${name} failed:\n${complaints}`));
    });
  });
}
