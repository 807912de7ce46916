import { ApiObject, type Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type AdoptedAppProps,
  CircuitBreaker,
  DataPlane,
  Injection,
  MeshApp,
  MeshNamespace,
  MeshPort,
  MeshSettings,
  StrictMtls,
} from 'istio-constructs';
import { FINDING_METADATA } from '../../lib/model/metadata';
import { Derived } from '../../lib/values/unresolved';
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
const minimal = { ports: [MeshPort.http(8080)] };

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

describe('a Service that is made elsewhere', () => {
  const pod = {
    metadata: { labels: { app: 'legacy', tier: 'web' } },
    spec: { containers: [{ name: 'web', ports: [{ name: 'web', containerPort: 8080 }, { containerPort: 9 }] }] },
  };
  const service = (chart: Construct, spec: object, metadata: object = {}, kind = 'Service') =>
    new ApiObject(chart, 'Default', {
      apiVersion: 'v1',
      kind,
      metadata: { name: 'shopfront', namespace: 'shop', ...metadata },
      spec: { selector: { app: 'legacy' }, ...spec },
    });
  const adopted = (chart: Construct, spec: object, options: Options = {}) =>
    MeshApp.fromWorkload(deployment(chart, pod), { service: service(chart, spec), ...options });

  test.each<[object, object]>([
    [
      { name: 'http', port: 80, targetPort: 'web' },
      { name: 'http', number: 80, targetPort: 8080, protocol: 'http' },
    ],
    [
      { name: 'GRPC-api', port: 9000 },
      { name: 'GRPC-api', number: 9000, targetPort: 9000, protocol: 'grpc' },
    ],
    [
      { name: 'tcp-x', port: 80, targetPort: 8080, protocol: 'TCP', appProtocol: 'http2' },
      { name: 'tcp-x', number: 80, targetPort: 8080, protocol: 'http2' },
    ],
    [
      { name: 'x', port: 80, appProtocol: 'kubernetes.io/h2c' },
      { name: 'x', number: 80, targetPort: 80, protocol: 'http2' },
    ],
    [
      { port: 443, appProtocol: 'https' },
      { name: 'https', number: 443, targetPort: 443, protocol: 'https' },
    ],
  ])('says its port: %j', (port, read) => {
    written((chart) => {
      const app = adopted(chart, { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, port] });
      // Without the app, of which a difference would print the whole tree.
      expect(app.ports.map(({ workload, ...rest }) => [workload === app, rest])).toEqual([[true, read]]);
      expect(app.host).toBe('shopfront.shop.svc.cluster.local');
      expect(app.headless).toBe(false);
    });
  });

  test('is written as it was, and known by a construct that makes it', () => {
    const objects = written((chart) => {
      const holder = new Construct(chart, 'holder');
      service(holder, { clusterIP: 'None', ports: [{ name: 'tcp', port: 9 }] });
      const app = MeshApp.fromWorkload(deployment(chart, pod), { service: holder });
      expect(app.headless).toBe(true);
      app.allowFrom(app, { ports: [app.port('tcp')] });
    });
    expect(specOf(objects, 'Service')).toEqual({
      selector: { app: 'legacy' },
      clusterIP: 'None',
      ports: [{ name: 'tcp', port: 9 }],
    });
    expect(specOf(objects, 'AuthorizationPolicy')).toMatchObject({
      rules: [{ to: [{ operation: { ports: ['9'] } }] }],
    });
  });

  test('selects the pods of all versions where they have no label of an app', () => {
    written((chart) => {
      const workload = deployment(chart, { metadata: { labels: { tier: 'web' } } });
      const made = service(chart, { selector: { tier: 'web' }, ports: [{ name: 'http', port: 80 }] });
      expect(MeshApp.fromWorkload(workload, { service: made }).selector).toEqual({ tier: 'web' });
    });
  });

  test.each<[object, string]>([
    [
      { ports: [{ name: 'web', port: 80 }] },
      'service: port web must say its protocol by appProtocol or by a name such as http-web, one of http, http2, grpc, https, tls, tcp, mongo, mysql, redis, got "web": Istio would guess it',
    ],
    [{ ports: [{ name: 'grpc-web', port: 80 }] }, 'service: port grpc-web must say its protocol'],
    [{ ports: [{ name: 'http', port: 80, appProtocol: 'amqp' }] }, 'must say its protocol by appProtocol'],
    [
      { ports: [{ name: 'http', port: 80, targetPort: 'admin' }] },
      'service: port http: targetPort must be a number or the name of a port of the workload\'s containers, got "admin"',
    ],
    [{ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] }, 'service must have a TCP port'],
    [
      { selector: { app: 'legacy', tier: 'db' }, ports: [{ name: 'http', port: 80 }] },
      'service must select the pods of the workload, got tier: "db", and they have "web"',
    ],
    [
      { selector: undefined, ports: [{ name: 'http', port: 80 }] },
      'service must select the pods of the workload, and has no selector',
    ],
  ])('of %j is an error', (spec, message) => {
    expect(failure((chart) => adopted(chart, spec))).toContain(message);
  });

  test('in another namespace, of another kind or beside ports is an error', () => {
    const ports = [{ name: 'http', port: 80 }];
    const outcome = (make: (chart: Chart) => Options) =>
      failure((chart) => MeshApp.fromWorkload(deployment(chart, pod), make(chart)));
    expect(outcome((chart) => ({ service: service(chart, { ports }, { namespace: 'bank' }) }))).toContain(
      'service must be in the namespace of the workload, "shop", got "bank"',
    );
    expect(outcome((chart) => ({ service: service(chart, { ports }, {}, 'Endpoints') }))).toContain(
      'service must be a Service or the name of one, got an object of class ApiObject',
    );
    expect(outcome((chart) => ({ ...minimal, service: service(chart, { ports }) }))).toContain(
      'ports must be left out where service is a Service, which says them',
    );
    expect(outcome(() => ({}))).toContain('ports must be given, or service as the Service that says them');
  });

  test.each(['name', 'appProtocol'])('has to know the %s of its ports', (field) => {
    const port = { name: 'http', port: 80, [field]: new Derived([], () => 'LATER') };
    expect(failure((chart) => adopted(chart, { ports: [port] }))).toContain(
      `service: ports[0].${field} must be known at synthesis, because policies and routes go by it`,
    );
  });
});

