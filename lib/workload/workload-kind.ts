import { type BoundPort } from '../tree/handles';
import { flag, known, mapOf, oneOf, type PropChecks, required, shape } from '../tree/props';
import { checkDnsLabel } from '../values/dns-label';
import { judged } from '../tree/judged';
import { mayBeSame } from '../values/unresolved';
import { printClaim, VOLUME_CLAIM_CHECKS, type VolumeClaim } from './volume-claim';

/** What {@link WorkloadKind.statefulSet} is told. */
export interface StatefulSetOptions {
  /** Storage of each pod, by the name of the volume (`volumeClaimTemplates`). @default - none */
  readonly volumeClaims?: Readonly<Record<string, VolumeClaim>> | undefined;

  /** Whether pods are started one after the other (`OrderedReady`) or at once (`Parallel`). @default "OrderedReady" */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel' | undefined;

  /**
   * Whether pods are found before they are ready (`publishNotReadyAddresses` of the Service), which members that must find each other to
   * become ready need.
   *
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean | undefined;
}

const OPTIONS: PropChecks<StatefulSetOptions> = {
  volumeClaims: known(mapOf(checkDnsLabel, required(known(shape(VOLUME_CLAIM_CHECKS))))),
  podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
  publishNotReadyAddresses: flag,
};

/**
 * What runs the pods of an app.
 *
 * @example
 * const workload = WorkloadKind.statefulSet({ volumeClaims: { data: { mountPath: '/data', size: Size.gibibytes(10) } } });
 */
export class WorkloadKind {
  /** A Deployment `<app>-<version>` for each version: pods that can take each other's place. */
  public static deployment(): WorkloadKind {
    return new WorkloadKind('Deployment', {});
  }

  /**
   * A StatefulSet `<app>-<version>` for each version: pods with names and storage of their own, behind a headless Service.
   *
   * The ports of the Service are then those of the containers: callers look up the address of a pod, and their proxies ask it on the
   * Service's port.
   */
  public static statefulSet(options: StatefulSetOptions = {}): WorkloadKind {
    return new WorkloadKind('StatefulSet', options);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** The kind of the object. */
    public readonly kind: 'Deployment' | 'StatefulSet',
    /** @internal */
    public readonly options: StatefulSetOptions,
  ) {
    this.problems = known(shape(OPTIONS))(options, 'statefulSet');
  }

  /** Where the claimed volumes are mounted. @internal */
  public get mounts(): readonly { readonly name: string; readonly mountPath: string }[] {
    return Object.entries(this.options.volumeClaims ?? {}).map(([name, claim]) => ({
      name,
      mountPath: claim.mountPath,
    }));
  }

  /** The kind of the object, and what its spec says beside replicas, selector and template. @internal */
  public print(service: string): { readonly kind: string; readonly more: Readonly<Record<string, unknown>> } {
    return { kind: this.kind, more: this.kind === 'Deployment' ? {} : this.printStatefulSet(service) };
  }

  private printStatefulSet(service: string): Readonly<Record<string, unknown>> {
    const claims = Object.entries(this.options.volumeClaims ?? {});
    return {
      serviceName: service,
      podManagementPolicy: this.options.podManagementPolicy,
      volumeClaimTemplates:
        claims.length === 0
          ? undefined
          : claims.map(([name, claim]) => ({ metadata: { name }, spec: printClaim(claim) })),
    };
  }
}

/** Checks a {@link WorkloadKind}. */
export const workloadKindCheck = judged(
  'a WorkloadKind, such as WorkloadKind.statefulSet() that is known at synthesis',
  (each) => each instanceof WorkloadKind,
);

/** One line for each port that a headless Service cannot lead elsewhere. Source: semantics of a headless Service in a mesh, measured. */
export function headlessPortProblems(ports: readonly BoundPort[]): string[] {
  return ports
    .filter((port) => !mayBeSame(port.targetPort, port.number))
    .map(
      ({ name, number, targetPort }) =>
        `ports: targetPort of ${name} must be left out in a StatefulSet, got ${targetPort} for port ${number}: its Service is headless, so that callers ask the pod on port ${number}`,
    );
}
