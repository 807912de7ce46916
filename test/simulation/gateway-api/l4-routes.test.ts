import { type MeshRequest } from '../../../lib/simulation/request';
import { app, ends, type Fields, gatewayApi, object, ofService, shop, to } from './shop';

const tcp = (name: string) => app(`shop/${name}`, [{ name: 'tcp', port: 80, targetPort: 8080 }]);
const tls = (name: string, place = 'shop') => app(`${place}/${name}`, [{ name: 'tls', port: 80, targetPort: 8080 }]);

function end(objects: readonly Fields[], { url, ...asked }: Partial<MeshRequest> & { readonly url: string }): string {
  return ends(shop(...objects), url, asked);
}

describe('TCPRoutes for a Service (convertTCPRoute)', () => {
  const route = (parent: Fields, backendRefs: readonly Fields[], where = 'shop/db') =>
    gatewayApi('TCPRoute', where, { parentRefs: [parent], rules: [{ backendRefs }] }, 1);
  const mesh = [...tcp('db'), ...tcp('a'), ...tcp('b'), ...tcp('teller')];

  test.each<[string, Fields, string]>([
    ['lead elsewhere', route(ofService('db'), to('a')), 'ok shop/a'],
    ['by weight', route(ofService('db'), to('a=1', 'b=3')), 'ok shop/b 0.75, ok shop/a 0.25'],
    ['nowhere without weight', route(ofService('db'), to('a=0')), 'closed'],
    ['nowhere to a Service that is not there', route(ofService('db'), to('nobody')), 'closed'],
    ['on their port', route(ofService('db', { port: 80 }), to('a')), 'ok shop/a'],
    ['not on others', route(ofService('db', { port: 81 }), to('a')), 'ok shop/db'],
    [
      "not for clients of other namespaces, unless they are of the Service's",
      route(ofService('db', { namespace: 'shop' }), to('a'), 'bank/db'),
      'ok shop/db',
    ],
  ])('%s', (_, object, expected) => {
    expect(end([...mesh, object], { url: 'tcp://db:80' })).toBe(expected);
  });
});

describe('of two TCPRoutes for a Service', () => {
  const route = (name: string, backend: string, created?: number) =>
    gatewayApi(
      'TCPRoute',
      `shop/${name}`,
      { parentRefs: [ofService('db')], rules: [{ backendRefs: to(backend) }] },
      created,
    );
  const mesh = [...tcp('db'), ...tcp('a'), ...tcp('b')];

  test.each<[string, readonly Fields[], string]>([
    ['the older counts', [route('x', 'b', 2), route('y', 'a', 1)], 'ok shop/a'],
    [
      'nobody knows without ages',
      [route('x', 'a'), route('y', 'b')],
      'unknown: which is older, TCPRoute shop/x or TCPRoute shop/y?',
    ],
  ])('%s', (_, routes, expected) => {
    expect(end([...mesh, ...routes], { url: 'tcp://db:80' })).toBe(expected);
  });
});

test('behind a TCPRoute nothing counts, for it takes all', () => {
  const route = gatewayApi(
    'TCPRoute',
    'shop/db',
    { parentRefs: [ofService('db')], rules: [{ backendRefs: to('a') }] },
    1,
  );
  const match = [{ destinationSubnets: ['10.1.1.1/32'] }];
  const tcpOnly = { hosts: ['db'], tcp: [{ match, route: [{ destination: { host: 'b' } }] }] };
  const service = object('networking.istio.io/v1', 'VirtualService', 'shop/db', tcpOnly, 2);
  const address = { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name: 'db' } };
  const [, deployment = {}] = tcp('db');
  const spec = { selector: { app: 'db' }, clusterIP: '10.1.1.1', ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] };
  const mesh = [...tcp('a'), ...tcp('b'), deployment, { ...address, spec }, service];
  expect(end([...mesh, route], { url: 'tcp://db:80' })).toBe('ok shop/a');
  expect(end(mesh, { url: 'tcp://db:80' })).toBe('ok shop/b');
});

test('a TCPRoute does not take what a tls port carries', () => {
  const route = gatewayApi(
    'TCPRoute',
    'shop/db',
    { parentRefs: [ofService('db')], rules: [{ backendRefs: to('a') }] },
    1,
  );
  expect(end([...tls('db'), ...tls('a'), route], { url: 'tls://db:80' })).toBe('ok shop/db');
});

