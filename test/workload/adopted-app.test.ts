import { ApiObject, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type AdoptedAppProps,
  CircuitBreaker,
  DataPlane,
  Injection,
  MeshApp,
  MeshNamespace,
  MeshPort,
  StrictMtls,
} from 'istio-constructs';
import { failure, laterInEveryProp, namespace, only, specOf, twoVersions, written } from '../support/constructs';

interface Pod {
  readonly metadata?: object;
  readonly spec?: object;
}

function deployment(chart: Construct, pod: Pod = { metadata: { labels: { app: 'legacy' } } }, more: object = {}) {
  return new ApiObject(chart, 'legacy', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'legacy', namespace: 'shop' },
    spec: { replicas: 3, template: pod, ...more },
  });
}

type Options = Omit<AdoptedAppProps, 'workload'>;
const minimal: Options = { ports: [MeshPort.http(8080)] };

test('minimal props: the workload stays as it is, but for the label that says the version', () => {
  const objects = written((chart) => {
    const app = MeshApp.fromWorkload(deployment(chart), minimal);
    expect(app.serviceName).toBe('legacy');
    expect(app.host).toBe('legacy.shop.svc.cluster.local');
    expect(app.versionReplicas).toEqual([{ version: 'v1', replicas: 3 }]);
    expect(app.peer).toEqual({ serviceAccounts: [{ namespace: 'shop', name: 'default' }] });
  });
  expect(objects).toEqual([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'legacy', namespace: 'shop' },
      spec: { replicas: 3, template: { metadata: { labels: { app: 'legacy', version: 'v1' } } } },
    },
  ]);
});

const allProps: Required<Options> = {
  namespace,
  service: 'web',
  ports: [MeshPort.http(80, { targetPort: 8080 })],
  version: 'v7',
  serviceAccount: 'robot',
  selector: { team: 'a' },
  proxy: { concurrency: 2 },
  injection: Injection.byPodLabel(),
};

test('all the props', () => {
  const objects = written((chart) => {
    const app = MeshApp.fromWorkload(deployment(chart, { metadata: { labels: { team: 'a' } } }), allProps);
    new StrictMtls(chart, 'mtls', { appliesTo: app });
    new CircuitBreaker(chart, 'breaker', { app, consecutive5xxErrors: 3 });
    twoVersions(chart, 'target').allowFrom(app);
    app.allowFrom(app);
  });
  expect(specOf(objects, 'Deployment', 'legacy')).toEqual({
    replicas: 3,
    template: {
      metadata: {
        labels: { team: 'a', version: 'v7', 'sidecar.istio.io/inject': 'true' },
        annotations: { 'proxy.istio.io/config': '{"concurrency":2}' },
      },
    },
  });
  expect(specOf(objects, 'PeerAuthentication')).toMatchObject({ selector: { matchLabels: { team: 'a' } } });
  expect(specOf(objects, 'DestinationRule')).toMatchObject({ host: 'web.shop.svc.cluster.local' });
  expect(only(objects, 'AuthorizationPolicy', 'web').spec).toMatchObject({ selector: { matchLabels: { team: 'a' } } });
  expect(specOf(objects, 'AuthorizationPolicy', 'target')).toMatchObject({
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/robot'] } }] }],
  });
});

test('what the pods say counts: labels of either style, and the ServiceAccount', () => {
  const labels = { 'app.kubernetes.io/name': 'legacy', 'app.kubernetes.io/version': '2.1' };
  const objects = written((chart) => {
    const app = MeshApp.fromWorkload(
      deployment(chart, { metadata: { labels }, spec: { serviceAccountName: 'robot' } }),
      minimal,
    );
    expect(app.selector).toEqual({ 'app.kubernetes.io/name': 'legacy' });
    expect(app.versionNames).toEqual(['2.1']);
    expect(app.versionLabels()).toEqual({ 'app.kubernetes.io/version': '2.1' });
    expect(app.peer).toEqual({ serviceAccounts: [{ namespace: 'shop', name: 'robot' }] });
  });
  expect(specOf(objects, 'Deployment')).toMatchObject({ template: { metadata: { labels } } });
});

