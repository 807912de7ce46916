import { type Chart, Duration, Size } from 'cdk8s';
import {
  DataPlane,
  EnvSource,
  Condition,
  type ExposeProps,
  InitContainer,
  Injection,
  MeshApp,
  type MeshAppProps,
  MeshNamespace,
  MeshPort,
  PreStop,
  Probe,
  Spread,
  Volume,
  WorkloadKind,
} from 'istio-constructs';
import { FINDING_METADATA } from '../../lib/model/metadata';
import {
  failure,
  gateway,
  laterInEveryProp,
  namespace,
  only,
  specOf,
  twoVersions,
  written,
} from '../support/constructs';

const resources = { requests: { cpu: '100m', memory: Size.mebibytes(128) } };
const minimal: MeshAppProps<'v1'> = { namespace, image: 'web:1', ports: [MeshPort.http(8080)], resources };

test('minimal props: a hardened Deployment v1 with Service, ServiceAccount and disruption budget', () => {
  const objects = written((chart) => new MeshApp(chart, 'web', minimal));
  const metadata = { name: 'web', namespace: 'shop', labels: { app: 'web' } };
  const labels = { app: 'web', version: 'v1' };
  expect(objects).toEqual([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 8080, targetPort: 8080, appProtocol: 'http' }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web-v1', namespace: 'shop', labels },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'web',
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name: 'web',
                image: 'web:1',
                ports: [{ name: 'http', containerPort: 8080 }],
                resources: { requests: { cpu: '100m', memory: '128Mi' } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    },
  ]);
});

const allProps: Required<Omit<MeshAppProps<'v1' | 'v2'>, 'autoscaling'>> = {
  namespace,
  name: 'web',
  image: 'web:1',
  versions: {
    v1: {},
    v2: {
      image: 'web:2',
      replicas: 5,
      env: { MODE: 'new' },
      command: ['/bin/web'],
      args: ['--verbose'],
      probes: { startup: Probe.grpc() },
      resources: {
        requests: { cpu: '1', memory: Size.gibibytes(1) },
        limits: { cpu: '2', memory: Size.kibibytes(1500) },
      },
    },
  },
  ports: [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(9000, { name: 'metrics' })],
  resources,
  replicas: 3,
  env: { MODE: 'old', LEVEL: 'info' },
  workload: WorkloadKind.deployment(),
  disruptionBudget: true,
  spread: [Spread.acrossZones()],
  command: ['/bin/web'],
  args: ['--verbose'],
  volumes: { tmp: Volume.emptyDir({ mountPath: '/tmp' }) },
  initContainers: [InitContainer.of({ name: 'init', image: 'init:1', network: 'none' })],
  preStop: PreStop.sleep(Duration.seconds(5)),
  terminationGracePeriod: Duration.seconds(60),
  podOverrides: { priorityClassName: 'high', containers: [{ name: 'web', stdin: true }] },
  envFrom: [EnvSource.secret('tokens', { prefix: 'TOKEN_' })],
  probes: {
    readiness: Probe.http('/ready', {
      period: Duration.seconds(5),
      timeout: Duration.seconds(2),
      initialDelay: Duration.seconds(1),
      failureThreshold: 2,
    }),
    liveness: Probe.tcp({ port: 'metrics' }),
    startup: Probe.grpc(),
  },
  proxy: {
    resources: {
      requests: { cpu: '100m', memory: Size.mebibytes(128) },
      limits: { cpu: '500m', memory: Size.mebibytes(512) },
    },
    includeOutboundIpRanges: ['10.0.0.0/8', '192.168.0.0/16'],
    excludeOutboundIpRanges: ['10.1.0.0/16'],
    excludeOutboundPorts: [3306],
    holdApplicationUntilProxyStarts: true,
    concurrency: 2,
    includeInboundPorts: [8080, 9000],
    includeOutboundPorts: [9999],
    nativeSidecar: true,
    logLevel: 'warning',
    componentLogLevels: { rbac: 'debug' },
    minimumDrainDuration: Duration.seconds(30),
    exitOnZeroActiveConnections: true,
  },
  injection: Injection.byPodLabel({ revision: 'stable' }),
  hardening: {
    nonRoot: false,
    readOnlyRootFilesystem: false,
    dropCapabilities: false,
    noPrivilegeEscalation: false,
    seccomp: false,
    noApiToken: false,
  },
  serviceAccount: 'given',
  podLabels: { team: 'web' },
  podAnnotations: { note: 'any text' },
};

