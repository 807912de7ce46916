import { type IConstruct } from 'constructs';
import { type Check, known, listOf, oneOf, type PropChecks, required, shape, text, value } from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';
import { calledPorts, type Env, envCheck, printEnv } from './env-value';
import { containerSecurity, type Hardening } from './hardening';
import { judged } from '../tree/judged';
import { type ContainerResources, printResources, resourcesCheck } from './resources';
import { type Volumes, volumesCheck } from './volume';

/**
 * How an init container reaches others while no sidecar of the old kind runs yet: `none` if it calls nobody, `bypass` past the proxy,
 * so without mTLS, by running as user 1337, `native-sidecar` through a proxy that starts before it.
 */
export type InitNetwork = 'none' | 'bypass' | 'native-sidecar';

/** What {@link InitContainer.of} is told. */
export interface InitContainerOptions {
  readonly name: string;

  /** The container image. */
  readonly image: string;

  /** Whether it calls others, and how. Required, for in a pod with a sidecar its calls go to a proxy that may not run yet. */
  readonly network: InitNetwork;

  /** What is run in place of the image's own (`command`). @default - the image's */
  readonly command?: readonly string[] | undefined;

  /** Arguments of the command (`args`). @default - the image's */
  readonly args?: readonly string[] | undefined;

  /** Environment variables. @default - none */
  readonly env?: Env | undefined;

  /** Volumes of its own, and others that it shares with the app by their name. @default - none */
  readonly volumes?: Volumes | undefined;

  /** What it is promised and may use. @default - as the app's container */
  readonly resources?: ContainerResources | undefined;
}

const OPTIONS: PropChecks<InitContainerOptions> = {
  name: required(known(value(checkDnsLabel))),
  image: required(text),
  network: required(
    known(oneOf('none', 'bypass', 'native-sidecar')),
    "must be given: 'none' if it calls nobody; else its calls are captured by a proxy that does not run yet, and need 'bypass' (past the proxy, without mTLS) or 'native-sidecar' (a proxy that starts first)",
  ),
  command: listOf(text, { min: 1 }),
  args: listOf(text, { min: 1 }),
  env: envCheck,
  volumes: volumesCheck,
  resources: resourcesCheck,
};

/** The user as which proxies run, whose traffic they do not capture. Source: Istio's documentation of init containers. */
const PROXY_USER = 1337;

/**
 * A container that ends before the app starts.
 *
 * @example
 * const migration = InitContainer.of({
 *   name: 'migrate',
 *   image: 'registry.example.com/migrate:1.0.0',
 *   network: 'native-sidecar',
 * });
 */
export class InitContainer {
  /** One with these settings; it is as hardened as the app. */
  public static of(options: InitContainerOptions): InitContainer {
    return new InitContainer(options);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** @internal */
    public readonly options: InitContainerOptions,
  ) {
    const wrong = required(known(shape(OPTIONS)))(options, 'initContainer');
    this.problems = wrong.length > 0 ? wrong : unreachable(options);
  }

  /** The container of a pod of `app`. @internal */
  public print(app: IConstruct, pod: InitPod): Readonly<Record<string, unknown>> {
    const { name, image, command, args, env = {}, volumes = {}, network, resources = pod.resources } = this.options;
    const mounts = Object.entries(volumes).map(([volume, each]) => each.mount(volume));
    return {
      name,
      image,
      command,
      args,
      env: printEnv(app, env),
      resources: printResources(resources),
      securityContext: containerSecurity(
        pod.hardening,
        pod.runsSidecar && network === 'bypass' ? { runAsUser: PROXY_USER } : {},
      ),
      volumeMounts: mounts.length > 0 ? mounts : undefined,
    };
  }
}

/** One line for each address of an app that one is given which calls nobody. */
function unreachable({ network, env = {} }: InitContainerOptions): string[] {
  if (network !== 'none') return [];
  return Object.keys(env)
    .filter((name) => calledPorts([{ [name]: env[name] ?? '' }]).length > 0)
    .map(
      (name) =>
        `initContainer.env.${name} must not be the address of an app where network is 'none': the call would go to a proxy that does not run yet, and needs 'bypass' (past the proxy, without mTLS) or 'native-sidecar' (a proxy that starts first)`,
    );
}

/** The pod that an init container is part of. */
export interface InitPod {
  readonly hardening: Hardening;
  readonly resources: ContainerResources;
  readonly runsSidecar: boolean;
}

/** Checks a list of {@link InitContainer}s. */
export const initContainersCheck: Check = known(
  listOf(
    judged(
      'an InitContainer, such as InitContainer.of({ name, image, network }) that is known at synthesis',
      (each) => each instanceof InitContainer,
    ),
    { min: 1 },
  ),
);

/** Whether one of them needs a proxy that starts first. */
export function needsNativeSidecar(containers: readonly InitContainer[] = []): boolean {
  return containers.some((each) => each.options.network === 'native-sidecar');
}

/** One line for each name that two containers of a pod have. */
export function repeatedContainers(names: readonly string[]): string[] {
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `initContainers: names of containers must be used once, got ${given(name)} twice`);
}
