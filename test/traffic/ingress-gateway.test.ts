import { type Chart } from 'cdk8s';
import {
  CanaryRoute,
  GatewayProxies,
  GatewayServer,
  type GatewayServerOptions,
  type HttpServerOptions,
  type HttpsServerOptions,
  IngressGateway,
  type IngressGatewayProps,
  MeshNamespace,
  MeshPort,
  type TcpServerOptions,
} from 'istio-constructs';
import { failure, gateway, laterInEveryProp, only, proxies, twoVersions, written } from '../support/constructs';

test('minimal props: the Gateway selects the proxies it was given, in their namespace', () => {
  const objects = written(
    (chart) => new IngressGateway(chart, 'public', { proxies, servers: [GatewayServer.http({ hosts: ['*'] })] }),
  );
  expect(only(objects, 'Gateway')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'istio-system' },
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ hosts: ['*'], port: { number: 80, name: 'http-80', protocol: 'HTTP' } }],
    },
  });
});

const allProps: Required<IngressGatewayProps> = {
  proxies,
  servers: [
    GatewayServer.http({ hosts: ['a.example.com', '*.b.example.com'], port: 80 }),
    GatewayServer.https({ hosts: ['a.example.com'], credentialName: 'tls' }),
  ],
  name: 'edge',
};

test('all the props', () => {
  const objects = written((chart) => new IngressGateway(chart, 'public', allProps));
  expect(only(objects, 'Gateway', 'edge').spec).toEqual({
    selector: { istio: 'ingressgateway' },
    servers: [
      { hosts: ['a.example.com', '*.b.example.com'], port: { number: 80, name: 'http-80', protocol: 'HTTP' } },
      {
        hosts: ['a.example.com'],
        port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
        tls: { mode: 'SIMPLE', credentialName: 'tls' },
      },
    ],
  });
});

test('values that are only known later', () => {
  const make = (chart: Chart, props: Required<IngressGatewayProps>) => new IngressGateway(chart, 'public', props);
  expect(laterInEveryProp(() => allProps, make)).toEqual({
    written: ['name'],
    refused: ['proxies', 'servers', 'servers.0', 'servers.1'],
  });
});

describe('values of a server that are only known later', () => {
  const outcomes = <P extends object>(server: (options: P) => GatewayServer, options: P) =>
    laterInEveryProp(
      () => options,
      (chart, given) => {
        const others = [GatewayServer.https({ hosts: ['a.b'], credentialName: 'other', port: 443 })];
        return new IngressGateway(chart, 'public', { proxies, servers: [server(given), ...others] });
      },
    );

  test('of HTTP', () => {
    const options: Required<HttpServerOptions> = { hosts: ['a.b'], port: 80, httpsRedirect: true };
    expect(outcomes(GatewayServer.http, options)).toEqual({
      written: ['hosts.0', 'port'],
      refused: ['hosts', 'httpsRedirect'],
    });
  });

  test('of HTTPS', () => {
    const options: Required<HttpsServerOptions> = {
      hosts: ['x.b'],
      port: 443,
      credentialName: 'x',
      clientCertificates: 'optional',
      minTlsVersion: '1.2',
      cipherSuites: ['AES128-SHA'],
    };
    expect(outcomes(GatewayServer.https, options)).toEqual({
      written: ['hosts.0', 'port', 'credentialName', 'minTlsVersion', 'cipherSuites', 'cipherSuites.0'],
      refused: ['hosts', 'clientCertificates'],
    });
  });

  test('of TLS that is passed through', () => {
    const options: Required<GatewayServerOptions> = { hosts: ['x.b'], port: 443 };
    expect(outcomes(GatewayServer.passthrough, options)).toEqual({ written: ['hosts.0', 'port'], refused: ['hosts'] });
  });

  test('of TCP', () => {
    const options: Required<TcpServerOptions> = { hosts: ['x.b'], port: 80 };
    expect(outcomes(GatewayServer.tcp, options)).toEqual({ written: ['hosts.0', 'port'], refused: ['hosts'] });
  });
});

