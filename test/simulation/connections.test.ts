/** Bytes, TLS, names and addresses outside, gateways, and callers of all kinds. */
import { answer, app, ask, deployment, type Fields, INGRESS, istio, namespace, service, SHOP, to } from './meshes';

type Row = readonly [
  title: string,
  objects: readonly Fields[],
  request: Parameters<typeof answer>[1],
  expected: string,
];

const DB = { ports: [{ name: 'tcp', port: 5432, targetPort: 8080 }] };
const TLS = { ports: [{ name: 'tls', port: 443, targetPort: 8080 }] };
const vs = (name: string, spec: Fields, created?: number) => istio('VirtualService', name, spec, created);
const entry = (name: string, spec: Fields) => istio('ServiceEntry', name, spec);
const port = (number: number, protocol: string, more: Fields = {}) => ({
  number,
  name: `p${number}`,
  protocol,
  ...more,
});
const OUTSIDE = {
  externals: [
    { name: 'weather', hosts: ['api.weather.example'], ip: '192.0.2.1' },
    { name: 'news', hosts: ['api.news.example'], ip: '192.0.2.2' },
  ],
};
const REGISTRY_ONLY = { ...OUTSIDE, meshConfig: { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } } };
const weather = (more: Fields, number = 80, protocol = 'HTTP', extra: Fields = {}) =>
  entry('shop/weather', { hosts: ['api.weather.example'], ports: [port(number, protocol, extra)], ...more });
const DATABASES = [...SHOP, ...app('shop/db', DB), ...app('shop/replica', DB)];

describe('bytes', () => {
  it.each<Row>([
    ['go to the host of their address', DATABASES, 'tcp://db:5432', 'ok shop/db'],
    ['go to a port that is not there nowhere', DATABASES, 'tcp://db:5433', 'closed UF'],
    [
      'follow tcp routes by weight',
      [
        ...DATABASES,
        vs('shop/db', {
          hosts: ['db'],
          tcp: [
            {
              route: [
                { ...to('db'), weight: 1 },
                { ...to('replica'), weight: 3 },
              ],
            },
          ],
        }),
      ],
      'tcp://db:5432',
      'ok shop/replica 75 %, ok shop/db 25 %',
    ],
    [
      'follow those of a wildcard host too',
      [...DATABASES, vs('shop/all', { hosts: ['*.shop.svc.cluster.local'], tcp: [{ route: [to('replica')] }] })],
      'tcp://db:5432',
      'ok shop/replica',
    ],
    [
      'do not follow http routes',
      [...DATABASES, vs('shop/db', { hosts: ['db'], http: [{ route: [to('replica')] }] })],
      'tcp://db:5432',
      'ok shop/db',
    ],
    [
      'have to meet all conditions on the proxy, with gateways as well',
      [
        ...DATABASES,
        vs('shop/db', {
          hosts: ['db'],
          tcp: [{ match: [{ gateways: ['mesh'], sourceLabels: { app: 'other' } }], route: [to('replica')] }],
        }),
      ],
      'tcp://db:5432',
      'ok shop/db',
    ],
    [
      'are told apart by the port of a match',
      [...DATABASES, vs('shop/db', { hosts: ['db'], tcp: [{ match: [{ port: 5432 }], route: [to('replica')] }] })],
      'tcp://db:5432',
      'ok shop/replica',
    ],
    [
      'go to the only port of a destination without one',
      [
        ...DATABASES,
        ...app('shop/old', { ports: [{ name: 'tcp', port: 6000, targetPort: 8080 }] }),
        vs('shop/db', { hosts: ['db'], tcp: [{ route: [to('old')] }] }),
      ],
      'tcp://db:5432',
      'ok shop/old',
    ],
    [
      'end at a subset that is not there',
      [...DATABASES, vs('shop/db', { hosts: ['db'], tcp: [{ route: [to('db', { subset: 'v9' })] }] })],
      'tcp://db:5432',
      'closed NC',
    ],
    [
      'on a port of HTTP are passed through, and its server reads none of it',
      [...SHOP, ...app('shop/cart')],
      'tcp://cart:80',
      'closed UC',
    ],
    [
      'that are a request reach an application on a port of TCP',
      [...SHOP, ...app('shop/cart', { ports: [{ name: 'tcp', port: 80, targetPort: 8080 }] })],
      'http://cart/',
      '200 shop/cart',
    ],
    [
      'are detected where the port does not say what it speaks',
      [
        ...SHOP,
        ...app('shop/cart', { ports: [{ port: 8000, targetPort: 8080 }] }),
        vs('shop/cart', { hosts: ['cart'], http: [{ directResponse: { status: 418 } }] }),
      ],
      'http://cart:8000/',
      '418',
    ],
    [
      'and bytes on such a port go to it',
      [...SHOP, ...app('shop/cart', { ports: [{ port: 8000, targetPort: 8080 }] })],
      'tcp://cart:8000',
      'ok shop/cart',
    ],
    [
      'gRPC on a port of HTTP is a request',
      [...SHOP, ...app('shop/cart')],
      'grpc://cart/shop.Cart/Get',
      '200 shop/cart',
    ],
    ['gRPC on a port of TCP is bytes', DATABASES, 'grpc://db:5432/shop.Cart/Get', '200 shop/db'],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request)).toBe(expected);
  });
});

