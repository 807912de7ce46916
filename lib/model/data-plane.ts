import { checkDnsLabel } from '../values/dns-label';
import { given } from '../values/given';

/** What {@link DataPlane.sidecar} is told: one of the two, or neither. */
export interface SidecarOptions {
  /** A revision of the control plane, such as `1-31-0`. @default - the default revision */
  readonly revision?: string | undefined;

  /** A tag that stands for a revision, such as `stable`. @default - the default revision */
  readonly tag?: string | undefined;
}

/** How pods of a namespace join the mesh. */
export class DataPlane {
  /**
   * A sidecar in every pod.
   *
   * By the default revision (label `istio-injection: enabled`), unless a `revision` or a `tag` is named (label `istio.io/rev`). The two
   * labels are never set together: `istio-injection` would win in silence.
   *
   * A tag, such as `stable`, is moved from one revision to the next when Istio is upgraded, so that namespaces need not change.
   */
  public static sidecar(options: SidecarOptions = {}): DataPlane {
    const { revision, tag } = options;
    const problems = [
      ...(revision !== undefined && tag !== undefined
        ? [`must have a revision or a tag, not both, got revision ${given(revision)} and tag ${given(tag)}`]
        : []),
      ...Object.entries({ revision, tag }).flatMap(([name, value]) => {
        const problem = value === undefined ? undefined : checkDnsLabel(value);
        return problem === undefined ? [] : [`${name} ${problem}`];
      }),
    ];
    const name = revision ?? tag;
    return new DataPlane(
      'sidecar',
      name === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': name },
      problems,
    );
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
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[] = [],
  ) {}
}
