import { type Chart } from 'cdk8s';
import {
  CanaryRoute,
  GatewayProxies,
  GatewayServer,
  IngressGateway,
  type MeshApp,
  MeshNamespace,
  MeshPort,
  type TcpServerOptions,
} from 'istio-constructs';
import { failure, only, specOf, twoVersions, written } from '../support/constructs';

const proxies = GatewayProxies.of({
  namespace: MeshNamespace.fromName('istio-system'),
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'ingress',
  ports: [80, 443, 3306, 5432].map((number) => ({ number })),
});

const gatewayOf = (chart: Chart, id: string, ...servers: GatewayServer[]) =>
  new IngressGateway(chart, id, { proxies, servers });

const tcp = (port: number, hosts?: string[]) => GatewayServer.tcp({ port, hosts });

const database = (chart: Chart, id = 'db', port = MeshPort.tcp(5000)) => twoVersions(chart, id, { ports: [port] });

const exposed = (chart: Chart, more: (app: MeshApp<'v1' | 'v2'>) => unknown = () => undefined) => {
  const app = database(chart);
  more(app);
  return app.expose(gatewayOf(chart, 'public', tcp(5432)), { hosts: ['db.example.com'] });
};

test('a server of TCP with all options', () => {
  const options: Required<TcpServerOptions> = { port: 5432, hosts: ['db.example.com'] };
  const objects = written((chart) => gatewayOf(chart, 'public', GatewayServer.tcp(options)));
  expect(specOf(objects, 'Gateway')).toEqual({
    selector: { istio: 'ingressgateway' },
    servers: [{ hosts: ['db.example.com'], port: { number: 5432, name: 'tcp-5432', protocol: 'TCP' } }],
  });
});

test('connections to its port go to the port of the app', () => {
  const objects = written((chart) => exposed(chart));
  expect(specOf(objects, 'Gateway')).toMatchObject({ servers: [{ hosts: ['*'] }] });
  expect(only(objects, 'VirtualService')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'public.db.example.com', namespace: 'istio-system' },
    spec: {
      hosts: ['db.example.com'],
      gateways: ['istio-system/public'],
      tcp: [
        {
          match: [{ port: 5432 }],
          route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 5000 } } }],
        },
      ],
    },
  });
});

describe('a canary of connections acts at a gateway, too', () => {
  const canary = (chart: Chart) => (app: MeshApp<'v1' | 'v2'>) =>
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  const route = [
    { destination: { subset: 'v1' }, weight: 90 },
    { destination: { subset: 'v2' }, weight: 10 },
  ];

  test('of TCP', () => {
    const objects = written((chart) => exposed(chart, canary(chart)));
    expect(specOf(objects, 'VirtualService', 'public.db.example.com')).toMatchObject({
      tcp: [{ match: [{ port: 5432 }], route }],
    });
  });

  test('of TLS that is passed through', () => {
    const objects = written((chart) => {
      const app = database(chart, 'db', MeshPort.tls(8443));
      canary(chart)(app);
      const edge = gatewayOf(chart, 'public', GatewayServer.passthrough({ hosts: ['*.example.com'] }));
      app.expose(edge, { hosts: ['db.example.com'] });
    });
    expect(specOf(objects, 'VirtualService', 'public.db.example.com')).toMatchObject({
      tls: [{ match: [{ port: 443, sniHosts: ['db.example.com'] }], route }],
    });
  });
});

test('a host may have requests on one port and connections on another', () => {
  const objects = written((chart) => {
    const edge = gatewayOf(chart, 'public', GatewayServer.http({ hosts: ['*.example.com'] }), tcp(5432));
    const app = twoVersions(chart, 'db', { ports: [MeshPort.http(80), MeshPort.mysql(5000)] });
    for (const port of ['http', 'mysql']) app.expose(edge, { hosts: ['db.example.com'], port: app.port(port) });
  });
  expect(specOf(objects, 'VirtualService', 'public.db.example.com')).toMatchObject({
    http: [{ route: [{ destination: { port: { number: 80 } } }] }],
    tcp: [{ match: [{ port: 5432 }], route: [{ destination: { port: { number: 5000 } } }] }],
  });
});

test('names tell servers of TCP apart', () => {
  const objects = written((chart) => {
    const edge = gatewayOf(chart, 'public', tcp(5432, ['a.example.com']), tcp(3306, ['b.example.com']));
    for (const id of ['a', 'b']) database(chart, id).expose(edge, { hosts: [`${id}.example.com`] });
  });
  for (const [host, port] of Object.entries({ a: 5432, b: 3306 })) {
    expect(specOf(objects, 'VirtualService', `public.${host}.example.com`)).toMatchObject({
      tcp: [{ match: [{ port }] }],
    });
  }
});

