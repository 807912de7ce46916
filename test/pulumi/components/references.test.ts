/** Components that refer to each other, and what they may not say about each other. */
import * as pulumi from '@pulumi/pulumi';
import { Chart, Size } from 'cdk8s';
import {
  DenyAllPolicy,
  EnvValue,
  GatewayServer,
  HttpMatch,
  MeshApp,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  Probe,
  WholeMesh,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { newProgram } from '../../../lib/pulumi/deploy-tree';
import { type Registered, run } from '../../support/pulumi-wire';
import { proxies } from './component-case';

const app = {
  image: 'registry.example.com/app:1',
  ports: [MeshPort.http(80), MeshPort.http(9090, { name: 'metrics' })],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
  probes: { readiness: Probe.tcp() },
};
const servers = [GatewayServer.http({ hosts: ['*.example.com'] })];
const everyone = { everyone: true, abort: { httpStatus: 503 } };

const gatewayOf = () => new mesh.IngressGateway('public', { proxies, servers });

/** `Kind namespace/name` of what is registered, below which component, and what it waits for. */
async function tree(program: () => unknown): Promise<Readonly<Record<string, readonly string[]>>> {
  const { registered } = await run(program);
  return Object.fromEntries(
    registered
      .filter((each) => each.isCustom)
      .map((each) => [nameOf(each.urn), each.dependencies.map(nameOf)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const nameOf = (urn: string) => urn.slice(urn.lastIndexOf('::') + 2);

const refused = (program: () => unknown) =>
  run(program).then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );

describe('what is registered', () => {
  test('an app waits for its namespace, and its route for the gateway of another component', async () => {
    const found = await tree(() => {
      const shop = new mesh.MeshNamespace('shop');
      new mesh.MeshApp('web', {
        ...app,
        namespace: shop,
        expose: [{ gateway: gatewayOf(), hosts: ['a.example.com'], path: '/a' }],
      });
    });
    expect(found).toEqual({
      'public:Gateway:istio-system/public': [],
      'shop:Namespace:shop': [],
      'shop:PeerAuthentication:shop/default': ['shop:Namespace:shop'],
      'web:Deployment:shop/web-v1': ['shop:Namespace:shop', 'web:ServiceAccount:shop/web'],
      'web:PodDisruptionBudget:shop/web': ['shop:Namespace:shop'],
      'web:Service:shop/web': ['shop:Namespace:shop'],
      'web:ServiceAccount:shop/web': ['shop:Namespace:shop'],
      // In the namespace of the gateway, and of the app that it leads to.
      'web:VirtualService:istio-system/public.a.example.com': [
        'public:Gateway:istio-system/public',
        'web:Service:shop/web',
      ],
      'web:VirtualService:shop/web': ['shop:Namespace:shop', 'web:Service:shop/web'],
    });
  });

  test.each([
    ['the app is made first', ['app', 'deny-all']],
    ['the policy is made first', ['deny-all', 'app']],
  ])('an app that is closed keeps its gateway by a policy of its own where %s', async (_, order) => {
    const found = await tree(() => {
      const shop = new mesh.MeshNamespace('shop');
      const gateway = gatewayOf();
      for (const each of order) {
        if (each === 'app')
          new mesh.MeshApp('web', { ...app, namespace: shop, expose: [{ gateway, hosts: ['a.example.com'] }] });
        else new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
      }
    });
    expect(Object.keys(found).filter((each) => each.includes('AuthorizationPolicy'))).toEqual([
      'deny-all:AuthorizationPolicy:shop/deny-all',
      'web:AuthorizationPolicy:shop/web',
    ]);
    const admits = found['deny-all:AuthorizationPolicy:shop/deny-all']?.includes('web:AuthorizationPolicy:shop/web');
    expect(admits).toBe(true);
  });

  test('STRICT for a namespace that is strict already is nothing new, and its exceptions belong to the app', async () => {
    const found = await tree(() => {
      const shop = new mesh.MeshNamespace('shop');
      const web = new mesh.MeshApp('web', { ...app, namespace: shop });
      new mesh.StrictMtls('strict', {
        appliesTo: shop,
        exceptions: [{ port: web.port('metrics'), reason: 'scraped' }],
      });
    });
    expect(Object.keys(found).filter((each) => each.includes('PeerAuthentication'))).toEqual([
      'shop:PeerAuthentication:shop/default',
      'web:PeerAuthentication:shop/web',
    ]);
  });

  test('everything of Istio waits for the control plane, and goes by its settings', async () => {
    const { registered } = await run(() => {
      const install = new mesh.IstioInstall('istio', { version: '1.31', trustDomain: 'shop.example.com' });
      const shop = new mesh.MeshNamespace('shop');
      const web = new mesh.MeshApp('web', { ...app, namespace: shop });
      new mesh.MeshApp('reviews', {
        ...app,
        namespace: shop,
        allowFrom: [{ caller: web }, { caller: install.ingress }],
      });
    });
    const found = new Map(registered.map((each) => [nameOf(each.urn), each] as const));
    expect([...found.keys()].filter((each) => each.startsWith('istio:'))).toEqual([
      'istio:Release:istio-system/istio-base',
      'istio:Release:istio-system/istiod',
      'istio:Release:istio-system/istio-ingressgateway',
    ]);
    const waiting = [
      'web:Deployment:shop/web-v1',
      'shop:PeerAuthentication:shop/default',
      'reviews:AuthorizationPolicy:shop/reviews',
    ];
    expect(waiting.filter((each) => found.get(each)?.dependencies.some((urn) => urn.includes('istiod')))).toEqual(
      waiting,
    );
    expect(JSON.stringify(found.get('reviews:AuthorizationPolicy:shop/reviews')?.properties)).toContain(
      'shop.example.com/ns/shop/sa/web',
    );
  });

  test('settings that are given to a namespace count for what is in it', async () => {
    const { registered } = await run(() => {
      const shop = new mesh.MeshNamespace('shop', { settings: { trustDomain: 'elsewhere.example.com' } });
      new mesh.MeshApp('web', {
        ...app,
        namespace: shop,
        allowFrom: [{ caller: MeshPeer.serviceAccount(MeshNamespace.fromName('shop'), 'reviews') }],
      });
    });
    expect(JSON.stringify(registered)).toContain('elsewhere.example.com/ns/shop/sa/reviews');
  });

  test('a port of another component is one in matches, calls and policies', async () => {
    const { registered } = await run(() => {
      const shop = new mesh.MeshNamespace('shop');
      const reviews = new mesh.MeshApp('reviews', { ...app, namespace: shop });
      new mesh.MeshApp('web', { ...app, namespace: shop, env: { URL: EnvValue.url(reviews.port('metrics')) } });
      const ledger = mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
        client: shop,
        ports: [MeshPort.http(80)],
        versions: {},
      });
      new mesh.FaultInjection('down', { ...everyoneBut(ledger.port('http')), app: ledger });
    });
    expect(JSON.stringify(registered)).toContain('http://reviews.shop.svc.cluster.local:9090');
    expect(JSON.stringify(registered)).toContain('"port":80,');
  });

  test('names that are Outputs of another resource carry what they depend on', async () => {
    const { registered } = await run(() => {
      const shop = new mesh.MeshNamespace('shop');
      new mesh.MeshNamespace('other', { labels: { beside: shop.name } });
    });
    const other = registered.find((each) => each.name === 'other:Namespace:other');
    expect(other?.propertyDependencies).toEqual({ metadata: [expect.stringContaining('shop:Namespace:shop')] });
  });
});

function everyoneBut(port: ReturnType<mesh.MeshService['port']>) {
  return { when: HttpMatch.port(port), abort: { httpStatus: 503 } };
}

describe('what is refused, before anything of the component is registered', () => {
  test.each<[string, () => unknown, string]>([
    [
      'two apps at one public host',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        const gateway = gatewayOf();
        new mesh.MeshApp('web', { ...app, namespace: shop, expose: [{ gateway, hosts: ['a.example.com'] }] });
        new mesh.MeshApp('api', {
          ...app,
          namespace: shop,
          expose: [{ gateway, hosts: ['a.example.com'], path: '/api' }],
        });
      },
      'api cannot be deployed:\n  MeshApp web and MeshApp api both speak for public host a.example.com: say it in one of them, or put both into one ConstructGroup',
    ],
    [
      'two components that make one object',
      () => {
        new mesh.MeshNamespace('shop');
        new mesh.MeshNamespace('store', { name: 'shop' });
      },
      'MeshNamespace shop and MeshNamespace store both make Namespace shop: put both into one ConstructGroup, or rename one of them',
    ],
    [
      'a canary and a breaker for one service',
      () => {
        const ledger = ledgerOf();
        new mesh.CanaryRoute('canary', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight: 5 });
        new mesh.CircuitBreaker('breaker', { app: ledger });
      },
      'CanaryRoute canary and CircuitBreaker breaker both make DestinationRule.networking.istio.io shop/ledger.bank: put both into one ConstructGroup',
    ],
    [
      'another mode for a namespace that is strict by itself',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        new mesh.StrictMtls('strict', { appliesTo: shop, name: 'other' });
      },
      "StrictMtls strict would take away PeerAuthentication.security.istio.io shop/default, which MeshNamespace shop has registered: give the MeshNamespace mtls: 'inherit', or put both into one ConstructGroup",
    ],
    [
      'an installation after what goes by its settings',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        const web = new mesh.MeshApp('web', { ...app, namespace: shop });
        new mesh.MeshApp('reviews', { ...app, namespace: shop, allowFrom: [{ caller: web }] });
        new mesh.IstioInstall('istio', { version: '1.31', trustDomain: 'shop.example.com' });
      },
      'IstioInstall istio would change AuthorizationPolicy.security.istio.io shop/reviews, which MeshApp reviews has registered',
    ],
    [
      'a deny-all that shuts out an app that calls',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        const reviews = new mesh.MeshApp('reviews', { ...app, namespace: shop });
        new mesh.MeshApp('web', { ...app, namespace: shop, env: { URL: EnvValue.url(reviews.port('http')) } });
        new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
      },
      'shop/web -> shop/reviews (port 80), closed by deny-all/deny-all',
    ],
    [
      'a deny-all of the mesh that shuts out an app that is made later',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        const reviews = new mesh.MeshApp('reviews', { ...app, namespace: shop });
        new mesh.DenyAllPolicy('deny-all', { appliesTo: WholeMesh.scope });
        new mesh.MeshApp('web', { ...app, namespace: shop, env: { URL: EnvValue.url(reviews.port('http')) } });
      },
      'shop/web -> shop/reviews (port 80), closed by deny-all/deny-all',
    ],
    [
      'two Sidecars for one namespace',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        new mesh.SidecarScope('one', { appliesTo: shop, hosts: [shop] });
        new mesh.SidecarScope('two', { appliesTo: shop, hosts: [shop] });
      },
      'SidecarScope one and SidecarScope two both speak for sidecars of namespace shop',
    ],
    [
      'two gateways that take one port for different protocols',
      () => {
        gatewayOf();
        new mesh.IngressGateway('other', { proxies, servers: [GatewayServer.tcp({ port: 80 })] });
      },
      'port 80',
    ],
    [
      'a construct of another program',
      () => {
        const chart = new Chart(newProgram(), 'chart');
        new mesh.DenyAllPolicy('deny-all', {
          appliesTo: new MeshApp(chart, 'web', { ...app, namespace: MeshNamespace.fromName('shop') }),
        });
      },
      'chart/web is a construct of another program: give the component that owns it, or put both into one ConstructGroup',
    ],
    [
      'a component of another provider',
      () => {
        const shop = new mesh.MeshNamespace('shop');
        const provider = new FakeProvider('other');
        new mesh.MeshApp('web', { ...app, namespace: shop }, { provider });
      },
      'MeshNamespace shop is deployed by another provider than MeshApp web',
    ],
    [
      'a canary of an app that a component owns',
      () => {
        const web = versioned();
        new mesh.CanaryRoute('canary', { stable: web.version('v1'), canary: web.version('v2') } as never);
      },
      'CanaryRoute canary: stable must be of a MeshService, got version "v1" of MeshApp web: give that MeshApp canary: { ... } instead',
    ],
    [
      'a breaker of an app that a component owns',
      () => new mesh.CircuitBreaker('breaker', { app: versioned() } as never),
      'CircuitBreaker breaker: app must be of a MeshService, got MeshApp web: give that MeshApp circuitBreaker: { ... } instead',
    ],
    [
      'a breaker for single versions, to which no route leads',
      () => new mesh.CircuitBreaker('breaker', { app: ledgerOf(), perVersion: { v2: {} } } as never),
      'CircuitBreaker breaker: perVersion must be left out, for no route leads to single versions: put it into one ConstructGroup with a CanaryRoute',
    ],
    [
      'a fault of an app that a component owns',
      () => new mesh.FaultInjection('down', { ...everyone, app: versioned() } as never),
      'FaultInjection down: app must be of a MeshService, got MeshApp web: give that MeshApp faults: { ... } instead',
    ],
    [
      'a version that the app does not have',
      () =>
        new mesh.MeshApp('web', {
          ...app,
          namespace: MeshNamespace.fromName('shop'),
          canary: { stable: 'v1', canary: 'v9', weight: 1 },
        } as never),
      'web/web: version must be one of v1, got "v9"',
    ],
    [
      'routes of which each is to come before the other',
      () =>
        new mesh.MeshApp('web', {
          ...app,
          namespace: MeshNamespace.fromName('shop'),
          routes: {
            a: { match: HttpMatch.exact('/a'), to: [{}], before: ['b'] },
            b: { match: HttpMatch.exact('/b'), to: [{}], before: ['a'] },
          },
        }),
      'web/web/routes: before: a comes before itself',
    ],
    [
      'a route before one that there is not',
      () =>
        new mesh.MeshApp('web', {
          ...app,
          namespace: MeshNamespace.fromName('shop'),
          routes: { a: { match: HttpMatch.exact('/a'), to: [{}], before: ['b'] } },
        }),
      'web/web/routes: before must name one of the routes a, got b',
    ],
    [
      'a port that a component does not have',
      () => versioned().port('https'),
      'MeshApp web: port must be one of http, http-metrics, got "https"',
    ],
  ])('%s', async (_, program, message) => {
    expect(await refused(program)).toContain(message);
  });

  test('nothing of the component is registered then', async () => {
    const registered: Registered[] = [];
    const found = await run(() => {
      new mesh.MeshNamespace('shop');
      try {
        new mesh.MeshNamespace('store', { name: 'shop' });
      } catch {
        return 'refused';
      }
      return 'made';
    });
    registered.push(...found.registered);
    expect([found.result, registered.map((each) => each.name)]).toEqual([
      'refused',
      ['shop', 'shop:Namespace:shop', 'shop:PeerAuthentication:shop/default'],
    ]);
  });
});

