import { closest, conditionalRoutes } from '../../lib/simulation/l4-routes';
import { type Fields, istio, to } from './meshes';
import { CONFIG, modelOf } from './stage-facts';

const PROXY = { namespace: 'shop', labels: { app: 'web' }, gateway: 'mesh', port: 443 };

function taken(
  section: 'tls' | 'tcp',
  routes: readonly Fields[],
  connection: { sni?: string; address?: string } = {},
  proxy = PROXY,
) {
  const { virtualServices } = modelOf([
    istio('VirtualService', 'shop/v', { hosts: ['*.example'], gateways: ['mesh', 'edge/gw'], [section]: routes }),
  ]);
  const found = conditionalRoutes(virtualServices.ofMesh('shop'), section, proxy, {
    config: CONFIG,
    rulesOf: () => [],
  });
  return closest(found, { sni: connection.sni, address: connection.address })?.route.path;
}
const route = (...match: readonly Fields[]) => ({ ...(match.length > 0 && { match }), route: [to('cart')] });

describe('tcp routes', () => {
  it.each<[title: string, routes: readonly Fields[], connection: { address?: string }, expected: string | undefined]>([
    ['the first without condition', [route(), route()], {}, 'spec.tcp[0]'],
    [
      'nothing behind it',
      [route(), route({ destinationSubnets: ['10.0.0.0/8'] })],
      { address: '10.0.0.1' },
      'spec.tcp[0]',
    ],
    [
      'a block of addresses',
      [route({ destinationSubnets: ['10.0.0.0/8'] }), route()],
      { address: '10.0.0.1' },
      'spec.tcp[0]',
    ],
    [
      'another address',
      [route({ destinationSubnets: ['10.0.0.0/8'] }), route()],
      { address: '11.0.0.1' },
      'spec.tcp[1]',
    ],
    [
      'the longest prefix',
      [route({ destinationSubnets: ['10.0.0.0/8'] }), route({ destinationSubnets: ['10.0.0.1'] })],
      { address: '10.0.0.1' },
      'spec.tcp[1]',
    ],
    ['its port', [route({ port: 80 }), route({ port: 443 })], {}, 'spec.tcp[1]'],
    ['its labels', [route({ sourceLabels: { app: 'x' } }), route({ sourceLabels: { app: 'web' } })], {}, 'spec.tcp[1]'],
    ['its namespace', [route({ sourceNamespace: 'x' }), route({ sourceNamespace: 'shop' })], {}, 'spec.tcp[1]'],
    [
      'its gateway, and its labels nevertheless',
      [route({ gateways: ['mesh'], sourceLabels: { app: 'x' } }), route({ gateways: ['edge/gw'] })],
      {},
      undefined,
    ],
  ])('%s', (_, routes, connection, expected) => {
    expect(taken('tcp', routes, connection)).toBe(expected);
  });
});

describe('tls routes', () => {
  const names = (...sniHosts: readonly string[]) => route({ sniHosts });

  it.each<[title: string, routes: readonly Fields[], sni: string, expected: string | undefined]>([
    ['by server name', [names('a.example'), names('b.example')], 'b.example', 'spec.tls[1]'],
    ['in any case', [names('A.example')], 'a.example', 'spec.tls[0]'],
    ['exact before wildcard', [names('*.example'), names('a.example')], 'a.example', 'spec.tls[1]'],
    ['the longest wildcard', [names('*.example'), names('*.a.example')], 'x.a.example', 'spec.tls[1]'],
    ['the first of equals', [names('a.example'), names('a.example')], 'a.example', 'spec.tls[0]'],
    ['none', [names('a.example')], 'b.example', undefined],
  ])('%s', (_, routes, sni, expected) => {
    expect(taken('tls', routes, { sni })).toBe(expected);
  });

  it('are chosen for a gateway by its name', () => {
    const routes = [
      route({ sniHosts: ['a.example'], gateways: ['mesh'] }),
      route({ sniHosts: ['a.example'], gateways: ['edge/gw'] }),
    ];
    expect(taken('tls', routes, { sni: 'a.example' }, { ...PROXY, gateway: 'edge/gw' })).toBe('spec.tls[1]');
  });
});
