import { answer, app, istio, namespace, SHOP, to } from '../simulation/meshes';
import { hostOf, modelOf, workloadOf } from '../simulation/stage-facts';

describe('what is declared', () => {
  it('a gateway is there with its Service', () => {
    const gateways = [{ namespace: 'edge', name: 'ingress', labels: { istio: 'ingress' } }];
    const model = modelOf([], { gateways });
    expect(workloadOf(model, 'edge/ingress')).toMatchObject({
      isGateway: true,
      serviceAccount: 'ingress',
      injection: { kind: 'sidecar' },
    });
    expect(hostOf(model, 'ingress.edge.svc.cluster.local').ports.map(({ number }) => number)).toEqual([80, 443]);
    const objects = [
      ...SHOP,
      ...app('shop/cart'),
      istio('Gateway', 'edge/gw', {
        selector: { istio: 'ingress' },
        servers: [{ port: { number: 80, protocol: 'HTTP' }, hosts: ['*'] }],
      }),
      istio('VirtualService', 'shop/cart', { hosts: ['*'], gateways: ['edge/gw'], http: [{ route: [to('cart')] }] }),
    ];
    expect(answer(objects, { from: 'outside', via: 'edge/ingress', url: 'http://a.example/' }, { gateways })).toBe(
      '200 shop/cart',
    );
  });

  it('a host is there with its pods, in the mesh or out of it', () => {
    const declared = (sidecar?: boolean) => ({
      hosts: [{ namespace: 'other', name: 'pay', ports: [{ port: 80 }], ...(sidecar !== undefined && { sidecar }) }],
    });
    expect(answer(SHOP, 'http://pay.other/', declared())).toBe('200 other/pay');
    expect(workloadOf(modelOf([], declared()), 'other/pay').injection.kind).toBe('sidecar');
    expect(workloadOf(modelOf([], declared(false)), 'other/pay').injection.kind).toBe('none');
  });

  it('a namespace has its labels', () => {
    const objects = [...app('other/pay')];
    const injected = { namespaces: [{ name: 'other', labels: { 'istio-injection': 'enabled' } }] };
    expect(workloadOf(modelOf(objects, injected), 'other/pay').injection.kind).toBe('sidecar');
    expect(workloadOf(modelOf(objects), 'other/pay').injection.kind).toBe('none');
  });

  it('manifests count before declarations', () => {
    const objects = [namespace('edge', { a: 'b' })];
    expect(
      modelOf(objects, { namespaces: [{ name: 'edge', labels: { a: 'c' } }] }).namespaces.get('edge').labels,
    ).toEqual({ a: 'b' });
  });

  it('without externals anything may be outside, and nobody knows', () => {
    expect(answer(SHOP, 'http://api.example/', { externals: undefined })).toBe(
      'is there a host api.example outside of the mesh?',
    );
    expect(answer(SHOP, 'http://api.example/', { externals: [] })).toBe('unresolved');
  });
});
