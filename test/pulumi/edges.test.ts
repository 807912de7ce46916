import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { DenyAllPolicy, MeshNamespace } from 'istio-constructs';
import { ConstructGroup } from 'istio-constructs/pulumi';
import { edgesOf } from '../../lib/pulumi/resource-edges';
import { registrationOrder } from '../../lib/pulumi/registration-order';
import { twoVersions } from '../support/constructs';
import { run } from '../support/pulumi-wire';
import { UNJUDGED } from '../support/unjudged';

type Object = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: object;
} & Record<string, unknown>;

const core = (kind: string, name: string, more: object = {}): Object => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'shop' },
  ...more,
});
const istio = (group: string, kind: string, name: string, spec: object, namespace = 'shop'): Object => ({
  apiVersion: `${group}.istio.io/v1`,
  kind,
  metadata: { name, namespace },
  spec,
});
const pods = (pod: object) => ({ template: { spec: { containers: [], ...pod } } });

/** As `from -> to`, by kind and name. */
function edges(...objects: readonly Object[]): string[] {
  const name = (index: number) => `${objects[index]?.kind ?? ''} ${objects[index]?.metadata.name ?? ''}`;
  const found = edgesOf({ objects, releases: [], rootNamespace: 'istio-system' });
  return found.flatMap((targets, from) => [...targets].map((to) => `${name(from)} -> ${name(to)}`)).sort();
}

describe('an object depends on what it names', () => {
  test.each<[string, readonly Object[], readonly string[]]>([
    [
      'its Namespace',
      [core('Service', 'web'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
      ['Service web -> Namespace shop'],
    ],
    [
      'the CRD of its kind',
      [
        { apiVersion: 'example.com/v1', kind: 'Tea', metadata: { name: 'green' } },
        {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name: 'teas' },
          spec: { group: 'example.com', names: { kind: 'Tea' } },
        },
      ],
      ['Tea green -> CustomResourceDefinition teas'],
    ],
    [
      'a route: Gateways in either namespace, rules and services of its hosts, short and full',
      [
        istio('networking', 'VirtualService', 'r', {
          gateways: ['mesh', 'own', 'edge/other'],
          http: [{ route: [{ destination: { host: 'web' } }], mirror: { host: 'cart.shop.svc.cluster.local' } }],
          tcp: [{ route: [{ destination: { host: 'db.example.com' } }] }],
        }),
        istio('networking', 'Gateway', 'own', {}),
        istio('networking', 'Gateway', 'other', {}, 'edge'),
        istio('networking', 'Gateway', 'unused', {}),
        istio('networking', 'DestinationRule', 'web', { host: 'web.shop.svc.cluster.local' }),
        core('Service', 'web'),
        core('Service', 'cart'),
        istio('networking', 'ServiceEntry', 'db', { hosts: ['db.example.com'] }),
      ],
      [
        'DestinationRule web -> Service web',
        'VirtualService r -> DestinationRule web',
        'VirtualService r -> Gateway other',
        'VirtualService r -> Gateway own',
        'VirtualService r -> Service cart',
        'VirtualService r -> Service web',
        'VirtualService r -> ServiceEntry db',
      ],
    ],
    [
      'a route of the Gateway API: parents and backends',
      [
        {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'HTTPRoute',
          metadata: { name: 'r', namespace: 'shop' },
          spec: { parentRefs: [{ name: 'g', namespace: 'edge' }], rules: [{ backendRefs: [{ name: 'web' }] }] },
        },
        {
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind: 'Gateway',
          metadata: { name: 'g', namespace: 'edge' },
          spec: { gatewayClassName: 'istio' },
        },
        { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'istio' } },
        core('Service', 'web'),
      ],
      ['Gateway g -> GatewayClass istio', 'HTTPRoute r -> Gateway g', 'HTTPRoute r -> Service web'],
    ],
    [
      'pods: their account, configuration, secrets and claims',
      [
        {
          ...core('Deployment', 'web'),
          apiVersion: 'apps/v1',
          spec: pods({
            serviceAccountName: 'web',
            initContainers: [{ envFrom: [{ configMapRef: { name: 'a' } }] }],
            containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'b' } } }] }],
            volumes: [
              { projected: { sources: [{ secret: { name: 'c' } }] } },
              { persistentVolumeClaim: { claimName: 'd' } },
            ],
          }),
        },
        core('ServiceAccount', 'web'),
        core('ConfigMap', 'a'),
        core('Secret', 'b'),
        core('Secret', 'c'),
        core('PersistentVolumeClaim', 'd'),
        core('ConfigMap', 'other'),
      ],
      [
        'Deployment web -> ConfigMap a',
        'Deployment web -> PersistentVolumeClaim d',
        'Deployment web -> Secret b',
        'Deployment web -> Secret c',
        'Deployment web -> ServiceAccount web',
      ],
    ],
    [
      'a Gateway: its certificate',
      [istio('networking', 'Gateway', 'g', { servers: [{ tls: { credentialName: 'tls' } }] }), core('Secret', 'tls')],
      ['Gateway g -> Secret tls'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(edges(...objects)).toEqual(expected);
  });
});

