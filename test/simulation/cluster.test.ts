import { type Cluster, ClusterTable, type NoCluster } from '../../lib/simulation/cluster';
import { deployment, type Fields, istio, service } from './meshes';
import { hostOf, modelOf } from './stage-facts';

const BASE = [
  service('shop/cart'),
  deployment('shop/v1', { labels: { app: 'cart', version: 'v1' } }),
  deployment('shop/v2', { labels: { app: 'cart', version: 'v2' }, replicas: 3 }),
];
const CLIENT = { namespace: 'shop', labels: {}, locality: undefined };
const rule = (more: Fields) => istio('DestinationRule', 'shop/cart', { host: 'cart', ...more });

function cluster(objects: readonly Fields[], subset?: string, port = 80): Cluster | NoCluster {
  const model = modelOf([...BASE, ...objects]);
  return new ClusterTable(model).cluster(CLIENT, hostOf(model, 'cart.shop.svc.cluster.local'), port, subset);
}
function shares(objects: readonly Fields[], subset?: string) {
  const made = cluster(objects, subset);
  return typeof made === 'string' ? made : made.endpoints.map(({ endpoint, share }) => `${endpoint.name} ${share}`);
}
const subsets = (labels: Fields) => rule({ subsets: [{ name: 's', labels }] });

describe('a cluster (semantics: VirtualService 7)', () => {
  it.each<
    [title: string, objects: readonly Fields[], subset: string | undefined, expected: string | readonly string[]]
  >([
    ['has all endpoints by their weight', [], undefined, ['shop/v1 0.25', 'shop/v2 0.75']],
    ['of a subset has those with its labels', [subsets({ version: 'v1' })], 's', ['shop/v1 1']],
    ['of a subset without labels has all', [rule({ subsets: [{ name: 's' }] })], 's', ['shop/v1 0.25', 'shop/v2 0.75']],
    ['may be empty', [subsets({ version: 'v9' })], 's', []],
    ['is not there for an unknown subset', [subsets({})], 'typo', 'unknown-subset'],
    ['is not there for a subset without a rule', [], 's', 'unknown-subset'],
  ])('%s', (_, objects, subset, expected) => {
    expect(shares(objects, subset)).toEqual(expected);
  });

  it('is not there for an unknown port', () => {
    expect(cluster([], undefined, 81)).toBe('unknown-port');
  });

  it('takes as long to connect as it is told', () => {
    const connectionPool = { tcp: { connectTimeout: '0.5s' } };
    expect(cluster([])).toMatchObject({
      connectTimeout: 10,
      usesHash: false,
      name: 'outbound|80||cart.shop.svc.cluster.local',
    });
    expect(cluster([rule({ trafficPolicy: { connectionPool } })])).toMatchObject({ connectTimeout: 0.5 });
  });

  it('may keep clients at one endpoint', () => {
    const loadBalancer = { consistentHash: { httpHeaderName: 'x-user' } };
    expect(cluster([rule({ trafficPolicy: { loadBalancer } })])).toMatchObject({ usesHash: true });
  });

  it('asks which of two rules is older where they differ', () => {
    const other = istio('DestinationRule', 'shop/other', { host: 'cart', trafficPolicy: { tls: { mode: 'DISABLE' } } });
    const question = 'which is older, DestinationRule shop/cart or DestinationRule shop/other?';
    expect(cluster([rule({ trafficPolicy: {} }), other])).toMatchObject({ unknown: { question } });
    expect(cluster([rule({}), other])).toMatchObject({ unknown: undefined });
  });

  it('is made once for each kind of client', () => {
    const model = modelOf(BASE);
    const table = new ClusterTable(model);
    const host = hostOf(model, 'cart.shop.svc.cluster.local');
    expect(table.cluster(CLIENT, host, 80, undefined)).toBe(table.cluster(CLIENT, host, 80, undefined));
  });
});
