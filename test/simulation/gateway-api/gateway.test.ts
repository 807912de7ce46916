import { Mesh } from '../../../lib/mesh/mesh';
import { type MeshRequest } from '../../../lib/simulation/request';
import { app, ends as endsOf, type Fields, gatewayApi, namespace, object, path, shop, to } from './shop';

const listener = (fields: Fields = {}): Fields => ({ name: 'http', port: 80, protocol: 'HTTP', ...fields });
const gateway = (listeners: readonly Fields[], more: Fields = {}, where = 'shop/edge') =>
  gatewayApi('Gateway', where, { gatewayClassName: 'istio', listeners, ...more }, 1);
const route = (where: string, spec: Fields, created = 1) =>
  gatewayApi('HTTPRoute', where, { parentRefs: [{ name: 'edge', namespace: 'shop' }], ...spec }, created);
const rule = (...backends: readonly string[]) => [{ backendRefs: to(...backends) }];

function ends(mesh: Mesh, url: string, more: Partial<MeshRequest> = {}): string {
  return endsOf(mesh, url, { from: 'outside', via: 'shop/edge', ...more });
}

describe('the proxies of a Gateway', () => {
  const objects = [gateway([listener()]), route('shop/route', { rules: rule('a') })];

  test.each([['shop/edge'], ['shop/edge-istio']])('are reached by %s', (via) => {
    expect(ends(shop(...objects), 'http://shop.example/', { via })).toBe('200 shop/a');
  });

  test('are reached by the Gateway, also where a Service has its name', () => {
    expect(ends(shop(...objects, ...app('shop/edge')), 'http://shop.example/')).toBe('200 shop/a');
  });

  test('have a name of their own by an annotation', () => {
    const named = gateway([listener()]);
    const metadata = { namespace: 'shop', name: 'edge', annotations: { 'gateway.istio.io/name-override': 'front' } };
    const mesh = shop({ ...named, metadata }, route('shop/route', { rules: rule('a') }));
    expect(ends(mesh, 'http://shop.example/')).toBe('200 shop/a');
    expect(ends(mesh, 'http://shop.example/', { via: 'shop/front' })).toBe('200 shop/a');
  });

  test('are those of a class that names the controller of Istio', () => {
    const custom = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'edge' },
      spec: { controllerName: 'istio.io/gateway-controller' },
    };
    const mesh = shop(
      custom,
      gateway([listener()], { gatewayClassName: 'edge' }),
      route('shop/route', { rules: rule('a') }),
    );
    expect(ends(mesh, 'http://shop.example/', { via: 'shop/edge-edge' })).toBe('200 shop/a');
  });

  test('of another controller are not known', () => {
    const mesh = shop(gateway([listener()], { gatewayClassName: 'nginx' }), route('shop/route', { rules: rule('a') }));
    expect(() => ends(mesh, 'http://shop.example/')).toThrow('via must be the namespace/name of a gateway');
  });

  test('may be there already, behind the Service of an address (IsManaged, extractGatewayServices)', () => {
    const addresses = [{ type: 'Hostname', value: 'ingress.istio-system.svc.cluster.local' }];
    const manifests = [
      namespace('shop'),
      ...app('shop/a'),
      gateway([listener()], { addresses }),
      route('shop/route', { rules: rule('a') }),
    ];
    const mesh = Mesh.fromObjects(manifests, {
      externals: [],
      gateways: [{ namespace: 'istio-system', name: 'ingress', labels: { istio: 'ingress' } }],
    });
    expect(ends(mesh, 'http://shop.example/')).toBe('200 shop/a');
    expect(ends(mesh, 'http://shop.example/', { via: 'istio-system/ingress' })).toBe('200 shop/a');
    expect(ends(mesh, 'http://shop.example/', { via: 'istio-system/ingress', url: 'http://shop.example:443/' })).toBe(
      'refused',
    );
  });

  test('are made for an address that is an IP', () => {
    const mesh = shop(
      gateway([listener()], { addresses: [{ type: 'IPAddress', value: '10.1.1.1' }] }),
      route('shop/route', { rules: rule('a') }),
    );
    expect(ends(mesh, 'http://shop.example/')).toBe('200 shop/a');
  });

  test('call backends by mTLS, as their own service account', () => {
    const { outcomes } = shop(...objects).ask({ from: 'outside', via: 'shop/edge', url: 'http://shop.example/' });
    expect(outcomes[0]?.peer).toBe('spiffe://cluster.local/ns/shop/sa/edge-istio');
  });
});

