import { type Check } from './props';
import { given } from '../values/given';

/** A value of a class whose factories check what they are given. */
export interface Judged {
  /** What is wrong with the values given. */
  readonly problems: readonly string[];
}

/** A value that `recognise` says yes to, which messages call `name`; what it found wrong itself is reported with its place. */
export function judged(name: string, recognise: (value: unknown) => value is Judged): Check {
  return (value, at) => {
    if (value === undefined) return [];
    if (!recognise(value)) return [`${at} must be ${name}, got ${given(value)}`];
    return value.problems.map((problem) => `${at}: ${problem}`);
  };
}
