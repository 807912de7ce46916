/** Three-valued logic: a question of which the files may not know the answer. */

/** What is not known, and the question that would settle it. */
export interface NotKnown {
  /** Such as `what is the IP address of shop/web?`. */
  readonly question: string;
}

/** True, false, or not known and why. */
export type Truth = boolean | NotKnown;

/** Whether it is neither true nor false. */
export function isNotKnown(truth: Truth): truth is NotKnown {
  return typeof truth === 'object';
}

/** False if one is false, else not known if one is not known. */
export function all<T>(items: Iterable<T>, holds: (item: T) => Truth): Truth {
  let open: NotKnown | undefined;
  for (const item of items) {
    const truth = holds(item);
    if (truth === false) return false;
    if (truth !== true) open ??= truth;
  }
  return open ?? true;
}

/** True if one is true, else not known if one is not known. */
export function any<T>(items: Iterable<T>, holds: (item: T) => Truth): Truth {
  let open: NotKnown | undefined;
  for (const item of items) {
    const truth = holds(item);
    if (truth === true) return true;
    if (truth !== false) open ??= truth;
  }
  return open ?? false;
}

/** What is not known stays so. */
export function not(truth: Truth): Truth {
  return isNotKnown(truth) ? truth : !truth;
}
