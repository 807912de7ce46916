/** What is wrong with a value, where one check of it can find several things. */
export interface ValueProblem {
  /** Which of the check's rules the value breaks, in kebab case. */
  readonly what: string;

  /** As the messages of the checks that find one thing: in lower case, with what was given and what is allowed. */
  readonly message: string;
}
