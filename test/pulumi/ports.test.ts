/** Ports that are Outputs: what is deployed is what the number gives, and nothing else is unknown or secret than where it stands. */
import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import {
  derive,
  GatewayServer,
  HttpMatch,
  HttpRouting,
  IngressGateway,
  IstioInstall,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshProgram,
  MeshService,
  StrictMtls,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { deployed, mismatch, writtenBy } from '../support/components';
import { isSecretOnWire, run, secretOf, UNKNOWN, withoutSecrets } from '../support/pulumi-wire';
import { appIn, appProps, IN_TEXTS, PORT, PROGRAMS, proxiesOn } from './port-programs';

const ALL = { ...PROGRAMS, ...IN_TEXTS };
const NAMES = Object.keys(ALL);

/** What a group of the constructs deploys. */
const groupOf = (name: string, port: () => number) => () =>
  new mesh.ConstructGroup('group', (program) => ALL[name]?.(new Chart(program, 'yaml'), port()));

const plain = (name: string) => writtenBy((chart) => ALL[name]?.(chart, PORT));

/** What stands in the place of each value that `isLater`, among objects as they are written. */
function inPlaceOf(isLater: (value: unknown) => boolean, actual: unknown, expected: unknown): readonly unknown[] {
  if (isLater(actual)) return [expected];
  if (typeof actual !== 'object' || actual === null) return [];
  return Object.entries(actual).flatMap(([key, each]) =>
    inPlaceOf(isLater, each, (expected as Readonly<Record<string, unknown>> | undefined)?.[key]),
  );
}

const holdsPort = (value: unknown) => JSON.stringify(value).includes(String(PORT));

/** All leaves of objects that hold the port; of maps by port, the maps. */
function places(objects: unknown): number {
  if (typeof objects !== 'object' || objects === null) return holdsPort(objects) ? 1 : 0;
  if (Object.keys(objects).some((key) => key === String(PORT))) return 1;
  return Object.values(objects).reduce((sum: number, each) => sum + places(each), 0);
}

test('a port that is known is deployed as it is written', async () => {
  for (const name of NAMES) expect([name, await deployed(groupOf(name, () => PORT))]).toEqual([name, plain(name)]);
});

describe.each<[string, readonly string[], () => number]>([
  ['an Output', NAMES, () => mesh.asNumber(pulumi.output(PORT))],
  ['a promise', NAMES, () => mesh.asNumber(Promise.resolve(PORT))],
  [
    'computed from an Output',
    Object.keys(PROGRAMS),
    () => derive([mesh.asNumber(pulumi.output(PORT - 1))], (known) => known + 1),
  ],
  ['a raw Output', Object.keys(PROGRAMS), () => pulumi.output(PORT) as unknown as number],
])('a port that is %s', (_, names, port) => {
  test.each(names)('%s', async (name) => {
    // One value for all of a program, as where it is an Output of one resource.
    const program = () => groupOf(name, once(port))();
    expect(await deployed(program)).toEqual(plain(name));
  });
});

test.each(NAMES)('a secret port is secret where it stands and nowhere else: %s', async (name) => {
  const objects = await deployed(
    groupOf(
      name,
      once(() => mesh.asNumber(pulumi.secret(PORT))),
    ),
  );
  expect(withoutSecrets(objects)).toEqual(plain(name));
  const isSecret = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(secretOf(0)).every((key) => key in value);
  const hidden = inPlaceOf(isSecret, objects, plain(name));
  expect(hidden.filter((each) => !holdsPort(each))).toEqual([]);
  expect([isSecretOnWire(objects), hidden.length]).toEqual([true, places(plain(name))]);
});

test.each(NAMES)('in a preview only the places of an unknown port are unknown: %s', async (name) => {
  const unknown = () => mesh.asNumber(pulumi.output(pulumi.unknown) as unknown as pulumi.Output<number>);
  const objects = await deployed(groupOf(name, once(unknown)), { preview: true });
  expect(mismatch(objects, plain(name))).toEqual([]);
  const open = inPlaceOf((value) => value === UNKNOWN, objects, plain(name));
  expect(open.filter((each) => !holdsPort(each))).toEqual([]);
  expect(open).toHaveLength(places(plain(name)));
});

test('what names a port waits for the resource that it is an Output of', async () => {
  const { registered } = await run(() => {
    const source = new mesh.KubernetesObject('source', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'source', namespace: 'shop' },
      spec: { ports: [{ port: PORT }] },
    });
    const { spec } = source as unknown as { readonly spec: pulumi.Output<{ ports: { port: number }[] }> };
    const port = mesh.asNumber(spec.apply(({ ports }) => ports[0]?.port ?? 0));
    return groupOf('policies for a port', () => port)();
  });
  const source = registered.find((each) => each.name === 'source')?.urn ?? '';
  const waiting = registered.filter((each) => each.name !== 'source' && holdsPort(each.properties));
  expect(waiting.map((each) => each.name.split(':')[1])).toContain('PeerAuthentication');
  expect(waiting.map((each) => [each.name, each.propertyDependencies['spec']])).toEqual(
    waiting.map((each) => [each.name, [source]]),
  );
});

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