describe('errors', () => {
  test.each<[string, TcpServerOptions, string]>([
    ['no port', {} as never, 'servers[0].port must be given'],
    ['no port of the proxies', { port: 9000 }, "servers[0].port must be a port of the proxies' Service"],
    ['no host', { port: 5432, hosts: [] }, 'servers[0].hosts must have at least 1 entry, got 0'],
    [
      'an unknown option',
      { port: 5432, credentialName: 'x' } as never,
      'servers[0].credentialName is unknown, allowed are hosts, port',
    ],
  ])('%s', (_, options, message) => {
    expect(failure((chart) => gatewayOf(chart, 'public', GatewayServer.tcp(options)))).toContain(
      `shop/public: ${message}`,
    );
  });

  test.each<[string, GatewayServer[], string]>([
    [
      'HTTP beside it',
      [tcp(80), GatewayServer.http({ hosts: ['a.example.com'] })],
      'servers[1].port must be another than that of servers[0]: port 80 takes one of HTTP, TLS and TCP',
    ],
    [
      'TLS beside it',
      [tcp(443), GatewayServer.passthrough({ hosts: ['a.example.com'] })],
      'servers[1].port must be another than that of servers[0]: port 443 takes one of HTTP, TLS and TCP',
    ],
    [
      'a second one',
      [tcp(5432, ['a.example.com']), tcp(5432, ['b.example.com'])],
      'servers[1].port must be another than that of servers[0]: connections to port 5432 carry no host',
    ],
    [
      'a redirect to it',
      [tcp(443), GatewayServer.http({ hosts: ['a.example.com'], httpsRedirect: true })],
      'servers[1].httpsRedirect needs a server for "a.example.com" on port 443',
    ],
  ])('on one port, %s', (_, servers, message) => {
    expect(failure((chart) => gatewayOf(chart, 'public', ...servers))).toContain(`shop/public: ${message}`);
  });

  test('it is no way around client certificates', () => {
    const https = { hosts: ['a.example.com'], credentialName: 'a', clientCertificates: 'required' } as const;
    expect(failure((chart) => gatewayOf(chart, 'public', GatewayServer.https(https), tcp(5432)))).toBe(
      'nothing failed',
    );
  });

  test.each<[string, GatewayServer, string]>([
    ['another of TCP', tcp(80, ['b.example.com']), 'port 80 is served by both shop/a and shop/b'],
    ['one of HTTP', GatewayServer.http({ hosts: ['*'] }), 'port 80 takes one of HTTP, TLS and TCP, but'],
  ])('between two gateways of the same proxies, %s', (_, server, message) => {
    const both = (first: GatewayServer, second: GatewayServer) =>
      failure((chart) => {
        gatewayOf(chart, 'a', first);
        gatewayOf(chart, 'b', second);
      });
    for (const text of [both(tcp(80, ['a.example.com']), server), both(server, tcp(80, ['a.example.com']))]) {
      expect(text).toContain(message);
      expect(text.split('\n')).toHaveLength(1);
    }
  });

  test('two apps behind one port, by whatever names', () => {
    const message = failure((chart) => {
      const edge = gatewayOf(chart, 'public', tcp(5432));
      for (const id of ['b', 'a']) database(chart, id).expose(edge, { hosts: [`${id}.example.com`] });
    });
    expect(message).toBe(
      'shop/public: port 5432 leads to shop/a (tcp) and shop/b (tcp), but its connections carry no host: give each a GatewayServer.tcp of its own, and hosts that tell them apart',
    );
  });

  test('one app by two names is fine', () => {
    const message = failure((chart) =>
      database(chart).expose(gatewayOf(chart, 'public', tcp(5432)), { hosts: ['a.example.com', 'b.example.com'] }),
    );
    expect(message).toBe('nothing failed');
  });

  test.each<[string, object, string]>([
    ['a path', { path: '/a' }, 'path must be left out for tcp (tcp): nobody on the way sees paths'],
    ['methods', { methods: ['GET'] }, 'methods can only be asked of HTTP ports, but tcp (tcp) is none'],
  ])('%s', (_, more, message) => {
    const make = (chart: Chart) =>
      database(chart).expose(gatewayOf(chart, 'public', tcp(5432)), { hosts: ['a.example.com'], ...more });
    expect(failure(make)).toContain(`shop/db: ${message}`);
  });

  test('a server of HTTP alone', () => {
    const edge = (chart: Chart) => gatewayOf(chart, 'public', GatewayServer.http({ hosts: ['*.example.com'] }));
    expect(failure((chart) => database(chart).expose(edge(chart), { hosts: ['a.example.com'] }))).toBe(
      'shop/db: port: tcp (tcp) needs a server of kind GatewayServer.tcp for a.example.com, shop/public has HTTP',
    );
  });
});
