import { App, type Chart, Chart as Cdk8sChart, Testing } from 'cdk8s';
import { DataPlane, MeshNamespace, type MeshNamespaceProps, PeerMtls, StrictMtls } from 'istio-constructs';
import { failure, laterInEveryProp, only, written } from '../support/constructs';

const labelsOf = (props: MeshNamespaceProps) =>
  only(
    written((chart) => new MeshNamespace(chart, 'shop', props)),
    'Namespace',
  ).metadata.labels;

test('minimal props: sidecars of the default revision, and mTLS only', () => {
  expect(written((chart) => new MeshNamespace(chart, 'shop'))).toEqual([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } },
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'shop' },
      spec: { mtls: { mode: 'STRICT' } },
    },
  ]);
});

const allProps: Required<MeshNamespaceProps> = {
  name: 'bank',
  dataPlane: DataPlane.sidecar({ revision: 'stable' }),
  mtls: 'strict',
  labels: { team: 'a' },
  annotations: { note: 'x y' },
  podSecurity: 'restricted',
  enforcePodSecurity: true,
};

test('all the props', () => {
  const objects = written((chart) => new MeshNamespace(chart, 'x', allProps));
  expect(only(objects, 'Namespace').metadata).toEqual({
    name: 'bank',
    labels: {
      team: 'a',
      'istio.io/rev': 'stable',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
    },
    annotations: { note: 'x y' },
  });
});

test('values that are only known later', () => {
  const make = (chart: Chart, props: Required<MeshNamespaceProps>) => new MeshNamespace(chart, 'x', props);
  expect(laterInEveryProp(() => allProps, make)).toEqual({
    written: ['name', 'labels.team', 'annotations.note', 'podSecurity'],
    refused: ['dataPlane', 'mtls', 'labels', 'annotations', 'enforcePodSecurity'],
  });
});

test.each<[string, DataPlane, object | undefined]>([
  ['of the default revision', DataPlane.sidecar(), { 'istio-injection': 'enabled' }],
  [
    'of a revision, and then not by the label that would win',
    DataPlane.sidecar({ revision: 'canary' }),
    { 'istio.io/rev': 'canary' },
  ],
  ['of a tag, which upgrades move', DataPlane.sidecar({ tag: 'stable' }), { 'istio.io/rev': 'stable' }],
  ['by pod', DataPlane.perPod(), undefined],
  ['none', DataPlane.none(), { 'istio-injection': 'disabled' }],
])('sidecars %s', (_, dataPlane, labels) => {
  expect(labelsOf({ dataPlane })).toEqual(labels);
});

test('pain 14: a namespace has one of the labels about injection, whatever its data plane', () => {
  const planes = [DataPlane.sidecar(), DataPlane.sidecar({ tag: 'a' }), DataPlane.none(), DataPlane.ambient()];
  const keys = ['istio-injection', 'istio.io/rev', 'istio.io/dataplane-mode'];
  const counts = planes.map((dataPlane) => keys.filter((key) => key in (labelsOf({ dataPlane }) ?? {})).length);
  expect(counts).toEqual([1, 1, 1, 1]);
});

test.each<[string, DataPlane, readonly string[]]>([
  ['warns where sidecars come with an init container that may do more', DataPlane.sidecar(), ['audit', 'warn']],
  ['warns where pods may ask for sidecars', DataPlane.perPod(), ['audit', 'warn']],
  ['is enforced where there are no sidecars', DataPlane.none(), ['audit', 'enforce', 'warn']],
  ['is enforced where ztunnel does their work', DataPlane.ambient(), ['audit', 'enforce', 'warn']],
])('Pod Security %s', (_, dataPlane, modes) => {
  const labels = Object.entries(labelsOf({ dataPlane, podSecurity: 'baseline' }) ?? {});
  const security = labels.filter(([key]) => key.startsWith('pod-security.kubernetes.io/'));
  expect(security.sort()).toEqual(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, 'baseline']));
});

