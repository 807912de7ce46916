/** Where lines of a text end. */
export interface Wrapping {
  /** Characters a line. */
  readonly width: number;

  /** What lines after the first begin with. */
  readonly hanging: string;
}

/** Lines, broken at spaces; a word that is longer than a line stays whole. */
export function wrapped(text: string, { width, hanging }: Wrapping): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) /)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${hanging}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
