import { RouteTable } from '../../lib/simulation/route-table';
import { writtenRoutes } from '../../lib/simulation/delegates';
import { type Fields, istio, to } from './meshes';
import { modelOf, there } from './stage-facts';

const root = (route: Fields) =>
  istio('VirtualService', 'shop/root', { hosts: ['cart'], http: [{ delegate: { name: 'part' }, ...route }] });
const part = (http: readonly Fields[], more: Fields = {}, name = 'shop/part') =>
  istio('VirtualService', name, { http, ...more });

function merged(objects: readonly Fields[]) {
  const { virtualServices, config } = modelOf(objects);
  const [service] = virtualServices.ofMeshHost('cart.shop.svc.cluster.local', 'shop');
  return writtenRoutes(there(service), virtualServices, config).map(({ route, object, path }) => ({
    route,
    at: `${object.name} ${path}`,
  }));
}
const matchesOf = (rootMatch: Fields | undefined, ownMatch: Fields | undefined) =>
  merged([
    root(rootMatch ? { match: [rootMatch] } : {}),
    part([{ ...(ownMatch && { match: [ownMatch] }), route: [to('cart')] }]),
  ]).map(({ route }) => route.match);

describe('delegates (semantics: Delegates)', () => {
  it('take the place of the route that names them', () => {
    const routes = merged([root({}), part([{ route: [to('a')] }, { route: [to('b')] }])]);
    expect(routes.map(({ at }) => at)).toEqual(['part spec.http[0]', 'part spec.http[1]']);
  });

  it.each<[title: string, objects: readonly Fields[]]>([
    ['missing', []],
    ['of another namespace', [part([{ route: [] }], {}, 'bank/part')]],
    ['with hosts of its own', [part([{ route: [] }], { hosts: ['x'] })]],
    ['not exported', [part([{ route: [] }], { exportTo: ['bank'] })]],
  ])('take it away where they are %s', (_, objects) => {
    expect(merged([root({}), ...objects])).toEqual([]);
  });

  it('may be in a namespace that is named', () => {
    expect(
      merged([root({ delegate: { name: 'part', namespace: 'bank' } }), part([{ route: [] }], {}, 'bank/part')]),
    ).toHaveLength(1);
  });

  it.each<[title: string, rootMatch: Fields, ownMatch: Fields, fits: boolean]>([
    ['prefix in prefix', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, true],
    ['prefix outside', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, false],
    ['exact in prefix', { uri: { prefix: '/a' } }, { uri: { exact: '/ab' } }, true],
    ['exact in exact', { uri: { exact: '/a' } }, { uri: { exact: '/a' } }, true],
    ['prefix in exact', { uri: { exact: '/a' } }, { uri: { prefix: '/a' } }, false],
    ['25: two patterns, though equal', { uri: { regex: '/a' } }, { uri: { regex: '/a' } }, false],
    ['random 3: a pattern on one side', { uri: { prefix: '/a' } }, { uri: { regex: '/a.*' } }, false],
    ['a pattern where the root says nothing', { method: { exact: 'GET' } }, { uri: { regex: '/a' } }, true],
    ['random 3: presence against a value', { headers: { x: {} } }, { headers: { x: { exact: 'a' } } }, false],
    ['other headers', { headers: { x: { exact: 'a' } } }, { headers: { y: { exact: 'a' } } }, true],
    ['queryParams', { queryParams: { q: { exact: 'a' } } }, { queryParams: { q: { exact: 'b' } } }, false],
    [
      'random 3: ignoreUriCase in the delegate alone',
      { uri: { prefix: '/a' } },
      { uri: { prefix: '/a' }, ignoreUriCase: true },
      false,
    ],
    ['ports', { port: 80 }, { port: 81 }, false],
    ['a port of the delegate alone', {}, { port: 81 }, true],
    ['namespaces', { sourceNamespace: 'a' }, { sourceNamespace: 'b' }, false],
    ['a label of the same name', { sourceLabels: { a: '1' } }, { sourceLabels: { a: '2' } }, false],
    ['gateways of the root', { gateways: ['a', 'b'] }, { gateways: ['b'] }, true],
    ['other gateways', { gateways: ['a'] }, { gateways: ['b'] }, false],
  ])('match what their root does, or nothing: %s', (_, rootMatch, ownMatch, fits) => {
    expect(matchesOf(rootMatch, ownMatch)).toHaveLength(fits ? 1 : 0);
  });

  it('have the conditions of both', () => {
    const [match] = matchesOf(
      { uri: { prefix: '/a' }, headers: { x: { exact: '1' } } },
      { uri: { prefix: '/a/b' }, headers: { y: { exact: '2' } } },
    );
    expect(match).toMatchObject([{ uri: { prefix: '/a/b' }, headers: { x: { exact: '1' }, y: { exact: '2' } } }]);
    expect(matchesOf({ uri: { prefix: '/a' } }, undefined)).toEqual([[{ uri: { prefix: '/a' } }]]);
    expect(matchesOf(undefined, { uri: { prefix: '/a' } })).toEqual([[{ uri: { prefix: '/a' } }]]);
  });

  it('inherit what they do not say', () => {
    const own = { timeout: '2s', route: [to('cart')] };
    const [{ route } = { route: {} }] = merged([
      root({ timeout: '1s', retries: { attempts: 1 }, fault: { abort: {} } }),
      part([own]),
    ]);
    expect(route).toMatchObject({ timeout: '2s', retries: { attempts: 1 }, fault: { abort: {} } });
  });

  it('are compiled under the namespace of their own', () => {
    const { virtualServices, config, gatewayApi } = modelOf([
      root({ delegate: { name: 'part', namespace: 'bank' } }),
      part([{ route: [to('pay')] }], {}, 'bank/part'),
    ]);
    const [service] = virtualServices.ofMeshHost('cart.shop.svc.cluster.local', 'shop');
    const [route] = new RouteTable(virtualServices, config, gatewayApi.grants).routesOf(there(service));
    const action = route?.effects.action;
    expect(action?.kind === 'forward' && action.forward.destinations[0]?.host).toBe('pay.bank.svc.cluster.local');
  });
});
