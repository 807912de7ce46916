import { type IConstruct } from 'constructs';

/** A construct was given something wrong. The message opens with the construct's path. */
export class ConstructError extends Error {
  public override readonly name = 'ConstructError';

  public constructor(
    /** Path of the construct in its tree. */
    public readonly path: string,
    /** What is wrong, one line each. */
    public readonly problems: readonly string[],
  ) {
    super(
      problems.length === 1 ? `${path}: ${problems[0]}` : `${path}:\n${problems.map((each) => `  ${each}`).join('\n')}`,
    );
  }
}

/** Throws a {@link ConstructError} if there is any problem. */
export function refuse(construct: IConstruct, problems: readonly string[]): void {
  if (problems.length > 0) throw new ConstructError(construct.node.path, problems);
}
