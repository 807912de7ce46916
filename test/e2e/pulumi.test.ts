/** The constructs of examples/shop, deployed by the real engine to a real API server. */
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  CanaryRoute,
  GatewayProxies,
  GatewayServer,
  IngressGateway,
  MeshApp,
  MeshNamespace,
  MeshPort,
  type MeshProgram,
} from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { ShopChart, type ShopChartProps } from '../../examples/shop/shop';
import { ApiClient, type KubernetesObject } from './harness/api-client';
import { objectsOf } from './harness/examples';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { routeWeights } from './harness/pulumi/route-weights';
import { type Settings, settingsOf } from './harness/pulumi/settings';
import { ENGINE_TIMEOUT, type EngineStack, type Program, stack, UNKNOWN } from './harness/pulumi/stack';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
const stacks: EngineStack[] = [];
let provider: ProviderStandIn;

beforeAll(async () => {
  provider = await startProvider(client);
  // Where the gateway of Istio's installation stands.
  await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } });
});

beforeEach(() => {
  provider.changes.splice(0);
});

afterAll(() => {
  for (const each of stacks) each.remove();
  provider.stop();
  client.close();
});

async function newStack(program: Program, project: string): Promise<EngineStack> {
  const made = await stack(program, { provider, project });
  stacks.push(made);
  return made;
}

/** What was changed so far: `create Service shop/reviews`. */
function changes(): readonly string[] {
  return provider.changes.map(({ verb, object }) => `${verb} ${object}`);
}

/** @throws Error where one of them is not there. */
function expectOrder(...steps: readonly string[]): void {
  expect(changes().filter((each) => steps.includes(each))).toEqual(steps);
}

describe('the constructs of examples/shop', () => {
  const props: ShopChartProps = { host: 'shop.example.com' };
  const virtualService: KubernetesObject = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'shop' },
  };
  const update = 'update VirtualService shop:VirtualService:shop/reviews';
  const shop =
    (more: Partial<ShopChartProps> = {}, options: mesh.ConstructGroupOptions = {}): Program =>
    () => {
      const group = new mesh.ConstructGroup(
        'shop',
        (program) => new ShopChart(program, 'shop', { ...props, ...more }),
        options,
      );
      return { ingress: group.of((chart) => chart.ingress).metadata.name };
    };

  const CHARTS = ['istio-base', 'istiod', 'istio-ingressgateway'];

  let deployed: EngineStack;
  let objects: number;
  let urns: readonly string[];

  beforeAll(async () => {
    objects = objectsOf('shop').length + CHARTS.length;
    deployed = await newStack(shop(), 'shop');
  }, ENGINE_TIMEOUT);

  it('are created in a preview: the objects of the YAML and the charts of Istio, and nothing happens', async () => {
    expect((await deployed.preview()).counts).toEqual({ create: objects });
    expect(changes()).toEqual([]);
  });

  it('are created, each after what it refers to', async () => {
    const { counts, outputs, urns: made } = await deployed.up();
    urns = made;
    expect(counts).toEqual({ create: objects });
    expect(outputs).toEqual({ ingress: 'public' });
    expect(provider.retries()).toBe(0);
    expectOrder('create Namespace shop', 'create ServiceAccount shop/web', 'create Deployment shop/web-v1');
    expectOrder(
      ...CHARTS.slice(0, 2).map((chart) => `create Release istio-system/${chart}`),
      'create Deployment shop/web-v1',
    );
    expectOrder(
      'create Release istio-system/istio-base',
      'create DestinationRule shop/reviews',
      'create VirtualService shop/reviews',
    );
    expectOrder('create Gateway istio-system/public', 'create VirtualService shop/web');
    for (const app of ['web', 'cart', 'reviews', 'payments']) {
      expectOrder(`create AuthorizationPolicy shop/${app}`, 'create AuthorizationPolicy shop/deny-all');
    }
  });

  it('stay as they are a second time', async () => {
    expect((await deployed.preview()).counts).toEqual({ same: objects });
    expect((await deployed.up()).counts).toEqual({ same: objects });
    expect(changes()).toEqual([]);
  });

  it('have not drifted', async () => {
    expect((await deployed.refresh()).counts).toEqual({ same: objects });
  });

  it.each<readonly [string, (program: MeshProgram) => ShopChart]>([
    ['the chart is renamed', (program) => new ShopChart(program, 'boutique', props)],
    ['the chart moves a level down', (program) => new ShopChart(new Construct(program, 'team'), 'shop', props)],
  ])('stay as they are where %s', async (_, build) => {
    const moved: Program = () => void new mesh.ConstructGroup('shop', build);
    expect((await deployed.preview(moved)).counts).toEqual({ same: objects });
    const { counts, urns: kept } = await deployed.up(moved);
    expect(counts).toEqual({ same: objects });
    expect(kept).toEqual(urns);
    expect(changes()).toEqual([]);
  });

  it('change in one object where a weight does', async () => {
    const next = shop({ canaryWeight: 25 });
    expect((await deployed.preview(next)).steps).toEqual([update]);
    expect((await deployed.up(next)).steps).toEqual([update]);
    expect(changes()).toEqual(['update VirtualService shop/reviews']);
    expect(await routeWeights(client, 'shop', 'reviews')).toEqual([75, 25]);
  });

  it('have drifted after a foreign edit, which stands in the way until a transform takes it by force', async () => {
    const route = (await client.get<{ readonly spec: { readonly http: readonly unknown[] } }>(virtualService))?.spec;
    await client.edit(virtualService, `/spec/http/${(route?.http.length ?? 0) - 1}/route/0/weight`, 60, 'someone');

    expect((await deployed.refresh()).steps).toEqual([update]);
    await expect(deployed.up()).rejects.toThrow(/conflict with "someone"/);
    expect(await routeWeights(client, 'shop', 'reviews')).toEqual([60, 25]);

    const transforms = [taking('shop:VirtualService:shop/reviews')];
    expect((await deployed.up(shop({ canaryWeight: 25 }, { transforms }))).steps).toEqual([update]);
    expect(await routeWeights(client, 'shop', 'reviews')).toEqual([75, 25]);
  });

  it('are destroyed in the reverse order', async () => {
    const { counts } = await deployed.destroy();
    expect(counts).toEqual({ delete: objects });
    expectOrder('delete Deployment shop/web-v1', 'delete ServiceAccount shop/web', 'delete Namespace shop');
    expectOrder('delete DestinationRule shop/reviews', 'delete Release istio-system/istio-base');
    expectOrder('delete VirtualService shop/reviews', 'delete DestinationRule shop/reviews');
    expectOrder('delete VirtualService shop/web', 'delete Gateway istio-system/public');
    for (const app of ['web', 'cart', 'reviews', 'payments']) {
      expectOrder('delete AuthorizationPolicy shop/deny-all', `delete AuthorizationPolicy shop/${app}`);
    }
    expect(await client.get({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })).toBeUndefined();
  });
});

