import { resolveHost, type Target, targetAddress } from '../../lib/simulation/name-resolution';
import { app, deployment, istio, namespace, service } from './meshes';
import { modelOf } from './stage-facts';

const pod = (address: string) => ({
  ...deployment('shop/pod'),
  kind: 'Pod',
  spec: { containers: [{ name: 'app' }] },
  status: { podIP: address },
});
const OBJECTS = [
  namespace('shop'),
  namespace('bank'),
  ...app('shop/cart', { clusterIP: '10.0.0.1' }),
  ...app('bank/cart'),
  service('shop/alias', { type: 'ExternalName', externalName: 'cart.bank.svc.cluster.local' }),
  service('shop/out', { type: 'ExternalName', externalName: 'api.example' }),
  pod('10.1.0.1'),
  istio('ServiceEntry', 'shop/vip', {
    hosts: ['vip.internal'],
    addresses: ['192.0.2.50'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
  }),
];
const EXTERNALS = [{ name: 'api', hosts: ['API.example'], ip: '192.0.2.1' }];

function said(target: Target): string {
  switch (target.kind) {
    case 'host':
      return `${target.host.namespace}/${target.host.name}`;
    case 'pod':
      return `pod ${target.workload.namespace}/${target.workload.name}`;
    case 'external':
      return `external ${target.external.name}`;
    case 'address':
      return target.address;
    case 'unknown':
      return target.unknown.question;
    case 'unresolved':
      return 'unresolved';
  }
}
const resolved = (
  host: string,
  from: string | undefined = 'shop',
  externals: typeof EXTERNALS | undefined = EXTERNALS,
) => said(resolveHost(host, from, modelOf(OBJECTS, { externals })));

describe('names and addresses', () => {
  it.each([
    ['cart', 'shop/cart'],
    ['cart.bank', 'bank/cart'],
    ['cart.bank.svc', 'bank/cart'],
    ['cart.bank.svc.cluster.local', 'bank/cart'],
    ['cart.bank.svc.cluster.local.', 'bank/cart'],
    ['alias', 'bank/cart'],
    ['out', 'external api'],
    ['10.0.0.1', 'shop/cart'],
    ['10.1.0.1', 'pod shop/pod'],
    ['192.0.2.50', 'shop/vip'],
    ['192.0.2.1', 'external api'],
    ['192.0.2.99', '192.0.2.99'],
    ['api.example', 'external api'],
    ['pod--bank--cart', 'pod bank/cart'],
    ['pod--bank--nobody', 'unresolved'],
    ['nobody', 'unresolved'],
    ['cart.nobody', 'unresolved'],
    ['vip.internal', 'unresolved'],
    ['other.example', 'unresolved'],
  ])('%s is %s', (host, expected) => {
    expect(resolved(host)).toBe(expected);
  });

  it('short names are of the namespace of the client', () => {
    expect(resolved('cart', 'bank')).toBe('bank/cart');
  });

  it('where anything may be outside, nobody knows, but of the cluster', () => {
    const { config } = modelOf([]);
    const open = modelOf(OBJECTS);
    expect(said(resolveHost('other.example', 'shop', open))).toBe('is there a host other.example outside of the mesh?');
    expect(said(resolveHost('vip.internal', 'shop', open))).toBe('external vip.internal');
    expect(said(resolveHost(`nobody.shop.svc.${config.clusterDomain}`, 'shop', open))).toBe('unresolved');
    expect(said(resolveHost('nobody.bank', 'shop', open))).toBe('unresolved');
  });

  it('have addresses as far as files say them', () => {
    const address = (host: string) =>
      targetAddress(resolveHost(host, 'shop', modelOf(OBJECTS, { externals: EXTERNALS })));
    expect(['cart', 'cart.bank', '10.1.0.1', 'api.example', '192.0.2.99', 'nobody'].map(address)).toEqual([
      '10.0.0.1',
      undefined,
      '10.1.0.1',
      '192.0.2.1',
      '192.0.2.99',
      undefined,
    ]);
  });
});
