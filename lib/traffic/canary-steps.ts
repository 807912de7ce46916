import { given } from '../values/given';
import { checkWeight } from '../values/weight';
import { isUnresolved } from '../values/unresolved';
import { type Check, known, listOf, type PropChecks, required, shape, text, value } from '../tree/props';
import { percentage } from './checks';

/** One step on the way of a canary. */
export interface CanaryStep {
  /** By which `step` names it. */
  readonly name: string;

  /** The canary's share of the requests in percent: a whole number from 0 to 100. */
  readonly weight: number;

  /** Share of the stable version's requests of which the canary gets copies, in percent. @default - no copies */
  readonly mirror?: number | undefined;
}

const STEP: PropChecks<CanaryStep> = {
  name: required(known(text)),
  weight: required(value(checkWeight)),
  mirror: percentage,
};

/**
 * The way of a canary as data. One step is rendered at a time, so that going on is one value in one file, and the whole way can be
 * reviewed before it begins.
 *
 * @example
 * const steps = CanarySteps.of(
 *   { name: 'shadow', weight: 0, mirror: 10 },
 *   { name: 'few', weight: 5 },
 *   { name: 'half', weight: 50 },
 *   { name: 'all', weight: 100 },
 * );
 * new CanaryRoute(this, 'canary', {
 *   stable: reviews.version('v1'),
 *   canary: reviews.version('v2'),
 *   steps,
 *   step: 'few',
 * });
 */
export class CanarySteps {
  /** In the order in which they are taken. The weight never falls: to go back, name an earlier step. */
  public static of(...steps: readonly CanaryStep[]): CanarySteps {
    return new CanarySteps(steps);
  }

  /** What is wrong with the steps. @internal */
  public readonly problems: readonly string[];

  private constructor(
    /** The steps as they were given. */
    public readonly steps: readonly CanaryStep[],
  ) {
    const wrong = listOf(known(shape(STEP)), { min: 1 })(steps, 'steps');
    this.problems = wrong.length > 0 ? wrong : [...twice(steps), ...falling(steps)];
  }

  /** The step of this name; undefined if there is none. @internal */
  public find(name: string): CanaryStep | undefined {
    return this.steps.find((each) => each.name === name);
  }
}

/** Checks that a prop is {@link CanarySteps} without problems. */
export const stepsCheck: Check = (value_, at) => {
  if (value_ === undefined) return [];
  if (value_ instanceof CanarySteps) return value_.problems.map((problem) => `${at}: ${problem}`);
  return [
    `${at} must be CanarySteps that are known at synthesis, such as CanarySteps.of({ name: 'few', weight: 5 }), got ${given(value_)}`,
  ];
};

function twice(steps: readonly CanaryStep[]): string[] {
  const names = steps.map((each) => each.name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [`steps[${index}].name must be used once, got ${given(name)} again`] : [],
  );
}

function falling(steps: readonly CanaryStep[]): string[] {
  return steps.flatMap(({ weight }, index) => {
    const before = steps[index - 1]?.weight;
    if (before === undefined || isUnresolved(before) || isUnresolved(weight) || weight >= before) return [];
    return [`steps[${index}].weight must not be less than the ${before} of the step before, got ${weight}`];
  });
}