describe('what closes comes after what opens in its scope', () => {
  const allow = (name: string, namespace = 'shop', selector?: string) =>
    istio(
      'security',
      'AuthorizationPolicy',
      name,
      { rules: [{}], ...(selector && { selector: { matchLabels: { app: selector } } }) },
      namespace,
    );
  const denyAll = (name: string, namespace = 'shop') => istio('security', 'AuthorizationPolicy', name, {}, namespace);
  const strict = (name: string, namespace = 'shop', selector?: string) =>
    istio(
      'security',
      'PeerAuthentication',
      name,
      { mtls: { mode: 'STRICT' }, ...(selector && { selector: { matchLabels: { app: selector } } }) },
      namespace,
    );
  const policy = 'AuthorizationPolicy';
  const peer = 'PeerAuthentication';

  test.each<[string, readonly Object[], readonly string[]]>([
    [
      'a namespace',
      [denyAll('no'), allow('a'), allow('b', 'shop', 'web'), allow('c', 'other')],
      [`${policy} no -> ${policy} a`, `${policy} no -> ${policy} b`],
    ],
    [
      'one workload',
      [strict('web', 'shop', 'web'), allow('a', 'shop', 'web'), allow('b', 'shop', 'cart')],
      [`${peer} web -> ${policy} a`],
    ],
    [
      'two of a namespace: one after the other',
      [denyAll('no'), strict('all'), allow('a')],
      [`${policy} no -> ${policy} a`, `${peer} all -> ${policy} no`],
    ],
    [
      'the mesh: after what closes each namespace, else after what opens in it',
      [strict('mesh', 'istio-system'), denyAll('no'), allow('a'), allow('b', 'other')],
      [`${policy} no -> ${policy} a`, `${peer} mesh -> ${policy} b`, `${peer} mesh -> ${policy} no`],
    ],
    [
      'policies that refuse some are no matter',
      [denyAll('no'), istio('security', policy, 'd', { action: 'DENY', rules: [{ to: [{}] }] })],
      [],
    ],
  ])('%s', (_, objects, expected) => {
    expect(edges(...objects)).toEqual([...expected].sort());
  });

  test('with as many edges as objects, however many close', () => {
    const objects = Array.from({ length: 300 }, (_, index) => [denyAll(`no-${index}`), allow(`a-${index}`)]).flat();
    expect(edges(...objects).length).toBeLessThan(objects.length);
  });
});