test('all the props', () => {
  const objects = written((chart) => new MeshApp(chart, 'x', allProps));
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Service web',
    'Deployment web-v1',
    'Deployment web-v2',
    'PodDisruptionBudget web',
  ]);
  expect(specOf(objects, 'Service')).toMatchObject({
    ports: [
      { name: 'http', port: 80, targetPort: 8080, appProtocol: 'http' },
      { name: 'tcp-metrics', port: 9000, targetPort: 9000, appProtocol: 'tcp' },
    ],
  });
  expect(specOf(objects, 'Deployment', 'web-v2')).toEqual({
    replicas: 5,
    selector: { matchLabels: { app: 'web', version: 'v2' } },
    template: {
      metadata: {
        labels: { app: 'web', version: 'v2', team: 'web', 'sidecar.istio.io/inject': 'true', 'istio.io/rev': 'stable' },
        annotations: {
          note: 'any text',
          'sidecar.istio.io/proxyCPU': '100m',
          'sidecar.istio.io/proxyMemory': '128Mi',
          'sidecar.istio.io/proxyCPULimit': '500m',
          'sidecar.istio.io/proxyMemoryLimit': '512Mi',
          'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8,192.168.0.0/16',
          'traffic.sidecar.istio.io/excludeOutboundIPRanges': '10.1.0.0/16',
          'traffic.sidecar.istio.io/excludeOutboundPorts': '3306',
          'traffic.sidecar.istio.io/includeInboundPorts': '8080,9000',
          'traffic.sidecar.istio.io/includeOutboundPorts': '9999',
          'sidecar.istio.io/nativeSidecar': 'true',
          'sidecar.istio.io/logLevel': 'warning',
          'sidecar.istio.io/componentLogLevel': 'rbac:debug',
          'proxy.istio.io/config':
            '{"concurrency":2,"holdApplicationUntilProxyStarts":true,"proxyMetadata":{"EXIT_ON_ZERO_ACTIVE_CONNECTIONS":"true","MINIMUM_DRAIN_DURATION":"30s"}}',
        },
      },
      spec: {
        serviceAccountName: 'given',
        priorityClassName: 'high',
        topologySpreadConstraints: [
          {
            topologyKey: 'topology.kubernetes.io/zone',
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: { app: 'web', version: 'v2' } },
          },
        ],
        terminationGracePeriodSeconds: 60,
        initContainers: [
          {
            name: 'init',
            image: 'init:1',
            resources: { requests: { cpu: '1', memory: '1024Mi' }, limits: { cpu: '2', memory: '1500Ki' } },
          },
        ],
        volumes: [{ name: 'tmp', emptyDir: {} }],
        containers: [
          {
            name: 'web',
            image: 'web:2',
            stdin: true,
            command: ['/bin/web'],
            args: ['--verbose'],
            lifecycle: { preStop: { sleep: { seconds: 5 } } },
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            ports: [
              { name: 'http', containerPort: 8080 },
              { name: 'tcp-metrics', containerPort: 9000 },
            ],
            env: [
              { name: 'MODE', value: 'new' },
              { name: 'LEVEL', value: 'info' },
            ],
            envFrom: [{ prefix: 'TOKEN_', secretRef: { name: 'tokens' } }],
            resources: { requests: { cpu: '1', memory: '1024Mi' }, limits: { cpu: '2', memory: '1500Ki' } },
            readinessProbe: {
              httpGet: { path: '/ready', port: 8080 },
              periodSeconds: 5,
              timeoutSeconds: 2,
              initialDelaySeconds: 1,
              failureThreshold: 2,
            },
            livenessProbe: { tcpSocket: { port: 9000 } },
            startupProbe: { grpc: { port: 8080 } },
          },
        ],
      },
    },
  });
  expect(specOf(objects, 'Deployment', 'web-v1')).toMatchObject({
    replicas: 3,
    template: { spec: { containers: [{ image: 'web:1' }] } },
  });
});

