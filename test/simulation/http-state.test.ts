import { CATCH_ALL, httpMatch } from '../../lib/simulation/http-match';
import { forwarded, type HttpState, redirectLocation, seenRequest } from '../../lib/simulation/http-state';
import { routeEffects } from '../../lib/simulation/route-action';
import { type Fields, to } from './meshes';
import { CONFIG, there } from './stage-facts';

const STATE: HttpState = {
  method: 'GET',
  scheme: 'http',
  authority: 'cart',
  path: '/a/b?q=1',
  headers: new Map([['x-a', '1']]),
};
const effectsOf = (route: Fields) => routeEffects(route, { namespace: 'shop', path: '', config: CONFIG });

function sent(route: Fields, uri?: Fields, state = STATE): HttpState {
  const effects = effectsOf({ route: [to('cart')], ...route });
  const { action } = effects;
  if (action.kind !== 'forward') throw new Error(action.kind);
  return forwarded(
    state,
    uri === undefined ? CATCH_ALL : httpMatch({ uri }),
    effects,
    action.forward,
    there(action.forward.destinations[0]),
  );
}

describe('a request that is sent on (semantics: VirtualService 5)', () => {
  it('is as it was where nothing is done', () => {
    expect(sent({})).toBe(STATE);
  });

  it.each<[title: string, rewrite: Fields, uri: Fields | undefined, path: string]>([
    ['a prefix', { uri: '/x' }, { prefix: '/a' }, '/x/b?q=1'],
    ['an exact path', { uri: '/x' }, { exact: '/a/b' }, '/x?q=1'],
    ['all of it by a pattern', { uri: '/x' }, { regex: '/a.*' }, '/x?q=1'],
    ['a slash without condition', { uri: '/x/' }, undefined, '/x/a/b?q=1'],
    [
      'a pattern of its own',
      { uriRegexRewrite: { match: '/([a-z])/([a-z])', rewrite: '/\\2/\\1' } },
      undefined,
      '/b/a?q=1',
    ],
  ])('has its path rewritten: %s', (_, rewrite, uri, path) => {
    const state = sent({ rewrite }, uri);
    expect(state.path).toBe(path);
    expect(state.headers.get('x-envoy-original-path')).toBe('/a/b?q=1');
  });

  it('has its Host header rewritten', () => {
    const state = sent({ rewrite: { authority: 'next' } });
    expect(state.authority).toBe('next');
    expect(state.headers.get('x-envoy-original-host')).toBe('cart');
  });

  it('has one of its destination only where several are weighed, or the route has none', () => {
    const own = { ...to('cart'), headers: { request: { set: { host: 'own' } } } };
    expect(sent({ route: [own] }).authority).toBe('own');
    expect(sent({ route: [own], rewrite: { authority: 'next' } }).authority).toBe('next');
    expect(
      sent({
        route: [
          { ...own, weight: 1 },
          { ...to('x'), weight: 1 },
        ],
      }).authority,
    ).toBe('own');
  });

  it('is seen with what was changed', () => {
    const state = sent({ headers: { request: { set: { 'x-b': '2' }, remove: ['x-a'] } } });
    expect(seenRequest(STATE.headers, state, 8080)).toEqual({
      method: 'GET',
      host: 'cart',
      path: '/a/b?q=1',
      port: 8080,
      headers: { 'x-b': '2' },
      removed: ['x-a'],
    });
  });
});

describe('the location of a redirect', () => {
  const location = (redirect: Fields, more: Partial<HttpState> = {}, port = 80) => {
    const { action } = effectsOf({ redirect });
    if (action.kind !== 'redirect') throw new Error(action.kind);
    return redirectLocation({ ...STATE, ...more }, CATCH_ALL, action.redirect, port);
  };

  it.each<[redirect: Fields, more: Partial<HttpState>, expected: string]>([
    [{}, {}, 'http://cart/a/b?q=1'],
    [{ uri: '/x' }, {}, 'http://cart/x?q=1'],
    [{ uri: '/x?y=1' }, {}, 'http://cart/x?y=1'],
    [{ authority: 'next' }, {}, 'http://next/a/b?q=1'],
    [{ scheme: 'https' }, {}, 'https://cart/a/b?q=1'],
    [{ scheme: 'https' }, { authority: 'cart:80' }, 'https://cart/a/b?q=1'],
    [{ scheme: 'https' }, { authority: 'cart:8080' }, 'https://cart:8080/a/b?q=1'],
    [{ port: 8443 }, {}, 'http://cart:8443/a/b?q=1'],
    [{ port: 8443 }, { authority: 'cart:8080' }, 'http://cart:8443/a/b?q=1'],
    [{ port: 443, scheme: 'https' }, {}, 'https://cart/a/b?q=1'],
    [{ derivePort: 'FROM_REQUEST_PORT' }, { authority: 'cart:8080' }, 'http://cart/a/b?q=1'],
    [{ derivePort: 'FROM_PROTOCOL_DEFAULT' }, {}, 'http://cart/a/b?q=1'],
  ])('%j of %j is %s', (redirect, more, expected) => {
    expect(location(redirect, more)).toBe(expected);
  });

  it('takes the port of the listener where it asks for that of the request', () => {
    expect(location({ derivePort: 'FROM_REQUEST_PORT' }, {}, 8080)).toBe('http://cart:8080/a/b?q=1');
  });
});
