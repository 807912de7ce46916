import { type Chart } from 'cdk8s';
import {
  AllowPolicy,
  type AllowPolicyProps,
  Condition,
  DenyAllPolicy,
  DenyPolicy,
  type DenyPolicyProps,
  GatewayProxies,
  GatewayServer,
  IngressGateway,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  WholeMesh,
} from 'istio-constructs';
import { failure, gateway, namespace, only, proxies, twoVersions, written } from '../support/constructs';

const expose = (chart: Chart) => twoVersions(chart).expose(gateway(chart), { hosts: ['shop.example.com'] });
const offices = MeshPeer.remoteIpBlocks('192.0.2.0/24');

test('pain 23: an AllowPolicy for gateway proxies is in their namespace and selects their pods', () => {
  const objects = written((chart) => new AllowPolicy(chart, 'offices', { to: proxies, from: [offices] }));
  expect(only(objects, 'AuthorizationPolicy')).toEqual({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'offices', namespace: 'istio-system' },
    spec: {
      selector: { matchLabels: { istio: 'ingressgateway' } },
      action: 'ALLOW',
      rules: [{ from: [{ source: { remoteIpBlocks: ['192.0.2.0/24'] } }] }],
    },
  });
});

describe('gateway proxies that the whole mesh is closed around', () => {
  const names = (make: (chart: Chart) => unknown) =>
    written((chart) => {
      make(chart);
    })
      .filter((each) => each.kind === 'AuthorizationPolicy' && each.metadata.namespace === 'istio-system')
      .map((each) => each.metadata.name)
      .sort();
  const close = (chart: Chart) => new DenyAllPolicy(chart, 'deny-all', { appliesTo: WholeMesh.scope });
  const allow = (chart: Chart, more: Partial<AllowPolicyProps> = {}) =>
    new AllowPolicy(chart, 'offices', { to: proxies, from: [offices], ...more });

  const orders = [expose, close, allow].flatMap((first, index, all) => {
    const [second, third] = all.filter((_, other) => other !== index) as [typeof close, typeof close];
    return [
      [first, second, third],
      [first, third, second],
    ];
  });

  test.each(orders.map((order) => [order.map((each) => each.name).join(', '), order] as const))(
    'are not opened again where a policy says who gets past them: %s',
    (_, order) => {
      expect(names((chart) => order.forEach((each) => each(chart)))).toEqual(['deny-all', 'offices']);
    },
  );

  test('nor where the policy is for another handle of the same pods', () => {
    const to = GatewayProxies.of({
      namespace: MeshNamespace.fromName('istio-system'),
      labels: { istio: 'ingressgateway' },
      serviceAccount: 'x',
    });
    const make = (chart: Chart) => [expose(chart), close(chart), allow(chart, { to })];
    expect(names(make)).toEqual(['deny-all', 'offices']);
  });

  test.each<[string, Partial<AllowPolicyProps>]>([
    ['only logs', { dryRun: true }],
    [
      'is for others',
      { to: GatewayProxies.of({ namespace, labels: { istio: 'ingressgateway' }, serviceAccount: 'x' }) },
    ],
  ])('stay open where the policy %s', (_, more) => {
    const make = (chart: Chart) => [expose(chart), close(chart), allow(chart, more)];
    expect(names(make)).toContain('public');
  });
});