describe('a public host', () => {
  const virtualServices = (
    objects: readonly { kind: string; metadata: { name: string; namespace?: string }; spec?: unknown }[],
  ) =>
    objects
      .filter((each) => each.kind === 'VirtualService')
      .map(({ metadata, spec }) => ({ ...metadata, ...(spec as object) }));

  test('of one app at / shares the VirtualService of the app', () => {
    const objects = written((chart) => twoVersions(chart).expose(gateway(chart), { hosts: ['shop.example.com'] }));
    expect(virtualServices(objects)).toMatchObject([
      {
        name: 'reviews',
        namespace: 'shop',
        hosts: ['shop.example.com', 'reviews.shop.svc.cluster.local'],
        gateways: ['istio-system/public', 'mesh'],
      },
    ]);
  });

  test('of several apps has its own, the longest path first, with the routes of each app', () => {
    const make = (order: readonly string[]) => (chart: Chart) => {
      const public_ = gateway(chart);
      const apps = Object.fromEntries(['web', 'api'].map((id) => [id, twoVersions(chart, id)]));
      for (const id of order)
        apps[id]?.expose(public_, { hosts: ['shop.example.com'], path: id === 'api' ? '/api' : '/' });
      const api = apps['api'];
      if (api) new CanaryRoute(chart, 'canary', { stable: api.version('v1'), canary: api.version('v2'), weight: 10 });
    };
    const [own] = virtualServices(written(make(['web', 'api']))).filter((each) => each.namespace === 'istio-system');
    expect(own).toMatchObject({
      name: 'public.shop.example.com',
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      http: [
        {
          name: 'canary',
          match: [{ uri: { exact: '/api' } }, { uri: { prefix: '/api/' } }],
          route: [{ weight: 90 }, { weight: 10 }],
        },
        { name: 'default', route: [{ destination: { host: 'web.shop.svc.cluster.local' } }] },
      ],
    });
    const sorted = (objects: ReturnType<typeof written>) =>
      [...virtualServices(objects)].sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(sorted(written(make(['api', 'web'])))).toEqual(sorted(written(make(['web', 'api']))));
  });

  test('of an app with several HTTP ports has its own, without conditions on ports, which at a gateway are those of the gateway', () => {
    const objects = written((chart) =>
      twoVersions(chart, 'reviews', { ports: [MeshPort.http(80), MeshPort.http(81, { name: 'admin' })] }).expose(
        gateway(chart),
        { hosts: ['shop.example.com'] },
      ),
    );
    const [own] = virtualServices(objects).filter((each) => each.namespace === 'istio-system');
    expect(own).toMatchObject({ http: [{ name: 'default', route: [{ destination: { port: { number: 80 } } }] }] });
    expect(JSON.stringify(own)).not.toContain('"match"');
  });

  test('of every host has its own, for in the mesh a VirtualService may not be for every host', () => {
    const objects = written((chart) => {
      const open = new IngressGateway(chart, 'public', { proxies, servers: [GatewayServer.http({ hosts: ['*'] })] });
      twoVersions(chart).expose(open, { hosts: ['*'] });
    });
    expect(virtualServices(objects)).toMatchObject([
      { name: 'public.wildcard', namespace: 'istio-system', hosts: ['*'], gateways: ['istio-system/public'] },
      { name: 'reviews', hosts: ['reviews.shop.svc.cluster.local'] },
    ]);
  });

  test('with one path for two apps is an error that names both', () => {
    const message = failure((chart) => {
      const public_ = gateway(chart);
      for (const id of ['web', 'api'])
        twoVersions(chart, id).expose(public_, { hosts: ['shop.example.com'], path: '/x' });
    });
    expect(message).toContain('shop.example.com/x leads to both shop/api and shop/web: give one of them another path');
  });
});

describe('errors', () => {
  test.each<[object, string]>([
    [{ servers: [] }, 'servers must have at least 1 entry, got 0'],
    [{ servers: ['http'] }, 'servers[0] must be a GatewayServer'],
    [{ servers: [GatewayServer.http(undefined as never)] }, 'servers[0] must be given'],
    [{ servers: [GatewayServer.https({ hosts: ['a.b'] } as never)] }, 'servers[0].credentialName must be given'],
    [{ servers: [GatewayServer.http({ hosts: [] })] }, 'servers[0].hosts must have at least 1 entry, got 0'],
    [
      { servers: [GatewayServer.http({ hosts: ['shop'] })] },
      'servers[0].hosts[0] must be a full host name with a dot, *.example.com or *, got "shop"',
    ],
    [
      { servers: [GatewayServer.http({ hosts: ['no host'] })] },
      'servers[0].hosts[0] must be a host name, *. and a host name, or *, got "no host"',
    ],
    [
      { servers: [GatewayServer.http({ hosts: ['*'], port: 70000 })] },
      'servers[0].port must be a whole number between 1 and 65535, got 70000',
    ],
    [
      { servers: [GatewayServer.http({ hosts: ['*'], port: 8080 })] },
      "servers[0].port must be a port of the proxies' Service (80, 443), got 8080",
    ],
    [
      { servers: [GatewayServer.http({ hosts: ['*'] }), GatewayServer.http({ hosts: ['a.b'] })] },
      'servers[1].hosts must not have "a.b", for servers[0] has "*" on the same port 80: put the hosts into one server',
    ],
    [{ proxies: { labels: {} } }, 'proxies must be gateway proxies, such as install.ingress, got an object'],
  ])('%j', (more, message) => {
    const props = { proxies, servers: [GatewayServer.http({ hosts: ['*'] })], ...more } as IngressGatewayProps;
    expect(failure((chart) => new IngressGateway(chart, 'public', props))).toContain(`shop/public: ${message}`);
  });

  test('a host that the gateway does not serve', () => {
    const message = failure((chart) => twoVersions(chart).expose(gateway(chart), { hosts: ['shop.example.org'] }));
    expect(message).toBe(
      'shop/reviews: hosts: no server of shop/public serves shop.example.org, they serve *.example.com',
    );
  });

  test('proxies without labels or with a wrong port', () => {
    const of = (more: object) => () =>
      GatewayProxies.of({ namespace: MeshNamespace.fromName('a'), labels: { a: 'b' }, serviceAccount: 'x', ...more });
    expect(of({ labels: undefined })).toThrow('proxies.labels must be given');
    expect(of({ ports: [{ number: 0 }] })).toThrow('proxies.ports[0].number must be a port between 1 and 65535, got 0');
    expect(of({ serviceAccount: 'X' })).toThrow('proxies.serviceAccount must be a DNS label');
  });
});
