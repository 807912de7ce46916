import { goHostname, goPort, type GoUrl, GoUrlError, parseGoRequestUri, parseGoUrl } from '../../lib/values/go-url';

/** Parts that are not empty. */
function parts(url: GoUrl): Partial<GoUrl> {
  return Object.fromEntries(Object.entries(url).filter(([, part]) => part !== ''));
}

describe('a URL that Go reads', () => {
  test.each<readonly [string, Partial<GoUrl>]>([
    ['http://a', { scheme: 'http', host: 'a' }],
    ['HTTP://A/B', { scheme: 'http', host: 'A', path: '/B', rawPath: '/B' }],
    ['http://a:80/b?c=d?e', { scheme: 'http', host: 'a:80', path: '/b', rawPath: '/b', rawQuery: 'c=d?e' }],
    ['http://a:', { scheme: 'http', host: 'a:' }],
    ['http://user:pass@a', { scheme: 'http', host: 'a' }],
    ['http://u@v@a', { scheme: 'http', host: 'a' }],
    ['http:x', { scheme: 'http', opaque: 'x' }],
    ['mailto:x?y', { scheme: 'mailto', opaque: 'x', rawQuery: 'y' }],
    ['http:', { scheme: 'http' }],
    ['http://', { scheme: 'http' }],
    ['file:///a', { scheme: 'file', path: '/a', rawPath: '/a' }],
    ['/a//b', { path: '/a//b', rawPath: '/a//b' }],
    ['///a', { path: '///a', rawPath: '///a' }],
    ['*', { path: '*', rawPath: '*' }],
    ['/%41%2f', { path: '/A/', rawPath: '/%41%2f' }],
    ['/a b', { path: '/a b', rawPath: '/a b' }],
    ['http://a<b>"', { scheme: 'http', host: 'a<b>"' }],
    ['http://é', { scheme: 'http', host: 'é' }],
    ['http://%C3%A9', { scheme: 'http', host: 'é' }],
    ['http://[::1]:80', { scheme: 'http', host: '[::1]:80' }],
    ['http://[fe80::1%25eth0]', { scheme: 'http', host: '[fe80::1%eth0]' }],
    ['http://[fe80::1%25a%20b]', { scheme: 'http', host: '[fe80::1%a b]' }],
    ['x://a:1:2', { scheme: 'x', host: 'a:1:2' }],
    ['/{}^`', { path: '/{}^`', rawPath: '/{}^`' }],
    ['http://http://a b', { scheme: 'http', host: 'http:', path: '//a b', rawPath: '//a b' }],
  ])('%s', (text, wanted) => {
    expect(parts(parseGoRequestUri(text))).toEqual(wanted);
    if (!text.startsWith('//')) expect(parts(parseGoUrl(text))).toEqual(wanted);
  });
});

describe('a URL that Go does not read', () => {
  test.each<readonly [string, string]>([
    ['http://a b', 'invalid character " " in host name'],
    ['http://{', 'invalid character "{" in host name'],
    ['http://a^', 'invalid character "^" in host name'],
    ['http://a`', 'invalid character "`" in host name'],
    ['http://a\\b', 'invalid character "\\\\" in host name'],
    ['http://a%20b', 'invalid URL escape "%20"'],
    ['http://a%41', 'invalid URL escape "%41"'],
    ['http://a%zz', 'invalid URL escape "%zz"'],
    ['http://{%20', 'invalid character "{" in host name'],
    ['http://a:b', 'invalid port ":b" after host'],
    ['http://a:-1', 'invalid port ":-1" after host'],
    ['http://a:1:2', 'invalid port ":1:2" after host'],
    ['http://::1', 'invalid port "::1" after host'],
    ['x://a:1:b', 'invalid port ":b" after host'],
    ['http://[::1', "missing ']' in host"],
    ['http://a[::1]', 'invalid IP-literal'],
    ['http://[1.2.3.4]', 'invalid IP-literal'],
    ['http://[::1%25]', 'invalid IP-literal'],
    ['http://[::1]a', 'invalid port "a" after host'],
    ['http://u^@a', 'net/url: invalid userinfo'],
    ['http://u%zz@a', 'invalid URL escape "%zz"'],
    ['/%', 'invalid URL escape "%"'],
    ['/%1', 'invalid URL escape "%1"'],
    ['/%zz', 'invalid URL escape "%zz"'],
    [':a', 'missing protocol scheme'],
    ['http://a\n', 'net/url: invalid control character in URL'],
    ['\x7f', 'net/url: invalid control character in URL'],
  ])('%j', (text, message) => {
    expect(() => parseGoRequestUri(text)).toThrow(GoUrlError);
    expect(() => parseGoRequestUri(text)).toThrow(message);
    expect(() => parseGoUrl(text)).toThrow(message);
  });
});

describe('a reference', () => {
  test.each<readonly [string, Partial<GoUrl>]>([
    ['', {}],
    ['a/b', { path: 'a/b', rawPath: 'a/b' }],
    ['//a/b', { host: 'a', path: '/b', rawPath: '/b' }],
    ['/a#b c', { path: '/a', rawPath: '/a' }],
    ['http://a#/b', { scheme: 'http', host: 'a' }],
    ['1http:a/b', {}],
  ])('%j', (text, wanted) => {
    if (text !== '1http:a/b') expect(parts(parseGoUrl(text))).toEqual(wanted);
    else expect(() => parseGoUrl(text)).toThrow('first path segment in URL cannot contain colon');
  });

  test('is none that is asked for', () => {
    expect(() => parseGoRequestUri('')).toThrow('empty url');
    expect(() => parseGoRequestUri('a/b')).toThrow('invalid URI for request');
    expect(parts(parseGoRequestUri('//a/b'))).toEqual({ path: '//a/b', rawPath: '//a/b' });
    // A fragment is part of what is asked for.
    expect(parts(parseGoRequestUri('/a#b'))).toEqual({ path: '/a#b', rawPath: '/a#b' });
  });

  test('may not end in a fragment that cannot be decoded', () => {
    expect(() => parseGoUrl('/a#%zz')).toThrow('invalid URL escape "%zz"');
  });
});

test.each<readonly [string, string, string]>([
  ['http://a:80', 'a', '80'],
  ['http://a', 'a', ''],
  ['http://a:', 'a', ''],
  ['http://[::1]', '::1', ''],
  ['http://[::1]:80', '::1', '80'],
  ['x://a:1:2', 'a:1', '2'],
  ['/a', '', ''],
])('the host and port of %s', (text, host, port) => {
  const url = parseGoUrl(text);
  expect([goHostname(url), goPort(url)]).toEqual([host, port]);
});
