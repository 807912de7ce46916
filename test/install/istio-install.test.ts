import { type Chart, Yaml } from 'cdk8s';
import { IstioInstall, type IstioInstallProps, MeshSettings } from 'istio-constructs';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quoted } from '../../lib/install/install-script';
import { FILE_METADATA, type ManifestFile } from '../../lib/model/metadata';
import { failure, laterInEveryProp, written } from '../support/constructs';

/** The files that an installation leaves. */
function filesOf(props: IstioInstallProps): Record<string, string> {
  const files: Record<string, string> = {};
  const objects = written((chart) => {
    for (const entry of new IstioInstall(chart, 'istio', props).node.metadata) {
      const file = entry.data as ManifestFile;
      if (entry.type === FILE_METADATA)
        files[file.path] = typeof file.content === 'string' ? file.content : file.content();
    }
  });
  expect(objects).toEqual([]);
  return files;
}

const parsed = (text: string | undefined) => {
  const folder = mkdtempSync(join(tmpdir(), 'install-'));
  writeFileSync(join(folder, 'x.yaml'), text ?? '');
  const [document] = Yaml.load(join(folder, 'x.yaml')) as unknown[];
  rmSync(folder, { recursive: true });
  return document;
};

test('minimal props: an IstioOperator file, Helm values and a script for each, and no object', () => {
  const files = filesOf({ version: '1.31' });
  expect(Object.keys(files)).toEqual([
    'istio/istio-operator.yaml',
    'istio/helm/istio-base.yaml',
    'istio/helm/istiod.yaml',
    'istio/helm/istio-ingressgateway.yaml',
    'istio/istioctl.sh',
    'istio/helm.sh',
  ]);
  const ports = (http: number, https: number) => [
    { name: 'status-port', port: 15021, targetPort: 15021 },
    { name: 'http2', port: 80, targetPort: http },
    { name: 'https', port: 443, targetPort: https },
  ];
  const label = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
  expect(parsed(files['istio/istio-operator.yaml'])).toEqual({
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: 'istio', namespace: 'istio-system' },
    spec: {
      profile: 'default',
      tag: '1.31.1',
      namespace: 'istio-system',
      components: {
        ingressGateways: [
          {
            enabled: true,
            name: 'istio-ingressgateway',
            namespace: 'istio-system',
            label,
            k8s: {
              hpaSpec: { minReplicas: 1, maxReplicas: 5 },
              service: { type: 'LoadBalancer', ports: ports(8080, 8443) },
            },
          },
        ],
      },
    },
  });
  expect(parsed(files['istio/helm/istio-ingressgateway.yaml'])).toEqual({
    name: 'istio-ingressgateway',
    labels: label,
    serviceAccount: { create: true, name: 'istio-ingressgateway-service-account' },
    autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5 },
    service: { type: 'LoadBalancer', ports: ports(80, 443) },
  });
});

const allProps: Required<IstioInstallProps> = {
  version: '1.30.2',
  profile: 'demo',
  gateways: {
    ingress: {
      namespace: 'edge',
      serviceType: 'NodePort',
      ports: [{ name: 'tcp-mysql', number: 3306, targetPort: 33060 }],
      minReplicas: 2,
      maxReplicas: 9,
    },
    egress: true,
  },
  mesh: {
    accessLog: 'json',
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    autoMtls: true,
    holdApplicationUntilProxyStarts: true,
    traceSampling: 50,
    defaultRetryAttempts: 0,
    extensionProviders: [{ name: 'otel', opentelemetry: { service: 'otel', port: 4317 } }],
    raw: { ingressClass: 'istio' },
  },
  revision: '1-30-2',
  defaultRevision: true,
  namespace: 'mesh-root',
  trustDomain: 'example.com',
  clusterDomain: 'k8s.example.com',
  hub: 'registry.example.com/istio',
  addons: ['prometheus', 'grafana', 'kiali', 'zipkin', 'loki'],
};

const MESH_CONFIG = {
  accessLogFile: '/dev/stdout',
  accessLogEncoding: 'JSON',
  outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  enableAutoMtls: true,
  trustDomain: 'example.com',
  defaultConfig: { holdApplicationUntilProxyStarts: true },
  defaultHttpRetryPolicy: { attempts: 0 },
  extensionProviders: [{ name: 'otel', opentelemetry: { service: 'otel', port: 4317 } }],
  ingressClass: 'istio',
};

