import { suffixesOf } from '../../lib/model/host-index';
import { istio, namespace, service, deployment } from '../simulation/meshes';
import { modelOf, workloadOf } from '../simulation/stage-facts';

const entry = (name: string, hosts: readonly string[], addresses: readonly string[] = []) =>
  istio('ServiceEntry', name, { hosts, addresses, ports: [{ number: 80, name: 'http', protocol: 'HTTP' }] });

const MODEL = modelOf([
  namespace('shop'),
  service('shop/cart', { clusterIP: '10.0.0.1' }),
  service('shop/alias', { type: 'ExternalName', externalName: 'API.example' }),
  service('shop/both', {
    clusterIP: '10.0.0.2',
    clusterIPs: ['10.0.0.2', 'fd00::2'],
    selector: { app: 'cart', tier: 'x' },
  }),
  deployment('shop/cart', { labels: { tier: 'x' } }),
  deployment('shop/web'),
  entry('shop/api', ['api.example'], ['192.0.2.1', '198.51.100.0/24']),
  entry('shop/wild', ['*.example', '*.x.example']),
]);
const names = (hosts: Iterable<{ readonly name: string }>) => [...hosts].map(({ name }) => name);

describe('the index of hosts', () => {
  it('has them by name', () => {
    expect(names(MODEL.hosts.named('cart.shop.svc.cluster.local'))).toEqual(['cart']);
    expect(names(MODEL.hosts.named('*.example'))).toEqual(['wild']);
    expect(names(MODEL.hosts.named('cart'))).toEqual([]);
  });

  it('has wildcards that cover a name, the closest first', () => {
    expect([...MODEL.hosts.covering('a.x.example')].map(([host]) => host?.hostname)).toEqual([
      '*.x.example',
      '*.example',
    ]);
    expect([...MODEL.hosts.covering('example')]).toEqual([]);
  });

  it.each([
    ['10.0.0.1', ['cart']],
    ['fd00::2', ['both']],
    ['192.0.2.1', ['api']],
    ['198.51.100.7', ['api']],
    ['198.51.101.7', []],
  ])('has them by address: %s', (address, expected) => {
    expect(names(MODEL.hosts.at(address))).toEqual(expected);
  });

  it('has them by port, by alias and by the pods they select', () => {
    expect(names(MODEL.hosts.onPort(80))).toHaveLength(6);
    expect(MODEL.hosts.onPort(81)).toEqual([]);
    expect(names(MODEL.hosts.aliasesOf('api.example'))).toEqual(['alias']);
    expect(names(MODEL.hosts.selecting(workloadOf(MODEL, 'shop/cart'))).sort()).toEqual(['both', 'cart']);
    expect(names(MODEL.hosts.selecting(workloadOf(MODEL, 'shop/web')))).toEqual([]);
  });
});

it('suffixes of a name go from long to short', () => {
  expect([...suffixesOf('a.b.c')]).toEqual(['.b.c', '.c', '']);
});
