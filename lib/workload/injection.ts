/** Whether the pods of an app get a sidecar. */
export class Injection {
  /** As the namespace says. */
  public static byNamespace(): Injection {
    return new Injection('namespace', {});
  }

  /**
   * Yes, by the pods' own label, in a namespace that has none for injection (`sidecar.istio.io/inject: "true"`).
   *
   * The annotation of the same name is deprecated, and Istio's webhook does not select by it.
   */
  public static byPodLabel(options: { readonly revision?: string | undefined } = {}): Injection {
    return new Injection('pod', {
      'sidecar.istio.io/inject': 'true',
      ...(options.revision !== undefined && { 'istio.io/rev': options.revision }),
    });
  }

  /** No, whatever the namespace says (`sidecar.istio.io/inject: "false"`). */
  public static off(): Injection {
    return new Injection('off', { 'sidecar.istio.io/inject': 'false' });
  }

  private constructor(
    public readonly kind: 'namespace' | 'pod' | 'off',
    /** The labels of the pod template that say so. */
    public readonly labels: Readonly<Record<string, string>>,
  ) {}
}
