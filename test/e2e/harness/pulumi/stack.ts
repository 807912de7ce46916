/** Stacks of the real Pulumi engine, whose programs are functions of the test; their state is a file in a temporary folder. */
import { type OpType, type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from '@pulumi/pulumi/automation';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { program as binary } from '../binaries';
import { type ProviderStandIn } from './provider';

/** What runs: it registers resources, and returns the outputs of the stack, if it has any. */
export type Program = () => unknown;

type Outputs = Readonly<Record<string, unknown>>;

/** How a stack is made. */
export interface StackOptions {
  readonly provider: ProviderStandIn;

  /** @default 'shop' */
  readonly project?: string;

  /** More of the engine's environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What one operation did, or would do. */
export interface Operation {
  /** How many Kubernetes objects and Helm releases an operation was done to: `{ create: 21 }`. */
  readonly counts: Readonly<Partial<Record<OpType, number>>>;

  /** All that is not as before, in the order in which it was done: `update VirtualService reviews`, with the name of the resource. */
  readonly steps: readonly string[];

  /** URNs of the Kubernetes objects, sorted. */
  readonly urns: readonly string[];

  /** What each object is declared as, by the name of its resource; {@link UNKNOWN} is what a preview does not know. */
  readonly declared: ReadonlyMap<string, unknown>;

  /** What was said: warnings, errors, the log of the program. */
  readonly messages: string;

  /** The outputs of the stack after an `up`. */
  readonly outputs: Outputs;

  readonly seconds: number;
}

/** What stands in a preview for a value that is not known yet. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Time for the first build of the engine. */
export const ENGINE_TIMEOUT = 1_200_000;

const PASSPHRASE = 'end to end';
const STACK = 'test';

/** A stack whose program can change. */
export class EngineStack {
  public constructor(
    private readonly stack: Stack,
    private readonly folder: string,
    private readonly project: string,
  ) {}

  /** @throws Error with what the engine said where it does not succeed; so do the others. */
  public preview(program?: Program): Promise<Operation> {
    return this.operation(program, async (onEvent) => {
      await this.stack.preview({ onEvent });
      return {};
    });
  }

  public up(program?: Program): Promise<Operation> {
    return this.operation(program, async (onEvent) => {
      const { outputs } = await this.stack.up({ onEvent });
      return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.value as unknown]));
    });
  }

  public refresh(): Promise<Operation> {
    return this.operation(undefined, async (onEvent) => {
      await this.stack.refresh({ onEvent });
      return {};
    });
  }

  public destroy(): Promise<Operation> {
    return this.operation(undefined, async (onEvent) => {
      await this.stack.destroy({ onEvent });
      return {};
    });
  }

  /** The file of the state, secrets encrypted. */
  public state(): string {
    return readFileSync(join(this.folder, 'backend', '.pulumi', 'stacks', this.project, `${STACK}.json`), 'utf8');
  }

  /** Removes the stack's folder, not what it deployed. */
  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async operation(
    program: Program | undefined,
    run: (onEvent: (event: EngineEvent) => void) => Promise<Outputs>,
  ): Promise<Operation> {
    if (program) this.stack.workspace.program = inline(program);
    const events: EngineEvent[] = [];
    const started = Date.now();
    const outputs = await run((event) => events.push(event));
    return { ...told(events), outputs, seconds: (Date.now() - started) / 1000 };
  }
}

/** A new, empty stack on the engine, which is built where it is not at hand. It needs no network. */
export async function stack(program: Program, options: StackOptions): Promise<EngineStack> {
  const { provider, project = 'shop', environment = {} } = options;
  const pulumiCommand = await engine();
  const folder = mkdtempSync(join(tmpdir(), 'istio-constructs-pulumi-'));
  for (const name of ['backend', 'home', 'work']) mkdirSync(join(folder, name));
  const made = await LocalWorkspace.createStack(
    { stackName: STACK, projectName: project, program: inline(program) },
    {
      pulumiCommand,
      pulumiHome: join(folder, 'home'),
      workDir: join(folder, 'work'),
      envVars: { ...engineEnvironment(folder, provider), ...environment },
    },
  );
  return new EngineStack(made, folder, project);
}

/** What the engine is told: its state in `<folder>/backend`, the provider in this process, no look-ups. */
export function engineEnvironment(folder: string, { port }: ProviderStandIn): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: `file://${join(folder, 'backend')}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_DEBUG_PROVIDERS: `kubernetes:${port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
  };
}

/** Rejects where the program throws, as the engine expects. */
function inline(program: Program): () => Promise<Outputs> {
  return async () => ((await program()) ?? {}) as Outputs;
}

async function engine(): Promise<PulumiCommand> {
  const path = await binary('pulumi', (line) => process.stderr.write(`e2e: ${line}\n`));
  return PulumiCommand.get({ root: dirname(dirname(path)), skipVersionCheck: true });
}

function told(events: readonly EngineEvent[]): Omit<Operation, 'outputs' | 'seconds'> {
  const counts: Partial<Record<OpType, number>> = {};
  const steps: string[] = [];
  const urns = new Set<string>();
  const declared = new Map<string, unknown>();
  for (const { resOutputsEvent } of events) {
    const { op, urn, type, new: next } = resOutputsEvent?.metadata ?? {};
    if (op === undefined || urn === undefined || !type?.startsWith('kubernetes:')) continue;
    counts[op] = (counts[op] ?? 0) + 1;
    urns.add(urn);
    const kind = type.slice(type.lastIndexOf(':') + 1);
    const name = urn.slice(urn.lastIndexOf('::') + 2);
    if (op !== 'same') steps.push(`${op} ${kind} ${name}`);
    if (next) declared.set(name, next.inputs);
  }
  const messages = events.map(({ diagnosticEvent }) => diagnosticEvent?.message ?? '').join('');
  return { counts, steps, urns: [...urns].sort(), declared, messages };
}