test('values that are only known later reach the objects; what decides which objects there are has to be known', () => {
  const { refused, written: reached } = laterInEveryProp(
    () => allProps,
    (chart: Chart, props) => new MeshApp(chart, 'x', props),
  );
  expect(refused).toEqual([
    'namespace',
    'name',
    'versions',
    'versions.v1',
    'versions.v2',
    'versions.v2.env',
    'versions.v2.probes',
    'versions.v2.probes.startup',
    'ports',
    'ports.0',
    'ports.1',
    'env',
    'workload',
    'disruptionBudget',
    'spread',
    'spread.0',
    'volumes',
    'volumes.tmp',
    'initContainers',
    'initContainers.0',
    'preStop',
    'podOverrides',
    'podOverrides.containers',
    'podOverrides.containers.0',
    'podOverrides.containers.0.name',
    'envFrom',
    'envFrom.0',
    'probes',
    'probes.readiness',
    'probes.liveness',
    'probes.startup',
    'proxy',
    'proxy.resources',
    'proxy.resources.requests',
    'proxy.resources.limits',
    'proxy.componentLogLevels',
    'injection',
    'hardening',
    'hardening.nonRoot',
    'hardening.readOnlyRootFilesystem',
    'hardening.dropCapabilities',
    'hardening.noPrivilegeEscalation',
    'hardening.seccomp',
    'hardening.noApiToken',
    'podLabels',
    'podAnnotations',
  ]);
  expect(reached).toEqual(
    expect.arrayContaining([
      'image',
      'replicas',
      'resources',
      'resources.requests.cpu',
      'serviceAccount',
      'env.MODE',
      'podLabels.team',
      'proxy.concurrency',
      'proxy.includeInboundPorts.0',
      'proxy.componentLogLevels.rbac',
      'proxy.minimumDrainDuration',
    ]),
  );
});

describe('sidecars', () => {
  const labels = (injection: Injection | undefined, dataPlane: DataPlane) =>
    (
      specOf(
        written((chart) =>
          twoVersions(chart, 'web', { namespace: new MeshNamespace(chart, 'ns', { dataPlane }), injection }),
        ),
        'Deployment',
        'web-v1',
      ) as { template: { metadata: { labels: object } } }
    ).template.metadata.labels;

  test('by namespace need no label, by pod and off are labels of the pod, never annotations', () => {
    expect(labels(undefined, DataPlane.sidecar())).toEqual({ app: 'web', version: 'v1' });
    expect(labels(Injection.byNamespace(), DataPlane.sidecar())).toEqual({ app: 'web', version: 'v1' });
    expect(labels(Injection.byPodLabel(), DataPlane.perPod())).toMatchObject({ 'sidecar.istio.io/inject': 'true' });
    expect(labels(Injection.off(), DataPlane.sidecar())).toMatchObject({ 'sidecar.istio.io/inject': 'false' });
  });

  test('asked for by a pod in a namespace that forbids them are an error', () => {
    const message = failure((chart) =>
      twoVersions(chart, 'web', {
        namespace: new MeshNamespace(chart, 'ns', { dataPlane: DataPlane.none() }),
        injection: Injection.byPodLabel(),
      }),
    );
    expect(message).toBe(
      'shop/web: injection: the label of namespace ns wins over that of its pods: give it DataPlane.perPod()',
    );
  });

  test('settings of a proxy that is not there are an error', () => {
    const message = failure((chart) =>
      twoVersions(chart, 'web', { injection: Injection.off(), proxy: { concurrency: 1 } }),
    );
    expect(message).toBe('shop/web: proxy must be left out where the pods get no sidecar');
  });
});

test('without probes it leaves a warning', () => {
  const findings: unknown[] = [];
  written((chart) => {
    const app = new MeshApp(chart, 'web', minimal);
    findings.push(
      ...app.node.metadata.filter((entry) => entry.type === FINDING_METADATA).map((entry) => entry.data as unknown),
    );
  });
  expect(findings).toMatchObject([{ severity: 'warning', rule: 'mesh-app/no-probes' }]);
});

test('a single pod has no disruption budget', () => {
  const objects = written((chart) => new MeshApp(chart, 'web', { ...minimal, replicas: 1 }));
  expect(objects.map((each) => each.kind)).not.toContain('PodDisruptionBudget');
});

test('adding a version renames nothing', () => {
  const names = (versions: MeshAppProps['versions']) =>
    written((chart) => new MeshApp<string>(chart, 'web', { ...minimal, versions })).map(
      (each) => `${each.kind}/${each.metadata.name}`,
    );
  expect(names({ v1: {}, v2: {} })).toEqual(expect.arrayContaining(names({ v1: {} })));
});

