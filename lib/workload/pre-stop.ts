import { type Duration } from 'cdk8s';
import { type LifecycleHandler } from '../../imports/kubernetes/shared';
import { type Check, listOf, required, text, wholeSeconds } from '../tree/props';
import { judged } from '../tree/judged';
import { printSeconds } from './seconds';

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
    const problems = required(wholeSeconds)(time, 'sleep');
    return new PreStop(problems, problems.length > 0 ? {} : { sleep: { seconds: printSeconds(time) } }, time);
  }

  private constructor(
    /** What is wrong with the values given. @internal */
    public readonly problems: readonly string[],
    /** The handler of the container. @internal */
    public readonly handler: LifecycleHandler,
    /** How long it takes, where that is said. @internal */
    public readonly time?: Duration,
  ) {}
}

/** Checks a {@link PreStop}. */
export const preStopCheck: Check = judged(
  'a PreStop, such as PreStop.sleep(Duration.seconds(5)) that is known at synthesis',
  (each) => each instanceof PreStop,
);
