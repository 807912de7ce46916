import { foreignPattern, javascriptPattern, javascriptSource } from '../../lib/values/pattern';

describe('a pattern that JavaScript reads as RE2 does', () => {
  test.each<readonly [string, string, string]>([
    ['^[a-z]+$', '^[a-z]+$', 'u'],
    ['a.b', 'a[^\\n]b', 'u'],
    ['a\\.b[.]', 'a\\.b[.]', 'u'],
    ['(?:a|b){1,2}', '(?:a|b){1,2}', 'u'],
    ['[^\\]\\-]\\x41\\t', '[^\\]\\-]\\x41\\t', 'u'],
    ['(?i)ab', 'ab', 'iu'],
    ['^(?i)ab$', '^ab$', 'iu'],
    ['', '', 'u'],
  ])('%s', (pattern, source, flags) => {
    expect(javascriptSource(pattern)).toEqual({ source, flags });
    expect(javascriptPattern(pattern)).toBeInstanceOf(RegExp);
  });
});

/** What RE2 makes of a text, where JavaScript would do something else, or fail. */
describe('a pattern that it may read in another way is left to RE2', () => {
  test.each<readonly [string, string, boolean]>([
    ['\\pN', '٣', true],
    ['\\pN', 'N', false],
    ['^\\w$', 'é', false],
    ['\\bcafé\\b', 'café', false],
    ['[[:alpha:]]', ':', false],
    ['(?s)^a.b$', 'a\nb', true],
    ['(?m)^b$', 'a\nb', true],
    ['a(?i)b', 'aB', true],
    ['(?i:a)b', 'Ab', true],
    ['(?P<x>a)', 'a', true],
    ['\\Aa\\z', 'a\n', false],
    ['\\Qa.b\\E', 'acb', false],
    ['a{,2}', 'a{,2}', true],
  ])('%s of %j', (pattern, text, found) => {
    expect(javascriptSource(pattern)).toBeUndefined();
    expect(javascriptPattern(pattern).test(text)).toBe(found);
    // A test has no memory.
    expect(javascriptPattern(pattern).test(text)).toBe(found);
  });
});

test('a line feed is no character of a dot, others that end lines are', () => {
  const dot = javascriptPattern('^.$');
  expect(['\n', '\r', '\u2028', '🍵'].map((text) => dot.test(text))).toEqual([false, true, true, true]);
});

test.each(['(', 'a[^]b', 'a**', '[b-a]', '\\8'])('%s is no pattern', (pattern) => {
  expect(() => javascriptPattern(pattern)).toThrow('error parsing regexp');
});

/** Each would keep a machine busy for years if it were tried again from every place. */
describe('a pattern of anybody takes time in proportion to the text', () => {
  test.each<readonly [string, string]>([
    ['^(a+)+$', `${'a'.repeat(60)}!`],
    ['^(?:a|a)*$', `${'a'.repeat(60)}!`],
    ['^(a{1,9}b?){1,60}$', `${'a'.repeat(60)}!`],
    ['^((a)*b?)+$', `${'a'.repeat(60)}!`],
    ['^a*a*a*a*a*a*a*a*a*$', `${'a'.repeat(400)}!`],
    ['a+$', `${'a'.repeat(200_000)}!`],
  ])('%s', (pattern, text) => {
    const started = performance.now();
    expect(foreignPattern(pattern).test(text)).toBe(false);
    expect(foreignPattern(pattern).test(text.slice(0, 5))).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('what is only looked at to choose the engine does not either', () => {
    const started = performance.now();
    expect(javascriptSource(`${'[^a]'.repeat(40)}(?P<b>c)`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
