/** What constructs and this library have to say about a program, for people. */
import { type IConstruct } from 'constructs';
import { FINDING_METADATA } from '../model/metadata';
import { type Finding, type Severity } from '../values/finding';
import { wrapped } from '../values/wrapped';

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

/** Where text is printed. */
export interface PrintOptions {
  /** Whether it may be coloured. */
  readonly colour?: boolean | undefined;

  /**
   * Characters a line.
   *
   * @default - lines are not wrapped, so that what reads them finds a finding in one
   */
  readonly width?: number | undefined;
}

/**
 * Who and what, and below it what to do about it.
 *
 * @param excerpt - lines that show the place, between the two.
 */
export function printFinding(
  { construct, finding }: ConstructFinding,
  { colour, width = Infinity }: PrintOptions = {},
  excerpt: readonly string[] = [],
): string {
  const { severity, path, message, fix } = finding;
  // Rules of the API server are named after it.
  const rule = finding.judge === 'istiod' ? `istiod: ${finding.rule}` : finding.rule;
  const where = oneLine(path === '' ? construct : `${construct} (${path})`);
  const hanging = `${INDENT}${INDENT}`;
  const lines = [
    ...wrapped(`${severity} ${where}: ${oneLine(message)} [${rule}]`, { width, hanging }),
    ...excerpt.map((line) => `${INDENT}${line.replace(CONTROL, ' ')}`),
    ...(fix === undefined ? [] : wrapped(`${INDENT}fix: ${oneLine(fix)}`, { width, hanging })),
  ];
  const text = lines.join('\n');
  return colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[0m${text.slice(severity.length)}` : text;
}

/** How to print on this stream: in colour and wrapped on a terminal, plain elsewhere. */
export function printOptions(stream: { readonly isTTY?: boolean; readonly columns?: number }): PrintOptions {
  return stream.isTTY === true ? { colour: !process.env['NO_COLOR'], width: stream.columns } : {};
}

const INDENT = '  ';
// Names of fields and rules may hold them: they would break the line, or drive the terminal.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

function oneLine(text: string): string {
  return text.replace(CONTROL, (each) =>
    each === '\n' ? ' ' : `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