describe('parents (referenceAllowed)', () => {
  const two = [listener(), listener({ name: 'admin', port: 8080 })];
  const taken = (parent: Fields, url: string) =>
    ends(shop(gateway(two), route('shop/route', { parentRefs: [{ name: 'edge', ...parent }], rules: rule('a') })), url);

  test.each<[string, Fields, string, string]>([
    ['all listeners', {}, '200 shop/a', '200 shop/a'],
    ['a section', { sectionName: 'admin' }, '404', '200 shop/a'],
    ['a port', { port: 80 }, '200 shop/a', '404'],
    ['a section and a port that is not its', { sectionName: 'admin', port: 80 }, '404', '404'],
    ['another Gateway', { name: 'other' }, '404', '404'],
    ['the name in another namespace', { namespace: 'bank' }, '404', '404'],
  ])('%s', (_, parent, http, admin) => {
    expect(taken(parent, 'http://shop.example/')).toBe(http);
    expect(taken(parent, 'http://shop.example:8080/')).toBe(admin);
  });

  test('a listener may take some kinds only', () => {
    const kinds = (kind: string) =>
      shop(gateway([listener({ allowedRoutes: { kinds: [{ kind }] } })]), route('shop/route', { rules: rule('a') }));
    expect(ends(kinds('HTTPRoute'), 'http://shop.example/')).toBe('200 shop/a');
    expect(ends(kinds('GRPCRoute'), 'http://shop.example/')).toBe('404');
  });
});

describe('namespaces of routes (namespacesFromSelector)', () => {
  const from = (namespaces: Fields | undefined) => [
    gateway([listener({ allowedRoutes: { namespaces } })]),
    route('bank/route', { rules: rule('vault') }),
  ];
  const selector = { matchLabels: { edge: 'yes' } };

  test.each<[string, Fields | undefined, string]>([
    ['the same, by default', undefined, '404'],
    ['the same', { from: 'Same' }, '404'],
    ['all', { from: 'All' }, '200 bank/vault'],
    ['those that a selector does not select', { from: 'Selector', selector }, '404'],
    [
      'one by its name',
      { from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } } },
      '200 bank/vault',
    ],
  ])('%s', (_, namespaces, end) => {
    expect(ends(shop(...from(namespaces)), 'http://shop.example/')).toBe(end);
  });

  test('those that a selector selects', () => {
    expect(
      ends(shop(namespace('bank', { edge: 'yes' }), ...from({ from: 'Selector', selector })), 'http://shop.example/'),
    ).toBe('200 bank/vault');
  });

  test('nobody knows the labels of a namespace without manifest', () => {
    const elsewhere = [...app('tools/x'), route('tools/route', { rules: rule('x') })];
    const mesh = shop(
      gateway([listener({ allowedRoutes: { namespaces: { from: 'Selector', selector } } })]),
      ...elsewhere,
    );
    expect(ends(mesh, 'http://shop.example/')).toBe('unknown: what labels does the namespace tools have?');
  });
});