const SECURE = [...SHOP, ...app('shop/a', TLS), ...app('shop/b', TLS)];

describe('TLS of applications', () => {
  it.each<Row>([
    [
      'goes to the host of its address, whatever the server name',
      SECURE,
      { url: 'https://a/', tls: { sni: 'other' } },
      '200 shop/a',
    ],
    [
      'follows tls routes by server name',
      [...SECURE, vs('shop/a', { hosts: ['a'], tls: [{ match: [{ sniHosts: ['a'] }], route: [to('b')] }] })],
      'https://a/',
      '200 shop/b',
    ],
    [
      'takes the closest name, not the first',
      [
        ...SECURE,
        vs('shop/a', {
          hosts: ['*.example', 'a.shop.svc.cluster.local'],
          tls: [
            { match: [{ sniHosts: ['*.example'] }], route: [to('a')] },
            { match: [{ sniHosts: ['x.example'] }], route: [to('b')] },
          ],
        }),
      ],
      { url: 'tls://a:443', tls: { sni: 'x.example' } },
      'ok shop/b',
    ],
    [
      'is passed through where there are tls routes and none for it',
      [
        ...SECURE,
        istio('PeerAuthentication', 'shop/default', { mtls: { mode: 'STRICT' } }),
        vs('shop/a', { hosts: ['a'], tls: [{ match: [{ sniHosts: ['a'] }], route: [to('b')] }] }),
      ],
      { url: 'tls://a:443', tls: { sni: 'y' } },
      'closed UC',
    ],
    [
      'does not follow tcp routes',
      [...SECURE, vs('shop/a', { hosts: ['a'], tcp: [{ route: [to('b')] }] })],
      'https://a/',
      '200 shop/a',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request)).toBe(expected);
  });
});

