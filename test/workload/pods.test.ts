import { type Chart, Duration, Size } from 'cdk8s';
import {
  DataPlane,
  type EmptyDirOptions,
  EnvValue,
  type EphemeralClaimOptions,
  type FilesOptions,
  InitContainer,
  type InitContainerOptions,
  Injection,
  type MeshAppProps,
  MeshNamespace,
  MeshPort,
  MeshSettings,
  type MountOptions,
  PreStop,
  Probe,
  type ProxySettings,
  SidecarScope,
  Spread,
  type SpreadOptions,
  Volume,
} from 'istio-constructs';
import { failure, laterInEveryProp, specOf, twoVersions, written } from '../support/constructs';

type More = Partial<MeshAppProps<'v1' | 'v2'>>;
interface Template {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly containers: readonly Readonly<Record<string, unknown>>[];
  };
}

function template(more: More | ((chart: Chart) => More)): Template {
  const objects = written((chart) => twoVersions(chart, 'web', typeof more === 'function' ? more(chart) : more));
  return (specOf(objects, 'Deployment', 'web-v1') as { template: Template }).template;
}

const later = <P extends object>(sample: P, more: (props: P) => More) =>
  laterInEveryProp(
    () => sample,
    (chart: Chart, props) => twoVersions(chart, 'web', more(props)),
  );