describe('host names', () => {
  const taken = (hostname: string | undefined, hostnames: readonly string[] | undefined, host: string) =>
    ends(
      shop(gateway([listener({ hostname })]), route('shop/route', { hostnames, rules: rule('a') })),
      `http://${host}/`,
    );

  test.each<[string | undefined, readonly string[] | undefined, string, boolean]>([
    [undefined, undefined, 'a.example', true],
    [undefined, ['a.example'], 'a.example', true],
    [undefined, ['a.example'], 'A.EXAMPLE', true],
    [undefined, ['a.example'], 'b.example', false],
    [undefined, ['*.example'], 'a.b.example', true],
    [undefined, ['*.example'], 'example', false],
    ['a.example', undefined, 'a.example', true],
    ['a.example', undefined, 'b.example', false],
    ['a.example', ['b.example'], 'b.example', false],
    ['*.example', ['a.example', 'other.test'], 'a.example', true],
    ['*.example', ['a.example', 'other.test'], 'other.test', false],
    ['a.example', ['*.example'], 'a.example', true],
    ['a.example', ['*.example'], 'b.example', false],
  ])('listener %s, route %p, request to %s: %s', (hostname, hostnames, host, isTaken) => {
    expect(taken(hostname, hostnames, host)).toBe(isTaken ? '200 shop/a' : '404');
  });

  test('the closest one counts, with all its routes and no others', () => {
    const mesh = shop(
      gateway([listener()]),
      route('shop/wide', { hostnames: ['*.example'], rules: rule('b') }, 1),
      route('shop/close', { hostnames: ['a.example'], rules: [path('PathPrefix /x', 'a')] }, 2),
    );
    expect(ends(mesh, 'http://a.example/x')).toBe('200 shop/a');
    expect(ends(mesh, 'http://a.example/y')).toBe('404');
    expect(ends(mesh, 'http://b.example/y')).toBe('200 shop/b');
  });

  test('routes of several HTTPRoutes for one name are joined by precedence', () => {
    const mesh = shop(
      gateway([listener()]),
      route(
        'shop/one',
        { hostnames: ['a.example'], rules: [path('PathPrefix /', 'b'), path('PathPrefix /x/y', 'cart')] },
        1,
      ),
      route('shop/two', { hostnames: ['a.example'], rules: [path('PathPrefix /x', 'a')] }, 2),
    );
    expect(ends(mesh, 'http://a.example/x')).toBe('200 shop/a');
    expect(ends(mesh, 'http://a.example/x/y')).toBe('200 shop/cart');
    expect(ends(mesh, 'http://a.example/')).toBe('200 shop/b');
  });

  test('of equal precedence without ages, nobody knows', () => {
    const own = (name: string, backend: string) =>
      gatewayApi('HTTPRoute', `shop/${name}`, { parentRefs: [{ name: 'edge' }], rules: rule(backend) });
    expect(ends(shop(gateway([listener()]), own('one', 'a'), own('two', 'b')), 'http://a.example/')).toBe(
      'unknown: which is older, HTTPRoute shop/one or HTTPRoute shop/two?',
    );
  });

  test('a listener leaves to another of its port what that has a closer name for (hostnameAllowedByIsolation)', () => {
    const listeners = [listener({ hostname: '*.example' }), listener({ name: 'close', hostname: 'a.example' })];
    const wide = route('shop/wide', {
      parentRefs: [{ name: 'edge', sectionName: 'http' }],
      hostnames: ['a.example', 'b.example'],
      rules: rule('a'),
    });
    expect(ends(shop(gateway(listeners), wide), 'http://a.example/')).toBe('404');
    expect(ends(shop(gateway(listeners), wide), 'http://b.example/')).toBe('200 shop/a');
  });
});

describe('backends of gateways need grants for other namespaces (BackendAllowed)', () => {
  const crossing = route('shop/route', { rules: [{ backendRefs: [{ name: 'vault', namespace: 'bank', port: 80 }] }] });
  const grant = (from: Fields, to: Fields) => gatewayApi('ReferenceGrant', 'bank/grant', { from: [from], to: [to] });
  const http = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' };
  const service = { group: '', kind: 'Service' };

  test.each<[string, readonly Fields[], string]>([
    ['without one', [], '500'],
    ['with one', [grant(http, service)], '200 bank/vault'],
    ['for the name', [grant(http, { ...service, name: 'vault' })], '200 bank/vault'],
    ['for another name', [grant(http, { ...service, name: 'teller' })], '500'],
    ['for another kind of route', [grant({ ...http, kind: 'GRPCRoute' }, service)], '500'],
    ['for another namespace', [grant({ ...http, namespace: 'tools' }, service)], '500'],
    ['for Secrets', [grant(http, { group: '', kind: 'Secret' })], '500'],
  ])('%s', (_, grants, end) => {
    expect(ends(shop(gateway([listener()]), crossing, ...grants), 'http://shop.example/')).toBe(end);
  });

  test('one that may not be referred to is no cluster that has a name', () => {
    const { outcomes } = shop(gateway([listener()]), crossing).ask({
      from: 'outside',
      via: 'shop/edge',
      url: 'http://shop.example/',
    });
    expect(outcomes[0]).toMatchObject({ flags: 'NC', cluster: 'UnknownService' });
  });
});

