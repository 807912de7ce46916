/** Components of every class, deployed by the real engine to a real API server. */
import type * as pulumi from '@pulumi/pulumi';
import { Duration, Size } from 'cdk8s';
import { GatewayProxies, GatewayServer, HttpMatch, MeshNamespace, MeshPeer, MeshPort, Probe } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { ApiClient } from './harness/api-client';
import { type ProviderStandIn, startProvider } from './harness/pulumi/provider';
import { routeWeights } from './harness/pulumi/route-weights';
import { type Settings, settingsOf } from './harness/pulumi/settings';
import { ENGINE_TIMEOUT, type EngineStack, type Program, stack, UNKNOWN } from './harness/pulumi/stack';
import { connection } from './harness/setup';

const client = new ApiClient(connection());
let provider: ProviderStandIn;
let deployed: EngineStack;

const first: Settings = {
  host: 'parts.example.com',
  image: 'registry.example.com/reviews:1.4',
  port: '7463',
  weight: '10',
};

/** What of the program changes. */
interface Choices {
  readonly replicas?: number;

  /** Of the app `reviews`. */
  readonly transforms?: pulumi.ResourceTransform[];
}

const resources = { requests: { cpu: '100m', memory: Size.mebibytes(128) } };
const probes = { readiness: Probe.tcp() };

/** A component of each class, with Outputs of another resource as host, image, port and weight. */
const program =
  (data: Settings, { replicas = 2, transforms = [] }: Choices = {}): Program =>
  () => {
    const setting = settingsOf('parts', data);
    const host = mesh.asString(setting('host'));
    const port = mesh.asNumber(setting('port').apply(Number));
    const weight = setting('weight').apply(Number);

    const parts = new mesh.MeshNamespace('parts', { mtls: 'inherit' });
    // Before the apps that it covers: it waits for who admits their callers.
    new mesh.DenyAllPolicy('deny-all', { appliesTo: parts });
    const gateway = new mesh.IngressGateway('parts-public', {
      proxies: GatewayProxies.of({
        namespace: MeshNamespace.fromName('istio-system'),
        labels: { istio: 'parts' },
        serviceAccount: 'parts',
        ports: [{ number: port }],
      }),
      servers: [GatewayServer.http({ hosts: [host], port })],
    });
    const web = new mesh.MeshApp('web', {
      namespace: parts,
      image: setting('image'),
      ports: [MeshPort.http(port)],
      resources,
      probes,
    });
    const reviews = new mesh.MeshApp(
      'reviews',
      {
        namespace: parts,
        versions: { v1: { image: setting('image') }, v2: { image: 'registry.example.com/reviews:2.0', replicas } },
        ports: [MeshPort.http(port, { targetPort: 8080 })],
        resources,
        probes,
        canary: { stable: 'v1', canary: 'v2', weight, port: 'http' },
        circuitBreaker: { consecutive5xxErrors: 3 },
        faults: { slow: { when: HttpMatch.header('x-slow').isPresent(), delay: { duration: Duration.seconds(1) } } },
        routes: { api: { match: HttpMatch.prefix('/api'), to: [{ to: 'v1' }], port: 'http' } },
        expose: [{ gateway, hosts: [host], port: 'http' }],
        allowFrom: [{ caller: web, ports: ['http'] }],
      },
      { transforms },
    );
    new mesh.SidecarScope('limits', { appliesTo: parts, hosts: [parts], outboundTrafficPolicy: 'REGISTRY_ONLY' });
    new mesh.AllowPolicy('allow-web', { to: web, from: [MeshPeer.anyone()], ports: [web.port('http')] });
    new mesh.StrictMtls('strict', {
      appliesTo: parts,
      exceptions: [{ port: web.port('http'), reason: 'asked by a load balancer' }],
    });
    new mesh.DenyPolicy('deny-admin', { to: reviews, paths: ['/admin/*'], ports: [reviews.port('http')] });

    const service = (name: string) =>
      mesh.MeshService.fromName(name, MeshNamespace.fromName('bank'), {
        client: parts,
        ports: [MeshPort.http(port)],
        versions: { v1: {}, v2: {} },
      });
    const ledger = service('ledger');
    new mesh.CanaryRoute('ledger', { stable: ledger.version('v1'), canary: ledger.version('v2'), weight });
    new mesh.CircuitBreaker('audit', { app: service('audit'), consecutive5xxErrors: 5 });
    new mesh.FaultInjection('mail', { app: service('mail'), everyone: true, abort: { httpStatus: 503 } });
    return { host: reviews.host };
  };

beforeAll(async () => {
  provider = await startProvider(client);
  // Where the gateway stands.
  await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } });
  deployed = await stack(program(first), { provider, project: 'components' });
}, ENGINE_TIMEOUT);