test.each([
  ['http', MeshPort.http(1), 'http', 'http'],
  ['http2', MeshPort.http2(1), 'http2', 'http2'],
  ['grpc', MeshPort.grpc(1, { name: 'api' }), 'grpc-api', 'grpc'],
  ['https', MeshPort.https(1), 'https', 'https'],
  ['tls', MeshPort.tls(1), 'tls', 'tls'],
  ['tcp', MeshPort.tcp(1), 'tcp', 'tcp'],
  ['mongo', MeshPort.mongo(1), 'mongo', 'mongo'],
  ['mysql', MeshPort.mysql(1), 'mysql', 'mysql'],
  ['redis', MeshPort.redis(1), 'redis', 'redis'],
])('a port of protocol %s says so by its name and by appProtocol', (_, port, name, appProtocol) => {
  const objects = written((chart) => new MeshApp(chart, 'web', { ...minimal, ports: [port] }));
  expect(specOf(objects, 'Service')).toMatchObject({ ports: [{ name, appProtocol }] });
});

test('a port is found by its name in the Service, or by the name it was given', () => {
  written((chart) => {
    const app = twoVersions(chart, 'web', {
      ports: [MeshPort.http(1), MeshPort.http(2, { name: 'metrics', targetPort: 3 })],
    });
    expect(app.port('http').number).toBe(1);
    expect(app.port('metrics')).toBe(app.port('http-metrics'));
    expect(app.port('metrics').targetPort).toBe(3);
    expect(() => app.port('admin')).toThrow('shop/web: port must be one of http, http-metrics, got "admin"');
  });
});

test('its host is fully qualified', () => {
  written((chart) => {
    expect(twoVersions(chart).host).toBe('reviews.shop.svc.cluster.local');
  });
});