describe('HTTPS', () => {
  const https = (more: Fields = {}, certificate: Fields = {}) =>
    listener({
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: 'cert', ...certificate }] },
      ...more,
    });
  const taken = (
    listeners: readonly Fields[],
    url: string,
    more: Partial<MeshRequest> = {},
    ...objects: readonly Fields[]
  ) => ends(shop(gateway(listeners), route('shop/route', { rules: rule('a') }), ...objects), url, more);

  test('ends at the gateway', () => {
    expect(taken([https()], 'https://shop.example/')).toBe('200 shop/a');
  });

  test('asks for the name of the listener', () => {
    expect(taken([https({ hostname: 'shop.example' })], 'https://shop.example/')).toBe('200 shop/a');
    expect(taken([https({ hostname: 'shop.example' })], 'https://other.example/')).toBe('closed');
  });

  test.each([
    ['MUTUAL', false, 'closed'],
    ['MUTUAL', true, '200 shop/a'],
    ['OPTIONAL_MUTUAL', false, '200 shop/a'],
  ])('%s with a client certificate %s', (mode, clientCertificate, end) => {
    const tls = { certificateRefs: [{ name: 'cert' }], options: { 'gateway.istio.io/tls-terminate-mode': mode } };
    expect(taken([https({ tls })], 'https://shop.example/', { tls: { clientCertificate } })).toBe(end);
  });

  test('clients are validated where the Gateway says so', () => {
    const frontend = { default: { validation: { caCertificateRefs: [{ name: 'ca' }] } } };
    const mesh = shop(gateway([https()], { tls: { frontend } }), route('shop/route', { rules: rule('a') }));
    expect(ends(mesh, 'https://shop.example/')).toBe('closed');
    expect(ends(mesh, 'https://shop.example/', { tls: { clientCertificate: true } })).toBe('200 shop/a');
  });

  test('a certificate of another namespace needs a grant; without one nothing listens (buildTLS)', () => {
    const grant = gatewayApi('ReferenceGrant', 'bank/grant', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop' }],
      to: [{ group: '', kind: 'Secret' }],
    });
    expect(taken([https({}, { namespace: 'bank' })], 'https://shop.example/')).toBe('refused');
    expect(taken([https({}, { namespace: 'bank' })], 'https://shop.example/', {}, grant)).toBe('200 shop/a');
  });
});

test('a listener of a protocol that Istio does not speak is not there', () => {
  const mesh = shop(gateway([listener({ protocol: 'UDP' })]), route('shop/route', { rules: rule('a') }));
  expect(ends(mesh, 'http://shop.example/')).toBe('refused');
});

test('routes of sidecars do not count at a gateway, and the other way round', () => {
  const inner = gatewayApi(
    'HTTPRoute',
    'shop/inner',
    { parentRefs: [{ group: '', kind: 'Service', name: 'a' }], rules: rule('b') },
    1,
  );
  const mesh = shop(gateway([listener()]), route('shop/route', { rules: rule('a') }), inner);
  expect(ends(mesh, 'http://shop.example/')).toBe('200 shop/a');
  expect(ends(mesh, 'http://a/', { from: 'shop/web', via: undefined })).toBe('200 shop/b');
});

test('a policy for the Gateway acts at its proxies', () => {
  const targetRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }];
  const deny = object('security.istio.io/v1', 'AuthorizationPolicy', 'shop/deny', {
    targetRefs,
    action: 'DENY',
    rules: [{ to: [{ operation: { paths: ['/admin'] } }] }],
  });
  const mesh = shop(gateway([listener()]), route('shop/route', { rules: rule('a') }), deny);
  expect(ends(mesh, 'http://shop.example/admin')).toBe('403');
  expect(ends(mesh, 'http://shop.example/')).toBe('200 shop/a');
});