describe('hosts outside', () => {
  it.each<Row>([
    ['are passed through', SHOP, 'http://api.weather.example/', '200 external/weather'],
    ['by TLS as well', SHOP, 'https://api.weather.example/', '200 external/weather'],
    ['by bytes as well', SHOP, 'tcp://api.weather.example:9000', 'ok external/weather'],
    ['have to be in DNS', SHOP, 'http://nobody.example/', 'unresolved'],
    ['DNS', [...SHOP, weather({ resolution: 'DNS' })], 'http://api.weather.example/', '200 external/weather'],
    [
      'DNS of a name that nobody has',
      [
        ...SHOP,
        entry('shop/x', {
          hosts: ['x.example'],
          addresses: ['192.0.2.9'],
          resolution: 'DNS',
          ports: [port(80, 'HTTP')],
        }),
      ],
      { url: 'http://192.0.2.9/', headers: { host: 'x.example' } },
      '503 UH',
    ],
    [
      'DNS with endpoints of other names',
      [...SHOP, weather({ resolution: 'DNS', endpoints: [{ address: 'api.news.example' }] })],
      'http://api.weather.example/',
      '200 external/news',
    ],
    [
      'NONE: wherever the client went',
      [...SHOP, weather({ resolution: 'NONE' })],
      'http://api.weather.example/',
      '200 external/weather',
    ],
    [
      'NONE: not where the Host header points',
      [...SHOP, weather({ resolution: 'NONE' })],
      { url: 'http://api.news.example/', headers: { host: 'api.weather.example' } },
      '200 external/news',
    ],
    [
      'NONE: a wildcard',
      [...SHOP, entry('shop/all', { hosts: ['*.weather.example'], resolution: 'NONE', ports: [port(80, 'HTTP')] })],
      'http://api.weather.example/',
      '200 external/weather',
    ],
    [
      'STATIC: its endpoints',
      [...SHOP, weather({ resolution: 'STATIC', endpoints: [{ address: '192.0.2.2' }] })],
      'http://api.weather.example/',
      '200 external/news',
    ],
    ['STATIC: none', [...SHOP, weather({ resolution: 'STATIC' })], 'http://api.weather.example/', '503 UH'],
    [
      'STATIC: an address that nobody has',
      [...SHOP, weather({ resolution: 'STATIC', endpoints: [{ address: '192.0.2.77' }] })],
      'http://api.weather.example/',
      '503 URX,UF',
    ],
    [
      'DYNAMIC_DNS: where the Host header says',
      [...SHOP, entry('shop/all', { hosts: ['*.news.example'], resolution: 'DYNAMIC_DNS', ports: [port(80, 'HTTP')] })],
      { url: 'http://api.weather.example/', headers: { host: 'api.news.example' } },
      '200 external/news',
    ],
    [
      'TCP without addresses takes all of its port that nobody else has',
      [...SHOP, weather({ resolution: 'DNS' }, 9000, 'TCP')],
      'tcp://api.news.example:9000',
      'ok external/weather',
    ],
    [
      'TCP with an address takes that alone',
      [...SHOP, weather({ resolution: 'DNS', addresses: ['192.0.2.50'] }, 9000, 'TCP')],
      'tcp://api.news.example:9000',
      'ok external/news',
    ],
    [
      'TCP with a block of addresses takes them',
      [...SHOP, weather({ resolution: 'DNS', addresses: ['192.0.2.0/24'] }, 9000, 'TCP')],
      'tcp://api.news.example:9000',
      'ok external/weather',
    ],
    [
      'TLS without addresses is told by its server name',
      [...SHOP, weather({ resolution: 'DNS' }, 443, 'TLS')],
      { url: 'https://api.news.example/', tls: { sni: 'api.weather.example' } },
      '200 external/weather',
    ],
    [
      'TLS of another name is passed through',
      [...SHOP, weather({ resolution: 'DNS' }, 443, 'TLS')],
      'https://api.news.example/',
      '200 external/news',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request, OUTSIDE)).toBe(expected);
  });

  it.each<Row>([
    ['http', SHOP, 'http://api.weather.example/', 'closed UH'],
    ['http beside services', [...SHOP, ...app('shop/cart')], 'http://api.weather.example/', '502'],
    ['a known one', [...SHOP, weather({ resolution: 'DNS' })], 'http://api.weather.example/', '200 external/weather'],
    ['TLS', SHOP, 'https://api.weather.example/', 'closed UH'],
    [
      'TLS of another name',
      [...SHOP, weather({ resolution: 'DNS' }, 443, 'TLS')],
      'https://api.news.example/',
      'closed UH',
    ],
    ['bytes', SHOP, 'tcp://api.weather.example:9000', 'closed UH'],
    ['a pod', [...SHOP, ...app('shop/cart')], 'http://pod--shop--cart:8080/', 'closed UH'],
    [
      'a Sidecar that allows any',
      [...SHOP, istio('Sidecar', 'shop/default', { outboundTrafficPolicy: { mode: 'ALLOW_ANY' } })],
      'http://api.weather.example/',
      '200 external/weather',
    ],
  ])('where only what is known may be called: %s', (_, objects, request, expected) => {
    expect(answer(objects, request, REGISTRY_ONLY)).toBe(expected);
  });

  it.each<Row>([
    [
      'without sidecar, a dead address is a timeout',
      [namespace('legacy', {}), deployment('legacy/batch')],
      { from: 'legacy/batch', url: 'http://192.0.2.77/' },
      'timeout',
    ],
    ['with one it fails to connect', SHOP, 'http://192.0.2.77/', 'closed UF'],
    [
      'an alias of one',
      [
        ...SHOP,
        service('shop/alias', { type: 'ExternalName', externalName: 'api.weather.example', selector: undefined }),
      ],
      'http://alias/',
      '200 external/weather',
    ],
    [
      'TLS that a rule opens needs a certificate that is trusted',
      [
        ...SHOP,
        weather({ resolution: 'DNS' }, 80, 'HTTP', { targetPort: 443 }),
        istio('DestinationRule', 'shop/weather', {
          host: 'api.weather.example',
          trafficPolicy: { tls: { mode: 'SIMPLE' } },
        }),
      ],
      'http://api.weather.example/',
      'is the certificate of external/weather signed by an authority that everybody trusts?',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request, OUTSIDE)).toBe(expected);
  });
});