describe('volumes', () => {
  test('are read-only where they are made elsewhere, but for storage', () => {
    const { spec } = template({
      volumes: {
        tmp: Volume.emptyDir({ mountPath: '/tmp', sizeLimit: Size.mebibytes(64), medium: 'Memory' }),
        settings: Volume.configMap('settings', { mountPath: '/etc/settings' }),
        token: Volume.secret('token', { mountPath: '/etc/token', readOnly: undefined }),
        data: Volume.persistentClaim('data', { mountPath: '/data' }),
        shared: Volume.persistentClaim('shared', { mountPath: '/shared', readOnly: true }),
      },
    });
    expect(spec.volumes).toEqual([
      { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'settings', configMap: { name: 'settings' } },
      { name: 'token', secret: { secretName: 'token' } },
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'shared', persistentVolumeClaim: { claimName: 'shared', readOnly: true } },
    ]);
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'settings', mountPath: '/etc/settings', readOnly: true },
      { name: 'token', mountPath: '/etc/token', readOnly: true },
      { name: 'data', mountPath: '/data' },
      { name: 'shared', mountPath: '/shared', readOnly: true },
    ]);
  });

  test('of keys can have some of them, in files of other names, and need not be there', () => {
    const options: Required<FilesOptions> = {
      mountPath: '/etc/app.yaml',
      subPath: 'app.yaml',
      readOnly: false,
      items: { settings: 'app.yaml' },
      optional: true,
    };
    const { spec } = template({
      volumes: {
        settings: Volume.configMap('settings', options),
        token: Volume.secret('token', { ...options, mountPath: '/etc/token' }),
      },
    });
    const items = [{ key: 'settings', path: 'app.yaml' }];
    expect(spec.volumes).toEqual([
      { name: 'settings', configMap: { name: 'settings', items, optional: true } },
      { name: 'token', secret: { secretName: 'token', items, optional: true } },
    ]);
    expect(spec.containers[0]?.volumeMounts).toEqual([
      { name: 'settings', mountPath: '/etc/app.yaml', subPath: 'app.yaml', readOnly: false },
      { name: 'token', mountPath: '/etc/token', subPath: 'app.yaml', readOnly: false },
    ]);
  });

  test('can be claimed for each pod', () => {
    const { spec } = template({
      volumes: {
        cache: Volume.ephemeralClaim({ mountPath: '/cache', size: Size.gibibytes(20), storageClass: 'fast' }),
      },
    });
    expect(spec.volumes).toEqual([
      {
        name: 'cache',
        ephemeral: {
          volumeClaimTemplate: {
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'fast',
              resources: { requests: { storage: '20480Mi' } },
            },
          },
        },
      },
    ]);
    expect(spec.containers[0]?.volumeMounts).toEqual([{ name: 'cache', mountPath: '/cache' }]);
  });

  test('take values that are only known later', () => {
    const emptyDir: Required<EmptyDirOptions> = {
      mountPath: '/tmp',
      subPath: 'work',
      readOnly: false,
      sizeLimit: Size.mebibytes(1),
      medium: 'Memory',
    };
    const mount: Required<MountOptions> = { mountPath: '/a', subPath: 'b', readOnly: true };
    const files: Required<FilesOptions> = { ...mount, items: { key: 'path' }, optional: true };
    const claim: Required<EphemeralClaimOptions> = {
      ...mount,
      size: Size.gibibytes(1),
      storageClass: 'fast',
      accessMode: 'ReadWriteOncePod',
    };
    const refused = <P extends object>(sample: P, volume: (props: P) => Volume) =>
      later(sample, (each) => ({ volumes: { a: volume(each) } })).refused;
    expect(refused(emptyDir, (each) => Volume.emptyDir(each))).toEqual([]);
    expect(refused(mount, (each) => Volume.persistentClaim('a', each))).toEqual([]);
    expect(refused(files, (each) => Volume.secret('a', each))).toEqual(['items']);
    expect(refused(claim, (each) => Volume.ephemeralClaim(each))).toEqual([]);
  });

  test.each<[unknown, string]>([
    [{ Tmp: Volume.emptyDir({ mountPath: '/tmp' }) }, 'volumes: key must be a DNS label'],
    [{ tmp: '/tmp' }, "volumes.tmp must be a Volume, such as Volume.emptyDir({ mountPath: '/tmp' })"],
    [{ tmp: Volume.emptyDir({} as never) }, 'volumes.tmp: emptyDir.mountPath must be given'],
    [{ tmp: Volume.secret('Token', { mountPath: '/a' }) }, 'volumes.tmp: name must be'],
    [{ tmp: Volume.secret('token', undefined as never) }, 'volumes.tmp: volume must be given'],
    [
      { a: Volume.emptyDir({ mountPath: '/a' }), b: Volume.emptyDir({ mountPath: '/a' }) },
      'volumes: a and b must be mounted at different paths, got "/a" twice',
    ],
    [
      { a: Volume.emptyDir({ mountPath: '/a', subPath: '/b' }) },
      'volumes.a: emptyDir.subPath must be a relative path without .., got "/b"',
    ],
    [
      { a: Volume.secret('a', { mountPath: '/a', items: { x: 'b/../../c' } }) },
      'volumes.a: volume.items.x must be a relative path without .., got "b/../../c"',
    ],
    [
      { a: Volume.configMap('a', { mountPath: '/a', items: { 'x/y': 'z' } }) },
      'volumes.a: volume.items: key must be a key of letters, digits, dashes, dots and underscores, got "x/y"',
    ],
    [{ a: Volume.ephemeralClaim({ mountPath: '/a' } as never) }, 'volumes.a: ephemeralClaim.size must be given'],
    [
      { a: Volume.persistentClaim('a', { mountPath: '/a', optional: true } as never) },
      'volumes.a: volume.optional is unknown',
    ],
  ])('%j are an error', (volumes, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', { volumes } as never))).toContain(`shop/web: ${message}`);
  });
});

const init: InitContainerOptions = { name: 'init', image: 'init:1', network: 'none' };