test('all the props', () => {
  const files = filesOf(allProps);
  const global = { istioNamespace: 'mesh-root', proxy: { clusterDomain: 'k8s.example.com' } };
  expect(parsed(files['istio/istio-operator.yaml'])).toMatchObject({
    metadata: { namespace: 'mesh-root' },
    spec: {
      profile: 'demo',
      tag: '1.30.2',
      hub: 'registry.example.com/istio',
      revision: '1-30-2',
      namespace: 'mesh-root',
      meshConfig: MESH_CONFIG,
      values: { global, pilot: { traceSampling: 50 } },
      components: {
        ingressGateways: [
          { namespace: 'edge', k8s: { hpaSpec: { minReplicas: 2, maxReplicas: 9 }, service: { type: 'NodePort' } } },
        ],
        egressGateways: [
          { name: 'istio-egressgateway', namespace: 'mesh-root', k8s: { service: { type: 'ClusterIP' } } },
        ],
      },
    },
  });
  expect(parsed(files['istio/helm/istiod-1-30-2.yaml'])).toEqual({
    profile: 'demo',
    revision: '1-30-2',
    global: { hub: 'registry.example.com/istio', ...global },
    meshConfig: MESH_CONFIG,
    traceSampling: 50,
  });
  expect(parsed(files['istio/helm/istio-base.yaml'])).toEqual({
    defaultRevision: '1-30-2',
    global: { istioNamespace: 'mesh-root' },
  });
  expect(parsed(files['istio/helm/istio-ingressgateway.yaml'])).toMatchObject({
    revision: '1-30-2',
    service: {
      type: 'NodePort',
      ports: expect.arrayContaining([{ name: 'tcp-mysql', port: 3306, targetPort: 33060 }]) as unknown,
    },
  });
});

test('its files are written before deployment, so that every prop has to be known', () => {
  const { written: reached } = laterInEveryProp(
    () => allProps,
    (chart: Chart, props) => new IstioInstall(chart, 'istio', props),
  );
  expect(reached).toEqual([]);
});

test('pain 23: proxies before the gateway are counted on its pods, whichever way they are installed', () => {
  const files = filesOf({ version: '1.31', gateways: { ingress: { trustedProxies: 2 } } });
  const podAnnotations = { 'proxy.istio.io/config': '{"gatewayTopology":{"numTrustedProxies":2}}' };
  expect(parsed(files['istio/istio-operator.yaml'])).toMatchObject({
    spec: { components: { ingressGateways: [{ k8s: { podAnnotations } }] } },
  });
  expect(parsed(files['istio/helm/istio-ingressgateway.yaml'])).toMatchObject({ podAnnotations });
});

test.each([
  [{ name: 'a', number: 81 }, 'ports[0].targetPort must be given for port 81: above 1024'],
  [{ name: 'http2', number: 8000 }, 'ports[0].name is taken already, got http2'],
  [{ name: 'a', number: 443, targetPort: 9000 }, 'ports[0].number is taken already, got 443'],
  [{ name: 'a', number: 8080 }, 'ports[0].targetPort is taken already, got 8080'],
  [{ name: 'a', number: 15090 }, 'ports[0].targetPort is taken already, got 15090'],
])('port %j of a gateway is an error', (port, message) => {
  const make = (chart: Chart) =>
    new IstioInstall(chart, 'istio', { version: '1.31', gateways: { ingress: { ports: [port] } } });
  expect(failure(make)).toContain(`gateways.ingress.${message}`);
});

test('two ports of a gateway with one target are an error', () => {
  const ports = [
    { name: 'a', number: 9000 },
    { name: 'b', number: 9001, targetPort: 9000 },
  ];
  const make = (chart: Chart) =>
    new IstioInstall(chart, 'istio', { version: '1.31', gateways: { ingress: { ports } } });
  expect(failure(make)).toContain('gateways.ingress.ports[1].targetPort is taken already, got 9000');
});

