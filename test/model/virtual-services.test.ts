import { type Fields, istio } from '../simulation/meshes';
import { modelOf } from '../simulation/stage-facts';

const vs = (name: string, created: number | undefined, more: Fields = {}) =>
  istio('VirtualService', name, { hosts: ['cart.shop.svc.cluster.local'], http: [], ...more }, created);
const order = (objects: readonly Fields[], namespace = 'shop') =>
  modelOf(objects)
    .virtualServices.ofMeshHost('cart.shop.svc.cluster.local', namespace)
    .map(({ object }) => `${object.namespace}/${object.name}`);

describe('the order of VirtualServices of one host (semantics: Several VS for one host)', () => {
  it.each<[title: string, objects: readonly Fields[], expected: string[]]>([
    ['oldest first, whatever the namespace', [vs('shop/a', 2), vs('bank/b', 1)], ['bank/b', 'shop/a']],
    ['of one second, by name', [vs('shop/b', 1), vs('shop/a', 1)], ['shop/a', 'shop/b']],
    ['of one name, by namespace', [vs('shop/a', 1), vs('bank/a', 1)], ['bank/a', 'shop/a']],
    [
      'private, then exported by name, then public',
      [vs('a/public', 1), vs('b/named', 2, { exportTo: ['shop'] }), vs('shop/private', 3, { exportTo: ['.'] })],
      ['shop/private', 'b/named', 'a/public'],
    ],
    [
      'those that nobody else may see are left out',
      [vs('bank/a', 1, { exportTo: ['.'] }), vs('shop/b', 2)],
      ['shop/b'],
    ],
    ['those of gateways alone are left out', [vs('bank/a', 1, { gateways: ['x'] }), vs('shop/b', 2)], ['shop/b']],
    [
      'those with delegates after all others',
      [vs('shop/root', 1, { http: [{ delegate: { name: 'x' } }] }), vs('shop/b', 2)],
      ['shop/b', 'shop/root'],
    ],
    ['without a creation time last', [vs('shop/a', undefined), vs('shop/b', 9)], ['shop/b', 'shop/a']],
  ])('%s', (_, objects, expected) => {
    expect(order(objects)).toEqual(expected);
    expect(order([...objects].reverse())).toEqual(expected);
  });

  it('tells delegates by their lack of hosts', () => {
    const { virtualServices } = modelOf([vs('shop/a', 1, { hosts: [] }), vs('shop/b', 1, { hosts: undefined })]);
    expect(virtualServices.delegate('shop', 'a')?.name).toBe('a');
    expect(virtualServices.delegate('shop', 'b')?.name).toBe('b');
    expect(virtualServices.delegate('bank', 'a')).toBeUndefined();
  });

  it('has wildcards that cover a host, the closest first', () => {
    const { virtualServices } = modelOf([
      vs('shop/a', 1, { hosts: ['*.local'] }),
      vs('shop/b', 2, { hosts: ['*.shop.svc.cluster.local'] }),
    ]);
    const covering = [...virtualServices.coveringMeshHost('cart.shop.svc.cluster.local', 'shop')];
    expect(covering.map(({ wildcard }) => wildcard)).toEqual(['*.shop.svc.cluster.local', '*.local']);
    expect(virtualServices.covering('cart.shop.svc.cluster.local', 'shop').map(({ object }) => object.name)).toEqual([
      'a',
      'b',
    ]);
  });

  it('resolves short hosts and gateways in its own namespace (semantics: VirtualService 8)', () => {
    const { virtualServices } = modelOf([
      vs('bank/a', 1, { hosts: ['Pay', 'x.y', '*'], gateways: ['gw', 'edge/gw', './gw', 'mesh'] }),
    ]);
    const [only] = virtualServices.ofMesh('bank');
    expect(only?.hosts).toEqual(['pay.bank.svc.cluster.local', 'x.y', '*']);
    expect(only?.gateways).toEqual(['bank/gw', 'edge/gw', 'bank/gw', 'mesh']);
  });
});