describe('init containers', () => {
  const containers = (...network: InitContainerOptions['network'][]): More => ({
    initContainers: network.map((each, index) => InitContainer.of({ ...init, name: `init-${index}`, network: each })),
  });

  test('pain 10: one whose calls bypass the proxy runs as the user whose traffic is not captured', () => {
    expect(template(containers('bypass', 'none')).spec.initContainers).toMatchObject([
      { name: 'init-0', securityContext: { runAsUser: 1337, allowPrivilegeEscalation: false } },
      { name: 'init-1', securityContext: { allowPrivilegeEscalation: false } },
    ]);
  });

  test('pain 10: one that calls through the proxy makes the proxy start first', () => {
    const annotation = 'sidecar.istio.io/nativeSidecar';
    expect(template(containers('none', 'native-sidecar')).metadata.annotations).toEqual({ [annotation]: 'true' });
    expect(template(containers('none', 'bypass')).metadata.annotations).toBeUndefined();
  });

  test('pain 10: one that does not say how it calls is an error that tells why', () => {
    const initContainers = [InitContainer.of({ ...init, network: undefined as never })];
    expect(failure((chart) => twoVersions(chart, 'web', { initContainers }))).toContain(
      "initContainers[0]: initContainer.network must be given: 'none' if it calls nobody; else its calls are captured by a proxy that does not run yet",
    );
  });

  test('pain 10: a native sidecar that is switched off is an error where one is needed', () => {
    const more = { ...containers('native-sidecar'), proxy: { nativeSidecar: false } };
    expect(failure((chart) => twoVersions(chart, 'web', more))).toBe(
      "shop/web: proxy.nativeSidecar must not be false where an init container has network 'native-sidecar'",
    );
  });

  test.each<[InitContainerOptions['network'], string]>([
    [
      'none',
      "shop/web: initContainers[0]: initContainer.env.REVIEWS must not be the address of an app where network is 'none': the call would go to a proxy that does not run yet, and needs 'bypass' (past the proxy, without mTLS) or 'native-sidecar' (a proxy that starts first)",
    ],
    ['bypass', 'nothing failed'],
    ['native-sidecar', 'nothing failed'],
  ])('pain 10: one that is told the address of an app, with network %s: %s', (network, message) => {
    const outcome = failure((chart) => {
      const env = { LEVEL: 'info', REVIEWS: EnvValue.url(twoVersions(chart).port('http')) };
      twoVersions(chart, 'web', { initContainers: [InitContainer.of({ ...init, network, env })] });
    });
    expect(outcome).toBe(message);
  });

  test('need neither where there is no sidecar', () => {
    for (const dataPlane of [DataPlane.ambient(), DataPlane.none()]) {
      const { metadata, spec } = template((chart) => ({
        ...containers('bypass', 'native-sidecar'),
        namespace: new MeshNamespace(chart, 'ns', { dataPlane }),
      }));
      expect(metadata.annotations).toBeUndefined();
      expect(JSON.stringify(spec.initContainers)).not.toContain('1337');
    }
  });

  const all: Required<InitContainerOptions> = {
    name: 'init',
    image: 'init:1',
    network: 'bypass',
    command: ['/bin/init'],
    args: ['-x'],
    env: { A: EnvValue.field('metadata.name') },
    volumes: { own: Volume.emptyDir({ mountPath: '/own' }), tmp: Volume.emptyDir({ mountPath: '/shared' }) },
    resources: { requests: { cpu: '1m', memory: Size.mebibytes(1) } },
  };

  test('all the props, and a volume shared with the app', () => {
    const { spec } = template({
      volumes: { tmp: Volume.emptyDir({ mountPath: '/tmp', medium: 'Memory' }) },
      initContainers: [InitContainer.of(all)],
    });
    expect(spec.initContainers).toMatchObject([
      {
        name: 'init',
        image: 'init:1',
        command: ['/bin/init'],
        args: ['-x'],
        env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        resources: { requests: { cpu: '1m', memory: '1Mi' } },
        volumeMounts: [
          { name: 'own', mountPath: '/own' },
          { name: 'tmp', mountPath: '/shared' },
        ],
      },
    ]);
    expect(spec.volumes).toEqual(
      expect.arrayContaining([
        { name: 'tmp', emptyDir: { medium: 'Memory' } },
        { name: 'own', emptyDir: {} },
      ]),
    );
    expect(spec.volumes).toHaveLength(2);
  });

  test('take values that are only known later', () => {
    expect(later(all, (each) => ({ initContainers: [InitContainer.of(each)] })).refused).toEqual([
      'name',
      'network',
      'env',
      'volumes',
      'volumes.own',
      'volumes.tmp',
    ]);
  });

  test.each<[unknown, string]>([
    [[{ name: 'x' }], 'initContainers[0] must be an InitContainer, such as'],
    [[InitContainer.of({ ...init, name: 'web' })], 'names of containers must be used once, got "web" twice'],
    [
      [InitContainer.of({ ...init, network: 'native' as never })],
      'network must be one of none, bypass, native-sidecar',
    ],
  ])('%j are an error', (initContainers, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', { initContainers } as never))).toContain(message);
  });
});

