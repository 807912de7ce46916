import { app, deployment, type Fields, namespace } from '../simulation/meshes';
import { modelOf, workloadOf } from '../simulation/stage-facts';

const BASE = [namespace('shop')];
const of = (more: Parameters<typeof deployment>[1] = {}) =>
  workloadOf(modelOf([...BASE, deployment('shop/a', more)]), 'shop/a');

describe('a workload', () => {
  it('has the account, replicas and named ports of its template', () => {
    expect(of({ replicas: 3, ports: [{ name: 'web', containerPort: 8080 }] })).toMatchObject({
      serviceAccount: 'a',
      replicas: 3,
      namedPorts: new Map([['web', 8080]]),
    });
    expect(of({ spec: { serviceAccountName: undefined } }).serviceAccount).toBe('default');
  });

  it.each<[title: string, more: Parameters<typeof deployment>[1], expected: string | undefined]>([
    ['nothing', {}, undefined],
    ['the label istio-locality, with dots for slashes', { labels: { 'istio-locality': 'eu.a.1' } }, 'eu/a/1'],
    ['the newer label', { labels: { 'topology.istio.io/locality': 'eu.b' } }, 'eu/b'],
    [
      'where its pods have to run',
      { spec: { nodeSelector: { 'topology.kubernetes.io/region': 'eu', 'topology.kubernetes.io/zone': 'c' } } },
      'eu/c',
    ],
  ])('is at a place by %s', (_, more, expected) => {
    expect(of(more).locality).toBe(expected);
  });

  it('is at the place of the node that its pods are tied to', () => {
    const labels = {
      'topology.kubernetes.io/region': 'eu',
      'topology.kubernetes.io/zone': 'a',
      'topology.istio.io/subzone': '1',
    };
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a', labels } };
    const place = (spec: Fields) => workloadOf(modelOf([node, deployment('shop/a', { spec })]), 'shop/a').locality;
    expect(place({ nodeName: 'node-a' })).toBe('eu/a/1');
    expect(place({ nodeSelector: { 'kubernetes.io/hostname': 'node-a' } })).toBe('eu/a/1');
    expect(place({ nodeName: 'node-b' })).toBeUndefined();
    expect(place({ nodeSelector: { 'topology.kubernetes.io/zone': 'b' } })).toBe('/b');
  });

  it('is a gateway by its injection template, or by how its proxy is started', () => {
    expect(of({ annotations: { 'inject.istio.io/templates': 'gateway' } }).isGateway).toBe(true);
    expect(of({ spec: { containers: [{ name: 'istio-proxy', args: ['proxy', 'router'] }] } }).isGateway).toBe(true);
    expect(of().isGateway).toBe(false);
  });

  it('is not one of another that is there: what a Deployment makes', () => {
    const owned = (kind: string, owner: Fields) => ({
      ...deployment('shop/a-1'),
      kind,
      metadata: { namespace: 'shop', name: 'a-1', ownerReferences: [{ controller: true, name: 'a', ...owner }] },
    });
    const by = { apiVersion: 'apps/v1', kind: 'Deployment' };
    expect([...modelOf([deployment('shop/a'), owned('ReplicaSet', by)]).workloads.names()]).toEqual(['shop/a']);
    expect([...modelOf([owned('ReplicaSet', by)]).workloads.names()]).toEqual(['shop/a-1']);
  });

  it('is found by labels, in its namespace', () => {
    const { workloads } = modelOf([...app('shop/a'), ...app('shop/b'), ...app('bank/a')]);
    const names = (selector: Readonly<Record<string, string>>) =>
      workloads.selected('shop', selector).map(({ name }) => name);
    expect(names({ app: 'a' })).toEqual(['a']);
    expect(names({})).toEqual(['a', 'b']);
    expect(names({ app: 'a', tier: 'x' })).toEqual([]);
  });
});
