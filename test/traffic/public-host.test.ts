import { type Chart } from 'cdk8s';
import fc from 'fast-check';
import { CanaryRoute, GatewayProxies, GatewayServer, IngressGateway, MeshNamespace, MeshPort } from 'istio-constructs';
import { failure, proxies, specOf, twoVersions, written, type Written } from '../support/constructs';

const inner = GatewayProxies.of({
  namespace: MeshNamespace.fromName('istio-system'),
  labels: { istio: 'inner' },
  serviceAccount: 'inner',
});

/** A gateway for example.com, to the world or inside only. */
const gatewayOf = (chart: Chart, id: 'public' | 'inside' | 'second', port = 80) =>
  new IngressGateway(chart, id, {
    proxies: id === 'inside' ? inner : proxies,
    servers: [GatewayServer.http({ hosts: ['*.example.com'], port })],
  });

const routed = (objects: readonly Written[]) =>
  objects
    .filter((each) => each.kind === 'VirtualService')
    .map(({ metadata, spec }) => {
      const { hosts, gateways } = spec as { readonly hosts: readonly string[]; readonly gateways?: readonly string[] };
      return { name: `${metadata.namespace ?? ''}/${metadata.name}`, hosts, gateways };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const internal = (app: string) => `${app}.shop.svc.cluster.local`;

describe('the VirtualService of an app is shared', () => {
  test('pain 5: by the same host at two gateways, each of which it names', () => {
    const make = (chart: Chart) => {
      const app = twoVersions(chart, 'web');
      for (const each of [gatewayOf(chart, 'public'), gatewayOf(chart, 'inside')])
        app.expose(each, { hosts: ['a.example.com', 'b.example.com'] });
    };
    expect(routed(written(make))).toEqual([
      {
        name: 'shop/web',
        hosts: ['a.example.com', 'b.example.com', internal('web')],
        gateways: ['istio-system/inside', 'istio-system/public', 'mesh'],
      },
    ]);
  });

  test('never so that a host appears behind a gateway that it is not exposed by', () => {
    const make = (chart: Chart) => {
      const app = twoVersions(chart, 'web');
      app.expose(gatewayOf(chart, 'public'), { hosts: ['shop.example.com'] });
      app.expose(gatewayOf(chart, 'inside'), { hosts: ['admin.example.com'] });
    };
    expect(routed(written(make))).toEqual([
      {
        name: 'istio-system/inside.admin.example.com',
        hosts: ['admin.example.com'],
        gateways: ['istio-system/inside'],
      },
      { name: 'istio-system/public.shop.example.com', hosts: ['shop.example.com'], gateways: ['istio-system/public'] },
      { name: 'shop/web', hosts: [internal('web')], gateways: undefined },
    ]);
  });

  test('by no host that another app has at another gateway, for in the mesh one of two would be dropped', () => {
    const make = (chart: Chart) => {
      twoVersions(chart, 'one').expose(gatewayOf(chart, 'public'), { hosts: ['a.example.com'] });
      twoVersions(chart, 'two').expose(gatewayOf(chart, 'inside'), { hosts: ['a.example.com'] });
    };
    expect(routed(written(make)).map(({ name, hosts }) => [name, hosts])).toEqual([
      ['istio-system/inside.a.example.com', ['a.example.com']],
      ['istio-system/public.a.example.com', ['a.example.com']],
      ['shop/one', [internal('one')]],
      ['shop/two', [internal('two')]],
    ]);
  });

  test('by no wildcard, which in the mesh would take the hosts of others', () => {
    const make = (chart: Chart) =>
      twoVersions(chart, 'web').expose(gatewayOf(chart, 'public'), { hosts: ['*.example.com', 'a.example.com'] });
    expect(routed(written(make))).toEqual([
      { name: 'istio-system/public.wildcard.example.com', hosts: ['*.example.com'], gateways: ['istio-system/public'] },
      {
        name: 'shop/web',
        hosts: ['a.example.com', internal('web')],
        gateways: ['istio-system/public', 'mesh'],
      },
    ]);
  });

  test('no more once a second app comes behind the host, and the gateway hands out the one that serves', () => {
    written((chart) => {
      const gateway = gatewayOf(chart, 'public');
      const web = twoVersions(chart, 'web').expose(gateway, { hosts: ['a.example.com'] });
      expect(gateway.publicHost('a.example.com').virtualService).toBe(web.routing.virtualService);
      twoVersions(chart, 'api').expose(gateway, { hosts: ['a.example.com'], path: '/api' });
      expect(gateway.publicHost('a.example.com').virtualService.name).toBe('public.a.example.com');
    });
  });
});

test('names are of one host of one gateway', () => {
  const make = (chart: Chart) => {
    const app = twoVersions(chart, 'web');
    const hosts = ['*.example.com', 'wildcard.example.com', 'wildcard-host.example.com'];
    for (const id of ['public', 'inside'] as const) app.expose(gatewayOf(chart, id), { hosts, path: '/x' });
  };
  const names = routed(written(make)).map((each) => each.name);
  expect(names).toHaveLength(7);
  expect(new Set(names).size).toBe(7);
});

test('one exposure said twice, such as for other callers, is one', () => {
  const make = (chart: Chart) => {
    const gateway = gatewayOf(chart, 'public');
    const app = twoVersions(chart, 'web').expose(gateway, { hosts: ['a.example.com'], methods: ['GET'] });
    app.expose(gateway, { hosts: ['a.example.com'], methods: ['POST'], paths: ['/orders'] });
  };
  expect(failure(make)).toBe('nothing failed');
});

test('HTTP and TLS on one host are sections of one VirtualService', () => {
  const objects = written((chart) => {
    const servers = [
      GatewayServer.http({ hosts: ['a.example.com'] }),
      GatewayServer.passthrough({ hosts: ['a.example.com'] }),
    ];
    const gateway = new IngressGateway(chart, 'public', { proxies, servers });
    const app = twoVersions(chart, 'web', { ports: [MeshPort.http(80), MeshPort.https(443)] });
    app.expose(gateway, { hosts: ['a.example.com'] });
    app.expose(gateway, { hosts: ['a.example.com'], port: app.port('https') });
  });
  expect(objects.find((each) => each.metadata.name === 'public.a.example.com')?.spec).toMatchObject({
    http: [{ route: [{ destination: { port: { number: 80 } } }] }],
    tls: [{ match: [{ port: 443 }], route: [{ destination: { port: { number: 443 } } }] }],
  });
});

describe('errors', () => {
  test('one port of an app and another at the same path', () => {
    const make = (chart: Chart) => {
      const gateway = gatewayOf(chart, 'public');
      const app = twoVersions(chart, 'web', { ports: [MeshPort.http(80), MeshPort.http(81, { name: 'b' })] });
      app.expose(gateway, { hosts: ['a.example.com'] });
      app.expose(gateway, { hosts: ['a.example.com'], port: app.port('b') });
    };
    expect(failure(make)).toContain('a.example.com/ leads to both shop/web (http) and shop/web (http-b)');
  });

  test('two apps for one server name', () => {
    const make = (chart: Chart) => {
      const servers = [GatewayServer.passthrough({ hosts: ['a.example.com'] })];
      const gateway = new IngressGateway(chart, 'public', { proxies, servers });
      for (const id of ['one', 'two'])
        twoVersions(chart, id, { ports: [MeshPort.tls(443)] }).expose(gateway, { hosts: ['a.example.com'] });
    };
    expect(failure(make)).toContain(
      'a.example.com by TLS leads to both shop/one and shop/two: give one of them another host',
    );
  });

  test.each([
    ['shop.example.com', 'a host'],
    ['*.shop.example.com', 'a longer wildcard'],
  ])('%s at another gateway, %s that gets the requests', (exact) => {
    const make = (chart: Chart) => {
      const gateway = (id: string, host: string) =>
        new IngressGateway(chart, id, {
          proxies,
          servers: [GatewayServer.https({ hosts: [host], credentialName: id })],
        });
      const host = exact.replace('*', 'a');
      twoVersions(chart, 'web').expose(gateway('wide', '*.example.com'), { hosts: [host, 'b.example.com'] });
      gateway('exact', exact);
    };
    const host = exact.replace('*', 'a');
    expect(failure(make)).toBe(
      `shop/wide/${host}: ${host} on port 443 goes to shop/exact, which names it more exactly than shop/wide: expose it by that gateway`,
    );
  });

  test('an HTTP port where one server redirects and the other passes TLS through', () => {
    const make = (chart: Chart) => {
      const servers = [
        GatewayServer.http({ hosts: ['a.example.com'], httpsRedirect: true }),
        GatewayServer.passthrough({ hosts: ['a.example.com'] }),
      ];
      const gateway = new IngressGateway(chart, 'public', { proxies, servers });
      twoVersions(chart, 'web').expose(gateway, { hosts: ['a.example.com'] });
    };
    expect(failure(make)).toBe(
      'shop/web: port: http (http) needs a server of kind GatewayServer.http or https for a.example.com, shop/public has HTTP that redirects, TLS',
    );
  });

  test.each([
    ['/api/*', 'path must be a path without query and wildcard, for all below it is meant anyway, got "/api/*"'],
    ['/api?x=1', 'path must be a path without query and wildcard'],
    ['/a//b', 'path must have no empty segments and no . or .., which Envoy resolves first, got "/a//b"'],
    ['/a/../b', 'path must have no empty segments'],
    ['/a/.', 'path must have no empty segments'],
  ])('path %s', (path, message) => {
    const make = (chart: Chart) =>
      twoVersions(chart, 'web').expose(gatewayOf(chart, 'public'), { hosts: ['a.example.com'], path });
    expect(failure(make)).toContain(`shop/web: ${message}`);
  });

  test('a host that no app is exposed at', () => {
    const make = (chart: Chart) => {
      const gateway = gatewayOf(chart, 'public');
      twoVersions(chart, 'web').expose(gateway, { hosts: ['a.example.com'] });
      gateway.publicHost('b.example.com');
    };
    expect(failure(make)).toBe(
      'shop/public: host must be one that an app is exposed at (a.example.com), got "b.example.com"',
    );
  });

  test('a Gateway with a dot in its name, which may come from its id', () => {
    const make = (chart: Chart) =>
      new IngressGateway(chart, 'a.b', { proxies, servers: [GatewayServer.http({ hosts: ['*'] })] });
    expect(failure(make)).toContain('shop/a.b: name must be a DNS label');
  });
});

describe('whatever apps, hosts, paths and gateways', () => {
  const exposure = fc.record({
    app: fc.constantFrom('one', 'two'),
    gateway: fc.constantFrom('public' as const, 'inside' as const),
    host: fc.constantFrom('a.example.com', 'b.example.com', '*.example.com'),
    path: fc.constantFrom('/', '/', '/', '/a', '/a/b'),
  });
  const exposures = fc.uniqueArray(exposure, {
    minLength: 1,
    maxLength: 5,
    selector: ({ gateway, host, path }) => `${gateway} ${host} ${path}`,
  });
  type Exposed = ReturnType<typeof exposures.generate>['value'];

  const objectsOf = (all: Exposed) =>
    written((chart) => {
      const [gateways, apps] = [
        { public: gatewayOf(chart, 'public'), inside: gatewayOf(chart, 'inside') },
        { one: twoVersions(chart, 'one'), two: twoVersions(chart, 'two') },
      ];
      for (const { app, gateway, host, path } of all)
        apps[app as 'one'].expose(gateways[gateway], { hosts: [host], path });
    });

  test('the order in which they are exposed is no matter', () => {
    fc.assert(
      fc.property(
        exposures.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, other]) => {
          const texts = (order: Exposed) =>
            objectsOf(order)
              .map((each) => JSON.stringify(each))
              .sort();
          expect(texts(other)).toEqual(texts(all));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a gateway has exactly the hosts that are exposed by it, each in one VirtualService', () => {
    fc.assert(
      fc.property(exposures, (all) => {
        const bound = routed(objectsOf(all)).flatMap(({ hosts, gateways = [] }) =>
          gateways
            .filter((gateway) => gateway !== 'mesh')
            .flatMap((gateway) => hosts.filter((host) => host.includes('example')).map((host) => `${gateway} ${host}`)),
        );
        const wanted = new Set(all.map(({ gateway, host }) => `istio-system/${gateway} ${host}`));
        expect(bound.sort()).toEqual([...wanted].sort());
      }),
      { numRuns: 150 },
    );
  });

  test('in the mesh no host is in two VirtualServices, and none is a wildcard', () => {
    fc.assert(
      fc.property(exposures, (all) => {
        const inMesh = routed(objectsOf(all))
          .filter(({ gateways = ['mesh'] }) => gateways.includes('mesh'))
          .flatMap(({ hosts }) => hosts);
        expect(new Set(inMesh).size).toBe(inMesh.length);
        expect(inMesh.filter((host) => host.startsWith('*'))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

test('the routes of a host are collected once for validation and rendering, and again where more is said', () => {
  let collect = jest.fn();
  const make = (chart: Chart) => {
    const app = twoVersions(chart, 'web');
    app.expose(gatewayOf(chart, 'public'), { hosts: ['*.example.com'] });
    collect = jest.spyOn(app.routing, 'collect') as never;
    return app;
  };
  expect(failure(make)).toBe('nothing failed');
  expect(collect).toHaveBeenCalledTimes(1);

  const objects = written((chart) => {
    const app = make(chart);
    for (const each of chart.node.findAll()) each.node.validate();
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  });
  expect(specOf(objects, 'VirtualService', 'public.wildcard.example.com')).toMatchObject({
    http: [{ name: 'canary' }],
  });
});
