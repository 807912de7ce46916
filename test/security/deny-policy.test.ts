import { Chart } from 'cdk8s';
import {
  AllowPolicy,
  Condition,
  DataPlane,
  DenyPolicy,
  type DenyPolicyProps,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  MeshProgram,
  StrictMtls,
  WholeMesh,
} from 'istio-constructs';
import {
  failure,
  laterInEveryProp,
  namespace,
  only,
  proxies,
  specOf,
  twoVersions,
  written,
} from '../support/constructs';

test('minimal props refuse a caller whatever others allow', () => {
  const objects = written((chart) => {
    new DenyPolicy(chart, 'no-web', { to: twoVersions(chart), from: [twoVersions(chart, 'web')] });
  });
  expect(only(objects, 'AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'no-web', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'reviews' } },
      action: 'DENY',
      rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
    },
  });
});

function allProps(chart: Chart): Required<DenyPolicyProps> {
  const app = twoVersions(chart, 'reviews', { ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'admin' })] });
  return {
    to: app,
    from: [MeshPeer.namespace(MeshNamespace.fromName('ops'))],
    notFrom: [MeshPeer.remoteIpBlocks('10.0.0.0/8')],
    methods: ['DELETE'],
    paths: ['/admin/*'],
    hosts: ['shop.example.com'],
    ports: [app.port('http')],
    notPorts: [app.port('http-admin')],
    notMethods: ['GET'],
    notPaths: ['/admin/health'],
    notHosts: ['other.example.com'],
    when: [Condition.claim('groups').is('guests')],
    dryRun: true,
    name: 'deny-some',
  };
}

test('all the props: everything must hold for a request to be refused', () => {
  const objects = written((chart) => new DenyPolicy(chart, 'x', allProps(chart)));
  expect(only(objects, 'AuthorizationPolicy')).toMatchObject({
    metadata: { name: 'deny-some', annotations: { 'istio.io/dry-run': 'true' } },
    spec: {
      action: 'DENY',
      rules: [
        {
          from: [{ source: { namespaces: ['ops'], notRemoteIpBlocks: ['10.0.0.0/8'] } }],
          to: [
            {
              operation: {
                methods: ['DELETE'],
                paths: ['/admin/*'],
                hosts: ['shop.example.com'],
                ports: ['8080'],
                notPorts: ['9090'],
                notMethods: ['GET'],
                notPaths: ['/admin/health'],
                notHosts: ['other.example.com'],
              },
            },
          ],
          when: [{ key: 'request.auth.claims[groups]', values: ['guests'] }],
        },
      ],
    },
  });
});

test('a value that is only known later may stand in every prop that does not decide which objects there are', () => {
  const { written: reached, refused } = laterInEveryProp(allProps, (chart, props) => new DenyPolicy(chart, 'x', props));
  expect(reached).toEqual(expect.arrayContaining(['methods', 'methods.0', 'paths.0', 'hosts.0', 'notPaths.0', 'name']));
  expect(refused).toEqual(expect.arrayContaining(['to', 'from', 'notFrom', 'ports', 'notPorts', 'when', 'dryRun']));
});

test('pain 23: the address of the peer and that of the client behind proxies are two things, by name', () => {
  const objects = written((chart) => {
    new DenyPolicy(chart, 'peer', { to: twoVersions(chart), from: [MeshPeer.ipBlocks('192.0.2.0/24')] });
    new DenyPolicy(chart, 'client', {
      to: proxies,
      notFrom: [MeshPeer.remoteIpBlocks('198.51.100.0/24', '203.0.113.7')],
    });
  });
  expect(specOf(objects, 'AuthorizationPolicy', 'peer')).toMatchObject({
    rules: [{ from: [{ source: { ipBlocks: ['192.0.2.0/24'] } }] }],
  });
  expect(only(objects, 'AuthorizationPolicy', 'client')).toMatchObject({
    metadata: { namespace: 'istio-system' },
    spec: {
      selector: { matchLabels: { istio: 'ingressgateway' } },
      rules: [{ from: [{ source: { notRemoteIpBlocks: ['198.51.100.0/24', '203.0.113.7'] } }] }],
    },
  });
});

test('pain 27: the lists of one policy are alternatives, its props must all hold, and no dash can change that', () => {
  const objects = written((chart) => {
    const [reviews, web, cart] = [twoVersions(chart), twoVersions(chart, 'web'), twoVersions(chart, 'cart')];
    new DenyPolicy(chart, 'x', { to: reviews, from: [web, cart], methods: ['PUT', 'POST'], paths: ['/admin'] });
  });
  expect(specOf(objects, 'AuthorizationPolicy')).toMatchObject({
    rules: [
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/cart', 'cluster.local/ns/shop/sa/web'] } }],
        to: [{ operation: { methods: ['PUT', 'POST'], paths: ['/admin'] } }],
      },
    ],
  });
});

