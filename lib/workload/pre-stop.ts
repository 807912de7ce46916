import { type Duration } from 'cdk8s';
import { type LifecycleHandler } from '../../imports/kubernetes/shared';
import { type Check, listOf, required, text } from '../tree/props';
import { isUnresolved } from '../values/unresolved';
import { judged } from '../tree/judged';
import { DEFAULT_GRACE_SECONDS, printSeconds, seconds } from './seconds';

/**
 * What a container does before it is told to stop (`lifecycle.preStop`), such as waiting until callers know that it goes.
 *
 * @example
 * const preStop = PreStop.sleep(Duration.seconds(5));
 */
export class PreStop {
  /** Runs a command in the container. */
  public static exec(...command: readonly string[]): PreStop {
    return new PreStop(listOf(text, { min: 1 })(command, 'command'), { exec: { command } });
  }

  /** Waits, without help of the image (`sleep.seconds`, from Kubernetes 1.30 on). */
  public static sleep(time: Duration): PreStop {
    const problems = required(seconds)(time, 'sleep');
    return new PreStop(problems, problems.length > 0 ? {} : { sleep: { seconds: printSeconds(time) } }, time);
  }

  private constructor(
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    /** The handler of the container. @internal */
    public readonly handler: LifecycleHandler,
    private readonly time?: Duration,
  ) {}

  /** One line if it takes all the time that the pod has. */
  public lateness(gracePeriod: Duration | undefined): string[] {
    if (this.problems.length > 0 || this.time === undefined || isUnresolved(this.time) || isUnresolved(gracePeriod))
      return [];
    const [taken, given] = [this.time.toSeconds(), gracePeriod?.toSeconds() ?? DEFAULT_GRACE_SECONDS];
    return taken < given
      ? []
      : [
          `preStop: sleep must be shorter than terminationGracePeriod, ${given} s, got ${taken} s: the pod would be killed before it ends`,
        ];
  }
}

/** Checks a {@link PreStop}. */
export const preStopCheck: Check = judged(
  'a PreStop, such as PreStop.sleep(Duration.seconds(5)) that is known at synthesis',
  (each) => each instanceof PreStop,
);
