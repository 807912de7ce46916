import { rankOf } from '../../lib/model/rank';
import { UNRESOLVED } from '../../lib/values/unresolved';

const ISTIO = { networking: 'networking.istio.io/v1', security: 'security.istio.io/v1' };
const LATER = { [UNRESOLVED]: true };

const peer = (spec: unknown) => rankOf({ apiVersion: ISTIO.security, kind: 'PeerAuthentication', spec });
const policy = (spec: unknown) => rankOf({ apiVersion: ISTIO.security, kind: 'AuthorizationPolicy', spec });

describe('kinds', () => {
  test.each<[number, string, string]>([
    [-6, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    [-5, 'v1', 'Namespace'],
    [-5, 'gateway.networking.k8s.io/v1', 'GatewayClass'],
    [-4, 'v1', 'ServiceAccount'],
    [-4, 'v1', 'ConfigMap'],
    [-4, 'v1', 'Secret'],
    [-4, 'v1', 'PersistentVolumeClaim'],
    [-4, 'rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
    [-4, 'cert-manager.io/v1', 'Certificate'],
    [-3, 'admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
    [-2, 'v1', 'Service'],
    [-2, ISTIO.networking, 'ServiceEntry'],
    [-1, ISTIO.networking, 'DestinationRule'],
    [-1, 'networking.istio.io/v1alpha3', 'DestinationRule'],
    [-1, ISTIO.networking, 'Gateway'],
    [-1, ISTIO.networking, 'Sidecar'],
    [-1, 'networking.istio.io/v1beta1', 'ProxyConfig'],
    [-1, 'networking.istio.io/v1alpha3', 'EnvoyFilter'],
    [-1, 'extensions.istio.io/v1alpha1', 'WasmPlugin'],
    [-1, ISTIO.security, 'RequestAuthentication'],
    [-1, 'gateway.networking.k8s.io/v1', 'Gateway'],
    [-1, 'gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'],
    [0, 'apps/v1', 'Deployment'],
    [0, 'apps/v1', 'StatefulSet'],
    [0, 'batch/v1', 'CronJob'],
    [0, 'argoproj.io/v1alpha1', 'Rollout'],
    [1, 'autoscaling/v2', 'HorizontalPodAutoscaler'],
    [1, 'policy/v1', 'PodDisruptionBudget'],
    [2, ISTIO.networking, 'VirtualService'],
    [2, 'gateway.networking.k8s.io/v1', 'HTTPRoute'],
    [2, 'networking.k8s.io/v1', 'Ingress'],
    [4, 'telemetry.istio.io/v1', 'Telemetry'],
    [4, 'monitoring.coreos.com/v1', 'PrometheusRule'],
    [0, 'example.com/v1', 'Unknown'],
    [0, 'v1', 'Unknown'],
    // A kind of another group that has the same name is another kind.
    [0, 'serving.knative.dev/v1', 'Service'],
  ])('rank %i: %s %s', (rank, apiVersion, kind) => {
    expect(rankOf({ apiVersion, kind })).toBe(rank);
  });

  test.each([{}, { apiVersion: 1, kind: null }, { kind: 'Odd', spec: 'text', metadata: null }])(
    'what is hardly an object has the rank of kinds that are not known: %j',
    (object) => {
      expect(rankOf(object)).toBe(0);
    },
  );
});

describe('roles', () => {
  test.each<[string, number, unknown]>([
    ['PERMISSIVE', -1, { mtls: { mode: 'PERMISSIVE' } }],
    ['DISABLE', -1, { mtls: { mode: 'DISABLE' } }],
    [
      'UNSET with an exception by port',
      -1,
      { mtls: { mode: 'UNSET' }, portLevelMtls: { 9090: { mode: 'PERMISSIVE' } } },
    ],
    ['nothing said', -1, undefined],
    ['STRICT', 3, { mtls: { mode: 'STRICT' } }],
    ['STRICT with an exception by port', 3, { mtls: { mode: 'STRICT' }, portLevelMtls: { 9090: { mode: 'DISABLE' } } }],
    ['one STRICT port', 3, { mtls: { mode: 'PERMISSIVE' }, portLevelMtls: { 9090: { mode: 'STRICT' } } }],
    ['a mode that is only known after deployment', 3, { mtls: { mode: LATER } }],
    ['ports that are only known after deployment', 3, { portLevelMtls: LATER }],
  ])('a PeerAuthentication with %s has rank %i', (_, rank, spec) => {
    expect(peer(spec)).toBe(rank);
  });

  test.each<[string, number, unknown]>([
    ['ALLOW with rules', 1, { action: 'ALLOW', rules: [{ from: [{ source: { principals: ['a'] } }] }] }],
    ['rules and no action', 1, { rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }],
    ['ALLOW for everybody', 1, { action: 'ALLOW', rules: [{}] }],
    ['DENY with rules', 1, { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin'] } }] }] }],
    ['DENY without rules, which denies nothing', 1, { action: 'DENY' }],
    ['CUSTOM', 1, { action: 'CUSTOM', provider: { name: 'ext' }, rules: [{}] }],
    ['nothing', 3, {}],
    ['no spec', 3, undefined],
    ['ALLOW without rules', 3, { action: 'ALLOW', selector: { matchLabels: { app: 'a' } } }],
    ['an empty list of rules', 3, { rules: [] }],
    ['DENY by a rule that asks nothing', 3, { action: 'DENY', rules: [{}] }],
    ['rules that are only known after deployment', 3, { rules: LATER }],
  ])('an AuthorizationPolicy with %s has rank %i', (_, rank, spec) => {
    expect(policy(spec)).toBe(rank);
  });

  test.each<[string, number, string, object]>([
    ['istiod', -3, 'Deployment', { app: 'istiod' }],
    ['ztunnel', -3, 'DaemonSet', { app: 'ztunnel' }],
    ['the CNI node agent', -3, 'DaemonSet', { 'k8s-app': 'istio-cni-node' }],
    ['an app', 0, 'Deployment', { app: 'web' }],
  ])('%s has rank %i', (_, rank, kind, labels) => {
    expect(rankOf({ apiVersion: 'apps/v1', kind, metadata: { labels } })).toBe(rank);
  });

  test('a dashboard comes last, other ConfigMaps before the pods that read them', () => {
    const rank = (labels: object) => rankOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels } });
    expect([rank({ grafana_dashboard: '1' }), rank({})]).toEqual([4, -4]);
  });
});

describe('the order that follows', () => {
  const ranks = {
    rule: rankOf({ apiVersion: ISTIO.networking, kind: 'DestinationRule' }),
    gateway: rankOf({ apiVersion: ISTIO.networking, kind: 'Gateway' }),
    pods: rankOf({ apiVersion: 'apps/v1', kind: 'Deployment' }),
    route: rankOf({ apiVersion: ISTIO.networking, kind: 'VirtualService' }),
    permissive: peer({ mtls: { mode: 'PERMISSIVE' } }),
    strict: peer({ mtls: { mode: 'STRICT' } }),
    allow: policy({ rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }),
    denyAll: policy({}),
  };

  test('pain 1: subsets, gateways and pods are there before the route that leads to them, and are removed after it', () => {
    expect(Math.max(ranks.rule, ranks.gateway, ranks.pods)).toBeLessThan(ranks.route);
  });

  test('pain 9: callers are admitted before deny-all shuts out the others', () => {
    expect(ranks.allow).toBeLessThan(ranks.denyAll);
  });

  test('pain 8: exceptions of mTLS and the sidecars of callers are there before STRICT', () => {
    expect(Math.max(ranks.permissive, ranks.pods, ranks.allow)).toBeLessThan(ranks.strict);
  });

  test('pain 25: CRDs come before all else, also before the webhooks that judge their objects', () => {
    const crd = rankOf({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' });
    const webhook = rankOf({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' });
    expect(crd).toBeLessThan(webhook);
    expect(webhook).toBeLessThan(Math.min(...Object.values(ranks)));
  });

  test('a policy is never later than the route that leads to what it protects', () => {
    expect(ranks.allow).toBeLessThan(ranks.route);
  });
});