describe('allowFrom and expose', () => {
  test('allowFrom admits the caller and so refuses all others', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      app.allowFrom(twoVersions(chart, 'web'), { methods: ['GET'], paths: ['/api/*'], ports: [app.port('http')] });
    });
    expect(only(objects, 'AuthorizationPolicy')).toMatchObject({
      metadata: { name: 'reviews', namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'reviews' } },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }],
            to: [{ operation: { methods: ['GET'], paths: ['/api/*'], ports: ['8080'] } }],
          },
        ],
      },
    });
  });

  test('expose with all the props', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart, 'web', { ports: [MeshPort.http(80), MeshPort.http(81, { name: 'api' })] });
      const props: Required<ExposeProps> = {
        hosts: ['a.example.com', 'b.example.com'],
        path: '/api',
        stripPath: true,
        port: app.port('api'),
        methods: ['GET'],
        paths: ['/api/*'],
        ports: [app.port('api')],
        notPorts: [app.port('http')],
        notMethods: ['DELETE'],
        notPaths: ['/api/internal/*'],
        notHosts: ['old.example.com'],
        when: [Condition.header('x-beta').is('on')],
      };
      app.expose(gateway(chart), props).allowFrom(app);
    });
    for (const host of ['a.example.com', 'b.example.com']) {
      expect(specOf(objects, 'VirtualService', `public.${host}`)).toMatchObject({
        hosts: [host],
        http: [
          {
            match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }],
            rewrite: { uriRegexRewrite: { match: '^/api/?(.*)$', rewrite: '/\\1' } },
            route: [{ destination: { port: { number: 81 } } }],
          },
        ],
      });
    }
    expect(specOf(objects, 'AuthorizationPolicy', 'web')).toMatchObject({
      rules: expect.arrayContaining([
        {
          from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/ingress'] } }],
          to: [
            {
              operation: {
                methods: ['GET'],
                paths: ['/api/*'],
                ports: ['81'],
                notPorts: ['80'],
                notMethods: ['DELETE'],
                notPaths: ['/api/internal/*'],
                notHosts: ['old.example.com'],
              },
            },
          ],
          when: [{ key: 'request.headers[x-beta]', values: ['on'] }],
        },
      ]) as unknown,
    });
  });

  test.each<[object, string]>([
    [{ hosts: [] }, 'hosts must have at least 1 entry, got 0'],
    [{ hosts: ['shop'] }, 'hosts[0] must be a full host name with a dot'],
    [{ path: 'api' }, 'path must begin with a slash, got "api"'],
    [{ paths: ['/a*b'] }, 'paths[0] may have one * at its beginning or end, nowhere else, got "/a*b"'],
    [{ methods: ['get'] }, 'methods[0] must be a method in capitals, such as GET, got "get"'],
  ])('expose %j is an error', (more, message) => {
    expect(
      failure((chart) => twoVersions(chart).expose('gateway' as never, { hosts: ['a.example.com'], ...more })),
    ).toContain(message);
  });
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ image: undefined }, 'image must be given, for the app or for version v1'],
    [{ image: 5 }, 'image must be a text, got 5'],
    [{ resources: undefined }, 'resources must be given'],
    [
      { resources: { requests: { cpu: 'much', memory: Size.mebibytes(1) } } },
      'resources.requests.cpu must be a quantity such as 250m, 0.5 or 128Mi, got "much"',
    ],
    [{ resources: { requests: { cpu: '1' } } }, 'resources.requests.memory must be given'],
    [
      { resources: { requests: { cpu: '1', memory: '128Mi' } } },
      'resources.requests.memory must be a Size, such as Size.mebibytes(128), got "128Mi"',
    ],
    [{ ports: [] }, 'ports must have at least 1 entry, got 0'],
    [
      { ports: [8080] },
      'ports[0] must be a MeshPort that is known at synthesis, such as MeshPort.http(8080), got 8080',
    ],
    [{ ports: [MeshPort.http(0)] }, 'ports[0] must be a port between 1 and 65535, got 0'],
    [{ ports: [MeshPort.http(65536)] }, 'ports[0] must be a port between 1 and 65535, got 65536'],
    [
      { ports: [MeshPort.http(80, { targetPort: 0 })] },
      'ports[0].targetPort must be a port between 1 and 65535, got 0',
    ],
    [{ ports: [MeshPort.http(80), MeshPort.tcp(80)] }, 'ports: port numbers must be used once, got 80 twice'],
    [
      { ports: [MeshPort.http(80), MeshPort.http(81)] },
      'ports: port names must be used once, got http twice: give one of the two ports a name',
    ],
    [{ name: 'Web' }, 'name must be a DNS label'],
    [{ name: '1web' }, 'name must start with a letter, got "1web"'],
    [{ name: 'x'.repeat(64) }, 'name must be a DNS label'],
    [{ name: 'x'.repeat(61) }, "versions: the Deployment's name must be at most 63 characters long"],
    [{ versions: {} }, 'versions must have at least one version'],
    [{ versions: { V1: {} } }, 'versions: key must be a DNS label'],
    [{ replicas: 1.5 }, 'replicas must be a whole number between 0 and 2147483647, got 1.5'],
    [{ env: { 'A B': 'x' } }, 'env: key must be a name of an environment variable, got "A B"'],
    [{ env: { A: 1 } }, 'env.A must be a text or an EnvValue, got a number'],
    [{ probes: { readiness: Probe.http('ready') } }, 'probes.readiness: path must begin with a slash, got "ready"'],
    [{ probes: { readiness: Probe.tcp({ port: 'admin' }) } }, 'probes.readiness: port must be one of http'],
    [
      { probes: { readiness: Probe.tcp({ period: Duration.millis(1500) }) } },
      'probes.readiness: probe.period must be whole seconds, got 1500 ms',
    ],
    [
      { proxy: { includeOutboundIpRanges: ['10.0.0.0'] } },
      'proxy.includeOutboundIpRanges[0] must be a CIDR such as 10.0.0.0/8, got "10.0.0.0"',
    ],
    [{ proxy: { excludeInboundPorts: [0] } }, 'proxy.excludeInboundPorts[0] must be a port between 1 and 65535, got 0'],
    [
      { proxy: { resources: { requests: { cpu: '1', memory: Size.mebibytes(1) } } } },
      'proxy.resources.limits must be given',
    ],
    [{ podLabels: { version: 'x' } }, 'podLabels: key must not be version, which the app says itself'],
    [{ podAnnotations: { 'a b': 'x' } }, 'podAnnotations: key must be an annotation key'],
    [{ serviceAccount: 'A' }, 'serviceAccount must be a DNS label'],
    [{ namespace: 'shop' }, 'namespace must be a MeshNamespace, got "shop"'],
    [{ hardening: { root: true } }, 'hardening.root is unknown, allowed are nonRoot'],
  ])('%j', (more, message) => {
    expect(failure((chart) => new MeshApp(chart, 'web', { ...minimal, ...more } as never))).toContain(
      `shop/web: ${message}`,
    );
  });

  test('an id that is no name', () => {
    expect(failure((chart) => new MeshApp(chart, 'My_App', minimal))).toContain(
      'shop/My_App: name must be a DNS label',
    );
  });
});
