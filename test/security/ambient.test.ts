import { type Chart } from 'cdk8s';
import {
  AllowPolicy,
  Condition,
  DataPlane,
  DenyPolicy,
  type DenyPolicyProps,
  HttpMatch,
  HttpRouting,
  MeshNamespace,
  MeshPeer,
  MeshPort,
  WholeMesh,
} from 'istio-constructs';
import { failure, gateway, twoVersions, written } from '../support/constructs';

const quiet = MeshNamespace.fromName('quiet', { dataPlane: DataPlane.ambient() });
const ports = [MeshPort.http(8080), MeshPort.http(9090, { name: 'admin' })];
const guarded = (chart: Chart) => twoVersions(chart, 'reviews', { namespace: quiet, ports });

type Rule = Omit<DenyPolicyProps, 'to'>;

/** Each part of a rule that ztunnel cannot read, by the name that messages give it. */
const UNREAD: Readonly<Record<string, Rule>> = {
  methods: { methods: ['GET'] },
  paths: { paths: ['/a'] },
  hosts: { hosts: ['a.example.com'] },
  notMethods: { notMethods: ['GET'] },
  notPaths: { notPaths: ['/a'] },
  notHosts: { notHosts: ['a.example.com'] },
  'from by remoteIpBlocks': { from: [MeshPeer.remoteIpBlocks('192.0.2.0/24')] },
  'notFrom by remoteIpBlocks': { notFrom: [MeshPeer.remoteIpBlocks('192.0.2.0/24')] },
  'request.headers[x]': { when: [Condition.header('x').is('1')] },
  'remote.ip': { when: [Condition.remoteIp().is('192.0.2.0/24')] },
  'request.auth.principal': { when: [Condition.requestPrincipal().is('a/b')] },
  'request.auth.audiences': { when: [Condition.audience().is('a')] },
  'request.auth.presenter': { when: [Condition.presenter().is('a')] },
  'request.auth.claims[a]': { when: [Condition.claim('a').is('b')] },
  'connection.sni': { when: [Condition.sni().is('a.example.com')] },
  'source.serviceAccount': { when: [Condition.sourceServiceAccount().is('a/b')] },
  'source.trustDomain': { when: [Condition.sourceTrustDomain().is('cluster.local')] },
};

/** Each that it can read. */
const READ: Readonly<Record<string, (app: ReturnType<typeof guarded>) => Rule>> = {
  'an identity': (app) => ({ from: [app] }),
  'a namespace': () => ({ from: [MeshPeer.namespace(quiet)] }),
  'an address': () => ({ from: [MeshPeer.ipBlocks('192.0.2.0/24')] }),
  ports: (app) => ({ ports: [app.port('http')] }),
  notPorts: (app) => ({ notPorts: [app.port('http')] }),
  'source.ip': () => ({ when: [Condition.sourceIp().is('192.0.2.0/24')] }),
  'source.namespace': () => ({ when: [Condition.sourceNamespace().is('a')] }),
  'source.principal': () => ({ when: [Condition.sourcePrincipal().is('a/ns/b/sa/c')] }),
  'destination.ip': () => ({ when: [Condition.destinationIp().is('192.0.2.1')] }),
  'destination.port': () => ({ when: [Condition.destinationPort().is(8080)] }),
};

test('every condition that there is stands in one of the two tables', () => {
  const factories = Object.getOwnPropertyNames(Condition).filter(
    (name) => !['length', 'name', 'prototype'].includes(name),
  );
  const inTables = [...Object.keys(UNREAD), ...Object.keys(READ)].filter((key) => key.includes('.'));
  expect(inTables).toHaveLength(factories.length);
});

describe('pain 24: what ztunnel cannot read is an error that says what it would do', () => {
  const from = [MeshPeer.namespace(quiet)];

  test.each(Object.entries(UNREAD))('%s of an AllowPolicy would admit nobody', (what, rule) => {
    expect(
      failure((chart) => new AllowPolicy(chart, 'x', { to: guarded(chart), ...rule, from: rule.from ?? from })),
    ).toBe(
      `shop/x: ${what} needs layer 7, but namespace quiet is ambient: ztunnel would leave out the rule, so that it admits nobody, and waypoints are not supported yet`,
    );
  });

  test.each(Object.entries(UNREAD))('%s of a DenyPolicy would deny more', (what, rule) => {
    expect(failure((chart) => new DenyPolicy(chart, 'x', { to: guarded(chart), ...rule }))).toBe(
      `shop/x: ${what} needs layer 7, but namespace quiet is ambient: ztunnel would enforce what is left of the rule and deny MORE, every connection that the rest fits, and waypoints are not supported yet`,
    );
  });

  test.each([
    ['the namespace', quiet],
    ['another handle of the namespace', MeshNamespace.fromName('quiet')],
    ['the mesh', WholeMesh.scope],
  ])('also of a policy for %s', (_, to) => {
    const message = failure((chart) => {
      for (const id of ['a', 'b']) twoVersions(chart, id, { namespace: quiet });
      new DenyPolicy(chart, 'x', { to, when: [Condition.sni().is('a.example.com')] });
    });
    expect(message.split('\n')).toEqual([
      expect.stringContaining('shop/x: connection.sni needs layer 7, but namespace quiet is ambient') as string,
    ]);
  });

  const web = (chart: Chart) => twoVersions(chart, 'web');
  const options = { notPaths: ['/admin'] };
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['allowFrom', (chart) => guarded(chart).allowFrom(web(chart), options), 'shop/reviews: notPaths'],
    [
      'allowFrom addresses of clients',
      (chart) => guarded(chart).allowFrom(MeshPeer.remoteIpBlocks('192.0.2.1')),
      'shop/reviews: from by remoteIpBlocks',
    ],
    ['callsTo', (chart) => web(chart).callsTo(guarded(chart), options), 'shop/web: notPaths'],
    [
      'expose',
      (chart) => guarded(chart).expose(gateway(chart), { hosts: ['a.example.com'], ...options }),
      'shop/reviews: notPaths',
    ],
    [
      'a match on an app whose pods follow no routes',
      (chart) => {
        const app = web(chart);
        new HttpRouting(chart, 'x', { app, match: HttpMatch.from(guarded(chart)), to: [{ to: app.version('v1') }] });
      },
      'shop/x: match: from reviews',
    ],
    [
      'a VirtualService that is asked for',
      (chart) => guarded(chart).routing.virtualService.metadata,
      'shop/reviews/routing: a VirtualService',
    ],
    [
      'a DestinationRule that is asked for',
      (chart) => guarded(chart).routing.destinationRule.metadata,
      'shop/reviews/routing: a DestinationRule',
    ],
  ])('%s', (_, make, what) => {
    expect(failure(make)).toContain(`${what} needs layer 7, but namespace quiet is ambient`);
  });
});

test.each(Object.entries(READ))('%s is read by ztunnel, too', (_, rule) => {
  const message = failure((chart) => {
    const app = guarded(chart);
    new DenyPolicy(chart, 'x', { to: app, ...rule(app) });
  });
  expect(message).toBe('nothing failed');
});

test('a gateway routes to an ambient app, whose VirtualService it follows', () => {
  const objects = written((chart) => {
    const app = guarded(chart);
    app.expose(gateway(chart), { hosts: ['*.example.com'], port: app.port('http') });
  });
  expect(objects.map((each) => each.kind)).toContain('VirtualService');
});
