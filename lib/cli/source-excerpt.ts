/** Characters that terminals show twice as wide; half characters count for one each. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

const ELLIPSIS = '...';
const NARROWEST = 20;

/**
 * A line of a file with its number, and a caret below a column of it:
 *
 *     12 |       weight: 110
 *        |               ^
 *
 * @param width - characters that are left for it; of a longer line, what is around the column is shown.
 */
export function sourceExcerpt(
  text: string,
  { line, column, width }: { readonly line: number; readonly column: number; readonly width: number },
): string[] {
  const number = String(line);
  const room = Math.max(NARROWEST, width - number.length - ' | '.length);
  const { shown, caret } = windowOf(text.replaceAll('\t', ' '), column - 1, room);
  const before = shown.slice(0, caret).replace(WIDE, '  ').length;
  return [`${number} | ${shown}`, `${' '.repeat(number.length)} | ${' '.repeat(before)}^`];
}

function windowOf(text: string, at: number, room: number): { readonly shown: string; readonly caret: number } {
  if (text.length <= room) return { shown: text, caret: at };
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), text.length - room));
  const head = from === 0 ? '' : ELLIPSIS;
  const tail = from + room >= text.length ? '' : ELLIPSIS;
  const shown = head + text.slice(from + head.length, from + room - tail.length) + tail;
  return { shown, caret: at - from };
}