describe('pain 28: what Istio would turn into something else', () => {
  test('an HTTP attribute that would deny every connection of a TCP port', () => {
    const message = failure((chart) => {
      const to = twoVersions(chart, 'reviews', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
      new DenyPolicy(chart, 'x', { to, methods: ['DELETE'] });
    });
    expect(message).toBe(
      'shop/x: methods can only be asked of HTTP ports, but tcp (tcp) is none: Istio would leave them out there and deny MORE, every connection of those callers: say ports',
    );
  });

  test('the same with its HTTP ports named is fine', () => {
    const make = (chart: Chart) => {
      const to = twoVersions(chart, 'reviews', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
      new DenyPolicy(chart, 'x', { to, methods: ['DELETE'], ports: [to.port('http')] });
    };
    expect(failure(make)).toBe('nothing failed');
  });

  test('the same with the others left out is fine, by the number that the container listens on', () => {
    const objects = written((chart) => {
      const ports = [MeshPort.http(80, { targetPort: 8080 }), MeshPort.tcp(9000, { targetPort: 9001 })];
      const to = twoVersions(chart, 'reviews', { ports });
      new DenyPolicy(chart, 'x', { to, methods: ['DELETE'], notPorts: [to.port('tcp')] });
    });
    expect(specOf(objects, 'AuthorizationPolicy')).toMatchObject({
      rules: [{ to: [{ operation: { methods: ['DELETE'], notPorts: ['9001'] } }] }],
    });
  });

  test.each([
    [['http', 'tcp'], 'notPorts must leave a port of reviews, got http, tcp'],
    [['http'], 'methods can only be asked of HTTP ports, but tcp (tcp) is none'],
  ])('all but %j is none with requests', (notPorts, message) => {
    const text = failure((chart) => {
      const to = twoVersions(chart, 'reviews', { ports: [MeshPort.http(8080), MeshPort.tcp(9000)] });
      new DenyPolicy(chart, 'x', { to, methods: ['DELETE'], notPorts: notPorts.map((each) => to.port(each)) });
    });
    expect(text).toContain(`shop/x: ${message}`);
  });

  test('a port that takes plain text is none of the others', () => {
    const deny = (name: 'notPorts' | 'ports') =>
      failure((chart) => {
        const home = new MeshNamespace(chart, 'home');
        const to = twoVersions(chart, 'reviews', { namespace: home, ports: [MeshPort.http(80), MeshPort.tcp(9000)] });
        new StrictMtls(chart, 'strict', { appliesTo: home, exceptions: [{ port: to.port('tcp'), reason: 'scraped' }] });
        new DenyPolicy(chart, 'x', { to, notFrom: [MeshPeer.principal('a')], [name]: [to.port('tcp')] });
      });
    expect(deny('notPorts')).not.toContain('shop/x');
    expect(deny('ports')).toContain('and port tcp of reviews takes plain text');
  });

  const everybodyElse = (chart: Chart, home: MeshNamespace) => {
    const [to, web] = [
      twoVersions(chart, 'reviews', {
        namespace: home,
        ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'm' })],
      }),
      twoVersions(chart, 'web', { namespace: home }),
    ];
    new DenyPolicy(chart, 'x', { to, notFrom: [web] });
    return to;
  };

  test('everybody but an identity, where plain text is taken', () => {
    expect(failure((chart) => everybodyElse(chart, new MeshNamespace(chart, 'home', { mtls: 'inherit' })))).toBe(
      'shop/x: notFrom tells callers apart by their identity, and app reviews takes plain text, whose callers have none: Istio would deny every one of them. Add StrictMtls',
    );
  });

  test.each([
    ['by the default of its namespace', () => undefined, {}],
    [
      'by the mesh',
      (chart: Chart) => new StrictMtls(chart, 'strict', { appliesTo: WholeMesh.scope }),
      { mtls: 'inherit' },
    ],
  ] as const)('everybody but an identity is fine under STRICT %s', (_, more, props) => {
    const make = (chart: Chart) => {
      everybodyElse(chart, new MeshNamespace(chart, 'home', props));
      more(chart);
    };
    expect(failure(make)).toBe('nothing failed');
  });

  test('a port that is excepted from STRICT takes plain text', () => {
    const message = failure((chart) => {
      const home = new MeshNamespace(chart, 'home');
      const to = everybodyElse(chart, home);
      new StrictMtls(chart, 'strict', { appliesTo: home, exceptions: [{ port: to.port('m'), reason: 'scraped' }] });
    });
    expect(message).toContain('and port http-m of reviews takes plain text');
  });

  test('a negative condition on an identity is the same, and an ALLOW would admit', () => {
    const message = failure((chart) => {
      const when = [Condition.sourceNamespace().isNot('ops')];
      new AllowPolicy(chart, 'x', { to: twoVersions(chart), from: [MeshPeer.anyone()], when });
    });
    expect(message).toContain('source.namespace tells callers apart by their identity');
    expect(message).toContain('Istio would admit every one of them');
  });

  test('attributes of requests on an app that only ztunnel guards', () => {
    const message = failure((chart) => {
      const to = twoVersions(chart, 'reviews', {
        namespace: MeshNamespace.fromName('quiet', { dataPlane: DataPlane.ambient() }),
      });
      new DenyPolicy(chart, 'x', { to, paths: ['/admin'] });
    });
    expect(message).toContain('shop/x: paths needs layer 7, but namespace quiet is ambient');
  });
});