describe('stopping', () => {
  test('pain 12: the pod waits, the sidecar drains, and both have the time that it takes', () => {
    const { metadata, spec } = template({
      preStop: PreStop.exec('/bin/sh', '-c', 'sleep 5'),
      terminationGracePeriod: Duration.minutes(2),
      proxy: { minimumDrainDuration: Duration.seconds(90), exitOnZeroActiveConnections: true },
    });
    expect(spec).toMatchObject({ terminationGracePeriodSeconds: 120 });
    expect(spec.containers[0]).toMatchObject({
      lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 5'] } } },
    });
    expect(metadata.annotations).toEqual({
      'proxy.istio.io/config':
        '{"proxyMetadata":{"EXIT_ON_ZERO_ACTIVE_CONNECTIONS":"true","MINIMUM_DRAIN_DURATION":"90s"}}',
    });
  });

  test.each<[More, string]>([
    [
      { proxy: { terminationDrainDuration: Duration.seconds(30) } },
      'proxy.terminationDrainDuration must be shorter than terminationGracePeriod, 30 s, got 30 s: the pod would be killed before its requests end',
    ],
    [
      { proxy: { terminationDrainDuration: Duration.seconds(9) }, terminationGracePeriod: Duration.seconds(5) },
      'proxy.terminationDrainDuration must be shorter than terminationGracePeriod, 5 s, got 9 s',
    ],
    [
      { preStop: PreStop.sleep(Duration.seconds(30)) },
      'preStop: sleep must be shorter than terminationGracePeriod, 30 s, got 30 s: the pod would be killed before it ends',
    ],
    [
      { proxy: { minimumDrainDuration: Duration.seconds(30) } },
      'proxy.minimumDrainDuration must be shorter than terminationGracePeriod, 30 s, got 30 s',
    ],
    [
      {
        proxy: { terminationDrainDuration: Duration.seconds(8) },
        terminationGracePeriod: Duration.seconds(60),
        podOverrides: { terminationGracePeriodSeconds: 8 },
      },
      'proxy.terminationDrainDuration must be shorter than podOverrides.terminationGracePeriodSeconds, 8 s, got 8 s: the pod would be killed before its requests end',
    ],
    [
      { preStop: PreStop.sleep(Duration.seconds(8)), podOverrides: { terminationGracePeriodSeconds: 8 } },
      'preStop: sleep must be shorter than podOverrides.terminationGracePeriodSeconds, 8 s, got 8 s',
    ],
    [
      { proxy: { exitOnZeroActiveConnections: true, terminationDrainDuration: Duration.seconds(9) } },
      'proxy.terminationDrainDuration must be left out where exitOnZeroActiveConnections is true: the sidecar ignores it',
    ],
    [
      { proxy: { exitOnZeroActiveConnections: false, minimumDrainDuration: Duration.seconds(9) } },
      'proxy.minimumDrainDuration must be left out where exitOnZeroActiveConnections is false: the sidecar ignores it',
    ],
    [{ preStop: PreStop.exec() }, 'preStop: command must have at least 1 entry, got 0'],
    [{ preStop: 'sleep' as never }, 'preStop must be a PreStop, such as PreStop.sleep(Duration.seconds(5))'],
    [{ terminationGracePeriod: Duration.millis(5) }, 'terminationGracePeriod must be whole seconds, got 5 ms'],
  ])('pain 12: %j is an error', (more, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', more))).toContain(`shop/web: ${message}`);
  });

  test.each<[More]>([
    [{ proxy: { exitOnZeroActiveConnections: false, terminationDrainDuration: Duration.seconds(9) } }],
    [{ preStop: PreStop.sleep(Duration.seconds(30)), podOverrides: { terminationGracePeriodSeconds: 31 } }],
    [{ proxy: { terminationDrainDuration: Duration.seconds(29) } }],
    [{ preStop: PreStop.sleep(Duration.seconds(29)) }],
  ])('just in time is right: %j', (more) => {
    expect(failure((chart) => twoVersions(chart, 'web', more))).toBe('nothing failed');
  });
});