function ledgerOf() {
  return mesh.MeshService.fromName('ledger', MeshNamespace.fromName('bank'), {
    client: new mesh.MeshNamespace('shop'),
    ports: [MeshPort.http(80)],
    versions: { v1: {}, v2: {} },
  });
}

function versioned() {
  return new mesh.MeshApp('web', { ...app, namespace: MeshNamespace.fromName('shop'), versions: { v1: {}, v2: {} } });
}

class FakeProvider extends pulumi.ProviderResource {
  public constructor(name: string) {
    super('kubernetes', name, {});
  }
}

test('components of two providers may be of the same names', async () => {
  const { registered } = await run(() => {
    new mesh.MeshNamespace('shop', {}, { provider: new FakeProvider('one') });
    new mesh.MeshNamespace('store', { name: 'shop' }, { provider: new FakeProvider('two') });
  });
  expect(registered.filter((each) => each.type === 'kubernetes:core/v1:Namespace').map((each) => each.name)).toEqual([
    'shop:Namespace:shop',
    'store:Namespace:shop',
  ]);
});

test('constructs of a group take components as handles', async () => {
  const { registered } = await run(() => {
    const shop = new mesh.MeshNamespace('shop');
    new mesh.ConstructGroup(
      'more',
      (program) => new DenyAllPolicy(new Chart(program, 'more'), 'deny-all', { appliesTo: shop }),
    );
  });
  expect(registered.map((each) => each.name)).toContain('more:AuthorizationPolicy:shop/deny-all');
});
