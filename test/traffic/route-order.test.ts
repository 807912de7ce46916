import { type Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { CanaryRoute, HttpMatch, HttpRouting } from 'istio-constructs';
import { failure, specOf, twoVersions, written } from '../support/constructs';

const names = (spec: unknown) => (spec as { http: { name: string }[] }).http.map((route) => route.name);

/** The routes of an app with these matches, all to v1. */
function routed(
  matches: Readonly<Record<string, HttpMatch>>,
  before: Readonly<Record<string, string>> = {},
): (chart: Chart) => void {
  return (chart) => {
    const app = twoVersions(chart);
    const made: Record<string, HttpRouting> = {};
    Object.entries(matches).forEach(([id, match], index) => {
      const later = before[id] === undefined ? undefined : made[before[id]];
      const weight = 50 + index;
      made[id] = new HttpRouting(chart, id, {
        app,
        match,
        to: [
          { to: app.version('v1'), weight },
          { to: app.version('v2'), weight: 50 },
        ],
        before: later && [later],
      });
    });
  };
}

describe('order', () => {
  test.each<[string, Record<string, HttpMatch>, string[]]>([
    [
      'a path before what is above it',
      { wide: HttpMatch.prefix('/a'), narrow: HttpMatch.prefix('/a/b') },
      ['narrow', 'wide'],
    ],
    [
      'a path with a header before the path',
      { plain: HttpMatch.exact('/a'), more: HttpMatch.exact('/a').and(HttpMatch.header('x').isPresent()) },
      ['more', 'plain'],
    ],
    [
      'a value before the presence',
      { present: HttpMatch.header('x').isPresent(), value: HttpMatch.header('x').is('1') },
      ['value', 'present'],
    ],
    [
      'what a regex matches before the regex',
      { regex: HttpMatch.regex('/a.*'), exact: HttpMatch.exact('/ab') },
      ['exact', 'regex'],
    ],
    [
      'by path of the construct where they have nothing in common',
      { b: HttpMatch.exact('/1'), a: HttpMatch.exact('/2') },
      ['a', 'b'],
    ],
  ])('%s', (_, matches, expected) => {
    expect(names(specOf(written(routed(matches)), 'VirtualService'))).toEqual([...expected, 'default']);
  });

  test('before decides where two overlap', () => {
    const matches = { x: HttpMatch.header('x').isPresent(), y: HttpMatch.header('y').isPresent() };
    expect(names(specOf(written(routed(matches, { y: 'x' })), 'VirtualService'))).toEqual(['y', 'x', 'default']);
  });

  test('two that overlap and differ are an error that names both', () => {
    const message = failure(routed({ x: HttpMatch.header('x').isPresent(), y: HttpMatch.header('y').isPresent() }));
    expect(message).toContain(
      'shop/x and shop/y route some of the same requests differently: say before on the one whose route counts',
    );
  });

  test('two that overlap and do the same are none', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      for (const id of ['x', 'y'])
        new HttpRouting(chart, id, { app, match: HttpMatch.header(id).isPresent(), to: [{ to: app.version('v1') }] });
    });
    expect(message).toBe('nothing failed');
  });

  test('a route that nothing reaches is an error that names the one before it', () => {
    const message = failure((chart) => {
      const app = twoVersions(chart);
      new HttpRouting(chart, 'all', { app, match: HttpMatch.any(), to: [{ to: app.version('v1') }] });
      new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 1 });
    });
    expect(message).toContain('shop/canary is never reached: shop/all takes all of its requests first');
  });

  test('an explicit match comes before a split, a preview before both', () => {
    const objects = written((chart) => {
      const app = twoVersions(chart);
      new CanaryRoute(chart, 'canary', {
        stable: app.version('v1'),
        canary: app.version('v2'),
        weight: 1,
        preview: HttpMatch.header('p').isPresent(),
      });
      new HttpRouting(chart, 'api', { app, match: HttpMatch.exact('/a'), to: [{ to: app.version('v1') }] });
    });
    expect(names(specOf(objects, 'VirtualService'))).toEqual(['canary-preview', 'api', 'canary']);
  });

  test('the order in which routes are made changes nothing', () => {
    const matches = {
      a: HttpMatch.exact('/a'),
      b: HttpMatch.prefix('/b'),
      c: HttpMatch.prefix('/b/c'),
      d: HttpMatch.prefix('/b/c').and(HttpMatch.method('GET')),
      e: HttpMatch.exact('/e').and(HttpMatch.header('x').is('1')),
    };
    const spec = (ids: readonly (keyof typeof matches)[]) =>
      specOf(
        written((chart) => {
          const app = twoVersions(chart);
          for (const id of ids)
            new HttpRouting(chart, id, { app, match: matches[id], to: [{ to: app.version('v1') }] });
        }),
        'VirtualService',
      );
    const ids = Object.keys(matches) as (keyof typeof matches)[];
    const expected = spec(ids);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (shuffled) => {
        expect(spec(shuffled)).toEqual(expected);
      }),
    );
  });
});