beforeEach(() => {
  provider.changes.splice(0);
});

afterAll(() => {
  deployed.remove();
  provider.stop();
  client.close();
});

function changes(): readonly string[] {
  return provider.changes.map(({ verb, object }) => `${verb} ${object}`);
}

/** @throws Error where one of them is not there. */
function expectOrder(...steps: readonly string[]): void {
  expect(changes().filter((each) => steps.includes(each))).toEqual(steps);
}

const read = (apiVersion: string, kind: string, name: string) =>
  client.get<Readonly<Record<string, unknown>>>({ apiVersion, kind, metadata: { name, namespace: 'parts' } });

/** All that the components make, as `<component>:<Kind>:<namespace>/<name>`. */
const RESOURCES = [
  'allow-web:AuthorizationPolicy:parts/allow-web',
  'audit:DestinationRule:parts/audit.bank',
  'deny-admin:AuthorizationPolicy:parts/deny-admin',
  'deny-all:AuthorizationPolicy:parts/deny-all',
  'ledger:DestinationRule:parts/ledger.bank',
  'ledger:VirtualService:parts/ledger.bank',
  'limits:Sidecar:parts/limits',
  'mail:VirtualService:parts/mail.bank',
  'parts-public:Gateway:istio-system/parts-public',
  'parts:Namespace:parts',
  'reviews:AuthorizationPolicy:parts/reviews',
  'reviews:Deployment:parts/reviews-v1',
  'reviews:Deployment:parts/reviews-v2',
  'reviews:DestinationRule:parts/reviews',
  'reviews:PodDisruptionBudget:parts/reviews',
  'reviews:Service:parts/reviews',
  'reviews:ServiceAccount:parts/reviews',
  'reviews:VirtualService:parts/reviews',
  'settings',
  'strict:PeerAuthentication:parts/default',
  'web:Deployment:parts/web-v1',
  'web:PeerAuthentication:parts/web',
  'web:PodDisruptionBudget:parts/web',
  'web:Service:parts/web',
  'web:ServiceAccount:parts/web',
];

it('a preview knows all but the Outputs of what is not there yet', async () => {
  const { counts, declared } = await deployed.preview();
  expect([...declared.keys()].sort()).toEqual(RESOURCES);
  expect(counts).toEqual({ create: RESOURCES.length });
  expect(changes()).toEqual([]);
  expect(declared.get('web:Deployment:parts/web-v1')).toMatchObject({
    spec: {
      template: {
        spec: {
          containers: [
            {
              image: UNKNOWN,
              ports: [{ name: 'http', containerPort: UNKNOWN }],
              readinessProbe: { tcpSocket: { port: UNKNOWN } },
            },
          ],
        },
      },
    },
  });
  expect(declared.get('parts-public:Gateway:istio-system/parts-public')).toMatchObject({
    spec: { servers: [{ hosts: [UNKNOWN], port: { number: UNKNOWN, name: UNKNOWN, protocol: 'HTTP' } }] },
  });
  const destination = { host: 'ledger.bank.svc.cluster.local', port: { number: UNKNOWN }, subset: 'v2' };
  expect(declared.get('ledger:VirtualService:parts/ledger.bank')).toMatchObject({
    spec: { http: [{ route: [{ weight: UNKNOWN }, { destination, weight: UNKNOWN }] }] },
  });
});

it('up makes them, each after what it refers to, with the values of the Outputs', async () => {
  const { counts, outputs } = await deployed.up();
  expect(counts).toEqual({ create: RESOURCES.length });
  expect(outputs).toEqual({ host: 'reviews.parts.svc.cluster.local' });
  expect(provider.retries()).toBe(0);
  expectOrder('create Namespace parts', 'create ServiceAccount parts/reviews', 'create Deployment parts/reviews-v1');
  expectOrder('create DestinationRule parts/reviews', 'create VirtualService parts/reviews');
  expectOrder('create Gateway istio-system/parts-public', 'create VirtualService parts/reviews');
  expectOrder('create AuthorizationPolicy parts/reviews', 'create AuthorizationPolicy parts/deny-all');
  expectOrder('create AuthorizationPolicy parts/allow-web', 'create AuthorizationPolicy parts/deny-all');
  expectOrder('create PeerAuthentication parts/web', 'create PeerAuthentication parts/default');

  const port = Number(first.port);
  expect(await read('v1', 'Service', 'reviews')).toMatchObject({
    spec: { ports: [{ name: 'http', port, targetPort: 8080 }] },
  });
  expect(await read('security.istio.io/v1', 'PeerAuthentication', 'web')).toMatchObject({
    spec: { portLevelMtls: { [first.port]: { mode: 'PERMISSIVE' } } },
  });
  expect(await read('security.istio.io/v1', 'AuthorizationPolicy', 'allow-web')).toMatchObject({
    spec: { rules: [{ to: [{ operation: { ports: [first.port] } }] }] },
  });
  expect(await routeWeights(client, 'parts', 'ledger.bank')).toEqual([90, 10]);
});