describe('spreading', () => {
  test('over zones if possible, over nodes by all means', () => {
    const { spec } = template({ spread: [Spread.acrossZones(), Spread.acrossNodes({ hard: true, maxSkew: 2 })] });
    const labelSelector = { matchLabels: { app: 'web', version: 'v1' } };
    expect(spec.topologySpreadConstraints).toEqual([
      { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      { topologyKey: 'kubernetes.io/hostname', maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    ]);
  });

  test('takes values that are only known later', () => {
    const all: Required<SpreadOptions> = { maxSkew: 1, hard: true };
    expect(later(all, (each) => ({ spread: [Spread.acrossZones(each)] })).written).toEqual(['maxSkew', 'hard']);
  });

  test.each<[unknown, string]>([
    [['zone'], 'spread[0] must be a Spread, such as Spread.acrossZones()'],
    [[Spread.acrossNodes({ maxSkew: 0 })], 'spread[0]: spread.maxSkew must be a whole number between 1'],
  ])('%j is an error', (spread, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', { spread } as never))).toContain(`shop/web: ${message}`);
  });
});

test.each<[ProxySettings, string]>([
  [{ logLevel: 'warn' as never }, 'proxy.logLevel must be one of trace, debug, info, warning'],
  [{ includeInboundPorts: [0] }, 'proxy.includeInboundPorts[0] must be'],
  [
    { excludeInboundPorts: [MeshPort.http(0)] },
    'proxy.excludeInboundPorts[0] must be a port between 1 and 65535, got 0',
  ],
  [
    { componentLogLevels: { rbca: 'debug' } as never },
    'proxy.componentLogLevels: key must be a component of Envoy, got "rbca": did you mean rbac?',
  ],
  [
    { componentLogLevels: { rbac: 'verbose' } as never },
    'proxy.componentLogLevels.rbac must be one of trace, debug, info',
  ],
  [{ includeOutboundPorts: '*' as never }, 'proxy.includeOutboundPorts must be a list, got "*"'],
  [
    { terminationDrainDuration: Duration.millis(1500) },
    'proxy.terminationDrainDuration must be whole seconds, got 1500 ms',
  ],
  [{ nativeSidecar: 'yes' as never }, 'proxy.nativeSidecar must be true or false, got "yes"'],
])('settings of the proxy %j are an error', (proxy, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { proxy }))).toContain(`shop/web: ${message}`);
});

const metrics = MeshPort.http(9090, { name: 'metrics', targetPort: 9000 });
const ports = [MeshPort.http(8080), metrics];

test('ports of the app that are captured or not are named by themselves, and written as the containers know them', () => {
  const annotation = (proxy: ProxySettings) => template({ ports, proxy }).metadata.annotations;
  expect(annotation({ excludeInboundPorts: [metrics, 5432] })).toEqual({
    'traffic.sidecar.istio.io/excludeInboundPorts': '9000,5432',
  });
  expect(annotation({ includeInboundPorts: [metrics] })).toEqual({
    'traffic.sidecar.istio.io/includeInboundPorts': '9000',
  });
});

test('components of Envoy have log levels of their own', () => {
  const proxy: ProxySettings = { componentLogLevels: { rbac: 'debug', jwt: 'trace', http: undefined } };
  expect(template({ proxy }).metadata.annotations).toEqual({
    'sidecar.istio.io/componentLogLevel': 'rbac:debug,jwt:trace',
  });
  expect(template({ proxy: { componentLogLevels: {} } }).metadata.annotations).toBeUndefined();
});