/** Takes fields from whoever owns them, for one resource. */
function taking(resource: string): pulumi.ResourceTransform {
  return ({ name, props, opts }) => {
    if (name !== resource) return undefined;
    const { metadata } = props as { readonly metadata: { readonly annotations?: object } };
    const annotations = { ...metadata.annotations, 'pulumi.com/patchForce': 'true' };
    return { props: { ...props, metadata: { ...metadata, annotations } }, opts };
  };
}

describe('Outputs of another resource', () => {
  const first: Settings = {
    host: 'outputs.example.com',
    image: 'registry.example.com/reviews:1.4',
    port: '5432',
    weight: '10',
  };
  const password = 'correct horse battery';

  /** An app with a canary, of which the settings of a config map decide. */
  const program =
    (data: Settings): Program =>
    () => {
      const setting = settingsOf('outputs', data);
      const host = mesh.asString(setting('host'));
      const port = mesh.asNumber(setting('port').apply(Number));
      const secret = mesh.asString(pulumi.secret(password));

      new mesh.ConstructGroup('outputs', (scope) => {
        const chart = new Chart(scope, 'chart');
        const reviews = new MeshApp(chart, 'reviews', {
          namespace: new MeshNamespace(chart, 'outputs'),
          ports: [MeshPort.http(port, { targetPort: 8080 })],
          resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
          versions: {
            v1: { image: mesh.asString(setting('image')) },
            v2: {
              image: 'registry.example.com/reviews:2.0',
              env: { PASSWORD: secret, URL: `https://${host}:${port}/?token=${secret}` },
            },
          },
        });
        const gateway = new IngressGateway(chart, 'outputs-public', {
          proxies: GatewayProxies.of({
            namespace: MeshNamespace.fromName('istio-system'),
            labels: { istio: 'ingressgateway' },
            serviceAccount: 'istio-ingressgateway',
          }),
          servers: [GatewayServer.http({ hosts: [host] })],
        });
        reviews.expose(gateway, { hosts: [host] });
        new CanaryRoute(chart, 'canary', {
          stable: reviews.version('v1'),
          canary: reviews.version('v2'),
          weight: mesh.asNumber(setting('weight').apply(Number)),
        });
        new ApiObject(chart, 'database', {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'database', namespace: 'outputs' },
          spec: { ports: [{ name: 'tcp', port }] },
        });
        new ApiObject(chart, 'token', {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'token', namespace: 'outputs' },
          stringData: { token: secret },
        });
      });
    };

  const read = (apiVersion: string, kind: string, name: string) =>
    client.get<Readonly<Record<string, unknown>>>({ apiVersion, kind, metadata: { name, namespace: 'outputs' } });

  const container = async (name: string) => {
    const found = (await read('apps/v1', 'Deployment', name)) as unknown as {
      readonly spec: { readonly template: { readonly spec: { readonly containers: readonly unknown[] } } };
    };
    return found.spec.template.spec.containers[0];
  };

  let deployed: EngineStack;

  beforeAll(async () => {
    deployed = await newStack(program(first), 'outputs');
  }, ENGINE_TIMEOUT);

  it('are unknown in a preview where they are used, and nowhere else', async () => {
    const { declared } = await deployed.preview();
    const route = [
      { destination: { subset: 'v1' }, weight: UNKNOWN },
      { destination: { subset: 'v2' }, weight: UNKNOWN },
    ];
    expect(declared.get('outputs:VirtualService:outputs/reviews')).toMatchObject({
      spec: {
        hosts: [UNKNOWN, 'reviews.outputs.svc.cluster.local'],
        gateways: ['istio-system/outputs-public', 'mesh'],
        http: [{ route }],
      },
    });
    expect(declared.get('outputs:Deployment:outputs/reviews-v1')).toMatchObject({
      spec: {
        template: { spec: { containers: [{ image: UNKNOWN, ports: [{ containerPort: 8080 }] }] } },
      },
    });
  });

  it('arrive in the cluster as what they are', async () => {
    await deployed.up();
    expect(provider.retries()).toBe(0);
    expect(await read('networking.istio.io/v1', 'VirtualService', 'reviews')).toMatchObject({
      spec: { hosts: [first.host, 'reviews.outputs.svc.cluster.local'] },
    });
    expect(await routeWeights(client, 'outputs', 'reviews')).toEqual([90, 10]);
    expect(await container('reviews-v1')).toMatchObject({ image: first.image });
    expect(await container('reviews-v2')).toMatchObject({
      env: [
        { name: 'PASSWORD', value: password },
        { name: 'URL', value: `https://${first.host}:5432/?token=${password}` },
      ],
    });
    expect(await read('v1', 'Service', 'database')).toMatchObject({ spec: { ports: [{ port: 5432 }] } });
    expect(await read('v1', 'Secret', 'token')).toMatchObject({ data: { token: base64(password) } });
  });

  it('leave no secret in the state, and do not hide what stands beside it', () => {
    // Twelve letters, so that their encoding is the same whatever follows.
    const traces = ['correct hors', base64('correct hors'), `"image":"${first.image}"`];
    expect(traces.filter((each) => deployed.state().includes(each))).toEqual([`"image":"${first.image}"`]);
  });

  it('change nothing a second time, and have not drifted', async () => {
    const { create, update, ...rest } = (await deployed.up()).counts;
    expect([create, update]).toEqual([undefined, undefined]);
    expect((await deployed.refresh()).counts).toEqual(rest);
    expect(changes()).toEqual([]);
  });

  it('change both weights of a canary where they change, and nothing else', async () => {
    const { steps } = await deployed.up(program({ ...first, weight: '35' }));
    expect(steps).toEqual([
      'update ConfigMap settings',
      'update VirtualService outputs:VirtualService:outputs/reviews',
    ]);
    expect(await routeWeights(client, 'outputs', 'reviews')).toEqual([65, 35]);
  });

  it('take everything with them when they are destroyed', async () => {
    await deployed.destroy();
    expect(changes().filter((each) => !each.startsWith('delete '))).toEqual([]);
    expectOrder('delete Deployment outputs/reviews-v1', 'delete Namespace outputs');
    expect(await read('networking.istio.io/v1', 'VirtualService', 'reviews')).toBeUndefined();
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