const server = (number: number, protocol: string, hosts: readonly string[], tls?: Fields) => ({
  port: port(number, protocol),
  hosts,
  tls,
});
const gateway = (name: string, servers: readonly Fields[], created?: number) =>
  istio('Gateway', name, { selector: { istio: 'ingress' }, servers }, created);
const EDGE = [...SHOP, ...app('shop/cart'), ...INGRESS];
const bound = (more: Fields) => vs('shop/cart', { gateways: ['edge/gw'], ...more });
const CERTIFICATE = { mode: 'SIMPLE', credentialName: 'cert' };
const via = (url: string, more: Fields = {}) => ({ from: 'outside', via: 'edge/ingress', url, ...more });

describe('gateways', () => {
  it.each<Row>([
    ['without servers refuse', EDGE, via('http://a.example/'), 'refused'],
    [
      'without routes know nobody',
      [...EDGE, gateway('edge/gw', [server(80, 'HTTP', ['*'])])],
      via('http://a.example/'),
      '404 NR',
    ],
    [
      'end TLS by its server name',
      [
        ...EDGE,
        gateway('edge/gw', [server(443, 'HTTPS', ['a.example'], CERTIFICATE)]),
        bound({ hosts: ['a.example'], http: [{ route: [to('cart')] }] }),
      ],
      via('https://a.example/'),
      '200 shop/cart',
    ],
    [
      'close TLS of another name',
      [...EDGE, gateway('edge/gw', [server(443, 'HTTPS', ['a.example'], CERTIFICATE)])],
      via('https://b.example/'),
      'closed NR',
    ],
    [
      'ask for a client certificate in MUTUAL',
      [
        ...EDGE,
        gateway('edge/gw', [server(443, 'HTTPS', ['*'], { mode: 'MUTUAL', credentialName: 'cert' })]),
        bound({ hosts: ['*'], http: [{ route: [to('cart')] }] }),
      ],
      via('https://a.example/'),
      'closed',
    ],
    [
      'take one',
      [
        ...EDGE,
        gateway('edge/gw', [server(443, 'HTTPS', ['*'], { mode: 'MUTUAL', credentialName: 'cert' })]),
        bound({ hosts: ['*'], http: [{ route: [to('cart')] }] }),
      ],
      via('https://a.example/', { tls: { clientCertificate: true } }),
      '200 shop/cart',
    ],
    [
      'pass TLS on by its server name',
      [
        ...EDGE,
        ...app('shop/secure', TLS),
        gateway('edge/gw', [server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' })]),
        bound({
          hosts: ['a.example'],
          tls: [{ match: [{ sniHosts: ['a.example'] }], route: [to('secure', { port: { number: 443 } })] }],
        }),
      ],
      via('https://a.example/'),
      '200 shop/secure',
    ],
    [
      'pass TLS on to nobody without a route',
      [...EDGE, gateway('edge/gw', [server(443, 'TLS', ['*'], { mode: 'PASSTHROUGH' })])],
      via('https://a.example/'),
      'closed NR',
    ],
    [
      'in AUTO_PASSTHROUGH take names of the mesh only',
      [...EDGE, gateway('edge/gw', [server(443, 'TLS', ['*'], { mode: 'AUTO_PASSTHROUGH' })])],
      via('https://a.example/'),
      'closed NR',
    ],
    [
      'in AUTO_PASSTHROUGH pass on what no file knows',
      [...EDGE, gateway('edge/gw', [server(443, 'TLS', ['*'], { mode: 'AUTO_PASSTHROUGH' })])],
      via('tls://a.example:443', { tls: { sni: 'outbound_.80_._.cart.shop.svc.cluster.local' } }),
      'has the client a certificate of the mesh for outbound_.80_._.cart.shop.svc.cluster.local?',
    ],
    [
      'take bytes',
      [
        ...EDGE,
        ...app('shop/db', DB),
        gateway('edge/gw', [server(9000, 'TCP', ['*'])]),
        bound({ hosts: ['*'], tcp: [{ match: [{ port: 9000 }], route: [to('db', { port: { number: 5432 } })] }] }),
      ],
      via('tcp://edge.example:9000'),
      'ok shop/db',
    ],
    [
      'send to https first',
      [...EDGE, gateway('edge/gw', [server(80, 'HTTP', ['a.example'], { httpsRedirect: true })])],
      via('http://a.example/x'),
      '301',
    ],
    [
      'are several: routes of each',
      [
        ...EDGE,
        gateway('edge/gw', [server(80, 'HTTP', ['a.example'])], 1),
        gateway('edge/other', [server(80, 'HTTP', ['b.example'])], 2),
        bound({ hosts: ['b.example'], http: [{ route: [to('cart')] }] }),
      ],
      via('http://b.example/'),
      '404 NR',
    ],
    [
      'are several: both for a VirtualService that names them',
      [
        ...EDGE,
        gateway('edge/gw', [server(80, 'HTTP', ['a.example'])], 1),
        gateway('edge/other', [server(80, 'HTTP', ['b.example'])], 2),
        vs('shop/cart', { gateways: ['edge/gw', 'edge/other'], hosts: ['*.example'], http: [{ route: [to('cart')] }] }),
      ],
      via('http://b.example/'),
      '200 shop/cart',
    ],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request)).toBe(expected);
  });

  const egress = [
    ...SHOP,
    ...INGRESS,
    gateway('edge/gw', [server(80, 'HTTP', ['api.weather.example'])]),
    weather({ resolution: 'DNS' }),
    vs('shop/weather', {
      hosts: ['api.weather.example'],
      gateways: ['mesh', 'edge/gw'],
      http: [
        { match: [{ gateways: ['mesh'] }], route: [to('ingress.edge.svc.cluster.local', { port: { number: 80 } })] },
        { match: [{ gateways: ['edge/gw'] }], route: [to('api.weather.example')] },
      ],
    }),
  ];

  it('lead requests of sidecars out', () => {
    expect(answer(egress, 'http://api.weather.example/', OUTSIDE)).toBe('200 external/weather');
    const [outcome] = ask(egress, { url: 'http://api.weather.example/' }, OUTSIDE);
    expect(outcome).toMatchObject({ cluster: 'outbound|80||ingress.edge.svc.cluster.local', flags: '' });
  });

  it('know by mTLS who sends them', () => {
    const mutual = [
      ...egress.filter(({ kind }) => kind !== 'Gateway'),
      gateway('edge/gw', [server(80, 'HTTPS', ['api.weather.example'], { mode: 'ISTIO_MUTUAL' })]),
      istio('AuthorizationPolicy', 'edge/gw', {
        action: 'DENY',
        rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
      }),
    ];
    const rule = istio('DestinationRule', 'shop/edge', {
      host: 'ingress.edge.svc.cluster.local',
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL', sni: 'api.weather.example' } },
    });
    expect(answer([...mutual, rule], 'http://api.weather.example/', OUTSIDE)).toBe('403');
    expect(answer(mutual, 'http://api.weather.example/', OUTSIDE)).toBe('503 UC');
  });
});

