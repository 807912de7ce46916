/** Since when sidecars are native ones, which start before all other containers and end after them. */
import { minorOf } from '../values/minor-release';

/** The releases of a mesh. */
export interface Releases {
  readonly istioVersion: string;
  readonly kubernetesVersion: string;
}

/**
 * Whether Istio makes the sidecars of pods that say nothing about it native ones: by ENABLE_NATIVE_SIDECARS, which is `auto` since Istio 1.27,
 * where all nodes have Kubernetes 1.33 or newer (pilot/pkg/features/pilot.go, pkg/kube/inject/webhook.go).
 */
export function hasNativeSidecars({ istioVersion, kubernetesVersion }: Releases): boolean {
  return minorOf(istioVersion) >= 27 && minorOf(kubernetesVersion) >= 33;
}

/**
 * One line if the cluster is too old for `what`, which came with this minor release: it would drop the field, or run a sidecar as an ordinary
 * init container, which never ends.
 */
export function tooOld(
  what: string,
  minor: number,
  { kubernetesVersion }: Pick<Releases, 'kubernetesVersion'>,
): string[] {
  return minorOf(kubernetesVersion) < minor
    ? [`${what} needs Kubernetes 1.${minor} or newer, the cluster has ${kubernetesVersion}`]
    : [];
}
