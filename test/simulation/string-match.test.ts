import { matchesText, stringMatch } from '../../lib/simulation/string-match';
import { there } from './stage-facts';

const matches = (match: unknown, text: string, ignoresCase?: boolean) =>
  matchesText(there(stringMatch(match)), text, ignoresCase);

describe('StringMatch (semantics: VirtualService 4)', () => {
  it.each<[match: unknown, text: string, expected: boolean]>([
    [{ exact: 'a' }, 'a', true],
    [{ exact: 'a' }, 'A', false],
    [{ exact: '' }, '', true],
    [{ exact: '' }, 'a', false],
    [{ prefix: 'a' }, 'ab', true],
    [{ prefix: 'a' }, 'ba', false],
    [{ regex: 'a.c' }, 'abc', true],
    [{ regex: 'b' }, 'abc', false],
    [{ regex: '.*b.*' }, 'abc', true],
    [{ regex: '*' }, 'anything', true],
    [{ regex: '(' }, '(', false],
    [{}, '', true],
    [{}, 'a', true],
  ])('%j on %j: %s', (match, text, expected) => {
    expect(matches(match, text)).toBe(expected);
  });

  it('may ignore case, but not in patterns', () => {
    expect(matches({ exact: 'Ab' }, 'aB', true)).toBe(true);
    expect(matches({ prefix: 'Ab' }, 'aBc', true)).toBe(true);
    expect(matches({ regex: 'Ab' }, 'aB', true)).toBe(false);
  });

  it('is none where nothing is written', () => {
    expect(stringMatch(undefined)).toBeUndefined();
    expect(stringMatch(null)).toBeUndefined();
  });
});