describe('callers', () => {
  const pod = { metadata: { labels: { app: 'job' } }, spec: { containers: [{ name: 'app' }] } };
  const caller = (kind: string, spec: Fields) => ({
    apiVersion: 'x/v1',
    kind,
    metadata: { namespace: 'shop', name: 'job' },
    spec,
  });

  it.each([
    ['Job', { template: pod }],
    ['CronJob', { jobTemplate: { spec: { template: pod } } }],
    ['StatefulSet', { template: pod }],
    ['DaemonSet', { template: pod }],
    ['Rollout', { template: pod }],
  ])('may be pods of a %s', (kind, spec) => {
    const [outcome] = ask([...SHOP, ...app('shop/cart'), caller(kind, spec)], {
      from: 'shop/job',
      url: 'http://cart/',
    });
    expect(outcome).toMatchObject({ result: 200, peer: 'spiffe://cluster.local/ns/shop/sa/default' });
  });

  const excluding = (annotation: string, value: string) => [
    namespace('shop'),
    deployment('shop/web', { annotations: { [`traffic.sidecar.istio.io/${annotation}`]: value } }),
    ...app('shop/cart', { clusterIP: '10.0.0.1' }),
    istio('VirtualService', 'shop/cart', { hosts: ['cart'], http: [{ directResponse: { status: 418 } }] }),
  ];

  it.each([
    ['excludeOutboundPorts', '80', '200 shop/cart'],
    ['excludeOutboundPorts', '81', '418'],
    ['excludeOutboundIPRanges', '10.0.0.0/24', '200 shop/cart'],
    ['excludeOutboundIPRanges', '10.0.1.0/24', '418'],
    ['includeOutboundIPRanges', '10.0.0.0/24', '418'],
    ['includeOutboundIPRanges', '10.0.1.0/24', '200 shop/cart'],
    ['includeOutboundIPRanges', '*', '418'],
    ['includeOutboundIPRanges', '', '200 shop/cart'],
  ])('may pass their sidecar: %s: %s', (annotation, value, expected) => {
    expect(answer(excluding(annotation, value), 'http://cart/')).toBe(expected);
  });

  it('may do so where no file says the address', () => {
    const objects = [...excluding('excludeOutboundIPRanges', '10.0.0.0/24'), ...app('shop/next')];
    expect(answer(objects, 'http://next/')).toMatch(/^which address is called/);
  });
});