it('a second up and a refresh change nothing', async () => {
  expect((await deployed.up()).counts).toEqual({ same: RESOURCES.length });
  expect((await deployed.refresh()).counts).toEqual({ same: RESOURCES.length });
  expect(changes()).toEqual([]);
});

it('a weight changes the routes that it is in, and nothing else', async () => {
  const { steps } = await deployed.up(program({ ...first, weight: '35' }));
  expect([...steps].sort()).toEqual([
    'update ConfigMap settings',
    'update VirtualService ledger:VirtualService:parts/ledger.bank',
    'update VirtualService reviews:VirtualService:parts/reviews',
  ]);
  expect(await routeWeights(client, 'parts', 'ledger.bank')).toEqual([65, 35]);
});

describe('transforms of a component', () => {
  const data = { ...first, weight: '35' };
  const annotated =
    (resource: string, annotation: string): pulumi.ResourceTransform =>
    ({ name, props, opts }) => {
      if (name !== resource) return undefined;
      const { metadata } = props as { readonly metadata: { readonly annotations?: object } };
      const annotations = { ...metadata.annotations, [`pulumi.com/${annotation}`]: 'true' };
      return { props: { ...props, metadata: { ...metadata, annotations } }, opts };
    };
  const ignored: pulumi.ResourceTransform = ({ type, props, opts }) =>
    type === 'kubernetes:apps/v1:Deployment'
      ? { props, opts: { ...opts, ignoreChanges: ['spec.replicas'] } }
      : undefined;
  const update = 'update Deployment reviews:Deployment:parts/reviews-v2';
  const virtualService = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'parts' },
  };

  it('ignore changes of a field', async () => {
    const ignoring = program(data, { replicas: 4, transforms: [ignored] });
    expect((await deployed.up(ignoring)).steps).toEqual([]);
    expect((await deployed.up(program(data, { replicas: 4 }))).steps).toEqual([update]);
    expect(await read('apps/v1', 'Deployment', 'reviews-v2')).toMatchObject({ spec: { replicas: 4 } });
  });

  it('tell the provider of one object that it is not waited for', async () => {
    const transforms = [annotated('reviews:Deployment:parts/reviews-v2', 'skipAwait')];
    const { steps } = await deployed.up(program(data, { replicas: 4, transforms }));
    expect(steps).toEqual([update]);
    const annotations = { 'pulumi.com/skipAwait': 'true' };
    expect(await read('apps/v1', 'Deployment', 'reviews-v2')).toMatchObject({ metadata: { annotations } });
    expect(await read('apps/v1', 'Deployment', 'reviews-v1')).not.toMatchObject({ metadata: { annotations } });
  });

  it('take a field from whoever owns it', async () => {
    const { http = [] } =
      (await client.get<{ readonly spec: { readonly http?: readonly unknown[] } }>(virtualService))?.spec ?? {};
    await client.edit(virtualService, `/spec/http/${http.length - 1}/timeout`, '9s', 'someone');
    await client.edit(virtualService, `/spec/http/0/name`, 'theirs', 'someone');
    await deployed.refresh();
    await expect(deployed.up()).rejects.toThrow(/conflict with "someone"/);
    const transforms = [annotated('reviews:VirtualService:parts/reviews', 'patchForce')];
    await deployed.up(program(data, { replicas: 4, transforms }));
    const after = await client.get<{ readonly spec: { readonly http: readonly { readonly name: string }[] } }>(
      virtualService,
    );
    expect(after?.spec.http[0]?.name).not.toBe('theirs');
  });
});

it('destroy takes everything, in the reverse order', async () => {
  expect((await deployed.destroy()).counts).toEqual({ delete: RESOURCES.length });
  expectOrder('delete AuthorizationPolicy parts/deny-all', 'delete AuthorizationPolicy parts/reviews');
  expectOrder('delete PeerAuthentication parts/default', 'delete PeerAuthentication parts/web');
  expectOrder('delete VirtualService parts/reviews', 'delete DestinationRule parts/reviews');
  expectOrder('delete VirtualService parts/reviews', 'delete Gateway istio-system/parts-public');
  expectOrder('delete Deployment parts/reviews-v1', 'delete ServiceAccount parts/reviews', 'delete Namespace parts');
});
