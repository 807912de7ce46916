import { given } from '../values/given';
import { nearest } from '../values/nearest';
import { checkPercentage } from '../values/percentage';
import { isUnresolved } from '../values/unresolved';
import { checkWeight } from '../values/weight';
import { type Check, flag, known, type PropChecks, shape } from '../tree/props';

/** Names a {@link CanaryStep}. */
export interface CanaryStepOptions {
  /** By which a CanaryRoute names the step. @default - `preview`, `mirror-<percentage>` or `weight-<weight>` */
  readonly name?: string | undefined;
}

/**
 * How far a canary is.
 *
 * @example
 * CanaryStep.weight(50, { name: 'half' })
 */
export class CanaryStep {
  /** Nobody sees the canary but the requests of the route's `preview`. */
  public static preview(options: CanaryStepOptions = {}): CanaryStep {
    return new CanaryStep('preview', 0, undefined, options.name ?? 'preview', []);
  }

  /** The canary gets copies of the stable version's requests, and no callers. @param percentage - share of the requests. */
  public static mirror(percentage: number, options: CanaryStepOptions = {}): CanaryStep {
    const problem = checkPercentage(percentage);
    return new CanaryStep(
      'mirror',
      0,
      percentage,
      options.name ?? named('mirror', percentage),
      problem === undefined ? [] : [`mirror ${problem}`],
    );
  }

  /** The canary has this share of the requests. @param weight - in percent, from 0 to 100. */
  public static weight(weight: number, options: CanaryStepOptions = {}): CanaryStep {
    const problem = checkWeight(weight);
    return new CanaryStep(
      'weight',
      weight,
      undefined,
      options.name ?? named('weight', weight),
      problem === undefined ? [] : [`weight ${problem}`],
    );
  }

  private constructor(
    public readonly kind: 'preview' | 'mirror' | 'weight',
    /** The canary's share of the requests in percent. */
    public readonly weight: number,
    /** Share of the requests that is copied to the canary, in percent. */
    public readonly mirror: number | undefined,
    public readonly name: string,
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
  ) {}
}

/** Options of {@link CanarySteps}. */
export interface CanaryStepsOptions {
  /** Whether a step may give the canary fewer requests than the one before. @default false */
  readonly allowDecrease?: boolean | undefined;
}

/**
 * The way of a canary, as data: a CanaryRoute renders one step of it, so that going on changes one value in one file.
 *
 * @example
 * const steps = CanarySteps.of([CanaryStep.preview(), CanaryStep.mirror(10), CanaryStep.weight(10), CanaryStep.weight(100)]);
 * new CanaryRoute(this, 'canary', {
 *   stable: reviews.version('v1'),
 *   canary: reviews.version('v2'),
 *   preview: HttpMatch.header('x-preview').is('on'),
 *   steps,
 *   step: 'weight-10',
 * });
 */
export class CanarySteps {
  /** What is wrong with the steps is reported by the CanaryRoute that is given them. */
  public static of(steps: readonly CanaryStep[], options: CanaryStepsOptions = {}): CanarySteps {
    return new CanarySteps(steps, options);
  }

  /** Steps of weights alone. */
  public static weights(...weights: readonly number[]): CanarySteps {
    return new CanarySteps(
      weights.map((weight) => CanaryStep.weight(weight)),
      {},
    );
  }

  private constructor(
    public readonly steps: readonly CanaryStep[],
    /** @internal */
    public readonly options: CanaryStepsOptions,
  ) {}

  /** The step of that name, or at that index from 0; undefined if there is none. */
  public find(step: string | number): CanaryStep | undefined {
    return typeof step === 'number' ? this.steps[step] : this.steps.find((each) => each.name === step);
  }
}

const OPTIONS: PropChecks<CanaryStepsOptions> = { allowDecrease: known(flag) };

/** Checks that a prop is {@link CanarySteps} without problems. */
export const stepsCheck: Check = (given_, at) => {
  if (given_ === undefined) return [];
  if (!(given_ instanceof CanarySteps)) {
    return [
      `${at} must be CanarySteps that are known at synthesis, such as CanarySteps.weights(1, 10, 100), got ${given(given_)}`,
    ];
  }
  const { steps, options } = given_ as { steps: unknown; options: CanaryStepsOptions };
  if (!Array.isArray(steps) || steps.length === 0) return [`${at} must have at least 1 step, got ${given(steps)}`];
  const strange = steps.flatMap((each: unknown, index) =>
    each instanceof CanaryStep
      ? each.problems.map((problem) => `${at}[${index}]: ${problem}`)
      : [`${at}[${index}] must be a CanaryStep, such as CanaryStep.weight(10), got ${given(each)}`],
  );
  if (strange.length > 0) return strange;
  const sound = steps as readonly CanaryStep[];
  const optionProblems = shape(OPTIONS)(options, at);
  return [...optionProblems, ...twice(sound, at), ...(options.allowDecrease === true ? [] : decreases(sound, at))];
};

/** One line if there is no such step, with those that there are. */
export function stepProblems(steps: CanarySteps, step: string | number): string[] {
  if (steps.find(step)) return [];
  const names = steps.steps.map((each) => each.name);
  const near = typeof step === 'string' ? nearest(step, names) : undefined;
  return [
    `step must be one of ${names.join(', ')}, or an index from 0 to ${names.length - 1}, got ${given(step)}${near === undefined ? '' : `: did you mean ${near}?`}`,
  ];
}

function twice(steps: readonly CanaryStep[], at: string): string[] {
  const names = steps.map((each) => each.name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(repeated)].map((name) => `${at} must have different names, got ${name} twice: give a name`);
}

function decreases(steps: readonly CanaryStep[], at: string): string[] {
  return steps.flatMap(({ weight }, index) => {
    const before = steps[index - 1]?.weight;
    if (before === undefined || isUnresolved(weight) || isUnresolved(before) || weight >= before) return [];
    return [
      `${at}[${index}]: weight must not be below that of the step before (${before}), got ${weight}: say allowDecrease if it is meant`,
    ];
  });
}

function named(kind: string, share: number): string {
  return isUnresolved(share) ? kind : `${kind}-${String(share)}`;
}