describe('profiles', () => {
  const gateways = (props: Omit<IstioInstallProps, 'version'>) =>
    Object.keys(filesOf({ version: '1.31', ...props }))
      .filter((path) => path.includes('/helm/'))
      .map((path) => path.slice('istio/helm/'.length, -'.yaml'.length));

  test.each<[IstioInstallProps['profile'], string[]]>([
    ['default', ['istio-base', 'istiod', 'istio-ingressgateway']],
    ['demo', ['istio-base', 'istiod', 'istio-ingressgateway', 'istio-egressgateway']],
    ['minimal', ['istio-base', 'istiod']],
    ['empty', []],
  ])('%s', (profile, releases) => {
    expect(gateways({ profile })).toEqual(releases);
  });

  test('gateways can be added and left out', () => {
    expect(gateways({ profile: 'minimal', gateways: { egress: true } })).toEqual([
      'istio-base',
      'istiod',
      'istio-egressgateway',
    ]);
    expect(gateways({ profile: 'default', gateways: { ingress: false } })).toEqual(['istio-base', 'istiod']);
    const files = filesOf({ version: '1.31', gateways: { ingress: false } });
    expect(parsed(files['istio/istio-operator.yaml'])).toMatchObject({
      spec: { components: { ingressGateways: [{ enabled: false, name: 'istio-ingressgateway' }] } },
    });
  });
});

test('its proxies are handles with the labels, the service account and the ports that both ways of installing give', () => {
  written((chart) => {
    const { ingress, egress } = new IstioInstall(chart, 'istio', { version: '1.31', profile: 'demo' });
    expect(ingress.labels).toEqual({ app: 'istio-ingressgateway', istio: 'ingressgateway' });
    expect(ingress.peer).toEqual({
      serviceAccounts: [{ namespace: 'istio-system', name: 'istio-ingressgateway-service-account' }],
    });
    expect(ingress.ports.map((port) => port.number)).toEqual([80, 443]);
    expect(egress.labels).toEqual({ app: 'istio-egressgateway', istio: 'egressgateway' });
  });
});

describe('what constructs know of the mesh', () => {
  test('is what the only installation says', () => {
    written((chart) => {
      new IstioInstall(chart, 'istio', { version: '1.30', namespace: 'root', trustDomain: 'td', clusterDomain: 'a.b' });
      expect({ ...MeshSettings.of(chart) }).toMatchObject({
        rootNamespace: 'root',
        trustDomain: 'td',
        clusterDomain: 'a.b',
        istioVersion: '1.30.4',
      });
    });
  });

  test('of two installations is what the default one says', () => {
    written((chart) => {
      new IstioInstall(chart, 'old', { version: '1.30', revision: 'old', trustDomain: 'old' });
      new IstioInstall(chart, 'new', { version: '1.31', revision: 'new', trustDomain: 'new', defaultRevision: true });
      expect(MeshSettings.of(chart).trustDomain).toBe('new');
    });
  });

  test('of two installations without a choice is an error that names both', () => {
    const two = (chart: Chart) => {
      for (const revision of ['one', 'two']) new IstioInstall(chart, revision, { version: '1.31', revision });
    };
    const message =
      'several installations of Istio in one tree (shop/one, shop/two): give exactly one of them defaultRevision: true';
    expect(failure(two)).toContain(`shop/one: ${message}`);
    expect(
      failure((chart) => {
        two(chart);
        MeshSettings.of(chart);
      }),
    ).toContain(message);
  });
});

