import { fieldsOf, itemsOf, textOf } from '../values/json';
import { type MeshConfiguration } from './mesh-configuration';
import { type PodTemplate } from './pod-template';

/** Whether pods are in the mesh, and by which label or annotation. */
export interface Injection {
  /** `sidecar`: a proxy in the pod. `ambient`: ztunnel on the node. `none`: out of the mesh. */
  readonly kind: 'sidecar' | 'ambient' | 'none';

  /** Why, in a few words. */
  readonly reason: string;
}

/** Namespaces that Istio never injects into. Source: istiod's `IgnoredNamespaces`. */
const NEVER: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);
const INJECT = 'sidecar.istio.io/inject';
const DATA_PLANE = 'istio.io/dataplane-mode';

/**
 * Whether the injection webhook gives pods a sidecar: the webhooks' selectors look at the labels of namespace and pod, and what they
 * let through is asked for its own label, else its annotation.
 *
 * Source: the chart's MutatingWebhookConfiguration, istiod's `injectRequired`.
 */
export function injectionOf(
  template: PodTemplate,
  namespace: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  config: Pick<MeshConfiguration, 'injectsByDefault'>,
): Injection {
  if (hasProxy(template)) return { kind: 'sidecar', reason: 'the template has the container istio-proxy' };
  const sidecar = sidecarReason(template, namespace, config);
  if (sidecar.injected) return { kind: 'sidecar', reason: sidecar.reason };
  const own = template.labels[DATA_PLANE];
  const mode = own ?? namespace.labels[DATA_PLANE];
  if (mode === 'ambient' && template.spec.hostNetwork !== true)
    return {
      kind: 'ambient',
      reason: `label ${DATA_PLANE}: ambient of ${own === undefined ? 'the namespace' : 'the pods'}`,
    };
  return { kind: 'none', reason: sidecar.reason };
}

function sidecarReason(
  { labels, annotations, spec }: PodTemplate,
  namespace: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  { injectsByDefault }: Pick<MeshConfiguration, 'injectsByDefault'>,
): { readonly injected: boolean; readonly reason: string } {
  const no = (reason: string) => ({ injected: false, reason });
  if (NEVER.has(namespace.name)) return no(`namespace ${namespace.name} is never injected`);
  const asked = labels[INJECT];
  if (asked === 'false') return no(`label ${INJECT}: false of the pods`);
  const reason = selectedBy(labels, namespace.labels, injectsByDefault);
  if (reason === undefined) return no('no label of the namespace or the pods asks for a sidecar');
  if (namespace.labels['istio-injection'] === 'disabled') return no('label istio-injection: disabled of the namespace');
  if (spec.hostNetwork === true) return no('pods on the network of their host are never injected');
  const annotated = asked ?? annotations[INJECT];
  return annotated === 'false' ? no(`annotation ${INJECT}: false of the pods`) : { injected: true, reason };
}

/** Which webhook's selectors let the pods through. */
function selectedBy(
  pod: Readonly<Record<string, string>>,
  namespace: Readonly<Record<string, string>>,
  injectsByDefault: boolean,
): string | undefined {
  const injection = namespace['istio-injection'];
  if (injection !== undefined)
    return injection === 'enabled' ? 'label istio-injection: enabled of the namespace' : undefined;
  // The label of the revision counts only where the other is absent.
  const revision = namespace['istio.io/rev'];
  if (revision !== undefined) return `label istio.io/rev: ${revision} of the namespace`;
  if (pod['istio.io/rev'] !== undefined) return `label istio.io/rev: ${pod['istio.io/rev']} of the pods`;
  if (pod[INJECT] === 'true') return `label ${INJECT}: true of the pods`;
  return injectsByDefault ? 'namespaces are injected by default' : undefined;
}

/** Injected before, or a gateway that writes its proxy out; native sidecars are among the init containers. */
function hasProxy({ spec }: PodTemplate): boolean {
  return [...itemsOf(spec.containers), ...itemsOf(spec.initContainers)].some((container) => {
    const { name, image } = fieldsOf(container);
    // `auto` stands for what the webhook will put there.
    return name === 'istio-proxy' && textOf(image) !== undefined && image !== 'auto';
  });
}
