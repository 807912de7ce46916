import { checkCel } from '../../lib/values/cel';

const takes = (expression: string) => checkCel(expression) === undefined;

describe('CEL as istiod parses it', () => {
  it.each([
    'a',
    '.a.b',
    'response.code >= 400 && !has(request.headers.x)',
    'a ? b : c ? d : e',
    'a in [1, 2,]',
    '[,]',
    "{'a': 1, 2: b,}",
    '{,}',
    'M{a: 1}',
    '.a.b.M{`c d`: 1,}',
    'as.M{in_: 1}',
    'M{,}',
    'a.namespace.import',
    'a.`b c/d.e-f`',
    'a[0].f(1, b)',
  ])('takes %s', (expression) => {
    expect(takes(expression)).toBe(true);
  });

  it.each(['a-b', '- 1', '--a', '!!a', '!-1', '1 - -1', 'a*-b', '-1.5', 'a<b<c', '1 +2', 'a // b', '\f\r\n\ta'])(
    'takes operators and blanks: %j',
    (expression) => {
      expect(takes(expression)).toBe(true);
    },
  );

  it.each([
    '',
    '  ',
    '(a',
    'a)',
    'a.',
    'a,b',
    'a b',
    'f(a,)',
    'a..b',
    'a ? b',
    'a ? b ? c : d : e',
    'a = b',
    'a|b',
    'a**b',
    'a<>b',
    '!-a',
    '-!a',
    '/* a */ a',
    'a;b',
    '😀',
    '\va',
    'a.in',
    'a.true',
    'a.5',
    'a.b`c`',
    'a.``',
    '[a b]',
    '{a}',
    "M{'a': 1}",
    'a[0].M{b: 1}',
    'f(1)(2)',
  ])('refuses %j', (expression) => {
    expect(takes(expression)).toBe(false);
  });

  it.each(['as', 'break', 'let', 'namespace', 'void', 'if(a)', '.package'])('refuses the reserved name %s', (name) => {
    expect(takes(name)).toBe(false);
  });

  it.each(['a.?b', 'a[?b]', '[?a]', '{?a: 1}', 'M{?a: 1}'])('knows no optional values: %s', (expression) => {
    expect(takes(expression)).toBe(false);
  });

  it.each([
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['-9223372036854775808', true],
    ['- 9223372036854775808', true],
    ['--9223372036854775808', false],
    ['-9223372036854775809', false],
    ['!-9223372036854775808', true],
    ['0x7fffffffffffffff', true],
    ['0x8000000000000000', false],
    ['-0x8000000000000000', true],
    ['18446744073709551615u', true],
    ['18446744073709551616U', false],
    ['0xFFFFFFFFFFFFFFFFu', true],
    ['007', true],
    ['0X1', false],
    ['1a', false],
    ['1.', false],
    ['.5', true],
    ['1e308', true],
    ['1e309', false],
    ['1e-999', true],
  ])('reads the number %s: %s', (expression, expected) => {
    expect(takes(expression)).toBe(expected);
  });

  it.each([
    [`'a"b'`, true],
    [`"a'b"`, true],
    [`'a`, false],
    [`'a\nb'`, false],
    [`'''a\n'b'''`, true],
    [`"""a"""`, true],
    [`'''a''''`, false],
    [`'\\n\\?\\\`\\101\\x41\\u0041\\U0001F600'`, true],
    [`'\\d'`, false],
    [`'\\400'`, false],
    [`'\\x4'`, false],
    [`'\\ud800'`, false],
    [`'\\\\ud800'`, true],
    [`'\\U00110000'`, false],
    [`r'\\d'`, true],
    [`R"""\\"""`, true],
    [`r'\\'a'`, false],
    [`b'\\xff\\377'`, true],
    [`b'\\u0041'`, false],
    [`Br'\\u0041'`, true],
    [`rb'a'`, false],
    [`'a' 'b'`, false],
  ])('reads the text %s: %s', (expression, expected) => {
    expect(takes(expression)).toBe(expected);
  });

  it.each([
    ['has(a.b)', true],
    ['has((a.b))', true],
    ['has(!!a.b)', true],
    ['has(has(a.b))', true],
    ['has(a[0].`b`)', true],
    ['has(a)', false],
    ['has(!a.b)', false],
    ['has(a[0])', false],
    ['has(a.b())', false],
    ['has()', true],
    ['has(a, b)', true],
    ['.has(a)', true],
    ['a.has(b)', true],
    ['a.all(x, x)', true],
    ['a.exists((x), x)', true],
    ['a.exists(--x, x)', true],
    ['a.exists_one(.x, x)', true],
    ['a.filter(x.y, x)', false],
    ['a.exists(__result__, x)', false],
    ['a.exists(.__result__, x)', true],
    ['a.exists(x.y)', true],
    ['a.exists(x.y, y, z)', true],
    ['a.map(x.y, y, z)', false],
    ['a.map(1, y)', false],
    ['all(x.y, z)', true],
    ['a.existsOne(x.y, z)', true],
  ])('checks macros: %s: %s', (expression, expected) => {
    expect(takes(expression)).toBe(expected);
  });

  it.each([
    ['brackets', (n: number) => '('.repeat(n) + 'a' + ')'.repeat(n), 249],
    ['fields', (n: number) => `a${'.b'.repeat(n)}`, 250],
    ['sums', (n: number) => `a${'+b'.repeat(n)}`, 250],
    ['sums to the right', (n: number) => `${'a+('.repeat(n)}a${')'.repeat(n)}`, 124],
    ['conditions', (n: number) => `${'a?b:'.repeat(n)}c`, 249],
    ['either', (n: number) => `a${'||b'.repeat(n)}`, undefined],
  ])('limits the depth of %s', (_, nested, deepest) => {
    expect(takes(nested(deepest ?? 1000))).toBe(true);
    if (deepest !== undefined) expect(takes(nested(deepest + 1))).toBe(false);
  });

  it('limits the length to 100,000 characters', () => {
    expect(takes(`'${'😀'.repeat(99_998)}'`)).toBe(true);
    expect(takes(`'${'😀'.repeat(99_999)}'`)).toBe(false);
  });

  it('says where it stops', () => {
    expect(checkCel('a + )')).toBe(
      'must be a CEL expression, got "a + )" (at character 5: ")" stands where a value is wanted)',
    );
    expect(checkCel('has(a)')).toContain('at character 1: has() takes a field');
  });
});
