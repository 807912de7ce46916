/**
 * The rank of an object: what it has to come after, and what may only come once it is there. Smaller ranks are applied first and
 * removed last. One scale for whatever applies objects in steps: Argo CD's waves, layouts, dependencies of Flux and Pulumi.
 *
 * What the order gives where a tool waits for each step, as Argo CD does with waves:
 *
 * - a route never leads to a subset, a gateway or pods that are not there yet: `DestinationRule` and `Gateway` before, workloads
 *   before, the route after;
 * - nobody is shut out before being let in: exceptions of mTLS and ALLOW policies before STRICT and deny-all;
 * - Argo CD removes higher waves first, so the same holds backwards: the route goes before its subsets and pods, STRICT and deny-all
 *   before what they were strict about, Namespaces and CRDs at last.
 *
 * What no order of objects can give: a subset that is taken out of a DestinationRule which stays, while a VirtualService stops
 * routing to it in the same change. The rule is changed first, and requests fail with 503 until the route follows. Take the route
 * away in one change, the subset in the next.
 */
import { isUnresolved } from '../values/unresolved';
import { kindOf } from './identity';

/** What {@link rankOf} looks at in an object. */
export interface RankedObject {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
  readonly metadata?: unknown;
  readonly spec?: unknown;
}

/** One step of the order. */
interface Step {
  readonly rank: number;

  /** Kinds as `Kind` of the core API, `Kind.group`, or `*.group` for all others of a group; versions do not matter. */
  readonly kinds: readonly string[];
}

/** What workloads are in, and what is of no kind that is known: also what Argo CD takes where an object says nothing. */
const WORKLOAD_RANK = 0;

/** After all routes: STRICT and deny-all, which shut out whoever is not admitted before. */
export const CLOSING_RANK = 3;

/** What only watches. */
const OBSERVING_RANK = 4;

/** The control plane and its webhooks, which workloads need when they are made: for charts of Istio among the objects. */
const CONTROL_PLANE_RANK = -3;

const STEPS: readonly Step[] = [
  // Without its CRD an object is refused.
  { rank: -6, kinds: ['CustomResourceDefinition.apiextensions.k8s.io'] },
  // Labels of a Namespace decide about injection when pods are made. Classes are what everything else names.
  {
    rank: -5,
    kinds: [
      'Namespace',
      'GatewayClass.gateway.networking.k8s.io',
      'IngressClass.networking.k8s.io',
      'PriorityClass.scheduling.k8s.io',
      'StorageClass.storage.k8s.io',
    ],
  },
  // Pods are refused, or do not start, without their account, configuration and volumes; gateways without certificates.
  {
    rank: -4,
    kinds: [
      'ServiceAccount',
      'ConfigMap',
      'Secret',
      'LimitRange',
      'ResourceQuota',
      'PersistentVolume',
      'PersistentVolumeClaim',
      '*.rbac.authorization.k8s.io',
      '*.cert-manager.io',
      '*.external-secrets.io',
      'SealedSecret.bitnami.com',
    ],
  },
  // Their webhooks refuse or change what comes later.
  {
    rank: CONTROL_PLANE_RANK,
    kinds: [
      'MutatingWebhookConfiguration.admissionregistration.k8s.io',
      'ValidatingWebhookConfiguration.admissionregistration.k8s.io',
      'Istio.sailoperator.io',
      'IstioCNI.sailoperator.io',
      'ZTunnel.sailoperator.io',
    ],
  },
  // Hosts, which rules and scopes are about. A host without pods does no harm.
  {
    rank: -2,
    kinds: [
      'Service',
      'ServiceEntry.networking.istio.io',
      'WorkloadEntry.networking.istio.io',
      'WorkloadGroup.networking.istio.io',
    ],
  },
  // What proxies are told before they take requests: subsets and listeners before the routes to them; how strict a workload is where
  // it is an exception; ProxyConfig, which is read when a sidecar is injected; tokens before the policies that ask for them.
  {
    rank: -1,
    kinds: [
      'DestinationRule.networking.istio.io',
      'Gateway.networking.istio.io',
      'Sidecar.networking.istio.io',
      'ProxyConfig.networking.istio.io',
      'EnvoyFilter.networking.istio.io',
      '*.extensions.istio.io',
      'PeerAuthentication.security.istio.io',
      'RequestAuthentication.security.istio.io',
      // Gateway, ListenerSet, ReferenceGrant, BackendTLSPolicy; routes are below.
      '*.gateway.networking.k8s.io',
      '*.gateway.networking.x-k8s.io',
    ],
  },
  {
    rank: WORKLOAD_RANK,
    kinds: ['Pod', 'ReplicationController', '*.apps', '*.batch', 'Rollout.argoproj.io'],
  },
  // They name workloads. Policies with rules come once the pods they select are in the mesh, for callers without an identity are
  // refused, and not later than the routes that lead to these pods.
  {
    rank: 1,
    kinds: [
      'HorizontalPodAutoscaler.autoscaling',
      'VerticalPodAutoscaler.autoscaling.k8s.io',
      'ScaledObject.keda.sh',
      'PodDisruptionBudget.policy',
      'AuthorizationPolicy.security.istio.io',
    ],
  },
  // Requests go to what is there.
  {
    rank: 2,
    kinds: [
      'VirtualService.networking.istio.io',
      'HTTPRoute.gateway.networking.k8s.io',
      'GRPCRoute.gateway.networking.k8s.io',
      'TLSRoute.gateway.networking.k8s.io',
      'TCPRoute.gateway.networking.k8s.io',
      'UDPRoute.gateway.networking.k8s.io',
      'Ingress.networking.k8s.io',
      'Canary.flagger.app',
    ],
  },
  // STRICT and deny-all, by role: see closes().
  {
    rank: OBSERVING_RANK,
    kinds: [
      '*.telemetry.istio.io',
      '*.monitoring.coreos.com',
      'MetricTemplate.flagger.app',
      'AlertProvider.flagger.app',
    ],
  },
];

