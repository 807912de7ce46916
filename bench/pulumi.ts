/**
 * `npm run bench:pulumi`: 1,000 objects through the bridge beside the same objects as plain Pulumi resources, on the real engine and
 * a real API server (built where they are not at hand, see test/e2e). Times decide nothing here; targets stand beside them.
 *
 *   npm run bench:pulumi -- --shops 5      fewer objects: a shop has some forty
 *   npm run bench:pulumi -- --rounds 1     each measured once instead of the median of three
 */
import { Chart } from 'cdk8s';
import { MeshProgram } from 'istio-constructs';
import { ConstructGroup } from 'istio-constructs/pulumi';
import { parseArgs } from 'node:util';
import { ApiClient, type KubernetesObject } from '../test/e2e/harness/api-client';
import { startControlPlane } from '../test/e2e/harness/control-plane';
import { crdDocuments } from '../test/e2e/harness/crd-documents';
import { crdsOf } from '../test/e2e/harness/crds';
import { plainResource } from '../test/e2e/harness/pulumi/plain-resource';
import { type ProviderStandIn, startProvider } from '../test/e2e/harness/pulumi/provider';
import { type EngineStack, type Program, stack } from '../test/e2e/harness/pulumi/stack';
import { shop } from './shop-shape';

type Way = 'bridge' | 'plain';
type Step = 'preview' | 'second up';

const TARGETS: Readonly<Record<Step, string>> = { preview: '1.15x', 'second up': '1.35x' };
const STEPS: readonly Step[] = ['preview', 'second up'];

const { values: options } = parseArgs({
  options: { shops: { type: 'string', default: '25' }, rounds: { type: 'string', default: '3' } },
});
const [shops, rounds] = [options.shops, options.rounds].map(Number) as [number, number];
if (![shops, rounds].every((each) => Number.isInteger(each) && each > 0)) {
  throw new Error(`--shops and --rounds must be whole numbers, got ${options.shops} and ${options.rounds}`);
}

/** Seconds in which a program says what there is, of each run. */
const programs: Record<Way, number[]> = { bridge: [], plain: [] };

void main();

async function main(): Promise<void> {
  const say = (line: string): void => {
    console.log(line);
  };
  const plane = await startControlPlane(say);
  const client = new ApiClient(plane.connection);
  let provider: ProviderStandIn | undefined;
  const stacks: EngineStack[] = [];
  try {
    await client.establish(crdDocuments().flatMap(crdsOf));
    await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } });
    provider = await startProvider(client);
    const made: Record<Way, EngineStack> = {
      bridge: await stack(bridge(), { provider, project: 'bridge', environment: FAST }),
      plain: await stack(plain(), { provider, project: 'plain', environment: FAST }),
    };
    stacks.push(made.bridge, made.plain);
    await compare(made, provider);
  } finally {
    for (const each of stacks) each.remove();
    provider?.stop();
    client.close();
    await plane.stop();
  }
}

/** Else the file of the state is written after each step, which is what takes the time of a first `up`. */
const FAST = { PULUMI_SKIP_CHECKPOINTS: 'true' };

