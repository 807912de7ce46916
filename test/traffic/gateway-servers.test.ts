import { type Chart } from 'cdk8s';
import fc from 'fast-check';
import { GatewayProxies, GatewayServer, IngressGateway, type MeshApp, MeshNamespace, MeshPort } from 'istio-constructs';
import { failure, only, proxies, specOf, twoVersions, written } from '../support/constructs';

const servers =
  (...given: GatewayServer[]) =>
  (chart: Chart) =>
    new IngressGateway(chart, 'public', { proxies, servers: given });

const serversOf = (...given: GatewayServer[]) =>
  (specOf(written(servers(...given)), 'Gateway') as { readonly servers: readonly unknown[] }).servers;

const https = (hosts: string[], credentialName: string, port?: number) =>
  GatewayServer.https({ hosts, credentialName, port });

describe('what a server becomes', () => {
  test('HTTPS with all options asks clients for certificates', () => {
    expect(
      serversOf(
        GatewayServer.https({
          hosts: ['a.example.com'],
          port: 443,
          credentialName: 'a-tls',
          clientCertificates: 'required',
          minTlsVersion: '1.2',
          cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'],
        }),
      ),
    ).toEqual([
      {
        hosts: ['a.example.com'],
        port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
        tls: {
          mode: 'MUTUAL',
          credentialName: 'a-tls',
          minProtocolVersion: 'TLSV1_2',
          cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'],
        },
      },
    ]);
  });

  test('HTTP that sends clients to HTTPS', () => {
    const http = GatewayServer.http({ hosts: ['a.example.com'], httpsRedirect: true });
    expect(serversOf(http, https(['a.example.com'], 'a-tls'))).toMatchObject([
      { port: { number: 80, protocol: 'HTTP' }, tls: { httpsRedirect: true } },
      { port: { number: 443, protocol: 'HTTPS' }, tls: { mode: 'SIMPLE', credentialName: 'a-tls' } },
    ]);
  });

  test('TLS that is passed through', () => {
    expect(serversOf(GatewayServer.passthrough({ hosts: ['a.example.com'] }))).toEqual([
      {
        hosts: ['a.example.com'],
        port: { number: 443, name: 'tls-443', protocol: 'TLS' },
        tls: { mode: 'PASSTHROUGH' },
      },
    ]);
  });

  test('servers with certificates of their own share a port, under names of their own', () => {
    expect(serversOf(https(['a.example.com'], 'a-tls'), https(['b.example.com'], 'b-tls'))).toMatchObject([
      { port: { number: 443, name: 'https-443' } },
      { port: { number: 443, name: 'https-443-b-tls' } },
    ]);
  });

  test('pain 20: the certificate is looked for in the namespace of the proxies, where the Gateway is', () => {
    const gateway = only(written(servers(https(['a.example.com'], 'a-tls'))), 'Gateway');
    expect(gateway.metadata.namespace).toBe(proxies.namespace.namespaceName);
  });
});

test.each<[string, readonly GatewayServer[], string]>([
  [
    'a redirect to a host that nobody serves by HTTPS',
    [GatewayServer.http({ hosts: ['a.example.com'], httpsRedirect: true })],
    'servers[0].httpsRedirect needs a server for "a.example.com" on port 443, or requests would go nowhere',
  ],
  [
    'pain 19: one certificate in two servers',
    [https(['a.example.com'], 'wildcard'), https(['b.example.com'], 'wildcard')],
    'servers[1].credentialName must be another than that of servers[0], or the hosts go into one server',
  ],
  [
    'one host twice on a port',
    [https(['a.example.com'], 'a-tls'), https(['a.example.com'], 'b-tls')],
    'servers[1].hosts must not have "a.example.com", for servers[0] has "a.example.com" on the same port 443',
  ],
  [
    'HTTP and TLS on one port',
    [https(['a.example.com'], 'a-tls'), GatewayServer.http({ hosts: ['b.example.com'], port: 443 })],
    'servers[1].port must be another than that of servers[0]: port 443 takes one of HTTP, TLS and TCP',
  ],
  [
    'a way around client certificates',
    [
      GatewayServer.https({ hosts: ['a.example.com'], credentialName: 'a-tls', clientCertificates: 'required' }),
      GatewayServer.http({ hosts: ['*.example.com'] }),
    ],
    'servers[0] asks for client certificates, but servers[1] lets requests for "a.example.com" in without',
  ],
  [
    'cipher suites that TLS 1.3 does not have',
    [
      GatewayServer.https({
        hosts: ['a.example.com'],
        credentialName: 'a',
        minTlsVersion: '1.3',
        cipherSuites: ['AES128-SHA'],
      }),
    ],
    'servers[0].cipherSuites must be left out with minTlsVersion 1.3',
  ],
  [
    'capitals',
    [GatewayServer.http({ hosts: ['A.example.com'] })],
    'servers[0].hosts[0] must be in lower case and without a dot at the end',
  ],
  [
    'a namespace before a host',
    [GatewayServer.http({ hosts: ['shop/a.b'] })],
    'servers[0].hosts[0] must be a host name without a namespace',
  ],
  ['a host twice in one server', [GatewayServer.http({ hosts: ['a.b', 'a.b'] })], 'servers[0].hosts[1] is there twice'],
])('%s is an error', (_, given, message) => {
  const known = GatewayProxies.of({ ...proxies, ports: [{ number: 80 }, { number: 443 }] });
  expect(failure((chart) => new IngressGateway(chart, 'public', { proxies: known, servers: given }))).toContain(
    `shop/public: ${message}`,
  );
});