describe('the scripts', () => {
  const run = (script: string, ...args: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'install-'));
    // Stand-ins that say how they were called.
    for (const tool of ['istioctl', 'helm', 'kubectl']) {
      writeFileSync(join(folder, tool), `#!/bin/sh\necho ${tool} "$@"\n`);
      chmodSync(join(folder, tool), 0o755);
    }
    writeFileSync(join(folder, 'script.sh'), script);
    const { stdout, stderr, status } = spawnSync('sh', [join(folder, 'script.sh'), ...args], {
      encoding: 'utf8',
      env: { PATH: `${folder}:/usr/bin:/bin` },
    });
    rmSync(folder, { recursive: true });
    return {
      lines: stdout
        .replaceAll(folder, '.')
        .split('\n')
        .filter((line) => line !== ''),
      stderr,
      status,
    };
  };
  const files = filesOf(allProps);
  const istioctl = files['istio/istioctl.sh'] ?? '';
  const helm = files['istio/helm.sh'] ?? '';

  test('are valid for a POSIX shell', () => {
    for (const script of [istioctl, helm]) execFileSync('sh', ['-n'], { input: script });
  });

  test('istioctl installs from the file beside it, then the add-ons', () => {
    const { lines } = run(istioctl, 'install');
    expect(lines[0]).toBe('istioctl install --skip-confirmation --filename ./istio-operator.yaml');
    expect(lines[1]).toBe(
      'kubectl apply --namespace mesh-root --filename https://raw.githubusercontent.com/istio/istio/1.30.2/samples/addons/prometheus.yaml',
    );
    expect(lines).toHaveLength(6);
  });

  test('helm installs CRDs, then istiod, then gateways, and waits for each', () => {
    const releases = run(helm, 'install').lines.filter((line) => line.startsWith('helm '));
    expect(releases.map((line) => line.split(' ').slice(3, 5).join(' '))).toEqual([
      'istio-base oci://registry.istio.io/release/charts/base',
      'istiod-1-30-2 oci://registry.istio.io/release/charts/istiod',
      'istio-ingressgateway oci://registry.istio.io/release/charts/gateway',
      'istio-egressgateway oci://registry.istio.io/release/charts/gateway',
    ]);
    expect(releases[0]).toContain(
      '--version 1.30.2 --namespace mesh-root --create-namespace --values ./helm/istio-base.yaml --wait',
    );
  });

  test('verify waits for every Deployment, then lets istioctl look', () => {
    expect(run(istioctl, 'verify').lines).toEqual([
      'kubectl rollout status deployment/istiod-1-30-2 --namespace mesh-root --timeout 5m',
      'kubectl rollout status deployment/istio-ingressgateway --namespace edge --timeout 5m',
      'kubectl rollout status deployment/istio-egressgateway --namespace mesh-root --timeout 5m',
      'istioctl analyze --all-namespaces',
    ]);
  });

  test('show the version and open dashboards', () => {
    expect(run(istioctl, 'version').lines).toEqual(['istioctl version --istioNamespace mesh-root']);
    expect(run(helm, 'dashboard', 'kiali').lines).toEqual(['istioctl dashboard kiali --istioNamespace mesh-root']);
  });

  test('without a command they explain themselves, with a wrong one they fail', () => {
    const help = run(helm);
    expect([help.status, help.lines[0]]).toEqual([0, 'Usage: helm.sh <command>']);
    expect(Math.max(...help.lines.map((line) => line.length))).toBeLessThanOrEqual(90);
    expect(run(helm, 'destroy').status).toBe(2);
    expect(run(helm, 'dashboard').stderr).toContain('which one?');
  });

  test('a word with signs of the shell is quoted', () => {
    expect(quoted('istio-system')).toBe('istio-system');
    expect(quoted("a'; rm -rf $HOME")).toBe(`'a'\\''; rm -rf $HOME'`);
    expect(execFileSync('sh', ['-c', `printf %s ${quoted("a'b $x `c` \\")}`], { encoding: 'utf8' })).toBe(
      "a'b $x `c` \\",
    );
  });
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ version: '1.28' }, 'version must be one of 1.29, 1.30, 1.31 or a patch of these, such as 1.31.1, got "1.28"'],
    [{ version: 'latest' }, 'version must be one of 1.29, 1.30, 1.31 or a patch of these'],
    [{ version: 1.31 }, 'got 1.31'],
    [{ profile: 'ambient' }, 'profile must be one of default, demo, minimal, empty, got "ambient"'],
    [{ revision: '1.31' }, 'revision must be a DNS label'],
    [{ namespace: 'A' }, 'namespace must be a DNS label'],
    [{ trustDomain: 'a b' }, 'trustDomain must be a host name'],
    [{ clusterDomain: 'local' }, 'clusterDomain must be a full host name with a dot, got "local"'],
    [{ addons: ['kialy'] }, 'got "kialy": did you mean kiali?'],
    [{ addons: ['jaeger', 'zipkin'] }, 'addons must name one of jaeger and zipkin, got both'],
    [{ mesh: { accessLog: 'yes' } }, 'mesh.accessLog must be one of none, text, json, got "yes"'],
    [{ mesh: { traceSampling: 101 } }, 'mesh.traceSampling must be between 0 and 100, got 101'],
    [{ mesh: { raw: [] } }, 'mesh.raw must be an object, got a list'],
    [{ gateways: { ingress: 'yes' } }, 'gateways.ingress must be an object, got "yes"'],
    [
      { gateways: { ingress: { ports: [{ name: 'x', number: 80, targetPort: 80 }] } } },
      'gateways.ingress.ports[0].targetPort must be a whole number between 1025 and 65535, got 80',
    ],
  ])('%j', (more, message) => {
    expect(failure((chart) => new IstioInstall(chart, 'istio', { version: '1.31', ...more } as never))).toContain(
      message,
    );
  });

  test('asking for proxies that are not installed says how to have them', () => {
    expect(failure((chart) => new IstioInstall(chart, 'istio', { version: '1.31' }).egress)).toBe(
      'shop/istio: has no egress gateway in profile default: give gateways: { egress: true }',
    );
  });
});
