/** How pods of a namespace join the mesh. */
export class DataPlane {
  /**
   * A sidecar in every pod.
   *
   * Without `revision` by the default revision (label `istio-injection: enabled`), with it by the control plane of that
   * revision or tag (label `istio.io/rev`). The two are never set together: `istio-injection` would win in silence.
   */
  public static sidecar(options: { readonly revision?: string | undefined } = {}): DataPlane {
    return options.revision === undefined
      ? new DataPlane('sidecar', { 'istio-injection': 'enabled' })
      : new DataPlane('sidecar', { 'istio.io/rev': options.revision });
  }

  /** A sidecar in the pods that ask for one by their label `sidecar.istio.io/inject: "true"`, in no others. */
  public static perPod(): DataPlane {
    return new DataPlane('per-pod', {});
  }

  /** No sidecars, whatever pods ask for (label `istio-injection: disabled`). */
  public static none(): DataPlane {
    return new DataPlane('none', { 'istio-injection': 'disabled' });
  }

  /**
   * No sidecars: ztunnel on each node carries mTLS and policies of layer 4 (label `istio.io/dataplane-mode: ambient`). What needs
   * layer 7 is an error, for without a waypoint nothing would do it.
   */
  public static ambient(): DataPlane {
    return new DataPlane('ambient', { 'istio.io/dataplane-mode': 'ambient' });
  }

  private constructor(
    public readonly kind: 'sidecar' | 'per-pod' | 'ambient' | 'none',
    /** The namespace labels that say so to Istio's injection webhook. */
    public readonly labels: Readonly<Record<string, string>>,
  ) {}
}
