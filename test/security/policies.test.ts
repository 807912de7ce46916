import { type Chart } from 'cdk8s';
import {
  AllowPolicy,
  type AllowPolicyProps,
  Condition,
  DenyAllPolicy,
  type DenyAllPolicyProps,
  IstioInstall,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  WholeMesh,
} from 'istio-constructs';
import { declareIntent } from '../../lib/tree/report';
import {
  failure,
  gateway,
  laterInEveryProp,
  namespace,
  only,
  proxies,
  specOf,
  twoVersions,
  written,
} from '../support/constructs';

const selector = { matchLabels: { app: 'reviews' } };

describe('AllowPolicy', () => {
  test('minimal props admit a caller by the principal of its service account', () => {
    const objects = written(
      (chart) => new AllowPolicy(chart, 'allow-web', { to: twoVersions(chart), from: [twoVersions(chart, 'web')] }),
    );
    expect(only(objects, 'AuthorizationPolicy')).toEqual({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'allow-web', namespace: 'shop' },
      spec: {
        selector,
        action: 'ALLOW',
        rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
      },
    });
  });

  function allProps(chart: Chart): Required<AllowPolicyProps> {
    const app = twoVersions(chart, 'reviews', { ports: [MeshPort.http(8080), MeshPort.http(9090, { name: 'admin' })] });
    return {
      to: app,
      from: [
        proxies,
        MeshPeer.serviceAccount(MeshNamespace.fromName('bank'), 'teller'),
        MeshPeer.principal('example.com/ns/a/sa/*'),
        MeshPeer.namespace(MeshNamespace.fromName('ops')),
      ],
      methods: ['GET', 'POST'],
      paths: ['/api/*', '*.html', '/users/{*}/orders', '/files/{**}'],
      hosts: ['*.example.com'],
      ports: [app.port('http')],
      notPorts: [app.port('http-admin')],
      notMethods: ['DELETE'],
      notPaths: ['/api/internal/*'],
      notHosts: ['old.example.com'],
      when: [Condition.header('x-beta').is('on'), Condition.sourceIp().isNot('10.1.0.0/16')],
      notFrom: [MeshPeer.ipBlocks('10.9.0.0/16')],
      dryRun: true,
      name: 'allow-some',
    };
  }

  test('all the props: identities are alternatives, and so sources of their own where they differ in kind', () => {
    const objects = written((chart) => new AllowPolicy(chart, 'x', allProps(chart)));
    expect(only(objects, 'AuthorizationPolicy').metadata).toEqual({
      name: 'allow-some',
      namespace: 'shop',
      annotations: { 'istio.io/dry-run': 'true' },
    });
    expect(specOf(objects, 'AuthorizationPolicy')).toEqual({
      selector,
      action: 'ALLOW',
      rules: [
        {
          from: [
            {
              source: {
                principals: [
                  'cluster.local/ns/bank/sa/teller',
                  'cluster.local/ns/istio-system/sa/ingress',
                  'example.com/ns/a/sa/*',
                ],
                notIpBlocks: ['10.9.0.0/16'],
              },
            },
            { source: { namespaces: ['ops'], notIpBlocks: ['10.9.0.0/16'] } },
          ],
          to: [
            {
              operation: {
                methods: ['GET', 'POST'],
                paths: ['/api/*', '*.html', '/users/{*}/orders', '/files/{**}'],
                hosts: ['*.example.com'],
                ports: ['8080'],
                notPorts: ['9090'],
                notMethods: ['DELETE'],
                notPaths: ['/api/internal/*'],
                notHosts: ['old.example.com'],
              },
            },
          ],
          when: [
            { key: 'request.headers[x-beta]', values: ['on'] },
            { key: 'source.ip', notValues: ['10.1.0.0/16'] },
          ],
        },
      ],
    });
  });

  test('values that are only known later', () => {
    const { written: reached, refused } = laterInEveryProp(
      allProps,
      (chart, props) => new AllowPolicy(chart, 'x', props),
    );
    expect(reached).toEqual([
      'methods',
      'methods.0',
      'methods.1',
      'paths',
      'paths.0',
      'paths.1',
      'paths.2',
      'paths.3',
      'hosts',
      'hosts.0',
      'notMethods',
      'notMethods.0',
      'notPaths',
      'notPaths.0',
      'notHosts',
      'notHosts.0',
      'name',
    ]);
    expect(refused).toEqual([
      'to',
      'from',
      'from.0',
      'from.1',
      'from.2',
      'from.3',
      'ports',
      'ports.0',
      'notPorts',
      'notPorts.0',
      'when',
      'when.0',
      'when.1',
      'notFrom',
      'notFrom.0',
      'dryRun',
    ]);
  });

  test('principals are of the trust domain that the installation says, wherever it stands', () => {
    const objects = written((chart) => {
      new AllowPolicy(chart, 'x', { to: twoVersions(chart), from: [twoVersions(chart, 'web')] });
      new IstioInstall(chart, 'istio', { version: '1.31', trustDomain: 'example.com' });
    });
    expect(JSON.stringify(specOf(objects, 'AuthorizationPolicy'))).toContain('example.com/ns/shop/sa/web');
  });

  test.each<[string, (chart: Chart) => object, string]>([
    ['nobody', () => ({ from: [] }), 'from must have at least 1 entry, got 0'],
    ['a caller by name', () => ({ from: ['web'] }), 'from[0] must be a caller, such as an app, install.ingress'],
    [
      'a principal with spiffe://',
      () => ({ from: [MeshPeer.principal('spiffe://cluster.local/ns/a/sa/b')] }),
      'from[0]: principal must be written without spiffe://, with which it never matches, got "spiffe://cluster.local/ns/a/sa/b"',
    ],
    [
      'a principal with * inside',
      () => ({ from: [MeshPeer.principal('a*b')] }),
      'from[0]: principal may have one * at its beginning or end, got "a*b"',
    ],
    [
      'a path with * inside',
      () => ({ paths: ['/a/*/b'] }),
      'paths[0] may have one * at its beginning or end, nowhere else, got "/a/*/b"',
    ],
    ['a template that is none', () => ({ paths: ['/a/{x}'] }), 'paths[0] must have {*} and {**} as whole segments'],
    ['an empty path', () => ({ paths: [''] }), 'paths[0] must be a path, got ""'],
    [
      'a method in small letters',
      () => ({ methods: ['post'] }),
      'methods[0] must be a method in capitals, such as POST, got "post"',
    ],
    ['no methods', () => ({ methods: [] }), 'methods must have at least 1 entry, got 0'],
    [
      'a port of another app',
      (chart) => ({ ports: [twoVersions(chart, 'other').port('http')] }),
      'ports must be of reviews, got http of other',
    ],
    [
      'an app by name',
      () => ({ to: 'reviews' }),
      'to must be WholeMesh.scope, a MeshNamespace, a MeshApp or gateway proxies, got "reviews"',
    ],
  ])('%s is an error', (_, more, message) => {
    const make = (chart: Chart) =>
      new AllowPolicy(chart, 'x', { to: twoVersions(chart), from: [proxies], ...more(chart) });
    expect(failure(make)).toContain(`shop/x: ${message}`);
  });

  test.each([
    ['a service account', MeshPeer.serviceAccount('shop' as never, 'web')],
    ['a namespace', MeshPeer.namespace('shop' as never)],
  ])('%s of a namespace by name is an error', (_, from) => {
    expect(failure((chart) => new AllowPolicy(chart, 'x', { to: twoVersions(chart), from: [from] }))).toContain(
      'shop/x: from[0]: namespace must be a MeshNamespace, got "shop"',
    );
  });

  test('an HTTP condition on a port that is not HTTP is an error that says what Istio would do', () => {
    const message = failure((chart) => {
      const to = twoVersions(chart, 'db', { ports: [MeshPort.tcp(5432)] });
      new AllowPolicy(chart, 'x', { to, from: [proxies], methods: ['GET'] });
    });
    expect(message).toBe(
      'shop/x: methods can only be asked of HTTP ports, but tcp (tcp) is none: Istio would drop the rule there',
    );
  });
});

