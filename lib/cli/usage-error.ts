/** A call that is wrong. */
export class UsageError extends Error {
  public override readonly name = 'UsageError';
}