describe('TLSRoutes for a Service (augmentTLSPortMatch)', () => {
  const route = (hostnames: readonly string[] | undefined) =>
    gatewayApi(
      'TLSRoute',
      'shop/db',
      { parentRefs: [ofService('db')], hostnames, rules: [{ backendRefs: to('a') }] },
      1,
    );
  const mesh = [...tls('db'), ...tls('a')];

  test.each([
    ["are for the Service's name where they name none", undefined, 'db.shop.svc.cluster.local', 'ok shop/a'],
    ['not for another name', undefined, 'other.example', 'ok shop/db'],
    ['are for the name that they have', ['db.example'], 'db.example', 'ok shop/a'],
  ])('%s', (_, hostnames, sni, expected) => {
    expect(end([...mesh, route(hostnames)], { url: 'tls://db:80', tls: { sni } })).toBe(expected);
  });
});

describe('TLSRoutes and TCPRoutes at a Gateway', () => {
  const gateway = (listener: Fields) =>
    gatewayApi(
      'Gateway',
      'shop/edge',
      { gatewayClassName: 'istio', listeners: [{ name: 'l4', port: 443, ...listener }] },
      1,
    );
  const passthrough = gateway({ protocol: 'TLS', tls: { mode: 'Passthrough' } });
  const terminate = gateway({ protocol: 'TLS', tls: { mode: 'Terminate', certificateRefs: [{ name: 'cert' }] } });
  const plain = gateway({ protocol: 'TCP' });
  const route = (kind: string, name: string, backend: string, hostnames?: readonly string[], created?: number) =>
    gatewayApi(
      kind,
      `shop/${name}`,
      { parentRefs: [{ name: 'edge' }], hostnames, rules: [{ backendRefs: to(backend) }] },
      created,
    );
  const mesh = [...tls('a'), ...tls('b')];
  const asked = (url: string) => ({ from: 'outside', via: 'shop/edge', url });

  test.each<[string, Fields, readonly Fields[], string, string]>([
    [
      'a TLSRoute takes its names',
      passthrough,
      [route('TLSRoute', 'x', 'a', ['a.example'], 1)],
      'tls://a.example:443',
      'ok shop/a',
    ],
    ['and no others', passthrough, [route('TLSRoute', 'x', 'a', ['a.example'], 1)], 'tls://b.example:443', 'closed'],
    [
      'all, where it names none',
      passthrough,
      [route('TLSRoute', 'x', 'a', undefined, 1)],
      'tls://b.example:443',
      'ok shop/a',
    ],
    [
      'a TCPRoute takes TLS that ends at the gateway',
      terminate,
      [route('TCPRoute', 'x', 'a', undefined, 1)],
      'tls://a.example:443',
      'ok shop/a',
    ],
    ['a TCPRoute takes bytes', plain, [route('TCPRoute', 'x', 'a', undefined, 1)], 'tcp://a.example:443', 'ok shop/a'],
    [
      'a TCPRoute does not take TLS that is passed on',
      passthrough,
      [route('TCPRoute', 'x', 'a', undefined, 1)],
      'tls://a.example:443',
      'closed',
    ],
    [
      'the closest name counts, though it is of the younger',
      passthrough,
      [route('TLSRoute', 'x', 'b', ['*.example'], 1), route('TLSRoute', 'y', 'a', ['a.example'], 2)],
      'tls://a.example:443',
      'ok shop/a',
    ],
    [
      'of one name, the older',
      passthrough,
      [route('TLSRoute', 'x', 'b', ['a.example'], 2), route('TLSRoute', 'y', 'a', ['a.example'], 1)],
      'tls://a.example:443',
      'ok shop/a',
    ],
    [
      'the closest name counts, whatever the ages',
      passthrough,
      [route('TLSRoute', 'x', 'b', ['*.example']), route('TLSRoute', 'y', 'a', ['a.example'])],
      'tls://a.example:443',
      'ok shop/a',
    ],
    [
      'of one name without ages, nobody knows',
      passthrough,
      [route('TLSRoute', 'x', 'b', ['a.example']), route('TLSRoute', 'y', 'a', ['a.example'])],
      'tls://a.example:443',
      'unknown: which is older, TLSRoute shop/x or TLSRoute shop/y?',
    ],
  ])('%s', (_, edge, routes, url, expected) => {
    expect(end([...mesh, edge, ...routes], asked(url))).toBe(expected);
  });

  test('backends of other namespaces need a grant', () => {
    const vault = tls('vault', 'bank');
    const crossing = gatewayApi(
      'TLSRoute',
      'shop/x',
      { parentRefs: [{ name: 'edge' }], rules: [{ backendRefs: [{ name: 'vault', namespace: 'bank', port: 80 }] }] },
      1,
    );
    const grant = gatewayApi('ReferenceGrant', 'bank/grant', {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'TLSRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service' }],
    });
    expect(end([...vault, passthrough, crossing], asked('tls://a.example:443'))).toBe('closed');
    expect(end([...vault, passthrough, crossing, grant], asked('tls://a.example:443'))).toBe('ok bank/vault');
  });
});
