import { type TopologySpreadConstraint } from '../../imports/kubernetes/shared';
import { type Check, flag, known, listOf, type PropChecks, shape, wholeNumber } from '../tree/props';
import { derive } from '../values/unresolved';
import { judged } from '../tree/judged';

/** What a {@link Spread} may be told. */
export interface SpreadOptions {
  /** By how many pods two places may differ (`maxSkew`). @default 1 */
  readonly maxSkew?: number | undefined;

  /**
   * Whether a pod that would break it stays pending (`whenUnsatisfiable: DoNotSchedule`) or is put where it breaks it least
   * (`ScheduleAnyway`).
   *
   * @default false
   */
  readonly hard?: boolean | undefined;
}

const OPTIONS: PropChecks<SpreadOptions> = { maxSkew: wholeNumber(1, 2 ** 31 - 1), hard: flag };

/**
 * How the pods of a version are spread over the cluster (`topologySpreadConstraints`).
 *
 * @example
 * const spread = [Spread.acrossZones(), Spread.acrossNodes({ hard: true })];
 */
export class Spread {
  /** Evenly over the zones (`topology.kubernetes.io/zone`). */
  public static acrossZones(options: SpreadOptions = {}): Spread {
    return new Spread('topology.kubernetes.io/zone', options);
  }

  /** Evenly over the nodes (`kubernetes.io/hostname`). */
  public static acrossNodes(options: SpreadOptions = {}): Spread {
    return new Spread('kubernetes.io/hostname', options);
  }

  /** What is wrong with the values given. @internal */
  public readonly problems: readonly string[];

  private constructor(
    private readonly topologyKey: string,
    private readonly options: SpreadOptions,
  ) {
    this.problems = known(shape(OPTIONS))(options, 'spread');
  }

  /** The constraint for pods with these labels. @internal */
  public print(matchLabels: Readonly<Record<string, string>>): TopologySpreadConstraint {
    const { maxSkew = 1, hard = false } = this.options;
    return {
      topologyKey: this.topologyKey,
      maxSkew,
      whenUnsatisfiable: derive([hard], (isHard) => (isHard ? 'DoNotSchedule' : 'ScheduleAnyway')),
      labelSelector: { matchLabels },
    };
  }
}

/** Checks a list of {@link Spread}s. */
export const spreadCheck: Check = known(
  listOf(
    judged('a Spread, such as Spread.acrossZones() that is known at synthesis', (each) => each instanceof Spread),
    { min: 1 },
  ),
);
