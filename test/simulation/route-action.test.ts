import { routeEffects } from '../../lib/simulation/route-action';
import { type Fields, to } from './meshes';
import { CONFIG } from './stage-facts';

const effects = (route: Fields) => routeEffects(route, { namespace: 'shop', path: 'spec.http[0]', config: CONFIG });
const action = (route: Fields) => effects(route).action;
function forward(route: Fields) {
  const made = action(route);
  if (made.kind !== 'forward') throw new Error(made.kind);
  return made.forward;
}
const weights = (...entries: readonly (number | undefined)[]) =>
  forward({
    route: entries.map((weight) => ({ ...to('cart'), ...(weight !== undefined && { weight }) })),
  }).destinations.map(({ share }) => share);

describe('what a route does (semantics: VirtualService 5)', () => {
  it('redirect before directResponse before route', () => {
    expect(action({ redirect: {}, directResponse: { status: 418 }, route: [] }).kind).toBe('redirect');
    expect(action({ directResponse: { status: 418 }, route: [] })).toMatchObject({
      kind: 'direct-response',
      status: 418,
    });
    expect(action({ route: [] }).kind).toBe('forward');
  });

  it.each([
    [undefined, 301],
    [302, 302],
    [308, 308],
  ])('a redirect of code %s answers %s', (redirectCode, status) => {
    expect(action({ redirect: { redirectCode } })).toMatchObject({ redirect: { status } });
  });

  it('a redirect of a code that proxies do not know does nothing', () => {
    expect(action({ redirect: { redirectCode: 300 } })).toEqual({ kind: 'none' });
  });

  it('reads bodies of direct responses', () => {
    expect(action({ directResponse: { status: 200, body: { string: 'a' } } })).toMatchObject({ body: 'a' });
    expect(action({ directResponse: { status: 200, body: { bytes: 'YWI=' } } })).toMatchObject({ body: 'ab' });
  });

  it.each<[title: string, entries: readonly (number | undefined)[], expected: number[]]>([
    ['a single one has no weight', [0], [1]],
    ['relative to their sum', [1, 3], [0.25, 0.75]],
    ['those of 0 are dropped', [0, 5], [1]],
    ['no weight is 0 among several', [undefined, 5], [1]],
    ['all 0: none is left', [0, 0], []],
  ])('weights: %s', (_, entries, expected) => {
    expect(weights(...entries)).toEqual(expected);
  });

  it('reads destinations, short names in its own namespace', () => {
    expect(forward({ route: [to('Cart', { subset: 'v1', port: { number: 81 } })] }).destinations[0]).toMatchObject({
      host: 'cart.shop.svc.cluster.local',
      subset: 'v1',
      port: 81,
      path: 'spec.http[0].route[0]',
    });
  });

  it.each<[title: string, mirror: Fields, expected: number[]]>([
    ['100 % by default', { mirror: { host: 'a' } }, [1]],
    ['a percentage', { mirror: { host: 'a' }, mirrorPercentage: { value: 5 } }, [0.05]],
    ['the older percent', { mirror: { host: 'a' }, mirrorPercent: 50 }, [0.5]],
    ['0 disables', { mirror: { host: 'a' }, mirrorPercentage: { value: 0 } }, []],
    ['an empty percentage is 0', { mirror: { host: 'a' }, mirrorPercentage: {} }, []],
    [
      'several',
      { mirrors: [{ destination: { host: 'a' } }, { destination: { host: 'b' }, percentage: { value: 10 } }] },
      [1, 0.1],
    ],
  ])('mirrors: %s', (_, mirror, expected) => {
    expect(forward({ route: [to('cart')], ...mirror }).mirrors.map(({ share }) => share)).toEqual(expected);
  });

  it('a rewritten authority before a Host header that is set', () => {
    const headers = { request: { set: { Host: 'set' } } };
    expect(forward({ route: [to('cart')], headers }).authority).toBe('set');
    expect(forward({ route: [to('cart')], headers, rewrite: { authority: 'new' } }).authority).toBe('new');
  });

  it('a pattern to rewrite before a text', () => {
    const uriRegexRewrite = { match: 'a', rewrite: 'b' };
    expect(forward({ route: [], rewrite: { uri: '/x', uriRegexRewrite } }).rewrite).toMatchObject({ kind: 'regex' });
    expect(forward({ route: [], rewrite: { uri: '' } }).rewrite).toBeUndefined();
  });

  it('no timeout by default (semantics: VirtualService 6)', () => {
    expect(forward({ route: [] }).timeout).toBeUndefined();
    expect(forward({ route: [], timeout: '1.5s' }).timeout).toBe(1.5);
  });
});
