/** What real istiod and Envoy did where it surprises: semantics.md, "Measured", and the list found with random meshes. */
import { ask, answer, app, deployment, type Fields, INGRESS, istio, namespace, service, SHOP, to } from './meshes';

type Row = readonly [
  title: string,
  objects: readonly Fields[],
  request: Parameters<typeof answer>[1],
  expected: string,
];

const http = (name: string, hosts: readonly string[], routes: readonly Fields[], created?: number, more: Fields = {}) =>
  istio('VirtualService', name, { hosts, http: routes, ...more }, created);
const rule = (name: string, spec: Fields, created?: number) => istio('DestinationRule', name, spec, created);
const strict = (namespaceName: string) =>
  istio('PeerAuthentication', `${namespaceName}/default`, { mtls: { mode: 'STRICT' } });
const TWO_PORTS = {
  ports: [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'http-admin', port: 81, targetPort: 8080 },
  ],
};
const ON_81 = { ports: [{ name: 'http', port: 81, targetPort: 8080 }] };
const gateway = (name: string, servers: readonly Fields[], created?: number) =>
  istio('Gateway', name, { selector: { istio: 'ingress' }, servers }, created);
const HTTP_SERVER = { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] };
const EDGE = [...INGRESS, gateway('edge/all', [HTTP_SERVER])];
const through = (url: string, more: Fields = {}) => ({ from: 'outside', via: 'edge/ingress', url, ...more });
const subsets = (...versions: string[]) => versions.map((name) => ({ name, labels: { version: name } }));
const version = (name: string, version: string, replicas = 1) =>
  deployment(name, { labels: { app: 'cart', version }, replicas });

const CART = [...SHOP, ...app('shop/cart')];
const PLAIN = { headers: { request: {} } };
const VERSIONS = [...SHOP, service('shop/cart'), version('shop/cart-v1', 'v1'), version('shop/cart-v2', 'v2')];

