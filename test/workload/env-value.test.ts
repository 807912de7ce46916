import { type Chart } from 'cdk8s';
import { EnvSource, EnvValue, type MeshAppProps, MeshPort, MeshSettings } from 'istio-constructs';
import { INTENT_METADATA } from '../../lib/model/intents';
import { failure, specOf, twoVersions, written } from '../support/constructs';

type Env = NonNullable<MeshAppProps['env']>;

function container(make: (chart: Chart) => Partial<MeshAppProps<'v1' | 'v2'>>): {
  readonly env: readonly object[];
  readonly envFrom: readonly object[];
} {
  const objects = written((chart) => twoVersions(chart, 'web', make(chart)));
  const { template } = specOf(objects, 'Deployment', 'web-v1') as {
    template: { spec: { containers: readonly [never] } };
  };
  return template.spec.containers[0];
}

test.each<[string, EnvValue, object]>([
  [
    'a key of a Secret',
    EnvValue.secret('database', 'password'),
    { valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
  ],
  [
    'a key of a ConfigMap',
    EnvValue.configMap('settings', 'level'),
    { valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
  ],
  [
    'a key of a Secret that may be missing',
    EnvValue.secret('database', 'password', { optional: true }),
    { valueFrom: { secretKeyRef: { name: 'database', key: 'password', optional: true } } },
  ],
  [
    'a key of a ConfigMap that may be missing',
    EnvValue.configMap('settings', 'level', { optional: true }),
    { valueFrom: { configMapKeyRef: { name: 'settings', key: 'level', optional: true } } },
  ],
  ['a field of the pod', EnvValue.field('status.podIP'), { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
  [
    'a label of the pod',
    EnvValue.field("metadata.labels['app']"),
    { valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
  ],
  [
    'what the container may use',
    EnvValue.resource('limits.memory'),
    { valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
  ],
])('a variable can be %s', (_, value, source) => {
  expect(container(() => ({ env: { A: value } })).env).toEqual([{ name: 'A', ...source }]);
});

test('variables can be all the keys of Secrets and ConfigMaps', () => {
  const envFrom = [
    EnvSource.secret('tokens', { prefix: 'T_', optional: true }),
    EnvSource.configMap('settings'),
    EnvSource.configMap('more', { optional: true }),
  ];
  expect(container(() => ({ envFrom })).envFrom).toEqual([
    { prefix: 'T_', secretRef: { name: 'tokens', optional: true } },
    { configMapRef: { name: 'settings' } },
    { configMapRef: { name: 'more', optional: true } },
  ]);
});

describe('the address of an app', () => {
  test.each([
    [MeshPort.http(80, { targetPort: 8080 }), 'http://reviews.shop.svc.cluster.local:80'],
    [MeshPort.http2(80), 'http://reviews.shop.svc.cluster.local:80'],
    [MeshPort.https(443), 'https://reviews.shop.svc.cluster.local:443'],
    [MeshPort.grpc(9000), 'reviews.shop.svc.cluster.local:9000'],
    [MeshPort.tcp(5432), 'reviews.shop.svc.cluster.local:5432'],
  ])('by $name is a URL of the protocol that the port speaks', (port, value) => {
    const { env } = container((chart) => ({
      env: { REVIEWS: EnvValue.url(twoVersions(chart, 'reviews', { ports: [port] }).port(port.name)) },
    }));
    expect(env).toEqual([{ name: 'REVIEWS', value }]);
  });

  test('has the cluster domain that the program says', () => {
    const { env } = container((chart) => {
      const reviews = twoVersions(chart);
      MeshSettings.declare({ construct: chart, settings: { clusterDomain: 'example.internal' }, isDefault: true });
      return { env: { REVIEWS: EnvValue.url(reviews.port('http')) } };
    });
    expect(env).toEqual([{ name: 'REVIEWS', value: 'http://reviews.shop.svc.example.internal:8080' }]);
  });

  test('declares the call, once a port, whichever versions need it', () => {
    const declared: unknown[] = [];
    written((chart) => {
      const reviews = twoVersions(chart, 'reviews', { ports: [MeshPort.http(80, { targetPort: 8080 })] });
      const url = EnvValue.url(reviews.port('http'));
      const web = twoVersions(chart, 'web', { env: { A: url, B: url }, versions: { v1: {}, v2: { env: { C: url } } } });
      declared.push(
        ...web.node.metadata.filter(({ type }) => type === INTENT_METADATA).map(({ data }) => data as never),
      );
    });
    expect(declared).toEqual([
      {
        kind: 'call',
        caller: { namespace: 'shop', name: 'web', serviceAccount: 'web' },
        app: { namespace: 'shop', name: 'reviews' },
        targetPorts: [8080],
      },
    ]);
  });
});

test.each<[Env | { readonly envFrom: unknown }, string]>([
  [{ A: EnvValue.secret('My_Secret', 'x') }, 'env.A: name must be'],
  [{ A: EnvValue.configMap('settings', '') }, 'env.A: key must be a text, got ""'],
  [
    { A: EnvValue.secret('database', 'x', { optional: 1 } as never) },
    'env.A: options.optional must be true or false, got 1',
  ],
  [
    { A: EnvValue.configMap('settings', 'x', { optinal: true } as never) },
    'env.A: options.optinal is unknown, did you mean optional?',
  ],
  [{ A: EnvValue.field('spec.containers') }, 'env.A: field must be one of metadata.name,'],
  [{ A: EnvValue.resource('limits.gpu') }, 'env.A: resource must be one of limits.cpu, requests.cpu,'],
  [{ A: EnvValue.url('http://x' as never) }, 'env.A: url must be a port, such as app.port(\'http\'), got "http://x"'],
])('%j is an error', (env, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { env: env as Env }))).toContain(`shop/web: ${message}`);
});

test.each<[unknown, string]>([
  [['tokens'], "envFrom[0] must be an EnvSource, such as EnvSource.secret('name') that is known at synthesis"],
  [[EnvSource.secret('My_Secret')], 'envFrom[0]: name must be'],
  [
    [EnvSource.configMap('a', { optional: 'yes' as never })],
    'envFrom[0]: options.optional must be true or false, got "yes"',
  ],
  [[], 'envFrom must have at least 1 entry, got 0'],
])('envFrom %j is an error', (envFrom, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { envFrom } as never))).toContain(`shop/web: ${message}`);
});

test.each<[unknown, string]>([
  [{ PIN: 4711 }, 'env.PIN must be a text or an EnvValue, got a number'],
  [{ PIN: 4711n }, 'env.PIN must be a text or an EnvValue, got a bigint'],
  [{ PIN: true }, 'env.PIN must be a text or an EnvValue, got a boolean'],
  [{ PIN: null }, 'env.PIN must be a text or an EnvValue, got null'],
  [{ PIN: ['4711'] }, 'env.PIN must be a text or an EnvValue, got a list'],
  [{ PIN: { value: '4711' } }, 'env.PIN must be a text or an EnvValue, got an object'],
  ['PIN=4711', 'env must be an object, got a text'],
  [['PIN=4711'], 'env must be an object, got a list'],
])('a value of a wrong type is named and never shown, for it may be secret (%#)', (env, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { env: env as Env }))).toBe(`shop/web: ${message}`);
});
