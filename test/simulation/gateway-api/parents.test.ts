import { app, ends, type Fields, gatewayApi, object, ofService, path, shop, to } from './shop';

const rules = (backend: string, namespace?: string) => [
  { backendRefs: to(backend).map((each) => ({ ...each, ...(namespace !== undefined && { namespace }) })) },
];
const http = (where: string, parentRefs: readonly Fields[], backend: string, created = 1, namespace?: string) =>
  gatewayApi('HTTPRoute', where, { parentRefs, rules: rules(backend, namespace) }, created);

describe('parents that are Services (extractParentReferenceInfo)', () => {
  test.each<[string, readonly Fields[], string, string]>([
    ['takes requests to the Service', [ofService('cart')], 'http://cart/', '200 shop/a'],
    ['by all its names', [ofService('cart')], 'http://cart.shop.svc.cluster.local/', '200 shop/a'],
    ['leaves those to others alone', [ofService('cart')], 'http://b/', '200 shop/b'],
    ['may have several', [ofService('cart'), ofService('b')], 'http://b/', '200 shop/a'],
    ['must say that the group is the core', [{ kind: 'Service', name: 'cart' }], 'http://cart/', '200 shop/cart'],
    ['must say that it is a Service', [{ group: '', name: 'cart' }], 'http://cart/', '200 shop/cart'],
    [
      'is of its own namespace unless it says otherwise',
      [ofService('teller')],
      'http://teller.bank/',
      '200 bank/teller',
    ],
    ['may be of another namespace', [ofService('teller', { namespace: 'bank' })], 'http://teller.bank/', '200 shop/a'],
    ['does not look at the section', [ofService('cart', { sectionName: 'x' })], 'http://cart/', '200 shop/a'],
  ])('%s', (_, parentRefs, url, end) => {
    expect(ends(shop(http('shop/route', parentRefs, 'a')), url)).toBe(end);
  });

  test.each([
    ['http://cart/', '200 shop/a'],
    ['http://cart:81/', '200 shop/cart'],
  ])('with a port are for that port: %s', (url, end) => {
    const ports = [80, 81].map((port) => ({ name: `http-${port}`, port, targetPort: 8080 }));
    const mesh = shop(...app('shop/cart', ports), http('shop/route', [ofService('cart', { port: 80 })], 'a'));
    expect(ends(mesh, url)).toBe(end);
  });

  test('host names of the route do not matter in the mesh', () => {
    const spec = { parentRefs: [ofService('cart')], hostnames: ['other.example'], rules: rules('a') };
    expect(ends(shop(gatewayApi('HTTPRoute', 'shop/route', spec, 1)), 'http://cart/')).toBe('200 shop/a');
  });

  test('clients without a sidecar know no routes', () => {
    expect(ends(shop(http('shop/route', [ofService('cart')], 'a')), 'http://cart.shop/', { from: 'outside' })).toBe(
      '200 shop/cart',
    );
  });
});

describe('routes of two namespaces for one Service (buildSidecarVirtualHostsForVirtualService, SelectVirtualServices)', () => {
  const parent = [ofService('vault', { namespace: 'bank' })];
  const producer = http('bank/producer', [ofService('vault')], 'teller', 1);
  const consumer = http('shop/consumer', parent, 'a', 2);

  test.each<[string, readonly Fields[], string, string]>([
    ["the producer's is for all clients", [producer], 'shop/web', '200 bank/teller'],
    ["the consumer's is for its own namespace", [consumer], 'shop/web', '200 shop/a'],
    ['and for no other', [consumer], 'bank/teller', '200 bank/vault'],
    ["the consumer's comes first, though younger", [producer, consumer], 'shop/web', '200 shop/a'],
    ["others have the producer's", [producer, consumer], 'bank/teller', '200 bank/teller'],
  ])('%s', (_, objects, from, end) => {
    expect(ends(shop(...objects), 'http://vault.bank/', { from })).toBe(end);
  });

  test("they are not joined: what the consumer's rules do not match is not found", () => {
    const narrow = gatewayApi('HTTPRoute', 'shop/consumer', { parentRefs: parent, rules: [path('Exact /x', 'a')] }, 2);
    expect(ends(shop(producer, narrow), 'http://vault.bank/x')).toBe('200 shop/a');
    expect(ends(shop(producer, narrow), 'http://vault.bank/y')).toBe('404');
  });

  test('nor are one with a port and one without: the older counts for the port', () => {
    const withPort = http('shop/port', [ofService('cart', { port: 80 })], 'a', 2);
    const without = http('shop/all', [ofService('cart')], 'b', 1);
    expect(ends(shop(withPort, without), 'http://cart/')).toBe('200 shop/b');
  });
});

