import * as fc from 'fast-check';
import { normalizedPath } from '../../lib/values/path-normalization';

describe('path normalization (measured 13)', () => {
  it.each([
    ['/a/../b', '/b'],
    ['/../a', '/a'],
    ['/a/./b', '/a/b'],
    ['/a/..', '/'],
    ['/a/b/.', '/a/b/'],
    ['/a/b/..', '/a/'],
    ['/%61', '/a'],
    ['/%2e%2E/a', '/a'],
    ['/a%2Fb', '/a%2Fb'],
    ['/a//b', '/a//b'],
    ['/a\\b', '/a/b'],
    ['/a/..b', '/a/..b'],
    ['/a?x=../%61', '/a?x=../%61'],
  ])('BASE makes %s %s', (path, expected) => {
    expect(normalizedPath(path, 'BASE')).toBe(expected);
  });

  it.each([
    ['NONE', '/a/../%61//b', '/a/../%61//b'],
    ['MERGE_SLASHES', '/a//b///c?x=//', '/a/b/c?x=//'],
    ['MERGE_SLASHES', '/a%2F/b', '/a%2F/b'],
    ['DECODE_AND_MERGE_SLASHES', '/a%2Fb%5Cc', '/a/b/c'],
    ['DECODE_AND_MERGE_SLASHES', '/a%2f%2fb', '/a/b'],
  ])('%s makes %s %s', (mode, path, expected) => {
    expect(normalizedPath(path, mode)).toBe(expected);
  });

  it('of what is normal changes nothing', () => {
    const segment = fc.constantFrom('a', '.', '..', '%61', '%2F', '', 'b');
    fc.assert(
      fc.property(
        fc.array(segment),
        fc.constantFrom('BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'),
        (segments, mode) => {
          const once = normalizedPath(`/${segments.join('/')}`, mode);
          expect(normalizedPath(once, mode)).toBe(once);
        },
      ),
    );
  });
});