describe('what no file knows', () => {
  const CART = [...SHOP, ...app('shop/cart')];
  const patch = (context: string) => ({ configPatches: [{ applyTo: 'HTTP_FILTER', match: { context } }] });
  const filter = (name: string, spec: Fields) => istio('EnvoyFilter', name, spec);

  it.each<readonly [title: string, object: Fields, expected: string]>([
    [
      'an EnvoyFilter of the client',
      filter('shop/f', { ...patch('SIDECAR_OUTBOUND'), workloadSelector: { labels: { app: 'web' } } }),
      'what does EnvoyFilter shop/f do to requests at shop/web?',
    ],
    [
      'one of the server',
      filter('shop/f', { ...patch('SIDECAR_INBOUND'), workloadSelector: { labels: { app: 'cart' } } }),
      'what does EnvoyFilter shop/f do to requests at shop/cart?',
    ],
    [
      'one of the root namespace',
      filter('istio-system/f', patch('ANY')),
      'what does EnvoyFilter istio-system/f do to requests at shop/web?',
    ],
    [
      'one of another side',
      filter('shop/f', { ...patch('SIDECAR_INBOUND'), workloadSelector: { labels: { app: 'web' } } }),
      '200 shop/cart',
    ],
    ['one for gateways', filter('istio-system/f', patch('GATEWAY')), '200 shop/cart'],
    [
      'one of another workload',
      filter('shop/f', { ...patch('ANY'), workloadSelector: { labels: { app: 'other' } } }),
      '200 shop/cart',
    ],
    [
      'a WasmPlugin',
      istio('WasmPlugin', 'shop/w', { selector: { matchLabels: { app: 'cart' } } }),
      'what does WasmPlugin shop/w do to requests at shop/cart?',
    ],
    ['a ProxyConfig changes nothing', istio('ProxyConfig', 'shop/p', { concurrency: 1 }), '200 shop/cart'],
    ['a Telemetry changes nothing', istio('Telemetry', 'shop/t', { metrics: [] }), '200 shop/cart'],
    [
      'ingress listeners of a Sidecar',
      istio('Sidecar', 'shop/s', {
        workloadSelector: { labels: { app: 'cart' } },
        ingress: [{ port: port(8080, 'HTTP'), defaultEndpoint: '127.0.0.1:9' }],
      }),
      'where do the ingress listeners of Sidecar shop/s lead requests to shop/cart?',
    ],
    [
      'an ingress listener that only says its port',
      istio('Sidecar', 'shop/s', {
        workloadSelector: { labels: { app: 'cart' } },
        ingress: [{ port: port(8080, 'HTTP') }],
      }),
      '200 shop/cart',
    ],
    [
      'an ingress listener for another port',
      istio('Sidecar', 'shop/s', {
        workloadSelector: { labels: { app: 'cart' } },
        ingress: [{ port: port(8081, 'HTTP') }],
      }),
      'where do the ingress listeners of Sidecar shop/s lead requests to shop/cart?',
    ],
    [
      'an external authorizer',
      istio('AuthorizationPolicy', 'shop/c', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] }),
      'what does the external authorizer opa say?',
    ],
  ])('%s', (_, object, expected) => {
    const meshConfig = { extensionProviders: [{ name: 'opa' }] };
    expect(answer([...CART, object], 'http://cart/', { meshConfig })).toBe(expected);
  });

  it('an egress proxy', () => {
    const policy = { mode: 'ALLOW_ANY', egressProxy: { host: 'egress.edge.svc.cluster.local' } };
    const objects = [...CART, istio('Sidecar', 'shop/s', { outboundTrafficPolicy: policy })];
    expect(answer(objects, 'http://api.weather.example/', OUTSIDE)).toMatch(/^what does the egress proxy egress/);
  });

  const SELECTORLESS = [...SHOP, service('shop/old', { selector: undefined })];
  const slice = (address: string) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'shop', name: 'old-1', labels: { 'kubernetes.io/service-name': 'old' } },
    endpoints: [{ addresses: [address] }, { addresses: ['192.0.2.2'], conditions: { ready: false } }],
    ports: [{ name: 'http', port: 8080 }],
  });
  const endpoints = {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { namespace: 'shop', name: 'old' },
    subsets: [{ addresses: [{ ip: '192.0.2.2' }], ports: [{ name: 'http', port: 8080 }] }],
  };

  it.each<readonly [title: string, objects: readonly Fields[], expected: string]>([
    ['in no file', SELECTORLESS, 'which endpoints has Service shop/old, that selects no pods?'],
    ['in an EndpointSlice', [...SELECTORLESS, slice('192.0.2.1')], '200 external/weather'],
    ['in Endpoints', [...SELECTORLESS, endpoints], '200 external/news'],
  ])('endpoints of a Service that selects no pods: %s', (_, objects, expected) => {
    expect(answer(objects, 'http://old/', OUTSIDE)).toBe(expected);
    expect(
      answer(
        [...objects, namespace('legacy', {}), deployment('legacy/batch')],
        { from: 'legacy/batch', url: 'http://old.shop/' },
        OUTSIDE,
      ),
    ).toBe(expected);
  });
});

