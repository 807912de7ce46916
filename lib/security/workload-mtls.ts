import { ApiObject, Lazy } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { type BoundPort, type IMeshWorkload } from '../tree/handles';
import { given } from '../values/given';
import { derive } from '../values/unresolved';
import { MeshSettings } from '../tree/mesh-settings';
import { type PeerAuthenticationSpec } from './istio-types';
import { type MtlsMode } from './mtls-mode';
import { MtlsScopes } from './mtls-scopes';

/** One construct's word about a port. */
export interface PortMode {
  readonly source: IConstruct;
  readonly port: BoundPort;
  readonly mode: MtlsMode;
}

/**
 * All that is said about mTLS of one app, collected into one PeerAuthentication: its own mode, and the modes of single ports,
 * which in Istio only a policy with a selector can say, by the port that the container listens on.
 */
export class WorkloadMtls extends Construct {
  private own: { readonly name: string; readonly mode: MtlsMode } | undefined;
  private readonly ports: PortMode[] = [];

  /** Made by the app that it belongs to. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly workload: IMeshWorkload,
  ) {
    super(scope, id);
    this.node.addValidation({ validate: () => this.problems() });
  }

  /** Says the mode of the app. Called once, by who claimed the scope. @internal */
  public setMode(name: string, mode: MtlsMode): void {
    this.own = { name, mode };
    this.appear();
  }

  /** Says the mode of a port. @internal */
  public addPort(mode: PortMode): void {
    this.ports.push(mode);
    MtlsScopes.of(this).notePort(mode.port, mode.mode);
    this.appear();
  }

  private appear(): void {
    const name = this.own?.name ?? this.workload.serviceName;
    const known = this.node.tryFindChild('object') as ApiObject | undefined;
    if (known?.name === name) return;
    // Layouts name files by it, so that it cannot be left open until the end as the rest is.
    this.node.tryRemoveChild('object');
    new ApiObject(this, 'object', {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name, namespace: this.workload.namespace.namespaceName },
      spec: Lazy.any({ produce: () => this.spec() }),
    });
  }

  private spec(): PeerAuthenticationSpec {
    return {
      selector: { matchLabels: this.workload.selector },
      // An exception says nothing about the other ports: they stay as strict as the scope above makes them.
      mtls: { mode: this.own?.mode ?? 'UNSET' },
      portLevelMtls: this.ports.length > 0 ? modesByPort(this.ports) : undefined,
    };
  }

  private problems(): string[] {
    return [...this.ignored(), ...this.contradictions()];
  }

  /** Measured: istiod accepts a PeerAuthentication with a selector in the root namespace, and ignores it. */
  private ignored(): string[] {
    const { rootNamespace } = MeshSettings.of(this);
    const isIgnored = this.workload.namespace.namespaceName === rootNamespace && this.node.tryFindChild('object');
    return isIgnored
      ? [`mTLS of a single app cannot be said in ${rootNamespace}, the root namespace: Istio would ignore it there`]
      : [];
  }

  private contradictions(): string[] {
    return this.ports.flatMap((one, index) =>
      this.ports
        .slice(index + 1)
        .filter((other) => other.port.targetPort === one.port.targetPort && other.mode !== one.mode)
        .map(
          (other) =>
            `port ${given(one.port.targetPort)} is ${one.mode} by ${one.source.node.path} and ${other.mode} by ${other.source.node.path}: say it in one place`,
        ),
    );
  }
}

/** By the ports of the container. Where one is neither a number nor stands for one in a text, the map is known as a whole later. */
function modesByPort(ports: readonly PortMode[]): PeerAuthenticationSpec['portLevelMtls'] {
  const byPort = (numbers: readonly number[]) =>
    Object.fromEntries(ports.map(({ mode }, index) => [numbers[index], { mode }]));
  const targets = ports.map(({ port }) => port.targetPort);
  return targets.every((each) => typeof each === 'number')
    ? byPort(targets)
    : derive(targets, (...numbers) => byPort(numbers));
}