describe('components', () => {
  const components = (port: number) => () => {
    const shop = new mesh.MeshNamespace('shop', { mtls: 'inherit' });
    const gateway = new mesh.IngressGateway('public', {
      proxies: proxiesOn(80, port),
      servers: [GatewayServer.http({ hosts: ['*'], port })],
    });
    const web = new mesh.MeshApp('web', {
      ...appProps,
      namespace: shop,
      versions: { v1: {}, v2: {} },
      ports: [MeshPort.http(port), MeshPort.http(9000, { name: 'metrics', targetPort: port })],
      canary: { stable: 'v1', canary: 'v2', weight: 5, port: 'http' },
      routes: {
        one: {
          match: HttpMatch.method('GET'),
          to: [{ to: 'v1' }],
          mirror: [{ to: MeshService.fromName('db', shop), port }],
        },
      },
      expose: [{ gateway, hosts: ['web.example.com'], port: 'http' }],
      allowFrom: [{ caller: MeshPeer.anyone(), ports: ['metrics'] }],
    });
    new mesh.StrictMtls('strict', { appliesTo: web, exceptions: [{ port: web.port('metrics'), reason: 'scraped' }] });
    new mesh.DenyPolicy('deny', { to: web, ports: [web.port('http')], methods: ['DELETE'] });
    const ledger = mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
      client: shop,
      ports: [MeshPort.http(port), MeshPort.http(90, { name: 'b' })],
      versions: { v1: {}, v2: {} },
    });
    new mesh.CanaryRoute('ledger', {
      stable: ledger.version('v1'),
      canary: ledger.version('v2'),
      weight: 5,
      port: ledger.port('http'),
    });
  };

  test('take Outputs as ports', async () => {
    const plainly = await deployed(components(PORT));
    expect(await deployed(() => components(mesh.asNumber(pulumi.output(PORT)))())).toEqual(plainly);
    const secrets = await deployed(() => components(mesh.asNumber(pulumi.secret(PORT)))());
    expect(withoutSecrets(secrets)).toEqual(plainly);
  });
});

describe('errors', () => {
  const later = () => mesh.asNumber(pulumi.output(PORT));

  test.each<[string, (chart: Chart) => unknown, string]>([
    [
      'the same Output as two ports of an app',
      (chart) => {
        const port = later();
        appIn(chart, 'web', [MeshPort.http(port), MeshPort.tcp(port)]);
      },
      'ports: port numbers must be used once, got a value that is only known after deployment twice',
    ],
    [
      'the same Output as two ports of proxies',
      () => {
        const port = later();
        proxiesOn(port, port);
      },
      'ports[1].number must be used once, got a value that is only known after deployment again',
    ],
    [
      'a server on a port that none of the proxies has',
      (chart) =>
        new IngressGateway(chart, 'public', {
          proxies: proxiesOn(443),
          servers: [GatewayServer.http({ hosts: ['*'] })],
        }),
      "servers[0].port must be a port of the proxies' Service (443), got 80",
    ],
    [
      'an Output as a port of an installation, whose files are written',
      (chart) => {
        const ports = [{ name: 'tcp-db', number: later(), targetPort: later() }];
        new IstioInstall(chart, 'istio', { version: '1.31', gateways: { ingress: { ports } } });
      },
      'gateways.ingress.ports[0].number must be known at synthesis, because files and scripts of the installation are written from it; got a value that is only known after deployment',
    ],
    [
      'an Output as the port of a mirror that is a version',
      (chart) => {
        const app = appIn(chart, 'web', [MeshPort.http(80)]);
        const mirror = [{ to: app.version('v2'), port: later() }];
        new HttpRouting(chart, 'copies', { app, match: HttpMatch.any(), to: [{ to: app }], mirror });
      },
      "mirror[0].port must be known at synthesis, because it is a port of web such as app.port('http'), whose number may come later",
    ],
    [
      'a port that is an Output in YAML',
      (chart) => {
        appIn(chart, 'web', [MeshPort.http(80, { targetPort: later() })]);
        (chart.node.root as MeshProgram).synthYaml();
      },
      'spec.ports[0].targetPort is only known after deployment and cannot be written to a manifest',
    ],
    [
      'a map by ports in YAML',
      (chart) => {
        const app = appIn(chart, 'web', [MeshPort.http(80)]);
        new StrictMtls(chart, 'strict', {
          appliesTo: app,
          exceptions: [{ port: { ...app.port('http'), targetPort: later() }, reason: 'scraped' }],
        });
        (chart.node.root as MeshProgram).synthYaml();
      },
      'a key of spec.portLevelMtls is only known after deployment and cannot be written to a manifest',
    ],
  ])('%s', (_, make, message) => {
    expect(() => make(new Chart(new MeshProgram(), 'yaml'))).toThrow(message);
  });

  test('arithmetic on a port, and a computed one in a text, are found', async () => {
    const program = (env: string) => () =>
      new mesh.ConstructGroup('group', (root) => {
        new MeshApp(new Chart(root, 'yaml'), 'web', { ...appProps, ports: [MeshPort.http(80)], env: { PORT: env } });
      });
    await expect(deployed(() => program(`${derive([later()], (known) => known + 1)}`)())).rejects.toThrow(
      'a text that stands for an Output was converted to one by JavaScript',
    );
    await expect(
      deployed(
        () =>
          new mesh.ConstructGroup('group', (root) =>
            appIn(new Chart(root, 'yaml'), 'web', [MeshPort.http(later() + 1)]),
          ),
      ),
    ).rejects.toThrow('arithmetic on a number that stands for an Output');
  });
});

test('callers that differ in Outputs alone are told apart', async () => {
  const objects = await deployed(
    () =>
      new mesh.ConstructGroup('group', (root) => {
        const app = appIn(new Chart(root, 'yaml'), 'web', [MeshPort.http(80)]);
        for (const path of ['/a', '/b', '/a'])
          app.allowFrom(MeshPeer.anyone(), { paths: [pulumi.output(path) as never] });
      }),
  );
  const policy = objects.find((each) => each['kind'] === 'AuthorizationPolicy');
  expect(policy?.['spec']).toMatchObject({
    rules: ['/a', '/b', '/a'].map((path) => ({ to: [{ operation: { paths: [path] } }] })),
  });
});
