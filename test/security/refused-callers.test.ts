import { App, Chart } from 'cdk8s';
import {
  AllowPolicy,
  type AllowPolicyProps,
  Condition,
  DenyAllPolicy,
  DenyPolicy,
  MeshPeer,
  MeshPort,
  PeerMtls,
  StrictMtls,
  WholeMesh,
} from 'istio-constructs';
import { declareIntent } from '../../lib/tree/report';
import { UNRESOLVED } from '../../lib/values/unresolved';
import { failure, namespace, twoVersions } from '../support/constructs';
import { processorTime } from '../support/processor-time';

const later = { [UNRESOLVED]: true, resolve: () => 'LATER' } as never;
const someone = [MeshPeer.namespace(namespace)];

describe('pain 9: an ALLOW policy that leaves out a caller that is declared', () => {
  const admit = (rule: Omit<AllowPolicyProps, 'to'>) =>
    failure((chart) => {
      const to = twoVersions(chart);
      const web = twoVersions(chart, 'web');
      new StrictMtls(chart, 'strict', { appliesTo: namespace });
      new AllowPolicy(chart, 'allow', { to, ...rule });
      declareIntent(web, { kind: 'call', caller: web.caller, app: to.caller, methods: ['POST'], paths: ['/admin'] });
    });

  test.each<[string, Omit<AllowPolicyProps, 'to'>]>([
    ['notFrom', { from: someone, notFrom: [MeshPeer.serviceAccount(namespace, 'web')] }],
    ['notFrom by namespace', { from: [MeshPeer.anyone()], notFrom: someone }],
    ['notMethods', { from: someone, notMethods: ['POST'] }],
    ['notPaths', { from: someone, notPaths: ['/adm*'] }],
    ['a template of other paths', { from: someone, paths: ['/files/{**}'] }],
    ['a condition on the namespace', { from: someone, when: [Condition.sourceNamespace().is('bank')] }],
    ['a condition on the account', { from: someone, when: [Condition.sourceServiceAccount().isNot('shop/web')] }],
    ['a condition on the principal', { from: someone, when: [Condition.sourcePrincipal().is('*/sa/cart')] }],
    ['a condition on the trust domain', { from: someone, when: [Condition.sourceTrustDomain().is('example.com')] }],
  ])('by %s', (_, rule) => {
    expect(admit(rule)).toContain('shop/web -> shop/reviews (POST /admin), closed by shop/allow');
  });

  test.each<[string, Omit<AllowPolicyProps, 'to'>]>([
    ['another caller in notFrom', { from: someone, notFrom: [MeshPeer.serviceAccount(namespace, 'cart')] }],
    ['other methods and paths', { from: someone, notMethods: ['GET'], notPaths: ['/files/{**}'] }],
    ['conditions that hold', { from: someone, when: [Condition.sourcePrincipal().is('*/sa/web')] }],
    ['the trust domain of the mesh', { from: someone, when: [Condition.sourceTrustDomain().is('cluster.*')] }],
    ['a header, of which calls say nothing', { from: someone, when: [Condition.header('x-beta').is('on')] }],
    ['paths that are only known later', { from: someone, paths: later, notPaths: [later] }],
    ['addresses that are not meant', { from: someone, notFrom: [MeshPeer.ipBlocks('10.0.0.0/8')] }],
  ])('not by %s', (_, rule) => {
    expect(admit(rule)).toBe('nothing failed');
  });

  test('a caller in plain text meets no condition on an identity', () => {
    const message = failure((chart) => {
      const to = twoVersions(chart);
      new StrictMtls(chart, 'strict', {
        appliesTo: namespace,
        exceptions: [{ port: to.port('http'), reason: 'scraped' }],
      });
      new AllowPolicy(chart, 'allow', {
        to,
        from: [MeshPeer.anyone()],
        when: [Condition.sourceNamespace().is('shop')],
      });
    });
    expect(message).toContain('a caller without identity -> shop/reviews (port 8080), closed by shop/allow');
  });

  test('five thousand callers of one app, each with a rule of its own, are judged without comparing every pair', () => {
    const chart = new Chart(new App(), 'shop');
    const to = twoVersions(chart);
    new DenyAllPolicy(chart, 'deny-all', { appliesTo: namespace });
    for (let index = 0; index < 5000; index++) {
      const caller = { namespace: 'shop', name: `app-${index}`, serviceAccount: `app-${index}` };
      to.allowFrom(MeshPeer.serviceAccount(namespace, caller.serviceAccount));
      declareIntent(chart, { kind: 'call', caller, app: to.caller });
    }
    const milliseconds = processorTime(() => {
      expect(chart.node.root.node.validate()).toEqual([]);
    });
    // Comparing them pair by pair took a minute and a half.
    expect(milliseconds).toBeLessThan(5000);
  });
});

describe('pain 28: what a policy for many apps would turn into', () => {
  test.each([
    ['a namespace', namespace],
    ['the mesh', WholeMesh.scope],
  ])('a DENY for %s with attributes of requests, where an app has a port that is not HTTP', (_, to) => {
    const message = failure((chart) => {
      new DenyPolicy(chart, 'deny', { to, paths: ['/admin'] });
      twoVersions(chart, 'db', { ports: [MeshPort.tcp(5432)] });
    });
    expect(message).toBe(
      'shop/deny: paths can only be asked of HTTP ports, but tcp of shop/db is none: Istio would leave them out there and deny MORE, ' +
        'every connection of those callers: give a policy to each app, with ports',
    );
  });

  test('the same where all ports are HTTP is fine', () => {
    const message = failure((chart) => {
      twoVersions(chart);
      new DenyPolicy(chart, 'deny', { to: namespace, paths: ['/admin'] });
    });
    expect(message).toBe('nothing failed');
  });

  test('a namespace that takes plain text in a mesh that is STRICT', () => {
    const message = failure((chart) => {
      new StrictMtls(chart, 'strict', { appliesTo: WholeMesh.scope });
      new PeerMtls(chart, 'loose', { appliesTo: namespace, mode: 'PERMISSIVE' });
      new DenyPolicy(chart, 'deny', { to: WholeMesh.scope, notFrom: [MeshPeer.principal('a')] });
    });
    expect(message).toContain('and namespace shop takes plain text');
  });

  test('an app that takes plain text behind one that only inherits', () => {
    const message = failure((chart) => {
      new StrictMtls(chart, 'strict', { appliesTo: namespace });
      new PeerMtls(chart, 'inherits', { appliesTo: twoVersions(chart, 'a'), mode: 'UNSET' });
      new PeerMtls(chart, 'loose', { appliesTo: twoVersions(chart, 'b'), mode: 'PERMISSIVE' });
      new DenyPolicy(chart, 'deny', { to: namespace, notFrom: [MeshPeer.principal('a')] });
    });
    expect(message).toContain('and app b takes plain text');
  });

  test('a mode that is only known later is believed to be STRICT', () => {
    const message = failure((chart) => {
      new PeerMtls(chart, 'later', { appliesTo: namespace, mode: later });
      new DenyPolicy(chart, 'deny', { to: namespace, notFrom: [MeshPeer.principal('a')] });
    });
    expect(message).toBe('nothing failed');
  });
});