describe('its strict default', () => {
  const modes = (make: (chart: Chart) => unknown) =>
    written(make)
      .filter((each) => each.kind === 'PeerAuthentication')
      .map((each) => [each.metadata.name, (each.spec as { mtls: { mode: string } }).mtls.mode]);

  test('is left out where it inherits, and where there are no sidecars', () => {
    expect(modes((chart) => new MeshNamespace(chart, 'shop', { mtls: 'inherit' }))).toEqual([]);
    expect(modes((chart) => new MeshNamespace(chart, 'shop', { dataPlane: DataPlane.none() }))).toEqual([]);
  });

  test('gives way to who speaks for the namespace, before or after it was made', () => {
    const after = modes(
      (chart) => new PeerMtls(chart, 'mtls', { appliesTo: new MeshNamespace(chart, 'shop'), mode: 'PERMISSIVE' }),
    );
    const before = modes((chart) => {
      new PeerMtls(chart, 'mtls', { appliesTo: MeshNamespace.fromName('shop'), mode: 'PERMISSIVE' });
      new MeshNamespace(chart, 'shop');
    });
    expect([after, before]).toEqual([[['default', 'PERMISSIVE']], [['default', 'PERMISSIVE']]]);
  });

  test('of another namespace stays', () => {
    const made = modes((chart) => {
      new MeshNamespace(chart, 'shop');
      new StrictMtls(chart, 'mtls', { appliesTo: MeshNamespace.fromName('bank'), name: 'bank' });
    });
    expect(made).toEqual([
      ['default', 'STRICT'],
      ['bank', 'STRICT'],
    ]);
  });
});

test('in a chart with a namespace it is in none itself', () => {
  const chart = new Cdk8sChart(new App(), 'shop', { namespace: 'other' });
  new MeshNamespace(chart, 'shop');
  expect(only(Testing.synth(chart) as never, 'Namespace').metadata).toEqual({
    name: 'shop',
    labels: { 'istio-injection': 'enabled' },
  });
});

test('one that is not ours is a name', () => {
  expect(MeshNamespace.fromName('shop').namespaceName).toBe('shop');
  expect(() => MeshNamespace.fromName('Shop')).toThrow('MeshNamespace.fromName: name must be a DNS label');
  expect(() => MeshNamespace.fromName('shop', { dataPlane: DataPlane.sidecar({ revision: 'A' }) })).toThrow(
    'MeshNamespace.fromName: dataPlane: revision must be a DNS label',
  );
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ name: 'Shop' }, 'name must be a DNS label'],
    [{ name: 'x'.repeat(64) }, 'name must be a DNS label'],
    [
      { labels: { 'istio-injection': 'enabled' } },
      'labels: key must not be istio-injection: dataPlane says how pods join the mesh',
    ],
    [{ labels: { 'istio.io/rev': 'x' } }, 'labels: key must not be istio.io/rev'],
    [{ labels: { a: 'b c' } }, 'labels.a must be a label value'],
    [
      { dataPlane: DataPlane.sidecar({ revision: '1-31', tag: 'stable' }) },
      'dataPlane: must have a revision or a tag, not both, got revision "1-31" and tag "stable"',
    ],
    [{ dataPlane: DataPlane.sidecar({ tag: 'Stable' }) }, 'dataPlane: tag must be a DNS label'],
    [{ podSecurity: 'strict' }, 'podSecurity must be one of restricted, baseline, privileged, got "strict"'],
    [{ enforcePodSecurity: true }, 'enforcePodSecurity must be left out without podSecurity'],
    [
      { podSecurity: 'baseline', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      'labels: key must not be pod-security.kubernetes.io/enforce where podSecurity is given',
    ],
    [{ mtls: 'STRICT' }, 'mtls must be one of strict, inherit, got "STRICT": did you mean strict?'],
    [{ dataPlane: 'sidecar' }, 'dataPlane must be a DataPlane, such as DataPlane.sidecar(), got "sidecar"'],
  ])('%j', (more, message) => {
    expect(failure((chart) => new MeshNamespace(chart, 'shop', more))).toContain(`shop/shop: ${message}`);
  });
});