describe('gRPC', () => {
  const CART = [...SHOP, ...app('shop/cart')];
  const call = (objects: readonly Fields[], backend?: Fields) =>
    ask(objects, { url: 'grpc://cart/shop.Cart/Get', ...(backend && { backend }) })[0];

  it('is answered by proxies with 200 and a status of its own', () => {
    const denying = istio('AuthorizationPolicy', 'shop/cart', { action: 'DENY', rules: [{}] });
    expect(call([...CART, denying])).toMatchObject({ result: 200, grpcStatus: 7, authorization: { allowed: false } });
    const nowhere = istio('VirtualService', 'shop/cart', { hosts: ['cart'], http: [{ route: [to('nobody')] }] });
    expect(call([...CART, nowhere])).toMatchObject({ result: 200, grpcStatus: 14, flags: 'NC' });
  });

  it.each([
    ['unavailable is retried by default', { grpcStatus: 14, first: 1 }, { attempts: 2 }],
    ['cancelled too', { grpcStatus: 1, first: 1 }, { attempts: 2 }],
    ['internal is not', { grpcStatus: 13, first: 1 }, { attempts: 1, grpcStatus: 13 }],
    ['a reset is, for the server makes unavailable of it', { reset: true, first: 1 }, { attempts: 2 }],
  ])('%s', (_, backend, expected) => {
    expect(call(CART, backend)).toMatchObject({ result: 200, ...expected });
  });
});