describe('two gateways of the same proxies', () => {
  const two = (a: GatewayServer, b: GatewayServer) => (chart: Chart) => {
    new IngressGateway(chart, 'a', { proxies, servers: [a] });
    new IngressGateway(chart, 'b', { proxies, servers: [b] });
  };

  test('pain 19: with one certificate are an error that names both', () => {
    expect(failure(two(https(['a.example.com'], 'wildcard'), https(['b.example.com'], 'wildcard')))).toContain(
      'certificate wildcard is used by both shop/a and shop/b, which configure the same proxies: put the hosts into one server',
    );
  });

  test('with one host on one port are an error that names both', () => {
    const server = GatewayServer.http({ hosts: ['a.example.com'] });
    expect(failure(two(server, server))).toContain('host a.example.com on port 80 is served by both shop/a and shop/b');
  });

  test.each([
    ['the first', GatewayServer.http({ hosts: ['a.example.com'], port: 443 }), https(['b.example.com'], 'b-tls')],
    ['the second', https(['b.example.com'], 'b-tls'), GatewayServer.http({ hosts: ['a.example.com'], port: 443 })],
  ])('that want HTTP and TLS on one port are an error, if %s is unusual', (_, a, b) => {
    const message = failure(two(a, b));
    expect(message).toContain('port 443 takes one of HTTP, TLS and TCP, but');
    expect(message.split('\n')).toHaveLength(1);
  });

  test('with hosts of their own are fine', () => {
    const make = two(
      GatewayServer.http({ hosts: ['a.example.com'] }),
      GatewayServer.http({ hosts: ['b.example.com'] }),
    );
    expect(failure(make)).toBe('nothing failed');
  });
});

test('labels that select every proxy are an error', () => {
  expect(() => GatewayProxies.of({ ...proxies, namespace: MeshNamespace.fromName('x'), labels: {} })).toThrow(
    'proxies.labels must have at least 1 label, or a Gateway would select all proxies',
  );
});

describe('an app that has the certificate itself', () => {
  const passing = (chart: Chart, app: MeshApp<'v1' | 'v2'>, more: object = {}) => {
    const gateway = servers(GatewayServer.passthrough({ hosts: ['*.example.com'] }))(chart);
    app.expose(gateway, { hosts: ['db.example.com'], ...more });
  };
  const database = (chart: Chart) =>
    twoVersions(chart, 'db', { ports: [MeshPort.tls(8443), MeshPort.http(80), MeshPort.tcp(9)] });

  test('is reached by the server name of the handshake', () => {
    const objects = written((chart) => {
      const app = database(chart);
      passing(chart, app, { port: app.port('tls') });
    });
    expect(objects.filter((each) => each.kind === 'VirtualService')).toEqual([
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'public.db.example.com', namespace: 'istio-system' },
        spec: {
          hosts: ['db.example.com'],
          gateways: ['istio-system/public'],
          tls: [
            {
              match: [{ port: 443, sniHosts: ['db.example.com'] }],
              route: [{ destination: { host: 'db.shop.svc.cluster.local', port: { number: 8443 } } }],
            },
          ],
        },
      },
    ]);
  });

  test.each([
    [
      'an HTTP port',
      'http',
      {},
      'port: http (http) needs a server of kind GatewayServer.http or https for db.example.com',
    ],
    ['a TCP port', 'tcp', {}, 'port: tcp (tcp) needs a server of kind GatewayServer.tcp for db.example.com'],
    ['a path', 'tls', { path: '/a' }, 'path must be left out for tls (tls): nobody on the way sees paths'],
    ['methods', 'tls', { methods: ['GET'] }, 'methods can only be asked of HTTP ports, but tls (tls) is none'],
  ])('cannot be reached by %s', (_, port, more, message) => {
    const make = (chart: Chart) => {
      const app = database(chart);
      passing(chart, app, { port: app.port(port), ...more });
    };
    expect(failure(make)).toContain(`shop/db: ${message}`);
  });
});