describe('an HTTPRoute and a VirtualService for one host (SelectVirtualServices)', () => {
  const service = (where: string, created?: number) =>
    object(
      'networking.istio.io/v1',
      'VirtualService',
      where,
      {
        hosts: ['vault.bank.svc.cluster.local'],
        http: [{ route: [{ destination: { host: 'b.shop.svc.cluster.local' } }] }],
      },
      created,
    );
  const producer = (created?: number) =>
    gatewayApi('HTTPRoute', 'bank/producer', { parentRefs: [ofService('vault')], rules: rules('teller') }, created);
  const consumer = http('shop/consumer', [ofService('vault', { namespace: 'bank' })], 'a', 9);

  test.each<[string, readonly Fields[], string]>([
    ['the older counts', [service('bank/vs', 1), producer(2)], '200 shop/b'],
    ['the older counts, if it is the HTTPRoute too', [service('bank/vs', 2), producer(1)], '200 bank/teller'],
    [
      'of one second, the first by the name that istiod gives the HTTPRoute: bank~vault...',
      [service('bank/a', 1), producer(1)],
      '200 shop/b',
    ],
    ['of one second, a later name comes second', [service('bank/c', 1), producer(1)], '200 bank/teller'],
    ["that of the client's namespace comes first, though younger", [service('bank/vs', 1), consumer], '200 shop/a'],
    ['also before a VirtualService of that namespace', [service('shop/vs', 1), consumer], '200 shop/a'],
    [
      'nobody knows where an age is missing',
      [service('bank/vs', 1), producer()],
      'unknown: which is older, VirtualService bank/vs or HTTPRoute bank/producer?',
    ],
  ])('%s', (_, objects, end) => {
    expect(ends(shop(...objects), 'http://vault.bank/')).toBe(end);
  });
});

describe('joined HTTPRoutes are as old as the oldest of them, beside a VirtualService', () => {
  const service = (created: number) =>
    object(
      'networking.istio.io/v1',
      'VirtualService',
      'shop/vs',
      { hosts: ['cart'], http: [{ route: [{ destination: { host: 'b' } }] }] },
      created,
    );
  const joined = (first?: number, second?: number) => [
    gatewayApi('HTTPRoute', 'shop/one', { parentRefs: [ofService('cart')], rules: rules('a') }, first),
    gatewayApi('HTTPRoute', 'shop/two', { parentRefs: [ofService('cart')], rules: [path('Exact /x', 'a')] }, second),
  ];
  // The routes of a client's own namespace would come first, whatever their age.
  const asked = { from: 'bank/teller' };

  test.each<[string, readonly Fields[], string]>([
    ['older by one of them', [service(5), ...joined(9, 4)], '200 shop/a'],
    ['younger, both', [service(3), ...joined(9, 4)], '200 shop/b'],
    [
      'not known where one has no age',
      [service(3), ...joined(9)],
      'unknown: which is older, VirtualService shop/vs or HTTPRoute shop/one?',
    ],
  ])('%s', (_, objects, end) => {
    expect(ends(shop(...objects), 'http://cart.shop/', asked)).toBe(end);
  });
});

describe('parents that are ServiceEntries', () => {
  const entry = (hosts: readonly string[]) =>
    object('networking.istio.io/v1', 'ServiceEntry', 'shop/pay', {
      hosts,
      addresses: ['10.9.9.9'],
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
      resolution: 'STATIC',
      endpoints: [{ address: '10.9.9.8' }],
    });
  const parent = [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'pay' }];

  test('take requests to its hosts', () => {
    expect(
      ends(shop(entry(['pay.example']), http('shop/route', parent, 'a')), 'http://10.9.9.9/', {
        headers: { host: 'pay.example' },
      }),
    ).toBe('200 shop/a');
  });

  test('not to wildcards, which routes never count for (separateVSHostsAndServices)', () => {
    const mesh = shop(entry(['*.pay.example']), http('shop/route', parent, 'a'));
    expect(ends(mesh, 'http://10.9.9.9/', { headers: { host: 'eu.pay.example' } })).not.toBe('200 shop/a');
  });
});

describe('what routes do not change', () => {
  test('a route for a Service that is not there', () => {
    expect(ends(shop(http('shop/route', [ofService('nobody')], 'a')), 'http://cart/')).toBe('200 shop/cart');
  });

  test("a route for another controller's Gateway", () => {
    expect(ends(shop(http('shop/route', [{ name: 'nginx' }], 'a')), 'http://cart/')).toBe('200 shop/cart');
  });
});