describe('what the program says itself', () => {
  const map = (scope: Construct, name: string) =>
    new ApiObject(scope, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  const dependencies = async (build: (chart: Chart) => void) => {
    const { registered } = await run(
      () =>
        new ConstructGroup(
          'g',
          (program) => {
            build(new Chart(program, 'chart'));
          },
          { program: { validation: UNJUDGED } },
        ),
    );
    const last = (urn: string) => urn.slice(urn.lastIndexOf(':') + 1);
    return Object.fromEntries(
      registered.map(({ urn, dependencies: targets }) => [last(urn), targets.map(last).sort()]),
    );
  };

  test('holds between all objects of two constructs', async () => {
    const found = await dependencies((chart) => {
      const [one, other] = [new Construct(chart, 'one'), new Construct(chart, 'other')];
      for (const name of ['a', 'b']) map(one, name);
      for (const name of ['c', 'd']) map(other, name);
      one.node.addDependency(other);
    });
    expect(found).toMatchObject({ a: ['c', 'd'], b: ['c', 'd'], c: [], d: [] });
  });

  test('leads through a construct that has no objects', async () => {
    const found = await dependencies((chart) => {
      const [gate, inner] = [new Construct(chart, 'gate'), new Construct(chart, 'inner')];
      inner.node.addDependency(map(chart, 'first'));
      gate.node.addDependency(inner);
      map(chart, 'last').node.addDependency(gate);
    });
    expect(found).toMatchObject({ first: [], last: ['first'] });
  });

  test('leaves out what follows from the rest', async () => {
    const found = await dependencies((chart) => {
      const apps = new Construct(chart, 'apps');
      new MeshNamespace(apps, 'inner', { mtls: 'inherit' });
      new ApiObject(apps, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'inner' } });
      apps.node.addDependency(map(chart, 'first'));
    });
    expect(found).toMatchObject({ inner: ['first'], 'inner/x': ['inner'] });
  });

  test('counts before what references ask for', async () => {
    const found = await dependencies((chart) => {
      const made = new MeshNamespace(chart, 'n', { mtls: 'inherit' });
      const early = new ApiObject(chart, 'x', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', namespace: 'n' },
      });
      made.node.addDependency(early);
    });
    expect(found).toMatchObject({ n: ['n/x'], 'n/x': [] });
  });

  test('takes no edges but those of the circle', () => {
    const [namespace, map, other, last] = [0, 1, 2, 3];
    const implied = [new Set<number>(), new Set([namespace]), new Set([namespace]), new Set([other])];
    const said = [new Set([map]), new Set<number>(), new Set<number>(), new Set<number>()];
    expect(registrationOrder(implied, said)).toEqual({
      order: [map, namespace, other, last],
      edges: [new Set([map]), new Set(), new Set([namespace]), new Set([other])],
    });
  });

  test('is not needed where references alone lead in a circle: what is around it keeps its order', () => {
    const [namespace, one, two] = [0, 1, 2];
    const implied = [new Set<number>(), new Set([namespace, two]), new Set([namespace, one]), new Set([one])];
    const none = implied.map(() => new Set<number>());
    expect(registrationOrder(implied, none).edges).toEqual([
      new Set(),
      new Set([namespace]),
      new Set([namespace]),
      new Set([one]),
    ]);
  });

  test('must not lead in a circle', () => {
    const none = [new Set<number>(), new Set<number>()];
    expect(() => registrationOrder(none, [new Set([1]), new Set([0])])).toThrow('leads in a circle');
  });
});

test('an object has less than four edges on average', async () => {
  const { registered } = await run(
    () =>
      new ConstructGroup('g', (program) => {
        const chart = new Chart(program, 'chart');
        const shop = new MeshNamespace(chart, 'shop');
        const apps = Array.from({ length: 30 }, (_, index) => twoVersions(chart, `app-${index}`));
        apps.forEach((app, index) => {
          if (index > 0) app.allowFrom(apps[index - 1] as (typeof apps)[number]);
        });
        new DenyAllPolicy(chart, 'deny-all', { appliesTo: shop });
      }),
  );
  const total = registered.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
  expect(registered.length).toBeGreaterThan(150);
  expect(total / registered.length).toBeLessThan(4);
});