test('a construct of another library is known by its default child', () => {
  const objects = written((chart) => {
    const workload = new Construct(chart, 'workload');
    new ApiObject(workload, 'Default', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'shop' },
      spec: { template: { metadata: { labels: { app: 'agent' } } } },
    });
    MeshApp.fromWorkload(workload, minimal);
  });
  expect(specOf(objects, 'DaemonSet')).toMatchObject({
    template: { metadata: { labels: { app: 'agent', version: 'v1' } } },
  });
});

test('labels and annotations that are there already stay', () => {
  const metadata = { labels: { app: 'legacy', a: 'b' }, annotations: { 'x/y': 'z' } };
  const objects = written((chart) =>
    MeshApp.fromWorkload(deployment(chart, { metadata }), { ...minimal, proxy: { logLevel: 'debug' } }),
  );
  expect(specOf(objects, 'Deployment')).toMatchObject({
    template: {
      metadata: {
        labels: { ...metadata.labels, version: 'v1' },
        annotations: { 'x/y': 'z', 'sidecar.istio.io/logLevel': 'debug' },
      },
    },
  });
});

test('values that are only known later', () => {
  const make = (chart: Chart, options: Required<Options>) => {
    const app = MeshApp.fromWorkload(deployment(chart, { metadata: { labels: { team: 'a' } } }), options);
    app.allowFrom(app);
  };
  const { refused } = laterInEveryProp(() => allProps, make);
  expect(refused).toEqual([
    'namespace',
    'ports',
    'ports.0',
    'version',
    'selector',
    'proxy',
    'proxy.concurrency',
    'injection',
  ]);
});

test.each<[Pod, object, string]>([
  [
    { metadata: { labels: { x: 'y' } } },
    {},
    'selector must be given, for the pods of the workload have none of the labels app, app.kubernetes.io/name',
  ],
  [
    { metadata: { labels: { app: 'a' } } },
    { selector: { app: 'b' } },
    'label app of the pods must be as the workload says, "a", got "b"',
  ],
  [
    { metadata: { labels: { app: 'a' } } },
    { selector: { team: 'b' } },
    'selector must match the pods of the workload, which have no label team',
  ],
  [
    { metadata: { labels: { app: 'a', version: 'v1' } } },
    { version: 'v2' },
    'version must be as the workload says, "v1", got "v2"',
  ],
  [
    { metadata: { labels: { app: 'a' } }, spec: { serviceAccountName: 'x' } },
    { serviceAccount: 'y' },
    'serviceAccount must be as the workload says, "x", got "y"',
  ],
  [
    { metadata: { labels: { app: 'a' } } },
    { namespace: MeshNamespace.fromName('bank') },
    'namespace must be as the workload says, "shop", got "bank"',
  ],
  [
    { metadata: { labels: { app: 'a', 'sidecar.istio.io/inject': 'false' } } },
    { injection: Injection.byPodLabel() },
    'label sidecar.istio.io/inject of the pods must be as the workload says, "false", got "true"',
  ],
  [
    { metadata: { labels: { app: 'a' } } },
    { namespace: MeshNamespace.fromName('shop', { dataPlane: DataPlane.ambient() }), proxy: { concurrency: 1 } },
    'proxy must be left out, for namespace shop is ambient',
  ],
  [{ metadata: { labels: { app: 'a' } } }, { ports: [] }, 'ports must have at least 1 entry, got 0'],
])('pods %j with %j are an error', (pod, more, message) => {
  expect(failure((chart) => MeshApp.fromWorkload(deployment(chart, pod), { ...minimal, ...more }))).toContain(message);
});

test('what is no workload is an error that says what is missing', () => {
  expect(
    failure((chart) =>
      MeshApp.fromWorkload(
        new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }),
        minimal,
      ),
    ),
  ).toBe('shop/x/mesh: workload must have a pod template (spec.template), got ConfigMap x');
  expect(failure((chart) => MeshApp.fromWorkload(new Construct(chart, 'x'), minimal))).toContain(
    'shop/x/mesh: workload must be an ApiObject or a construct whose default child is one',
  );
  const homeless = (chart: Chart) =>
    new ApiObject(chart, 'x', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x' },
      spec: { template: { metadata: { labels: { app: 'x' } } } },
    });
  expect(failure((chart) => MeshApp.fromWorkload(homeless(chart), minimal))).toBe(
    'shop/x/mesh: namespace must be given, for the workload does not say its own',
  );
});