describe('DenyAllPolicy', () => {
  const policies = (make: (chart: Chart) => unknown) =>
    written(make).filter((each) => each.kind === 'AuthorizationPolicy');

  test('minimal props: an ALLOW policy without rules admits nobody', () => {
    expect(policies((chart) => new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace }))).toEqual([
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: 'deny-all', namespace: 'shop' },
        spec: {},
      },
    ]);
  });

  const allProps = (chart: Chart): Required<DenyAllPolicyProps> => {
    const app = twoVersions(chart);
    declareIntent(app, { kind: 'call', caller: app.caller, app: app.caller });
    return { appliesTo: WholeMesh.scope, cutOff: [{ app, reason: 'retired' }], dryRun: true, name: 'nobody' };
  };

  test('all the props: for the mesh it is in the root namespace', () => {
    const [policy] = policies((chart) => {
      new DenyAllPolicy(chart, 'x', allProps(chart));
      new IstioInstall(chart, 'istio', { version: '1.31', namespace: 'mesh-root' });
    });
    expect(policy).toMatchObject({
      metadata: { name: 'nobody', namespace: 'mesh-root', annotations: { 'istio.io/dry-run': 'true' } },
      spec: {},
    });
  });

  test('for one app it selects its pods', () => {
    const [policy] = policies((chart) => new DenyAllPolicy(chart, 'x', { appliesTo: twoVersions(chart) }));
    expect(policy?.spec).toEqual({ selector });
  });

  test('values that are only known later', () => {
    const make = (chart: Chart, props: Required<DenyAllPolicyProps>) => new DenyAllPolicy(chart, 'x', props);
    expect(laterInEveryProp(allProps, make)).toEqual({
      written: ['name'],
      refused: ['appliesTo', 'cutOff', 'cutOff.0', 'cutOff.0.app', 'cutOff.0.reason', 'dryRun'],
    });
  });

  test('for the root namespace is an error, for there it is one for the mesh', () => {
    const message = failure(
      (chart) =>
        new DenyAllPolicy(chart, 'x', { appliesTo: new IstioInstall(chart, 'istio', { version: '1.31' }).namespace }),
    );
    expect(message).toBe(
      'shop/x: appliesTo: a policy for istio-system, the root namespace, applies to the whole mesh: give WholeMesh.scope',
    );
  });

  test.each<[object, string]>([
    [{ appliesTo: undefined }, 'appliesTo must be given'],
    [{ appliesTo: 'shop' }, 'appliesTo must be WholeMesh.scope, a MeshNamespace or a MeshApp, got "shop"'],
    [{ appliesTo: namespace, name: 'No Name' }, 'name must be a DNS name'],
  ])('%j is an error', (props, message) => {
    expect(failure((chart) => new DenyAllPolicy(chart, 'x', props as never))).toContain(`shop/x: ${message}`);
  });

  describe('an app that is exposed', () => {
    const expose = (chart: Chart) =>
      twoVersions(chart).expose(gateway(chart), { hosts: ['a.example.com'], methods: ['GET'] });
    const names = (make: (chart: Chart) => unknown) =>
      policies(make)
        .map((each) => each.metadata.name)
        .sort();

    test('and open to all needs no policy for its gateway', () => {
      expect(names(expose)).toEqual([]);
    });

    test('keeps its gateway where all others are refused, before or after it was exposed', () => {
      const before = names((chart) => {
        new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
        expose(chart);
      });
      const after = names((chart) => {
        expose(chart);
        new DenyAllPolicy(chart, 'deny-all', { appliesTo: WholeMesh.scope });
      });
      expect([before, after]).toEqual([
        ['deny-all', 'reviews'],
        ['deny-all', 'public', 'reviews'],
      ]);
    });

    test('keeps the proxies of its gateway open where the whole mesh is refused', () => {
      const objects = written((chart) => {
        expose(chart);
        new DenyAllPolicy(chart, 'deny-all', { appliesTo: WholeMesh.scope });
      });
      expect(only(objects, 'AuthorizationPolicy', 'public')).toMatchObject({
        metadata: { namespace: 'istio-system' },
        spec: { selector: { matchLabels: { istio: 'ingressgateway' } }, action: 'ALLOW', rules: [{}] },
      });
    });

    test('is not concerned by what another namespace refuses', () => {
      expect(
        names((chart) => {
          expose(chart);
          new DenyAllPolicy(chart, 'deny-all', { appliesTo: MeshNamespace.fromName('bank') });
        }),
      ).toEqual(['deny-all']);
    });

    test('admits its gateway for what it is exposed for', () => {
      const objects = written((chart) => {
        expose(chart);
        new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
      });
      expect(specOf(objects, 'AuthorizationPolicy', 'reviews')).toEqual({
        selector,
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: ['cluster.local/ns/istio-system/sa/ingress'] } }],
            to: [{ operation: { methods: ['GET'] } }],
          },
        ],
      });
    });
  });
});