describe('measured', () => {
  it.each<Row>([
    [
      '1: a destination without a port, on a sidecar, is on the port of the listener',
      [...CART, ...app('shop/next', ON_81), http('shop/cart', ['cart'], [{ route: [to('next')] }])],
      'http://cart/',
      '503 NC',
    ],
    [
      '1: of two ports it is the one of the listener',
      [...CART, ...app('shop/next', TWO_PORTS), http('shop/cart', ['cart'], [{ route: [to('next')] }])],
      'http://cart/',
      '200 shop/next',
    ],
    [
      '1: on a gateway it is the only port of the service',
      [
        ...SHOP,
        ...app('shop/next', ON_81),
        ...EDGE,
        http('shop/next', ['*'], [{ route: [to('next')] }], 1, { gateways: ['edge/all'] }),
      ],
      through('http://shop.example/'),
      '200 shop/next',
    ],
    [
      '2: outlier detection does not change a first answer',
      [
        ...VERSIONS,
        rule('shop/cart', { host: 'cart', trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1 } } }),
      ],
      'http://cart/',
      '200 shop/cart-v1 50 %, 200 shop/cart-v2 50 %',
    ],
    [
      '3: a fault without percentage never happens',
      [...CART, http('shop/cart', ['cart'], [{ fault: { abort: { httpStatus: 500 } }, route: [to('cart')] }])],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      '5: an empty condition asks for presence, and an empty header is there',
      [...CART, http('shop/cart', ['cart'], [{ match: [{ headers: { 'x-a': {} } }], route: [to('cart')] }])],
      { url: 'http://cart/', headers: { 'X-A': '' } },
      '200 shop/cart',
    ],
    [
      '5: which it is not without the header',
      [...CART, http('shop/cart', ['cart'], [{ match: [{ headers: { 'x-a': {} } }], route: [to('cart')] }])],
      'http://cart/',
      '404 NR',
    ],
    [
      '8: what an application does is not retried by default',
      CART,
      { url: 'http://cart/', backend: { status: 503, first: 1 } },
      '503 shop/cart',
    ],
    ['8: nor is its reset', CART, { url: 'http://cart/', backend: { reset: true, first: 1 } }, '503'],
    [
      '8: which retryOn 5xx covers, for the server answers 503 for it',
      [...CART, http('shop/cart', ['cart'], [{ retries: { attempts: 1, retryOn: '5xx' }, route: [to('cart')] }])],
      { url: 'http://cart/', backend: { reset: true, first: 1 } },
      '200 shop/cart',
    ],
    [
      '8: and reset does not',
      [...CART, http('shop/cart', ['cart'], [{ retries: { attempts: 1, retryOn: 'reset' }, route: [to('cart')] }])],
      { url: 'http://cart/', backend: { reset: true, first: 1 } },
      '503',
    ],
    [
      '8: TLS that the server does not take fails to connect',
      [...CART, strict('shop'), rule('shop/cart', { host: 'cart', trafficPolicy: { tls: { mode: 'SIMPLE' } } })],
      'http://cart/',
      '503 URX,UF',
    ],
    [
      '8: plain text against STRICT is closed and not retried',
      [...CART, strict('shop'), rule('shop/cart', { host: 'cart', trafficPolicy: { tls: { mode: 'DISABLE' } } })],
      'http://cart/',
      '503 UC',
    ],
    [
      '12: an application says its scheme',
      [...CART, http('shop/cart', ['cart'], [{ match: [{ scheme: { exact: 'https' } }], route: [to('cart')] }])],
      { url: 'http://cart/', headers: { 'x-forwarded-proto': 'https' } },
      '200 shop/cart',
    ],
    [
      '13: paths are normalized before they are routed',
      [...CART, http('shop/cart', ['cart'], [{ match: [{ uri: { exact: '/b' } }], route: [to('cart')] }])],
      'http://cart/a/../%62',
      '200 shop/cart',
    ],
    [
      '14: a VirtualService of cart.shop takes that spelling away, and no other',
      [...CART, http('shop/cart', ['cart.shop'], [{ directResponse: { status: 418 } }])],
      'http://cart.shop/',
      '418',
    ],
    [
      '14: so cart is not touched',
      [...CART, http('shop/cart', ['cart.shop'], [{ directResponse: { status: 418 } }])],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      '15: the Host header chooses the service',
      [...CART, ...app('shop/next')],
      { url: 'http://cart/', headers: { host: 'next' } },
      '200 shop/next',
    ],
    [
      '15: an unknown one goes to the address, in plain text',
      [...CART, strict('shop')],
      { url: 'http://cart/', headers: { host: 'nobody.example' } },
      '503 UC',
    ],
    ['16: an address of a pod is passed through in plain text', CART, 'http://pod--shop--cart:8080/', '200 shop/cart'],
    ['16: which STRICT closes', [...CART, strict('shop')], 'http://pod--shop--cart:8080/', 'closed UC'],
    [
      '17: a headless pod is asked on the port of the service',
      [
        ...SHOP,
        service('shop/cart', { clusterIP: 'None' }),
        deployment('shop/cart', { ports: [{ containerPort: 8080, name: 'http' }] }),
      ],
      'http://cart/',
      '503 UC',
    ],
    [
      '18: the VirtualService of the real host counts for its alias',
      [
        ...CART,
        service('shop/alias', {
          type: 'ExternalName',
          externalName: 'cart.shop.svc.cluster.local',
          selector: undefined,
        }),
        http('shop/cart', ['cart'], [{ directResponse: { status: 418 } }]),
      ],
      'http://alias/',
      '418',
    ],
    [
      '21: hosts of a policy compare the whole Host header',
      [...CART, istio('AuthorizationPolicy', 'shop/cart', { rules: [{ to: [{ operation: { hosts: ['cart'] } }] }] })],
      { url: 'http://cart/', headers: { host: 'cart:80' } },
      '403',
    ],
    [
      '22: a DENY of a path is a DENY of the port on TCP, and the client sees it closed',
      [
        ...SHOP,
        ...app('shop/db', { ports: [{ name: 'tcp', port: 5432 }] }),
        istio('AuthorizationPolicy', 'shop/db', {
          action: 'DENY',
          rules: [{ to: [{ operation: { ports: ['5432'], paths: ['/x'] } }] }],
        }),
      ],
      'tcp://db:5432',
      'closed UC',
    ],
    [
      '24: a prefix rewrite is textual',
      [
        ...CART,
        http(
          'shop/cart',
          ['cart'],
          [{ match: [{ uri: { prefix: '/bare' } }], rewrite: { uri: '/' }, route: [to('cart')] }],
        ),
      ],
      'http://cart/barefoot',
      '200 shop/cart',
    ],
    [
      '26: a rule of the client hides the subsets of the service',
      [
        ...VERSIONS,
        namespace('lab'),
        deployment('lab/probe'),
        rule('shop/cart', { host: 'cart', subsets: subsets('v1') }),
        rule('lab/cart', { host: 'cart.shop.svc.cluster.local', trafficPolicy: {} }),
        http('shop/cart', ['cart'], [{ route: [to('cart', { subset: 'v1' })] }]),
      ],
      { from: 'lab/probe', url: 'http://cart.shop/' },
      '503 NC',
    ],
    [
      '28: ports of a gateway host header do not matter',
      [...CART, ...EDGE, http('shop/cart', ['shop.example'], [{ route: [to('cart')] }], 1, { gateways: ['edge/all'] })],
      through('http://shop.example/', { headers: { host: 'shop.example:8443' } }),
      '200 shop/cart',
    ],
    [
      'random 1: "*" of a header is met by an empty one',
      [
        ...CART,
        istio('AuthorizationPolicy', 'shop/cart', {
          rules: [{ when: [{ key: 'request.headers[x-a]', values: ['*'] }] }],
        }),
      ],
      { url: 'http://cart/', headers: { 'x-a': '' } },
      '200 shop/cart',
    ],
    [
      'random 2: destinations of an imported VirtualService are no hosts',
      [
        ...CART,
        namespace('bank'),
        ...app('bank/pay'),
        strict('bank'),
        istio('Sidecar', 'shop/default', { egress: [{ hosts: ['./*'] }] }),
        http('shop/cart', ['cart'], [{ route: [to('pay.bank.svc.cluster.local')] }]),
      ],
      'http://pay.bank/',
      '503 UC',
    ],
    [
      'random 2: but their clusters are there',
      [
        ...CART,
        namespace('bank'),
        ...app('bank/pay'),
        strict('bank'),
        istio('Sidecar', 'shop/default', { egress: [{ hosts: ['./*'] }] }),
        http('shop/cart', ['cart'], [{ route: [to('pay.bank.svc.cluster.local')] }]),
      ],
      'http://cart/',
      '200 bank/pay',
    ],
    [
      'random 5: a pattern replaces the whole path',
      [
        ...CART,
        http(
          'shop/cart',
          ['cart'],
          [{ match: [{ uri: { regex: '/a.*' } }], rewrite: { uri: '/b' }, route: [to('cart')] }],
        ),
      ],
      'http://cart/abc',
      '200 shop/cart',
    ],
    [
      'random 6: a mirror to nowhere is skipped',
      [...CART, http('shop/cart', ['cart'], [{ mirror: { host: 'nobody' }, route: [to('cart')] }])],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      'random 7: a match on a port alone ends a VirtualService at a gateway',
      [
        ...CART,
        ...EDGE,
        http(
          'shop/cart',
          ['shop.example'],
          [
            { match: [{ port: 80 }], route: [to('cart')] },
            { match: [{ uri: { prefix: '/a' } }], directResponse: { status: 418 } },
          ],
          1,
          { gateways: ['edge/all'] },
        ),
      ],
      through('http://shop.example/a'),
      '200 shop/cart',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request)).toBe(expected);
  });

  it('4: a portLevelSettings entry without tls leaves the top-level DISABLE to endpoints', () => {
    const policy = { tls: { mode: 'DISABLE' }, portLevelSettings: [{ port: { number: 80 }, connectionPool: {} }] };
    const [outcome] = ask([...CART, rule('shop/cart', { host: 'cart', trafficPolicy: policy })], {
      url: 'http://cart/',
    });
    expect(outcome).toMatchObject({ result: 200, peer: null, transport: 'plaintext' });
  });

  it('7: without a timeout there is none, and an application cannot set its own', () => {
    const headers = { 'x-envoy-upstream-rq-timeout-ms': '100' };
    const [outcome] = ask(CART, { url: 'http://cart/', headers, backend: { delay: 20 } });
    expect(outcome).toMatchObject({ result: 200, seen: { removed: ['x-envoy-upstream-rq-timeout-ms'] } });
  });

  it('9: perTryTimeout acts where retryOn does not cover it', () => {
    const retries = { attempts: 2, perTryTimeout: '0.5s', retryOn: 'connect-failure' };
    const route = http('shop/cart', ['cart'], [{ retries, route: [to('cart')] }]);
    const [outcome] = ask([...CART, route], { url: 'http://cart/', backend: { delay: 2 } });
    expect(outcome).toMatchObject({ result: 504, flags: 'UT', attempts: 1, elapsedSeconds: 0.5 });
  });

  it('10: a delay does not count against the timeout, and both flags are there', () => {
    const whole = { percentage: { value: 100 } };
    const fault = { delay: { fixedDelay: '2s', ...whole }, abort: { httpStatus: 503, ...whole } };
    const retries = { attempts: 3, retryOn: '5xx' };
    const route = (more: Fields) =>
      http('shop/cart', ['cart'], [{ timeout: '1s', retries, route: [to('cart')], ...more }]);
    const [aborted] = ask([...CART, route({ fault })], { url: 'http://cart/' });
    expect(aborted).toMatchObject({ result: 503, flags: 'DI,FI', elapsedSeconds: 2 });
    expect(aborted?.attempts).toBeUndefined();
    const [delayed] = ask([...CART, route({ fault: { delay: fault.delay } })], { url: 'http://cart/' });
    expect(delayed).toMatchObject({ result: 200, flags: 'DI', elapsedSeconds: 2 });
  });

  it('24, random 5: what the application sees of a rewritten path', () => {
    const rewritten = (match: Fields | undefined, uri: string, path: string) => {
      const route = { match: match && [{ uri: match }], rewrite: { uri }, route: [to('cart')] };
      return ask([...CART, http('shop/cart', ['cart'], [route])], { url: `http://cart${path}` })[0]?.seen?.path;
    };
    expect(rewritten({ prefix: '/bare' }, '/', '/bare/a')).toBe('//a');
    expect(rewritten({ prefix: '/bare' }, '/', '/barefoot')).toBe('/foot');
    expect(rewritten(undefined, '/x', '/a')).toBe('/xa');
    expect(rewritten({ regex: '/a.*' }, '/b', '/abc?q=1')).toBe('/b?q=1');
  });

  it('30: with outlier detection traffic stays in the zone, without it does not', () => {
    const place = (name: string, zone: string) =>
      deployment(name, { labels: { app: 'cart', 'istio-locality': `eu.${zone}` } });
    const mesh = [
      namespace('shop'),
      deployment('shop/web', { labels: { 'istio-locality': 'eu.a' } }),
      service('shop/cart'),
      place('shop/cart-a', 'a'),
      place('shop/cart-b', 'b'),
    ];
    const outlier = rule('shop/cart', { host: 'cart', trafficPolicy: { outlierDetection: {} } });
    expect(answer(mesh, 'http://cart/')).toBe('200 shop/cart-a 50 %, 200 shop/cart-b 50 %');
    expect(answer([...mesh, outlier], 'http://cart/')).toBe('200 shop/cart-a');
  });

  it('random 4: header operations of one destination are merged, of several they come before those of the route', () => {
    const set = (value: string) => ({ request: { set: { 'x-a': value }, add: { 'x-b': value } } });
    const seen = (destinations: readonly Fields[]) =>
      ask([...CART, http('shop/cart', ['cart'], [{ headers: set('route'), route: destinations }])], {
        url: 'http://cart/',
      })[0]?.seen?.headers;
    const own = { ...to('cart'), headers: set('destination') };
    expect(seen([own])).toEqual({ 'x-a': 'destination', 'x-b': 'route,destination' });
    expect(
      seen([
        { ...own, weight: 100 },
        { ...to('cart'), ...PLAIN, weight: 0 },
      ]),
    ).toEqual({
      'x-a': 'route',
      'x-b': 'destination,route',
    });
  });
});
