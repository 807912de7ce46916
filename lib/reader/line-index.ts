import { type Source } from '../model/source';

/** The lines of a text that was read from a file. */
export class LineIndex {
  /** Where each line begins. */
  private readonly starts: readonly number[];

  /** Of a text without the byte order mark that editors of Windows put before it. */
  public static of(text: string, file: string): LineIndex {
    return new LineIndex(text.startsWith('\ufeff') ? text.slice(1) : text, file);
  }

  private constructor(
    public readonly text: string,
    private readonly file: string,
  ) {
    const starts = [0];
    for (let next = text.indexOf('\n'); next !== -1; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
    this.starts = starts;
  }

  /** Line and column of a character. */
  public sourceAt(offset: number): Source {
    const line = this.lineOf(Math.min(offset, this.text.length));
    return { file: this.file, line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  /** The text of a line, of which the first is 1, without its end; undefined where there is none. */
  public line(number: number): string | undefined {
    const from = this.starts[number - 1];
    return from === undefined ? undefined : this.text.slice(from, this.starts[number]).replace(/\r?\n$/, '');
  }

  /** Index of the last line that begins at or before a character. */
  private lineOf(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