test.each([
  [
    'nothing that is refused',
    {},
    'from, methods, paths or another prop must say what is refused: use DenyAllPolicy for everything',
  ],
  ['nobody', { from: [] }, 'from must have at least 1 entry, got 0'],
  ['everybody but everybody', { notFrom: [MeshPeer.anyone()] }, 'notFrom must not be anyone, or nobody would be meant'],
  ['no address', { from: [MeshPeer.ipBlocks('10.0.0.0/40')] }, 'from[0]: ipBlocks must be'],
  [
    'no values',
    { when: [Condition.header('x').is()] },
    'when[0]: request.headers[x] must be compared with at least one value',
  ],
  ['no condition', { when: ['x'] as never }, 'when[0] must be a Condition that is known at synthesis'],
  ['no claim', { when: [Condition.claim().is('a')] }, 'when[0]: claim must be given as names that are not empty'],
  ['no port', { when: [Condition.destinationPort().is(0)] }, 'when[0]: destination.port must be'],
])('%s is an error', (_, more, message) => {
  expect(failure((chart) => new DenyPolicy(chart, 'x', { to: twoVersions(chart), ...more }))).toContain(
    `shop/x: ${message}`,
  );
});

test('a policy of the mesh is in the root namespace, without selector', () => {
  const objects = written((chart) => new DenyPolicy(chart, 'x', { to: WholeMesh.scope, paths: ['/debug/*'] }));
  expect(only(objects, 'AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'x', namespace: 'istio-system' },
    spec: { action: 'DENY', rules: [{ to: [{ operation: { paths: ['/debug/*'] } }] }] },
  });
});

test.each(['ports', 'notPorts'])('%s are of apps, not of namespaces or gateways, and of the app itself', (name) => {
  const deny = (to: DenyPolicyProps['to'] | undefined) =>
    failure((chart) => {
      const [app, other] = [twoVersions(chart), twoVersions(chart, 'other')];
      new DenyPolicy(chart, 'x', { to: to ?? other, [name]: [app.port('http')] });
    });
  const fix = 'ask with Condition.destinationPort() instead';
  expect(deny(namespace)).toBe(`shop/x: ${name} must be left out where it applies to namespace shop: ${fix}`);
  expect(deny(proxies)).toBe(`shop/x: ${name} must be left out where it applies to gateway proxies: ${fix}`);
  expect(deny(undefined)).toContain(`${name} must be of other, got http of reviews`);
});

describe('a condition on the trust domain of callers', () => {
  const when = [Condition.sourceTrustDomain().isNot('cluster.local')];

  test('is written', () => {
    const objects = written((chart) => {
      new StrictMtls(chart, 'strict', { appliesTo: namespace });
      new DenyPolicy(chart, 'x', { to: twoVersions(chart), when });
    });
    expect(specOf(objects, 'AuthorizationPolicy')).toEqual(
      expect.objectContaining({ rules: [{ when: [{ key: 'source.trustDomain', notValues: ['cluster.local'] }] }] }),
    );
  });

  test.each([
    [Condition.sourceTrustDomain().is('cluster.local/ns/a'), 'must be a trust domain such as cluster.local'],
    [Condition.sourceTrustDomain().is('a*b'), 'may have one * at its beginning or end'],
  ])('is of a trust domain', (condition, message) => {
    const text = failure((chart) => new DenyPolicy(chart, 'x', { to: twoVersions(chart), when: [condition] }));
    expect(text).toContain(`shop/x: when[0]: source.trustDomain ${message}`);
  });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a policy', (chart) => new DenyPolicy(chart, 'x', { to: twoVersions(chart), when }), 'shop/x'],
    [
      'a caller',
      (chart) => twoVersions(chart).allowFrom(MeshPeer.namespace(namespace), { when }),
      'shop/reviews/access',
    ],
  ])('needs Istio 1.30, in %s', (_, make, path) => {
    const validated = (istioVersion: string) => {
      const program = new MeshProgram({ settings: { istioVersion } });
      make(new Chart(program, 'shop'));
      return program.node.findAll().flatMap((each) => each.node.validate().map((line) => `${each.node.path}: ${line}`));
    };
    expect(validated('1.29.0')).toContain(
      `${path}: when: source.trustDomain needs Istio 1.30 or newer, the mesh has 1.29.0`,
    );
    expect(validated('1.30').join()).not.toContain('1.30 or newer');
  });
});
