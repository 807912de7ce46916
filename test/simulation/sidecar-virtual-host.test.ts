import { answer, app, type Fields, istio, namespace, service, SHOP } from './meshes';

type Row = readonly [
  title: string,
  objects: readonly Fields[],
  request: Parameters<typeof answer>[1],
  expected: string,
];

/** A VirtualService that answers with a status of its own. */
const vs = (name: string, host: string, status: number, more: Fields & { created?: number } = {}) => {
  const { created = 1, ...rest } = more;
  return istio('VirtualService', name, { hosts: [host], http: [{ directResponse: { status } }], ...rest }, created);
};
const CART = [...SHOP, namespace('bank'), ...app('shop/cart')];
const OUTSIDE = { externals: [{ name: 'api', hosts: ['api.example', 'x.example'], ip: '192.0.2.1' }] };
const ON_8000 = { ports: [{ name: 'http', port: 8000, targetPort: 8080 }] };

describe('whose routes count (semantics: Several VS for one host)', () => {
  it.each<Row>([
    [
      'those of the oldest',
      [...CART, vs('shop/a', 'cart', 411, { created: 2 }), vs('bank/b', 'cart.shop.svc.cluster.local', 412)],
      'http://cart/',
      '412',
    ],
    [
      'an exact host before a wildcard',
      [...CART, vs('shop/a', '*.shop.svc.cluster.local', 411), vs('shop/b', 'cart', 412, { created: 2 })],
      'http://cart/',
      '412',
    ],
    [
      'the closest wildcard',
      [...CART, vs('shop/a', '*.local', 411), vs('shop/b', '*.shop.svc.cluster.local', 412, { created: 2 })],
      'http://cart/',
      '412',
    ],
    [
      'without creation times nobody knows',
      [
        ...CART,
        istio('VirtualService', 'shop/a', { hosts: ['cart'], http: [{}] }),
        istio('VirtualService', 'shop/b', { hosts: ['cart'], http: [{}] }),
      ],
      'http://cart/',
      'which is older, VirtualService shop/a or VirtualService shop/b?',
    ],
    [
      'but do of a private and a public one',
      [
        ...CART,
        vs('shop/a', 'cart', 411),
        istio('VirtualService', 'shop/b', {
          hosts: ['cart'],
          exportTo: ['.'],
          http: [{ directResponse: { status: 412 } }],
        }),
      ],
      'http://cart/',
      '412',
    ],
    ['those of the host for all its names', [...CART, vs('shop/a', 'cart', 411)], 'http://cart.shop.svc/', '411'],
    [
      'a full name with a dot at its end',
      [...CART, vs('shop/a', 'cart', 411)],
      { url: 'http://cart/', headers: { host: 'cart.shop.svc.cluster.local.' } },
      '411',
    ],
    [
      'a short one with a dot is nobody',
      [...CART, vs('shop/a', 'cart', 411)],
      { url: 'http://cart/', headers: { host: 'cart.' } },
      '200 shop/cart',
    ],
    [
      'a name in capitals',
      [...CART, vs('shop/a', 'cart', 411)],
      { url: 'http://cart/', headers: { host: 'CART.shop' } },
      '411',
    ],
    [
      'a port in the header',
      [...CART, vs('shop/a', 'cart', 411)],
      { url: 'http://cart/', headers: { host: 'cart:80' } },
      '411',
    ],
    [
      'not those of gateways alone',
      [...CART, vs('shop/a', 'cart', 411, { gateways: ['edge/gw'] })],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      'those of mesh by name',
      [...CART, vs('shop/a', 'cart', 411, { gateways: ['edge/gw', 'mesh'] })],
      'http://cart/',
      '411',
    ],
    ['none: the one route to the host', CART, 'http://cart/', '200 shop/cart'],
    [
      'one without a route for the port has none',
      [
        ...CART,
        istio('VirtualService', 'shop/a', {
          hosts: ['cart'],
          http: [{ match: [{ port: 81 }], directResponse: { status: 411 } }],
        }),
      ],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      'the next where the first has none for the port',
      [
        ...CART,
        istio('VirtualService', 'shop/a', { hosts: ['cart'], http: [{ match: [{ port: 81 }] }] }, 1),
        vs('shop/b', 'cart', 412, { created: 2 }),
      ],
      'http://cart/',
      '412',
    ],
    ['unknown hosts on port 80', [...CART, vs('shop/a', 'api.example', 411)], 'http://api.example/', '411'],
    [
      'on port 80 only',
      [...CART, ...app('shop/x', ON_8000), vs('shop/a', 'api.example', 411)],
      'http://api.example:8000/',
      '200 external/api',
    ],
    ['unknown hosts by a wildcard', [...CART, vs('shop/a', '*.example', 411)], 'http://x.example/', '411'],
    [
      'pods of a headless service by their names',
      [...SHOP, ...app('shop/db', { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] }), vs('shop/a', 'db', 411)],
      { url: 'http://db/', headers: { host: 'db-0.db.shop.svc.cluster.local' } },
      '411',
    ],
    [
      'a service by its address',
      [...SHOP, ...app('shop/db', { clusterIP: '10.0.0.9' }), vs('shop/a', 'db', 411)],
      'http://10.0.0.9/',
      '411',
    ],
    [
      'not one that is private to another namespace',
      [...CART, vs('bank/a', 'cart.shop.svc.cluster.local', 411, { exportTo: ['.'] })],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      'not a service that is exported to nobody',
      [
        ...CART,
        {
          ...service('bank/pay'),
          metadata: { namespace: 'bank', name: 'pay', annotations: { 'networking.istio.io/exportTo': '.' } },
        },
        ...app('bank/pay').slice(1),
        vs('shop/a', 'pay.bank.svc.cluster.local', 411),
      ],
      'http://pay.bank/',
      '200 bank/pay',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request, OUTSIDE)).toBe(expected);
  });
});
