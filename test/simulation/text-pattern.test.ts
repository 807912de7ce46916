import * as fc from 'fast-check';
import { globTest, headerTest, textTest } from '../../lib/simulation/text-pattern';

describe('texts with a star (semantics.md, Strings)', () => {
  it.each<[pattern: string, text: string, asText: boolean, asHeader: boolean]>([
    ['a', 'a', true, true],
    ['a', 'ab', false, false],
    ['a*', 'a', true, true],
    ['*a', 'ba', true, true],
    ['*a', 'ab', false, false],
    ['*', 'a', true, true],
    ['*', '', false, true],
    ['*a*', 'ba*', true, true],
    ['*a*', 'bab', false, false],
  ])('%s and "%s": %s, as a header %s', (pattern, text, asText, asHeader) => {
    expect([textTest(pattern)(text), headerTest(pattern)(text)]).toEqual([asText, asHeader]);
  });
});

describe('texts with stars between', () => {
  it.each<[before: string, pattern: string, text: string, expected: boolean]>([
    ['s://', '*/a', 's://x/a', true],
    ['s://', '*/', 's://', false],
    ['s://', '*/', 's:///', true],
    ['s://', '*b*b', 's://b', false],
    ['s://', '*b*b', 's://bb', true],
    ['s://', 'a.c', 's://abc', true],
    ['s://', 'abc', 's://abcd', false],
  ])('%s%s as a whole is %s: %s', (before, pattern, text, expected) => {
    expect(globTest(before, pattern, '', true)?.(text)).toBe(expected);
  });

  it('is the regular expression that it becomes', () => {
    const text = fc.stringMatching(/^[ab/]{0,8}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab/*]{0,5}$/), text, fc.boolean(), (pattern, each, isAnchored) => {
        const middle = `/${pattern}/`.replaceAll('*', '.*');
        const regex = new RegExp(isAnchored ? `^${middle}$` : middle);
        expect(globTest('/', pattern, '/', isAnchored)?.(each)).toBe(regex.test(each));
      }),
    );
  });

  it('gives up on what is no regular expression', () => {
    expect(globTest('', '(', '', true)).toBeUndefined();
  });
});
