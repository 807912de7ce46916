import { App, Chart, Size, Testing } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  GatewayProxies,
  GatewayServer,
  IngressGateway,
  MeshApp,
  type MeshAppProps,
  MeshNamespace,
  MeshPort,
  Probe,
} from 'istio-constructs';
import { Derived, UNRESOLVED } from '../../lib/values/unresolved';
import type * as DeployedProps from './deployed-props';
import { type PropsCase } from './deployed-props';

/** An object as it is written. */
export interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: object;
    readonly annotations?: object;
  };
  readonly spec?: unknown;
  readonly data?: unknown;
}

/** The objects that `make` puts into a chart named `shop`. */
export function written(make: (chart: Chart) => unknown): readonly Written[] {
  const chart = new Chart(new App(), 'shop');
  make(chart);
  return Testing.synth(chart) as Written[];
}

/** The only object of a kind. */
export function only(objects: readonly Written[], kind: string, name?: string): Written {
  const found = objects.filter((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} objects of kind ${kind} ${name ?? ''}`);
  return found[0];
}

/** The spec of the only object of a kind. */
export function specOf(objects: readonly Written[], kind: string, name?: string): unknown {
  return only(objects, kind, name).spec;
}

/** What fails when `make` is run and rendered, validations included. */
export function failure(make: (chart: Chart) => unknown): string {
  const app = new App();
  const chart = new Chart(app, 'shop');
  try {
    make(chart);
    const invalid = app.node
      .findAll()
      .flatMap((each) => each.node.validate().map((problem) => `${each.node.path}: ${problem}`));
    if (invalid.length > 0) return invalid.join('\n');
    Testing.synth(chart);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing failed';
}

/** A namespace that the tests do not look at. */
export const namespace = MeshNamespace.fromName('shop');

/** An app with versions v1 and v2 and one HTTP port. */
export function twoVersions(
  scope: Construct,
  id = 'reviews',
  more: Partial<MeshAppProps<'v1' | 'v2'>> = {},
): MeshApp<'v1' | 'v2'> {
  return new MeshApp(scope, id, {
    namespace,
    image: 'registry.example.com/reviews:1',
    versions: { v1: {}, v2: {} },
    ports: [MeshPort.http(8080)],
    resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
    probes: { readiness: Probe.tcp() },
    ...more,
  });
}

/** Gateway proxies in istio-system. */
export const proxies = GatewayProxies.of({
  namespace: MeshNamespace.fromName('istio-system'),
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'ingress',
});

/** A gateway for every host of example.com. */
export function gateway(scope: Construct, id = 'public'): IngressGateway {
  return new IngressGateway(scope, id, { proxies, servers: [GatewayServer.http({ hosts: ['*.example.com'] })] });
}

/** What becomes of a value that is only known after deployment. */
export interface LaterOutcomes {
  /** Props whose value reaches an object, as it is or computed with. */
  readonly written: readonly string[];

  /** Props that are refused, because they decide which objects there are. */
  readonly refused: readonly string[];
}

const cases: PropsCase<never>[] = [];

// What may come later is deployed as well, as Outputs: the SDK is loaded in tests that put something into every prop only.
afterAll(async () => {
  if (cases.length === 0) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { differences } = require('./deployed-props') as typeof DeployedProps;
  const found: string[] = [];
  for (const each of cases) found.push(...(await differences(each)));
  expect(found).toEqual([]);
});

/**
 * Puts a stand-in into each prop in turn, also into those of plain objects and lists in it.
 *
 * @param props - makes the props, and the constructs that they name.
 * @param make - makes the construct under test.
 */
export function laterInEveryProp<P extends object>(
  props: (chart: Chart) => P,
  make: (chart: Chart, props: P) => unknown,
): LaterOutcomes {
  const render = jest.spyOn(Derived.prototype, 'resolve').mockImplementation((() => 'LATER') as never);
  try {
    const sample = paths(props(new Chart(new App(), 'shop')));
    const outcomes = sample.map(
      (path) => [path.join('.'), outcome((chart) => make(chart, replaced(props(chart), path, STAND_IN)))] as const,
    );
    const named = (which: string) => outcomes.filter(([, each]) => each === which).map(([path]) => path);
    const others = outcomes.filter(([, each]) => each !== 'written' && each !== 'refused');
    if (others.length > 0) throw new Error(others.map(([path, each]) => `${path}: ${each}`).join('\n'));
    const written = sample.filter((path) => named('written').includes(path.join('.')));
    cases.push({ props, make, replaced, paths: written } satisfies PropsCase<P> as unknown as PropsCase<never>);
    return { written: named('written'), refused: named('refused') };
  } finally {
    render.mockRestore();
  }
}

function outcome(make: (chart: Chart) => unknown): string {
  const message = failure(make);
  if (/known at synthesis/.test(message)) return 'refused';
  if (message !== 'nothing failed') return message;
  return JSON.stringify(written(make)).includes('LATER') ? 'written' : 'is lost';
}

function paths(value: object, at: readonly string[] = []): (readonly string[])[] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]) => {
    const path = [...at, key];
    const isPlain =
      typeof each === 'object' &&
      each !== null &&
      (Array.isArray(each) || each.constructor === Object) &&
      !('workload' in each) &&
      !('namespaceName' in each);
    return [path, ...(isPlain ? paths(each, path) : [])];
  });
}

const STAND_IN = { [UNRESOLVED]: true, resolve: () => 'LATER' };

function replaced<T extends object>(value: T, [first = '', ...rest]: readonly string[], by: unknown): T {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[first] = rest.length === 0 ? by : replaced(copy[first] as object, rest, by);
  return copy as T;
}