describe('pain 9: a policy for the proxies that shuts out the clients of what is exposed', () => {
  const allow = (rule: Omit<AllowPolicyProps, 'to'>, hosts = ['shop.example.com']) =>
    failure((chart) => {
      twoVersions(chart).expose(gateway(chart), { hosts });
      new AllowPolicy(chart, 'x', { to: proxies, ...rule });
    });
  const anyone = [MeshPeer.anyone()];

  test.each<[string, Omit<AllowPolicyProps, 'to'>]>([
    ['another host', { from: anyone, hosts: ['other.example.com'] }],
    ['all but this host', { from: anyone, notHosts: ['*.example.com'] }],
    ['accounts of the mesh, which clients do not have', { from: [MeshPeer.serviceAccount(namespace, 'web')] }],
    ['a namespace of the mesh', { from: [MeshPeer.namespace(namespace)] }],
  ])('by admitting %s', (_, rule) => {
    expect(allow(rule)).toBe(
      ': clients of exposed hosts would be refused by the gateway proxies themselves, for no rule admits them:\n' +
        '    a client of shop.example.com -> gateway istio-system/public, closed by shop/x\n' +
        '  fix: add an AllowPolicy for the proxies that admits them, such as from MeshPeer.anyone() with their hosts',
    );
  });

  test.each<[string, Omit<AllowPolicyProps, 'to'>, string[]?]>([
    ['the host, whatever its case', { from: anyone, hosts: ['Shop.example.com'] }],
    ['the host with a port, as clients may write it', { from: anyone, hosts: ['shop.example.com:8443'] }],
    ['hosts around it', { from: anyone, hosts: ['*.example.com'] }],
    ['all but another host', { from: anyone, notHosts: ['other.example.com'] }],
    ['some of the hosts that are exposed', { from: anyone, hosts: ['a.example.com'] }, ['*.example.com']],
    ['some paths', { from: anyone, paths: ['/api/*'] }],
    ['addresses', { from: [offices] }],
    ['a principal, which a certificate of the client may carry', { from: [MeshPeer.principal('partner/ns/a/sa/b')] }],
    ['a condition on it', { from: anyone, when: [Condition.sourcePrincipal().is('partner/*')] }],
  ])('not by admitting %s', (_, rule, hosts = ['shop.example.com']) => {
    expect(allow(rule, hosts)).toBe('nothing failed');
  });

  test('two policies may admit them together', () => {
    const message = failure((chart) => {
      expose(chart);
      for (const host of ['shop', 'other'])
        new AllowPolicy(chart, host, { to: proxies, from: anyone, hosts: [`${host}.example.com`] });
    });
    expect(message).toBe('nothing failed');
  });

  test.each<[string, Partial<DenyPolicyProps>, string]>([
    ['that refuses the host', { hosts: ['shop.example.com'] }, 'a client of shop.example.com -> gateway'],
    ['of the mesh', { to: WholeMesh.scope, hosts: ['shop.example.com'] }, 'a client of shop.example.com -> gateway'],
    ['that refuses other hosts', { notHosts: ['shop.example.com'] }, 'nothing failed'],
    ['that refuses some paths of the host', { hosts: ['shop.example.com'], paths: ['/admin'] }, 'nothing failed'],
    ['that refuses the host with a port', { hosts: ['shop.example.com:8080'] }, 'nothing failed'],
    ['that refuses some addresses', { from: [offices] }, 'nothing failed'],
    ['that only logs', { hosts: ['shop.example.com'], dryRun: true }, 'nothing failed'],
  ])('by a DenyPolicy %s', (_, rule, message) => {
    const make = (chart: Chart) => [expose(chart), new DenyPolicy(chart, 'x', { to: proxies, ...rule })];
    expect(failure(make)).toContain(message);
  });
});

describe('pain 28: a rule about requests for proxies that also pass connections on', () => {
  const both = (policy: (chart: Chart) => unknown) =>
    failure((chart) => {
      const edge = new IngressGateway(chart, 'public', {
        proxies,
        servers: [
          GatewayServer.http({ hosts: ['shop.example.com'] }),
          GatewayServer.passthrough({ hosts: ['db.example.com'] }),
        ],
      });
      policy(chart);
      const app = twoVersions(chart, 'db', { ports: [MeshPort.tls(8443), MeshPort.http(80)] });
      app.expose(edge, { hosts: ['db.example.com'], port: app.port('tls') });
    });
  const deny = (more: Partial<DenyPolicyProps>) => (chart: Chart) =>
    new DenyPolicy(chart, 'x', { to: proxies, paths: ['/admin'], ...more });

  test('would deny every connection', () => {
    expect(both(deny({}))).toContain(
      'shop/x: paths can only be asked of HTTP servers, but 443 (TLS) of public is none: Istio would leave them out there and deny MORE',
    );
  });

  test('is fine with the ports of HTTP', () => {
    expect(both(deny({ when: [Condition.destinationPort().is(8080)] }))).toBe('nothing failed');
  });

  test('would admit no connection', () => {
    const allow = (chart: Chart) =>
      new AllowPolicy(chart, 'x', { to: proxies, from: [MeshPeer.anyone()], paths: ['/api/*'] });
    expect(both(allow)).toContain('a client of db.example.com -> gateway istio-system/public, closed by shop/x');
  });
});

test('a policy is for nothing else', () => {
  expect(failure((chart) => new AllowPolicy(chart, 'x', { to: 'ingress' as never, from: [offices] }))).toBe(
    'shop/x: to must be WholeMesh.scope, a MeshNamespace, a MeshApp or gateway proxies, got "ingress"',
  );
});
