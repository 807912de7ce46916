import { type Holds, type Verdict } from './verdict';

const WHY: Readonly<Partial<Record<Holds, string>>> = {
  partly: 'It is so in part only, which is neither.',
  nowhere: 'No outcome gets to where it would show, which is neither.',
  unknown: 'It hangs on what no file knows, which is neither.',
};

/** What was expected, what comes of it, and why that is neither yes nor no. */
export function verdictLines({ holds, expected, received }: Verdict, isNot: boolean): readonly string[] {
  const why = WHY[holds];
  return [
    ...block(isNot ? 'Expected: not ' : 'Expected: ', expected),
    ...block('Received: ', received),
    ...(why === undefined ? [] : [why]),
  ];
}

function block(label: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}