const RANKS: ReadonlyMap<string, number> = new Map(
  STEPS.flatMap(({ rank, kinds }) => kinds.map((kind) => [kind, rank] as const)),
);

/**
 * The rank of an object, by its kind and its role: a whole number, negative before workloads, 0 for them and for kinds that are not
 * known, positive after them.
 *
 * What is not known yet, such as the mode of a PeerAuthentication, counts as what closes: later is safe.
 */
export function rankOf(object: RankedObject): number {
  const kind = kindOf(object);
  if (closes(kind, object.spec)) return CLOSING_RANK;
  const labels = mapIn(object.metadata, 'labels');
  if (kind === 'ConfigMap' && 'grafana_dashboard' in labels) return OBSERVING_RANK;
  if (kind.endsWith('.apps') && isControlPlane(labels)) return CONTROL_PLANE_RANK;
  return RANKS.get(kind) ?? RANKS.get(kind.replace(/^[^.]*/, '*')) ?? WORKLOAD_RANK;
}

/** Whether it shuts out whoever is not admitted elsewhere. */
function closes(kind: string, spec: unknown): boolean {
  switch (kind) {
    case 'PeerAuthentication.security.istio.io':
      return isStrict(spec);
    case 'AuthorizationPolicy.security.istio.io':
      return deniesAll(spec);
    default:
      return false;
  }
}

/** For the whole scope or for a port of it. A mode that is not said is that of the scope above. */
function isStrict(spec: unknown): boolean {
  if (isUnresolved(asMap(spec)['portLevelMtls'])) return true;
  const modes = [mapIn(spec, 'mtls'), ...Object.values(mapIn(spec, 'portLevelMtls'))].map((each) =>
    isUnresolved(each) ? each : asMap(each)['mode'],
  );
  return modes.some((mode) => mode === 'STRICT' || isUnresolved(mode));
}

/** ALLOW admits nobody without rules; DENY refuses everybody by a rule that asks nothing. Without an action it is ALLOW. */
function deniesAll(spec: unknown): boolean {
  const { action = 'ALLOW', rules } = asMap(spec);
  if (isUnresolved(spec) || isUnresolved(action) || isUnresolved(rules)) return true;
  const given: readonly unknown[] = Array.isArray(rules) ? rules : [];
  if (action === 'ALLOW') return given.length === 0;
  return action === 'DENY' && given.some((rule) => asksNothing(rule));
}

function asksNothing(rule: unknown): boolean {
  return !isUnresolved(rule) && Object.values(asMap(rule)).every((part) => Array.isArray(part) && part.length === 0);
}

/** By the labels of Istio's own charts. */
function isControlPlane(labels: Readonly<Record<string, unknown>>): boolean {
  return labels['app'] === 'istiod' || labels['app'] === 'ztunnel' || labels['k8s-app'] === 'istio-cni-node';
}

function mapIn(parent: unknown, key: string): Readonly<Record<string, unknown>> {
  return asMap(asMap(parent)[key]);
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