describe('several apps behind one host', () => {
  interface Place {
    readonly app: number;
    readonly path: string;
  }
  const PATHS = ['/', '/a', '/a/', '/a/b', '/ab', '/c'];
  const place = fc.record({ app: fc.nat(2), path: fc.constantFrom(...PATHS) });
  const distinctPlaces = fc.uniqueArray(place, {
    minLength: 1,
    maxLength: 5,
    selector: (each) => each.path.replace(/(.)\/$/, '$1'),
  });

  const objectsOf = (places: readonly Place[]) =>
    written((chart) => {
      const gateway = servers(GatewayServer.http({ hosts: ['*.example.com'] }))(chart);
      const apps = [0, 1, 2].map((index) => twoVersions(chart, `app-${index}`));
      for (const { app, path } of places) apps[app]?.expose(gateway, { hosts: ['shop.example.com'], path });
    });

  interface Routes {
    readonly hosts: readonly string[];
    readonly http: readonly {
      readonly match?: readonly { readonly uri?: { readonly exact?: string; readonly prefix?: string } }[];
      readonly route: readonly { readonly destination: { readonly host: string } }[];
    }[];
  }

  /** The app that answers, as Envoy chooses: the first route that matches. */
  const answering = (places: readonly Place[], path: string) => {
    const specs = objectsOf(places).flatMap((each) => (each.kind === 'VirtualService' ? [each.spec as Routes] : []));
    const spec = specs.find((each) => each.hosts.includes('shop.example.com'));
    const route = spec?.http.find(
      ({ match }) =>
        match?.some(
          ({ uri }) =>
            uri === undefined || uri.exact === path || (uri.prefix !== undefined && path.startsWith(uri.prefix)),
        ) ?? true,
    );
    return route?.route[0]?.destination.host.split('.')[0];
  };

  test('a request goes to the app of the longest path around it, or to none', () => {
    fc.assert(
      fc.property(
        distinctPlaces,
        fc.constantFrom('/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/abc', '/c', '/d'),
        (places, path) => {
          const around = places
            .map((each) => ({ ...each, path: each.path.replace(/\/$/, '') }))
            .filter((each) => path === each.path || path.startsWith(`${each.path}/`))
            .sort((a, b) => b.path.length - a.path.length)[0];
          expect(answering(places, path)).toBe(around && `app-${around.app}`);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('the order in which they are exposed is no matter', () => {
    fc.assert(
      fc.property(distinctPlaces, fc.nat(), (places, seed) => {
        const turned = [...places.slice(seed % places.length), ...places.slice(0, seed % places.length)].reverse();
        const texts = (order: readonly Place[]) =>
          objectsOf(order)
            .map((each) => JSON.stringify(each))
            .sort();
        expect(texts(turned)).toEqual(texts(places));
      }),
      { numRuns: 15 },
    );
  });

  test('one path written in two ways is the same path, and an error', () => {
    const make = (chart: Chart) => {
      const gateway = servers(GatewayServer.http({ hosts: ['*.example.com'] }))(chart);
      twoVersions(chart, 'one').expose(gateway, { hosts: ['shop.example.com'], path: '/a' });
      twoVersions(chart, 'two').expose(gateway, { hosts: ['shop.example.com'], path: '/a/' });
    };
    expect(failure(make)).toContain('shop.example.com/a leads to both shop/one and shop/two');
  });
});
