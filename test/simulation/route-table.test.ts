import { isForProxy, RouteTable } from '../../lib/simulation/route-table';
import { httpMatch } from '../../lib/simulation/http-match';
import { type Fields, istio, to } from './meshes';
import { modelOf, there } from './stage-facts';

const WEB = { namespace: 'shop', labels: { app: 'web' }, gateway: 'mesh', port: 80 };

describe('which proxies get a route (semantics: VirtualService 2)', () => {
  it.each<[title: string, block: Fields, expected: boolean]>([
    ['no condition', {}, true],
    ['its port', { port: 80 }, true],
    ['another port', { port: 81 }, false],
    ['its labels', { sourceLabels: { app: 'web' } }, true],
    ['other labels', { sourceLabels: { app: 'x' } }, false],
    ['its namespace', { sourceNamespace: 'shop' }, true],
    ['another namespace', { sourceNamespace: 'bank' }, false],
    ['its gateway', { gateways: ['mesh'] }, true],
    ['another gateway', { gateways: ['edge/gw'] }, false],
    [
      'its gateway, so that labels and namespace do not count',
      { gateways: ['mesh'], sourceLabels: { app: 'x' }, sourceNamespace: 'bank' },
      true,
    ],
    ['its gateway, but another port', { gateways: ['mesh'], port: 81 }, false],
  ])('%s', (_, block, expected) => {
    expect(isForProxy(httpMatch(block).proxy, WEB)).toBe(expected);
  });
});

describe('the routes of a VirtualService (semantics: VirtualService 1)', () => {
  it('are one for each block of match', () => {
    const http = [
      {
        name: 'two',
        match: [{ uri: { prefix: '/a' } }, { uri: { prefix: '/b' }, gateways: ['gw'] }],
        route: [to('cart')],
      },
      { route: [to('cart')] },
    ];
    const { virtualServices, config, gatewayApi } = modelOf([
      istio('VirtualService', 'shop/cart', { hosts: ['cart'], http }),
    ]);
    const table = new RouteTable(virtualServices, config, gatewayApi.grants);
    const service = there(virtualServices.ofMesh('shop')[0]);
    const routes = table.routesOf(service);
    expect(routes.map(({ matchPath, name, isCatchAll }) => [matchPath, name, isCatchAll])).toEqual([
      ['spec.http[0].match[0]', 'two', false],
      ['spec.http[0].match[1]', 'two', false],
      ['spec.http[1]', undefined, true],
    ]);
    expect(routes[1]?.match.proxy.gateways).toEqual(['shop/gw']);
    expect(table.routesOf(service)).toBe(routes);
  });
});
