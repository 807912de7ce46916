import fc from 'fast-check';
import { sourceExcerpt } from '../../lib/cli/source-excerpt';

test.each([
  ['a line', 'a: 1', { line: 7, column: 4, width: 80 }, ['7 | a: 1', '  |    ^']],
  ['a tab', '\ta: 1', { line: 12, column: 5, width: 80 }, ['12 |  a: 1', '   |     ^']],
  ['wide characters', '名: 1', { line: 1, column: 4, width: 80 }, ['1 | 名: 1', '  |     ^']],
  ['the end of a line', 'a:', { line: 1, column: 3, width: 80 }, ['1 | a:', '  |   ^']],
  [
    'the beginning of a long line',
    `a: ${'x'.repeat(40)}`,
    { line: 1, column: 4, width: 24 },
    [`1 | a: ${'x'.repeat(14)}...`, '  |    ^'],
  ],
  [
    'the middle of a long line',
    `${'a'.repeat(40)}X${'b'.repeat(40)}`,
    { line: 1, column: 41, width: 24 },
    [`1 | ...aaaaaaaXbbbbbb...`, '  |           ^'],
  ],
  [
    'the end of a long line',
    `${'a'.repeat(40)}X`,
    { line: 1, column: 41, width: 24 },
    [`1 | ...${'a'.repeat(16)}X`, `  | ${' '.repeat(19)}^`],
  ],
])('%s', (_, text, place, lines) => {
  expect(sourceExcerpt(text, place)).toEqual(lines);
});

test('the caret is below its character, and no line is wider than it may be', () => {
  const letters = fc.array(fc.constantFrom(...'abc: '), { minLength: 1, maxLength: 200 }).map((all) => all.join(''));
  fc.assert(
    fc.property(letters, fc.nat(), fc.integer({ min: 40, max: 120 }), (text, at, width) => {
      const column = (at % text.length) + 1;
      const [shown = '', caret = ''] = sourceExcerpt(text, { line: 9, column, width });
      expect(shown.length).toBeLessThanOrEqual(width);
      expect(shown[caret.indexOf('^')]).toBe(text[column - 1]);
    }),
  );
});
