/** Pulumi's engine as the SDK sees it, at the level of what goes over the wire. */
import * as pulumi from '@pulumi/pulumi';
// Not public: what mocks hide - secrets, what is unknown, dependencies, parents, aliases - is only seen here.
import * as settings from '@pulumi/pulumi/runtime/settings';
import { runInThisContext } from 'node:vm';

/** What the SDK writes for a value that is not known in a preview. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What wraps a secret. */
const SIGNATURE = '4dabf18193072939515e22adb298388d';
const SECRET = '1b47061264138c4ac30d75fd1eb44270';

/** A secret as tests write it. */
export const secretOf = (value: unknown) => ({ [SIGNATURE]: SECRET, value });

/** The value with its secrets as they are. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (SIGNATURE in value) return withoutSecrets((value as unknown as { readonly value: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutSecrets(each)]));
}

/** Whether there is a secret in it. */
export function isSecretOnWire(value: unknown): boolean {
  return JSON.stringify(value).includes(SIGNATURE);
}

/** A resource as it is registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;

  /** Names of resources from the stack down, with types. */
  readonly urn: string;
  readonly parent: string;
  readonly isCustom: boolean;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly provider: string;
  readonly version: string;
  readonly protect: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly unknown[];
}

/** A run of a program. */
export interface Run<T> {
  readonly registered: readonly Registered[];

  /** Outputs that were registered, by the URN of the component. */
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly result: T;
}

/** How a program runs. */
export interface RunOptions {
  readonly preview?: boolean;

  /** What the provider answers: the inputs, where not given. */
  readonly state?: (type: string, name: string, inputs: Record<string, unknown>) => Record<string, unknown>;
}

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void };
  getProvider(): string;
  getVersion(): string;
  getProtect(): boolean;
  getAdditionalsecretoutputsList(): string[];
  getAliasesList(): { toObject(): unknown }[];
}

type Callback = (error: unknown, response: unknown) => void;
interface Monitor {
  registerResource(request: Request, callback: Callback): Promise<void>;
  registerResourceOutputs(
    request: { getUrn(): string; getOutputs(): { toJavaScript(): unknown } },
    callback: Callback,
  ): void;
  newUrn(parent: string, type: string, name: string): string;
}

/** Runs a program to its end. @throws what the program throws. */
export async function run<T>(
  program: () => T | Promise<T>,
  { preview = false, state }: RunOptions = {},
): Promise<Run<T>> {
  const registered: Registered[] = [];
  const outputs = new Map<string, unknown>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: state?.(type, name, inputs as Record<string, unknown>) ?? (inputs as Record<string, unknown>),
      }),
      call: ({ inputs }) => inputs as Record<string, unknown>,
    },
    'project',
    'stack',
    preview,
  );
  const monitor = settings.getMonitor() as unknown as Monitor;
  // The mock keeps the last type of the parent only; an engine keeps all.
  monitor.newUrn = (parent, type, name) => {
    const types =
      parent === '' || parent.includes('pulumi:pulumi:Stack') ? type : `${parent.split('::')[2] ?? ''}$${type}`;
    return `urn:pulumi:stack::project::${types}::${name}`;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    registered.push(read(request, monitor));
    return register(request, callback);
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    outputs.set(request.getUrn(), request.getOutputs().toJavaScript());
    registerOutputs(request, callback);
  };
  const failures: unknown[] = [];
  const result = await rejectionsOf(failures, async () => {
    try {
      return await program();
    } finally {
      // Also what was registered before an error comes to its end, not into the next run.
      const ended = pulumi.runtime.disconnect();
      await Promise.race([ended, firstOf(failures, ended)]);
    }
  });
  if (failures.length > 0) throw failures[0] as Error;
  return { registered, outputs, result };
}

/** Once something failed: what depends on it waits for ever, as the program would have ended. */
async function firstOf(failures: readonly unknown[], ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.finally(() => (isOver = true));
  while (failures.length === 0 && !isOver) await new Promise((resolve) => setTimeout(resolve, 5));
}

/**
 * Runs `act`, and collects the rejections that nobody handles: so the SDK tells the language host, which fails the program, that a value
 * turned out to be wrong.
 */
export async function rejectionsOf<T>(failures: unknown[], act: () => Promise<T>): Promise<T> {
  // Not the copy that tests get, whose events nobody sends.
  const real = runInThisContext('process') as NodeJS.Process;
  const others = real.listeners('unhandledRejection');
  const fail = (error: unknown) => failures.push(error);
  real.removeAllListeners('unhandledRejection').on('unhandledRejection', fail);
  try {
    return await act();
  } finally {
    await new Promise((resolve) => setTimeout(resolve));
    real.off('unhandledRejection', fail);
    for (const each of others) real.on('unhandledRejection', each);
  }
}

function read(request: Request, monitor: Monitor): Registered {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => {
    if (value.getUrnsList().length > 0) propertyDependencies[key] = value.getUrnsList();
  });
  return {
    type: request.getType(),
    name: request.getName(),
    urn: monitor.newUrn(request.getParent(), request.getType(), request.getName()),
    parent: request.getParent(),
    isCustom: request.getCustom(),
    properties: request.getObject()?.toJavaScript() ?? {},
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    version: request.getVersion(),
    protect: request.getProtect(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map((each) => each.toObject()),
  };
}
