import { checkGoRegex } from '../../lib/values/go-regex';

const takes = (pattern: string) => checkGoRegex(pattern) === undefined;

describe('regular expressions as Go compiles them', () => {
  it.each(['', '^1\\.31.*$', '/api/v[0-9]+/(a|b)', 'a{,5}', '{', '[]a]', '[[]', '\\-', '\\_', '😀', '(?:)', 'a|'])(
    'takes %s',
    (pattern) => {
      expect(takes(pattern)).toBe(true);
    },
  );

  it.each([
    ['a flag', '(?i)x'],
    ['flags of a group', '(?s-i:.)'],
    ['a group with a P', '(?P<n>x)'],
    ['a group without', '(?<n>x)'],
    ['a name twice', '(?P<n>x)(?P<n>y)'],
    ['a name three times, and another', '(?<n>x)(?<n_>z)(?<n>y)(?P<n>y)'],
    ['a short class', '\\pN'],
    ['a class of POSIX', '[[:alpha:]]'],
    ['the ends of a text', '\\Aa\\z'],
    ['quoted text', '\\Q(*\\E'],
    ['quoted names', '\\Q(?<n>\\E(?<n>x)'],
    ['a long class', '\\p{Letter}'],
    ['capitals and separators in a class', '\\p{upper_case-Letter}'],
    ['classes beside Unicode’s', '\\p{ASCII}\\p{Any}\\P{Assigned}'],
    ['a denied class', '\\p{^Greek}[\\P{^Han}]'],
    ['a hundred hundreds less some', '(a{99}){10}'],
  ])('takes what JavaScript does not: %s', (_, pattern) => {
    expect(takes(pattern)).toBe(true);
  });

  it.each([
    ['a look ahead', '(?=a)'],
    ['a look behind', '(?<=a)b'],
    ['a back reference', '(a)\\1'],
    ['a named back reference', '(?<q>a)\\k<q>'],
    ['a repetition over 1000', 'a{1001}'],
    ['repetitions over 1000 in all', '(a{1000}){2}'],
    ['repetitions of repetitions', '(a{100}){100}'],
    ['a class with =', '\\p{Script=Greek}'],
    ['an unknown class', '\\p{Foo}'],
    ['a class without a name', '\\p{}'],
    ['a class without an end', '\\p{L'],
    ['a class beyond ASCII', '\\p{\u212aannada}'],
    ['a code of JavaScript', '\\u0041'],
    ['a control character', '\\cA'],
    ['an empty set', '[]'],
    ['an empty denial', '[^]'],
    ['a word boundary in a set', '[\\b]'],
    ['a possessive repetition', 'a++'],
    ['nothing to repeat', '*'],
    ['an open group', '('],
    ['a name that is none', '(?<a-b>x)'],
    ['a code beyond Unicode', '\\x{110000}'],
  ])('refuses %s', (_, pattern) => {
    expect(takes(pattern)).toBe(false);
  });

  it('refuses scripts of two words, which RE2JS takes and Go does not find', () => {
    expect(takes('\\p{Old_Italic}')).toBe(false);
    expect(takes('\\p{Cypro_Minoan}')).toBe(false);
    expect(takes('\\p{Kawi}')).toBe(true);
  });

  it('says why', () => {
    expect(checkGoRegex('a(')).toBe(
      'must be a regular expression that Go and RE2 can read, got "a(" (missing closing ): `a(`)',
    );
    expect(checkGoRegex('\\p{Foo}')).toContain('no class of characters is named \\p{Foo}');
  });
});
