import { injectionOf } from '../../lib/model/injection';

type Labels = Readonly<Record<string, string>>;

const INJECT = 'sidecar.istio.io/inject';
const ENABLED = { 'istio-injection': 'enabled' };
const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };

function kind(
  namespace: Labels,
  pod: {
    readonly labels?: Labels;
    readonly annotations?: Labels;
    readonly spec?: Readonly<Record<string, unknown>>;
  } = {},
  { name = 'shop', injectsByDefault = false } = {},
): string {
  const { labels = {}, annotations = {}, spec = {} } = pod;
  return injectionOf({ labels, annotations, spec }, { name, labels: namespace }, { injectsByDefault }).kind;
}

describe('the injection webhook', () => {
  it.each<[title: string, namespace: Labels, pod: Parameters<typeof kind>[1], expected: string]>([
    ['asks for a label', {}, {}, 'none'],
    ['istio-injection: enabled', ENABLED, {}, 'sidecar'],
    ['istio-injection: disabled', { 'istio-injection': 'disabled' }, { labels: { [INJECT]: 'true' } }, 'none'],
    ['istio-injection: another word', { 'istio-injection': 'true' }, { labels: { [INJECT]: 'true' } }, 'none'],
    ['istio.io/rev of the namespace', { 'istio.io/rev': 'stable' }, {}, 'sidecar'],
    ['istio-injection before istio.io/rev', { 'istio-injection': 'disabled', 'istio.io/rev': 'stable' }, {}, 'none'],
    ['istio.io/rev of the pods', {}, { labels: { 'istio.io/rev': 'stable' } }, 'sidecar'],
    ['inject: true of the pods alone', {}, { labels: { [INJECT]: 'true' } }, 'sidecar'],
    ['inject: false of the pods', ENABLED, { labels: { [INJECT]: 'false' } }, 'none'],
    ['inject: false of the pods, under a revision', { 'istio.io/rev': 'x' }, { labels: { [INJECT]: 'false' } }, 'none'],
    ['inject: another word is none', ENABLED, { labels: { [INJECT]: 'yes' } }, 'sidecar'],
    ['the annotation takes away', ENABLED, { annotations: { [INJECT]: 'false' } }, 'none'],
    ['the annotation does not ask', {}, { annotations: { [INJECT]: 'true' } }, 'none'],
    [
      'the label before the annotation',
      ENABLED,
      { labels: { [INJECT]: 'true' }, annotations: { [INJECT]: 'false' } },
      'sidecar',
    ],
    ['hostNetwork', ENABLED, { spec: { hostNetwork: true } }, 'none'],
    ['hostNetwork, though asked for', {}, { labels: { [INJECT]: 'true' }, spec: { hostNetwork: true } }, 'none'],
    ['a proxy that is there', {}, { spec: { containers: [{ name: 'istio-proxy', image: 'proxyv2' }] } }, 'sidecar'],
    [
      'a native sidecar that is there',
      {},
      { spec: { initContainers: [{ name: 'istio-proxy', image: 'proxyv2' }] } },
      'sidecar',
    ],
    [
      'image: auto stands for what is to be injected',
      {},
      { spec: { containers: [{ name: 'istio-proxy', image: 'auto' }] } },
      'none',
    ],
    ['ambient of the namespace', AMBIENT, {}, 'ambient'],
    ['ambient of the pods', {}, { labels: AMBIENT }, 'ambient'],
    ['ambient, but not these pods', AMBIENT, { labels: { 'istio.io/dataplane-mode': 'none' } }, 'none'],
    ['ambient and a sidecar', { ...AMBIENT, ...ENABLED }, {}, 'sidecar'],
    ['ambient and hostNetwork', AMBIENT, { spec: { hostNetwork: true } }, 'none'],
  ])('%s', (_, namespace, pod, expected) => {
    expect(kind(namespace, pod)).toBe(expected);
  });

  it.each(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])('leaves %s alone', (name) => {
    expect(kind(ENABLED, { labels: { [INJECT]: 'true' } }, { name })).toBe('none');
  });

  it('injects namespaces without label where it is told to', () => {
    const injectsByDefault = true;
    expect(kind({}, {}, { injectsByDefault })).toBe('sidecar');
    expect(kind({ 'istio-injection': 'disabled' }, {}, { injectsByDefault })).toBe('none');
    expect(kind({}, { labels: { [INJECT]: 'false' } }, { injectsByDefault })).toBe('none');
    expect(kind({}, {}, { injectsByDefault, name: 'kube-system' })).toBe('none');
  });

  it('says why', () => {
    const template = { labels: {}, annotations: { [INJECT]: 'false' }, spec: {} };
    expect(injectionOf(template, { name: 'shop', labels: ENABLED }, { injectsByDefault: false }).reason).toBe(
      `annotation ${INJECT}: false of the pods`,
    );
  });
});