async function compare(stacks: Readonly<Record<Way, EngineStack>>, provider: ProviderStandIn): Promise<void> {
  const seconds: Record<Step, Record<Way, number[]>> = {
    preview: { bridge: [], plain: [] },
    'second up': { bridge: [], plain: [] },
  };
  const inProgram: Record<Step, Record<Way, number[]>> = {
    preview: { bridge: [], plain: [] },
    'second up': { bridge: [], plain: [] },
  };
  const objects: Partial<Record<Way, number>> = {};
  const measured = async (step: Step, way: Way): Promise<void> => {
    const operation = await (step === 'preview' ? stacks[way].preview() : stacks[way].up());
    seconds[step][way].push(operation.seconds);
    inProgram[step][way].push(programs[way].at(-1) ?? 0);
    objects[way] = Object.values(operation.counts).reduce((sum, each) => sum + each, 0);
    if (step === 'second up' && operation.steps.length > 0) throw new Error(`${way}: ${operation.steps.join(', ')}`);
  };
  for (let round = 0; round < rounds; round++) for (const way of ways(round)) await measured('preview', way);
  const first: Partial<Record<Way, number>> = {};
  for (const way of ways(0)) first[way] = (await stacks[way].up()).seconds;
  for (let round = 0; round < rounds; round++) for (const way of ways(round)) await measured('second up', way);

  if (objects.bridge !== objects.plain) throw new Error(`${objects.bridge ?? 0} objects are not ${objects.plain ?? 0}`);
  console.log(`\n${objects.bridge ?? 0} objects through the bridge beside plain resources, median of ${rounds}\n`);
  row('', 'bridge', 'plain', 'ratio', 'target', 'more', 'in program');
  for (const step of STEPS) {
    const [ours, theirs] = [median(seconds[step].bridge), median(seconds[step].plain)];
    const program = median(inProgram[step].bridge) - median(inProgram[step].plain);
    row(
      step,
      time(ours),
      time(theirs),
      `${(ours / theirs).toFixed(2)}x`,
      TARGETS[step],
      time(ours - theirs),
      time(program),
    );
  }
  row('first up', time(first.bridge ?? 0), time(first.plain ?? 0));
  const [edges, few] = [dependenciesIn(stacks.bridge), dependenciesIn(stacks.plain)];
  console.log(`
What is more: in the program, making the constructs, rendering and checking the objects; in the engine, ${edges.toFixed(1)} dependencies
an object (plain ${few.toFixed(1)}) and aliases. All with PULUMI_SKIP_CHECKPOINTS, without which each step of a first up writes the state.`);
  if (provider.retries() > 0) console.log(`${provider.retries()} creations had to wait for what they need`);
}

/** On average, by the state. */
function dependenciesIn(of: EngineStack): number {
  const { checkpoint } = JSON.parse(of.state()) as {
    readonly checkpoint: {
      readonly latest: {
        readonly resources: readonly { readonly type: string; readonly dependencies?: readonly string[] }[];
      };
    };
  };
  const objects = checkpoint.latest.resources.filter(({ type }) => type.startsWith('kubernetes:'));
  return objects.reduce((sum, { dependencies = [] }) => sum + dependencies.length, 0) / objects.length;
}

/** Now one first, now the other, so that neither has the warmer machine. */
function ways(round: number): readonly Way[] {
  return round % 2 === 0 ? ['bridge', 'plain'] : ['plain', 'bridge'];
}

function bridge(): Program {
  return timed('bridge', () => {
    new ConstructGroup('shops', (program) => {
      for (let i = 0; i < shops; i++) shop(new Chart(program, `shop-${i}`), i);
    });
  });
}

/** The same objects in other namespaces, each after its own. */
function plain(): Program {
  const program = new MeshProgram();
  for (let i = shops; i < 2 * shops; i++) shop(new Chart(program, `shop-${i}`), i);
  const objects = program.charts.flatMap((chart) => chart.toJson() as readonly KubernetesObject[]);
  return timed('plain', () => {
    const namespaces = new Map(
      objects
        .filter(({ kind }) => kind === 'Namespace')
        .map((each) => [each.metadata.name, plainResource({ ...each }, {}, nameOf(each))]),
    );
    for (const each of objects) {
      if (each.kind === 'Namespace') continue;
      const namespace = namespaces.get(each.metadata.namespace ?? '');
      plainResource({ ...each }, namespace ? { dependsOn: [namespace] } : {}, nameOf(each));
    }
  });
}

function nameOf({ metadata: { name, namespace } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function timed(way: Way, program: () => void): Program {
  return () => {
    const started = process.hrtime.bigint();
    program();
    programs[way].push(Number(process.hrtime.bigint() - started) / 1e9);
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function time(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

function row(label: string, ...cells: readonly string[]): void {
  console.log(`${label.padEnd(12)}${cells.map((cell) => cell.padStart(10)).join('')}`);
}