test.each<[ProxySettings, string]>([
  [
    { includeInboundPorts: [8080], excludeInboundPorts: [9000] },
    'proxy.excludeInboundPorts must be left out where includeInboundPorts lists ports: Istio captures those alone, and ignores this list',
  ],
  [{ includeInboundPorts: '*', excludeInboundPorts: [9000] }, 'nothing failed'],
  [
    { includeOutboundPorts: [1, 2], excludeOutboundPorts: [2, 3] },
    'proxy.includeOutboundPorts must not list 2, which excludeOutboundPorts lists too: Istio looks there first, and sends it past the sidecar',
  ],
  [{ includeOutboundPorts: [1], excludeOutboundPorts: [2] }, 'nothing failed'],
  [
    {
      includeOutboundIpRanges: ['10.1.0.0/16', '10.2.0.0/16'],
      excludeOutboundIpRanges: ['10.1.0.0/16', '192.168.0.0/16'],
    },
    'proxy.includeOutboundIpRanges must not list 10.1.0.0/16, which is within 10.1.0.0/16 of excludeOutboundIpRanges: Istio looks there first, and sends it past the sidecar',
  ],
  [
    { includeOutboundIpRanges: ['fd00:1::/32'], excludeOutboundIpRanges: ['0.0.0.0/0', 'fd00::/16'] },
    'proxy.includeOutboundIpRanges must not list fd00:1::/32, which is within fd00::/16 of excludeOutboundIpRanges',
  ],
  [{ includeOutboundIpRanges: ['10.0.0.0/8'], excludeOutboundIpRanges: ['10.1.0.0/16'] }, 'nothing failed'],
  [
    { excludeInboundPorts: [MeshPort.http(9091, { name: 'metrics' })] },
    'proxy.excludeInboundPorts must list ports of the app, http, http-metrics, got http-metrics',
  ],
  [{ includeInboundPorts: [MeshPort.tcp(9091)] }, 'proxy.includeInboundPorts must list ports of the app'],
])('lists of what is captured that say the same thing twice: %j', (proxy, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { ports, proxy }))).toContain(message);
});

describe('pain 10: the app waits for its sidecar', () => {
  const waits = (settings: object, more: More = {}, dataPlane = DataPlane.sidecar()) =>
    template((chart) => {
      MeshSettings.declare({ construct: chart, settings, isDefault: true });
      return { namespace: MeshNamespace.fromName('shop', { dataPlane }), ...more };
    }).metadata.annotations?.['proxy.istio.io/config'];
  const old = { kubernetesVersion: '1.32' };
  const held = '{"holdApplicationUntilProxyStarts":true}';

  test.each([
    [{ istioVersion: '1.27', kubernetesVersion: '1.33' }, undefined],
    [{ istioVersion: '1.27.0', kubernetesVersion: '1.32' }, held],
    [{ istioVersion: '1.26.9', kubernetesVersion: '1.33' }, held],
    [{}, undefined],
  ])('unless it is a native one, which starts first: %j', (settings, config) => {
    expect(waits(settings)).toBe(config);
  });

  test('unless the app says otherwise', () => {
    expect(waits(old, { proxy: { holdApplicationUntilProxyStarts: false } })).toBe(
      '{"holdApplicationUntilProxyStarts":false}',
    );
    expect(waits(old, { proxy: { nativeSidecar: true } })).toBeUndefined();
    expect(waits({}, { proxy: { nativeSidecar: false } })).toBe(held);
    expect(waits(old, { initContainers: [InitContainer.of({ ...init, network: 'native-sidecar' })] })).toBeUndefined();
  });

  test('beside what else the app says, also where that is only known later', () => {
    expect(waits(old, { proxy: { concurrency: 2 } })).toBe('{"concurrency":2,"holdApplicationUntilProxyStarts":true}');
    const { written: reached } = laterInEveryProp(
      () => ({ concurrency: 2 }),
      (chart: Chart, proxy) => {
        MeshSettings.declare({ construct: chart, settings: old, isDefault: true });
        twoVersions(chart, 'web', { proxy });
      },
    );
    expect(reached).toEqual(['concurrency']);
  });

  test.each([[DataPlane.ambient()], [DataPlane.none()]])('and where there is none, waits for nothing', (dataPlane) => {
    expect(waits(old, {}, dataPlane)).toBeUndefined();
  });
});

