/** The component IstioInstall: its charts, and what others take of it. */
import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import { GatewayServer, IstioInstall, type IstioInstallProps, MeshNamespace, MeshPeer } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { type Registered, run } from '../../support/pulumi-wire';

const full: Required<IstioInstallProps> = {
  version: '1.30.2',
  profile: 'demo',
  gateways: {
    ingress: {
      namespace: 'edge',
      serviceType: 'NodePort',
      ports: [{ name: 'tcp-db', number: 5432, targetPort: 15432 }],
      minReplicas: 2,
      maxReplicas: 4,
      trustedProxies: 1,
    },
    egress: true,
  },
  mesh: { accessLog: 'json', outboundTrafficPolicy: 'REGISTRY_ONLY', defaultRetryAttempts: 1 },
  revision: 'canary',
  defaultRevision: true,
  namespace: 'mesh-system',
  trustDomain: 'shop.example.com',
  clusterDomain: 'cluster.example.com',
  hub: 'registry.example.com/istio',
  addons: ['kiali'],
};

const isRelease = (each: Registered) => each.type.endsWith(':Release');
const shortName = (urn: string) => urn.slice(urn.lastIndexOf('/') + 1);
const releasesOf = async (program: () => unknown) =>
  (await run(program)).registered
    .filter(isRelease)
    .map(
      ({ name, properties, dependencies }) =>
        [shortName(name), properties, dependencies.map(shortName).sort()] as const,
    );

test.each<[string, IstioInstallProps, object]>([
  ['least', { version: '1.31' }, { 'istio-base': [], istiod: ['istio-base'], 'istio-ingressgateway': ['istiod'] }],
  [
    'all',
    full,
    {
      'istio-base': [],
      'istiod-canary': ['istio-base'],
      'istio-ingressgateway': ['istiod-canary'],
      'istio-egressgateway': ['istiod-canary'],
    },
  ],
])('with the %s arguments it installs what the construct does, in its order', async (_, props, order) => {
  const asConstruct = () =>
    new mesh.ConstructGroup('g', (program) => new IstioInstall(new Chart(program, 'chart'), 'istio', props));
  const releases = await releasesOf(() => new mesh.IstioInstall('istio', props));
  expect(releases).toEqual(await releasesOf(asConstruct));
  expect(Object.fromEntries(releases.map(([name, , after]) => [name, after] as const))).toEqual(order);
});

test('its proxies are those that it installs, and are missing where it installs none', async () => {
  const { registered, result } = await run(() => {
    const install = new mesh.IstioInstall('istio', full);
    new mesh.IngressGateway('public', {
      proxies: install.ingress,
      servers: [GatewayServer.tcp({ port: 5432 }), GatewayServer.http({ hosts: ['*'] })],
    });
    const minimal = { version: '1.31', profile: 'minimal' as const };
    const other = new mesh.IstioInstall('other', minimal, { provider: new FakeProvider('other') });
    return { same: install.ingress === install.ingress, ingress: message(() => other.ingress) };
  });
  expect(result).toEqual({ same: true, ingress: expect.stringContaining('other/other: ') as unknown });
  const gateway = registered.find((each) => each.type.endsWith(':Gateway'));
  expect(gateway?.properties).toMatchObject({
    metadata: { namespace: 'edge' },
    spec: { selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' } },
  });
  expect(gateway?.dependencies.map(shortName)).toContain('istiod-canary');
});

test('what it says of the mesh counts for all of its provider: identities, hosts, the root namespace', async () => {
  const { registered, result } = await run(() => {
    const install = new mesh.IstioInstall('istio', full);
    const shop = new mesh.MeshNamespace('shop');
    new mesh.AllowPolicy('allow', {
      to: shop,
      from: [MeshPeer.serviceAccount(MeshNamespace.fromName('shop'), 'web'), install.egress],
    });
    return install.namespace.namespaceName;
  });
  expect(result).toBe('mesh-system');
  expect(registered.find((each) => each.type.endsWith(':AuthorizationPolicy'))?.properties['spec']).toEqual({
    action: 'ALLOW',
    rules: [
      {
        from: [
          {
            source: {
              principals: [
                'shop.example.com/ns/mesh-system/sa/istio-egressgateway-service-account',
                'shop.example.com/ns/shop/sa/web',
              ],
            },
          },
        ],
      },
    ],
  });
});

test('its version is known once its charts are installed, with the patch', async () => {
  const { registered, outputs } = await run(() => {
    const install = new mesh.IstioInstall('istio', { version: '1.30' });
    new mesh.KubernetesObject('note', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'note' },
      data: { version: install.version },
    });
  });
  const note = registered.find((each) => each.name === 'note');
  expect(note?.properties['data']).toEqual({ version: expect.stringMatching(/^1\.30\.\d+$/) as unknown });
  expect(note?.propertyDependencies['data']?.map(shortName).sort()).toEqual([
    'istio-base',
    'istio-ingressgateway',
    'istiod',
  ]);
  const install = registered.find((each) => each.type === 'istio-constructs:index:IstioInstall');
  expect(outputs.get(install?.urn ?? '')).toMatchObject({ namespace: 'istio-system' });
});

test.each<[string, object]>([
  ['version', { version: pulumi.output('1.31') }],
  ['trustDomain', { version: '1.31', trustDomain: pulumi.output('x') }],
  ['mesh.traceSampling', { version: '1.31', mesh: { traceSampling: mesh.asNumber(pulumi.output(5)) } }],
])('%s has to be known, and nothing is registered', async (prop, props) => {
  const { registered, result } = await run(() =>
    message(() => new mesh.IstioInstall('istio', props as IstioInstallProps)),
  );
  expect(result).toContain(`${prop} must be known at synthesis`);
  expect(registered).toEqual([]);
});

test('a second installation of the same provider is refused', async () => {
  const { result } = await run(() => {
    new mesh.IstioInstall('istio', { version: '1.31' });
    return message(() => new mesh.IstioInstall('again', { version: '1.31' }));
  });
  expect(result).toContain(
    'several installations of Istio in one tree (istio/istio, again/again): give exactly one of them defaultRevision: true',
  );
});

test('provider, protect and dependencies reach its charts', async () => {
  const { registered } = await run(() => {
    const before = new mesh.KubernetesObject('before', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
    });
    new mesh.IstioInstall(
      'istio',
      { version: '1.31' },
      { provider: new FakeProvider('p'), protect: true, dependsOn: before },
    );
  });
  const releases = registered.filter(isRelease);
  expect(releases.map((each) => [each.protect, each.provider !== ''])).toEqual(releases.map(() => [true, true]));
  expect(releases[0]?.dependencies.map((urn) => urn.slice(urn.lastIndexOf(':') + 1))).toEqual(['before']);
});

class FakeProvider extends pulumi.ProviderResource {
  public constructor(name: string) {
    super('kubernetes', name, {});
  }
}

function message(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing failed';
}
