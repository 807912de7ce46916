/** What constructs and this library have to say about a program, for people. */
import { type IConstruct } from 'constructs';
import { FINDING_METADATA } from '../model/metadata';
import { type Finding, type Severity } from '../values/finding';

/** A finding and the construct it is about. */
export interface ConstructFinding {
  /** Path of the construct. */
  readonly construct: string;
  readonly finding: Finding;
}

/** All that constructs left, in the order of the tree. */
export function findingsOf(constructs: Iterable<IConstruct>): ConstructFinding[] {
  return [...constructs].flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === FINDING_METADATA)
      .map((entry) => ({ construct: construct.node.path, finding: entry.data as Finding })),
  );
}

const COLOURS: Readonly<Record<Severity, number>> = { error: 31, warning: 33, info: 36 };

/** Two lines: who and what, and what to do about it. */
export function printFinding({ construct, finding }: ConstructFinding, colour: boolean): string {
  const { severity, path, message, rule, fix } = finding;
  const label = colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[0m` : severity;
  const where = path === '' ? construct : `${construct} (${path})`;
  return `${label} ${where}: ${message} [${rule}]${fix === undefined ? '' : `\n  fix: ${fix}`}\n`;
}

/** Whether text on this stream may be coloured. */
export function takesColour(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !process.env['NO_COLOR'];
}