describe('a version', () => {
  const containerOf = (version: string, more: More) => {
    const objects = written((chart) => twoVersions(chart, 'web', more));
    const { template } = specOf(objects, 'Deployment', `web-${version}`) as { template: Template };
    return template.spec.containers[0];
  };
  const more: More = {
    command: ['/bin/web'],
    args: ['--verbose'],
    probes: { readiness: Probe.http('/ready'), liveness: Probe.tcp() },
    versions: {
      v1: {},
      v2: {
        command: ['/bin/new'],
        args: ['--quiet'],
        probes: { readiness: Probe.exec(['/bin/ready', '-x'], { period: Duration.seconds(3) }) },
      },
    },
  };

  test('has a command, arguments and probes of its own, or those of the app', () => {
    expect(containerOf('v1', more)).toMatchObject({
      command: ['/bin/web'],
      args: ['--verbose'],
      readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
      livenessProbe: { tcpSocket: { port: 8080 } },
    });
    expect(containerOf('v2', more)).toMatchObject({
      command: ['/bin/new'],
      args: ['--quiet'],
      readinessProbe: { exec: { command: ['/bin/ready', '-x'] }, periodSeconds: 3 },
      livenessProbe: { tcpSocket: { port: 8080 } },
    });
  });

  test.each<[object, string]>([
    [{ command: [] }, 'versions.v2.command must have at least 1 entry, got 0'],
    [{ args: [5] }, 'versions.v2.args[0] must be a text, got 5'],
    [{ probes: { readiness: Probe.tcp({ port: 'admin' }) } }, 'versions.v2.probes.readiness: port must be one of http'],
    [{ probes: { startup: Probe.exec([]) } }, 'versions.v2.probes.startup: command must have at least 1 entry, got 0'],
    [
      { probes: { startup: Probe.exec(['x'], { port: 'http' } as never) } },
      'versions.v2.probes.startup: probe.port is unknown',
    ],
  ])('with %j is an error', (v2, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', { versions: { v1: {}, v2 } }))).toContain(message);
  });
});

test.each<[More, string]>([
  [{ proxy: { nativeSidecar: true } }, 'proxy.nativeSidecar needs Kubernetes 1.29 or newer, the cluster has 1.28'],
  [
    { initContainers: [InitContainer.of({ ...init, network: 'native-sidecar' })] },
    "initContainers: network 'native-sidecar' needs Kubernetes 1.29 or newer, the cluster has 1.28",
  ],
  [
    { preStop: PreStop.sleep(Duration.seconds(1)) },
    'preStop: sleep needs Kubernetes 1.30 or newer, the cluster has 1.28',
  ],
])('in an old cluster %j is an error', (more, message) => {
  const inCluster = (kubernetesVersion: string) =>
    failure((chart) => {
      MeshSettings.declare({ construct: chart, settings: { kubernetesVersion }, isDefault: true });
      twoVersions(chart, 'web', more);
    });
  expect(inCluster('1.28')).toBe(`shop/web: ${message}`);
  expect(inCluster('1.30')).toBe('nothing failed');
});

test('all ports can be captured again', () => {
  expect(template({ proxy: { includeInboundPorts: '*' } }).metadata.annotations).toEqual({
    'traffic.sidecar.istio.io/includeInboundPorts': '*',
  });
});

describe('in an ambient namespace', () => {
  const inAmbient = (more: More) => (chart: Chart) =>
    twoVersions(chart, 'web', {
      namespace: MeshNamespace.fromName('calm', { dataPlane: DataPlane.ambient() }),
      ...more,
    });

  test.each<[More, string]>([
    [{ proxy: { concurrency: 1 } }, 'proxy must be left out, for namespace calm is ambient'],
    [{ injection: Injection.byPodLabel() }, 'injection must be left out, for namespace calm is ambient'],
    [{ injection: Injection.off() }, 'injection must be left out, for namespace calm is ambient'],
  ])('%j is an error', (more, message) => {
    expect(failure(inAmbient(more))).toContain(`shop/web: ${message}`);
  });

  test('a Sidecar is an error', () => {
    const message = failure((chart) => {
      const app = inAmbient({})(chart);
      new SidecarScope(chart, 'scope', { appliesTo: app, hosts: [app] });
    });
    expect(message).toContain('shop/scope: appliesTo: namespace calm is ambient: its pods have no sidecars');
  });
});
