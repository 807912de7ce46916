import { type Fields, istio, namespace } from '../simulation/meshes';
import { modelOf } from '../simulation/stage-facts';

const HOST = 'cart.shop.svc.cluster.local';
const rule = (name: string, more: Fields = {}, created?: number) =>
  istio('DestinationRule', name, { host: HOST, ...more }, created);
const subset = (name: string, version = name) => ({ name, labels: { version } });
const policy = (simple: string) => ({ trafficPolicy: { loadBalancer: { simple } } });
const BASE = [namespace('shop'), namespace('lab'), namespace('istio-system')];

function found(objects: readonly Fields[], from = 'lab', labels: Readonly<Record<string, string>> = {}) {
  return modelOf([...BASE, ...objects]).destinationRules.of(
    { hostname: HOST, namespace: 'shop' },
    { namespace: from, labels },
  );
}
const names = (...args: Parameters<typeof found>) =>
  found(...args)
    ?.objects.map(({ namespace: place, name }) => `${place}/${name}`)
    .join(' ');

describe('which DestinationRule counts (semantics: DestinationRule, lookup)', () => {
  const [LAB, SHOP, ROOT] = [rule('lab/r'), rule('shop/r'), rule('istio-system/r')];

  it.each<[title: string, objects: readonly Fields[], expected: string | undefined]>([
    ['none', [], undefined],
    ['that of the client', [LAB, SHOP, ROOT], 'lab/r'],
    ["that of the service's namespace", [SHOP, ROOT], 'shop/r'],
    ['that of the root namespace', [ROOT], 'istio-system/r'],
    ['not one of anybody else', [rule('other/r')], undefined],
    ['not one that is not exported', [rule('shop/r', { exportTo: ['.'] }), ROOT], 'istio-system/r'],
    ['one that is exported by name', [rule('shop/r', { exportTo: ['lab'] })], 'shop/r'],
    [
      'one of the client that is only for others does not count',
      [rule('lab/r', { exportTo: ['shop'] }), SHOP],
      'shop/r',
    ],
    [
      'the closest host',
      [rule('lab/wide', { host: '*.local' }), rule('lab/close', { host: '*.shop.svc.cluster.local' })],
      'lab/close',
    ],
    ['an exact host before wildcards', [rule('lab/wide', { host: '*.shop.svc.cluster.local' }), LAB], 'lab/r'],
    [
      'a wildcard of the client before an exact one of the service',
      [rule('lab/wide', { host: '*.local' }), SHOP],
      'lab/wide',
    ],
    [
      'a short host is one of its own namespace',
      [rule('lab/r', { host: 'cart' }), rule('shop/r', { host: 'cart' })],
      'shop/r',
    ],
  ])('%s', (_, objects, expected) => {
    expect(names(objects)).toBe(expected);
  });

  it('for proxies of the root namespace: its private ones first', () => {
    const secret = rule('istio-system/secret', { exportTo: ['.'] });
    expect(names([SHOP, secret], 'istio-system')).toBe('istio-system/secret');
    expect(names([SHOP, ROOT], 'istio-system')).toBe('shop/r');
  });

  it('those with a workloadSelector are private, and win for the clients they select', () => {
    const selecting = (name: string) =>
      rule(name, { workloadSelector: { matchLabels: { app: 'web' } }, exportTo: ['*'] });
    expect(names([LAB, selecting('lab/s')], 'lab', { app: 'web' })).toBe('lab/s');
    expect(names([LAB, selecting('lab/s')], 'lab', { app: 'x' })).toBe('lab/r');
    expect(names([SHOP, selecting('shop/s')], 'lab', { app: 'web' })).toBe('shop/r');
  });
});

describe('several DestinationRules for one host of one namespace', () => {
  const two = [
    rule('shop/a', { ...policy('RANDOM'), subsets: [subset('v1', 'late')] }, 2),
    rule('shop/b', { ...policy('ROUND_ROBIN'), subsets: [subset('v1'), subset('v2')] }, 1),
  ];

  it('have their subsets together, and the policy of the oldest', () => {
    const joined = found(two);
    expect(joined?.objects.map(({ name }) => name)).toEqual(['b', 'a']);
    expect([...(joined?.subsets.keys() ?? [])]).toEqual(['v1', 'v2']);
    expect(joined?.subsets.get('v1')?.value).toEqual(subset('v1'));
    expect(joined?.trafficPolicy?.value).toEqual({ loadBalancer: { simple: 'ROUND_ROBIN' } });
  });

  it('have the policy of the younger where the oldest has none', () => {
    const joined = found([rule('shop/a', policy('RANDOM'), 2), rule('shop/b', {}, 1)]);
    expect(joined?.trafficPolicy?.object.name).toBe('a');
  });

  it('stay apart where they are exported to different namespaces', () => {
    expect(names([rule('shop/a', { exportTo: ['lab'] }, 1), rule('shop/b', {}, 2)])).toBe('shop/b');
  });

  it('are rivals where no file says which is older, and they differ', () => {
    const [a, b] = [rule('shop/a', policy('RANDOM')), rule('shop/b', policy('ROUND_ROBIN'))];
    expect(found([a, b])?.trafficPolicy?.rival?.name).toBe('b');
    expect(found([a, rule('shop/b', policy('RANDOM'))])?.trafficPolicy?.rival).toBeUndefined();
    expect(found(two)?.trafficPolicy?.rival).toBeUndefined();
  });
});