describe('pain 11: a job with a sidecar', () => {
  const template = (more: object = {}) => ({
    metadata: { labels: { app: 'report' }, ...more },
    spec: { containers: [{ name: 'report', command: ['/bin/report'] }] },
  });
  const job = (chart: Construct, pod: object = template()) =>
    new ApiObject(chart, 'report', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'report', namespace: 'shop' },
      spec: { template: pod },
    });
  const cronJob = (chart: Construct, pod: object = template()) =>
    new ApiObject(chart, 'report', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'report', namespace: 'shop' },
      spec: { schedule: '@daily', jobTemplate: { spec: { template: pod } } },
    });
  const endless =
    'would never complete, because its sidecar does not end: choose proxy: { nativeSidecar: true }, whose sidecar ends after the other containers, from Kubernetes 1.29 on; or injection: Injection.off(), which leaves the mesh, mTLS and the identity with it; or a POST to http://localhost:15020/quitquitquit as the last thing that the container does, with proxy: { nativeSidecar: false }';

  const inCluster = (kubernetesVersion: string, make: (chart: Chart) => unknown) =>
    failure((chart) => {
      MeshSettings.declare({ construct: chart, settings: { kubernetesVersion }, isDefault: true });
      make(chart);
    });

  test('calls others, without ports of its own', () => {
    const objects = written((chart) => {
      const app = MeshApp.fromWorkload(cronJob(chart), { proxy: { logLevel: 'debug' } });
      expect(app.ports).toEqual([]);
      app.callsTo(twoVersions(chart).allowFrom(app));
    });
    const metadata = {
      labels: { app: 'report', version: 'v1' },
      annotations: { 'sidecar.istio.io/logLevel': 'debug' },
    };
    expect(specOf(objects, 'CronJob')).toMatchObject({ jobTemplate: { spec: { template: { metadata } } } });
    expect(specOf(objects, 'AuthorizationPolicy')).toMatchObject({
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/default'] } }] }],
    });
  });

  test.each([
    ['Job', job],
    ['CronJob', cronJob],
  ])('that is no native one is an error that tells the choices: %s', (kind, make) => {
    const adopt = (chart: Chart) => MeshApp.fromWorkload(make(chart), {});
    expect(inCluster('1.32', adopt)).toBe(`shop/report/mesh: ${kind} report ${endless}`);
    expect(inCluster('1.33', adopt)).toBe('nothing failed');
  });

  test.each<[Options, string]>([
    [{ proxy: { nativeSidecar: true } }, 'nothing failed'],
    [{ proxy: { nativeSidecar: false } }, 'nothing failed'],
    [{ injection: Injection.off() }, 'nothing failed'],
    [{ namespace: MeshNamespace.fromName('shop', { dataPlane: DataPlane.ambient() }) }, 'nothing failed'],
    [{ namespace: MeshNamespace.fromName('shop', { dataPlane: DataPlane.none() }) }, 'nothing failed'],
    [{ namespace: MeshNamespace.fromName('shop', { dataPlane: DataPlane.perPod() }) }, 'nothing failed'],
    [
      {
        namespace: MeshNamespace.fromName('shop', { dataPlane: DataPlane.perPod() }),
        injection: Injection.byPodLabel(),
      },
      `shop/report/mesh: Job report ${endless}`,
    ],
    [{}, `shop/report/mesh: Job report ${endless}`],
  ])('with one of the choices it completes: %j', (options, message) => {
    expect(inCluster('1.32', (chart) => MeshApp.fromWorkload(job(chart), options))).toBe(message);
  });

  test.each<[object, string]>([
    [template({ labels: { app: 'report', 'sidecar.istio.io/inject': 'false' } }), 'nothing failed'],
    [template({ annotations: { 'sidecar.istio.io/nativeSidecar': 'true' } }), 'nothing failed'],
    [
      {
        ...template(),
        spec: { containers: [{ name: 'x', command: ['sh', '-c', 'x; curl -XPOST :15020/quitquitquit'] }] },
      },
      'nothing failed',
    ],
    [template({ labels: { app: 'report', 'sidecar.istio.io/inject': 'true' } }), endless],
  ])('what its pods say counts: %j', (pod, message) => {
    expect(inCluster('1.32', (chart) => MeshApp.fromWorkload(job(chart, pod), {}))).toContain(message);
  });

  test('that has to end itself leaves a warning, unless the command shows that it does', () => {
    const findings = (pod: object) => {
      const left: unknown[] = [];
      written((chart) => {
        const app = MeshApp.fromWorkload(job(chart, pod), { proxy: { nativeSidecar: false } });
        left.push(
          ...app.node.metadata.filter(({ type }) => type === FINDING_METADATA).map(({ data }) => data as never),
        );
      });
      return left;
    };
    expect(findings(template())).toMatchObject([{ severity: 'warning', rule: 'adopted-app/endless-job' }]);
    const args = ['-c', 'report && curl -XPOST http://localhost:15020/quitquitquit'];
    expect(findings({ ...template(), spec: { containers: [{ name: 'x', args }] } })).toEqual([]);
  });

  test('that is to be native in a cluster that is too old is an error', () => {
    const adopt = (chart: Chart) => MeshApp.fromWorkload(job(chart), { proxy: { nativeSidecar: true } });
    expect(inCluster('1.28', adopt)).toBe(
      'shop/report/mesh: proxy.nativeSidecar needs Kubernetes 1.29 or newer, the cluster has 1.28',
    );
    expect(inCluster('1.29', adopt)).toBe('nothing failed');
  });
});

test.each<[Options['proxy'], string]>([
  [
    { terminationDrainDuration: Duration.seconds(10) },
    'proxy.terminationDrainDuration must be shorter than terminationGracePeriodSeconds of the workload, 10 s, got 10 s',
  ],
  [
    { excludeInboundPorts: [MeshPort.http(9090)] },
    'proxy.excludeInboundPorts must list ports of the app, http, got http',
  ],
  [{ terminationDrainDuration: Duration.seconds(9), excludeInboundPorts: minimal.ports }, 'nothing failed'],
])('settings of sidecars are compared with the workload: %j', (proxy, message) => {
  const pod = { metadata: { labels: { app: 'legacy' } }, spec: { terminationGracePeriodSeconds: 10 } };
  expect(failure((chart) => MeshApp.fromWorkload(deployment(chart, pod), { ...minimal, proxy }))).toContain(message);
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
