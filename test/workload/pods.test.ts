import { type Chart, Duration, Size } from 'cdk8s';
import {
  DataPlane,
  type EmptyDirOptions,
  EnvValue,
  InitContainer,
  type InitContainerOptions,
  Injection,
  type MeshAppProps,
  MeshNamespace,
  MeshSettings,
  type MountOptions,
  PreStop,
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

  test('take values that are only known later', () => {
    const emptyDir: Required<EmptyDirOptions> = {
      mountPath: '/tmp',
      readOnly: false,
      sizeLimit: Size.mebibytes(1),
      medium: 'Memory',
    };
    const mount: Required<MountOptions> = { mountPath: '/a', readOnly: true };
    expect(later(emptyDir, (each) => ({ volumes: { a: Volume.emptyDir(each) } })).refused).toEqual([]);
    expect(later(mount, (each) => ({ volumes: { a: Volume.secret('a', each) } })).refused).toEqual([]);
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
      proxy: { terminationDrainDuration: Duration.seconds(90), exitOnZeroActiveConnections: true },
    });
    expect(spec).toMatchObject({ terminationGracePeriodSeconds: 120 });
    expect(spec.containers[0]).toMatchObject({
      lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 5'] } } },
    });
    expect(metadata.annotations).toEqual({
      'proxy.istio.io/config':
        '{"terminationDrainDuration":"90s","proxyMetadata":{"EXIT_ON_ZERO_ACTIVE_CONNECTIONS":"true"}}',
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
    [{ preStop: PreStop.exec() }, 'preStop: command must have at least 1 entry, got 0'],
    [{ preStop: 'sleep' as never }, 'preStop must be a PreStop, such as PreStop.sleep(Duration.seconds(5))'],
    [{ terminationGracePeriod: Duration.millis(5) }, 'terminationGracePeriod must be whole seconds, got 5 ms'],
  ])('pain 12: %j is an error', (more, message) => {
    expect(failure((chart) => twoVersions(chart, 'web', more))).toContain(`shop/web: ${message}`);
  });

  test.each<[More]>([
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
  [{ includeOutboundPorts: '*' as never }, 'proxy.includeOutboundPorts must be a list, got "*"'],
  [
    { terminationDrainDuration: Duration.millis(1500) },
    'proxy.terminationDrainDuration must be whole seconds, got 1500 ms',
  ],
  [{ nativeSidecar: 'yes' as never }, 'proxy.nativeSidecar must be true or false, got "yes"'],
])('settings of the proxy %j are an error', (proxy, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { proxy }))).toContain(`shop/web: ${message}`);
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
