import * as pulumi from '@pulumi/pulumi';

/** One `T` for each provider of each run of a program: what one provider deploys is in one cluster. */
export class PerProvider<T> {
  private readonly runs = new WeakMap<object, Map<unknown, T>>();

  public constructor(private readonly make: () => T) {}

  /** That of a component with these options. */
  public of(opts: pulumi.ComponentResourceOptions): T {
    // Programs of the Automation API share a process; each has a monitor of its own.
    const run: object = pulumi.runtime.getMonitor() ?? this.runs;
    const byProvider = this.runs.get(run) ?? new Map<unknown, T>();
    this.runs.set(run, byProvider);
    const provider = providerOf(opts);
    const known = byProvider.get(provider) ?? this.make();
    byProvider.set(provider, known);
    return known;
  }
}

/** As Pulumi finds it for the children of a component. */
function providerOf({ provider, providers, parent }: pulumi.ComponentResourceOptions): unknown {
  const given = [provider, ...Object.values(providers ?? {})].find(
    (each) => (each as { readonly __pulumiType?: string } | undefined)?.__pulumiType === 'pulumi:providers:kubernetes',
  );
  return given ?? parent?.getProvider('kubernetes:core/v1:Namespace');
}
