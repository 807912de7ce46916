import { type Chart } from 'cdk8s';
import { MeshNamespace, MeshService, SidecarScope, type SidecarScopeProps } from 'istio-constructs';
import { failure, laterInEveryProp, namespace, only, specOf, twoVersions, written } from '../support/constructs';

const bank = MeshNamespace.fromName('bank');

test('minimal props', () => {
  const objects = written((chart) => new SidecarScope(chart, 'all', { appliesTo: namespace, hosts: [namespace] }));
  expect(only(objects, 'Sidecar')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'all', namespace: 'shop' },
    spec: { egress: [{ hosts: ['shop/*'] }] },
  });
});

function allProps(chart: Chart): Required<SidecarScopeProps> {
  const app = twoVersions(chart);
  return {
    appliesTo: app,
    hosts: [namespace, twoVersions(chart, 'web', { namespace: bank }), MeshService.fromName('db', bank)],
    ingress: [{ port: app.port('http'), forwardTo: 9090 }],
    outboundTrafficPolicy: 'REGISTRY_ONLY',
    name: 'limits',
  };
}

test('pain 13: all the props: sidecars know what they are told, and hosts always say their namespace', () => {
  const objects = written((chart) => new SidecarScope(chart, 'x', allProps(chart)));
  expect(only(objects, 'Sidecar').metadata.name).toBe('limits');
  expect(specOf(objects, 'Sidecar')).toEqual({
    workloadSelector: { labels: { app: 'reviews' } },
    ingress: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, defaultEndpoint: '127.0.0.1:9090' }],
    egress: [{ hosts: ['shop/*', 'bank/web.bank.svc.cluster.local', 'bank/db.bank.svc.cluster.local'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  });
});

test('values that are only known later', () => {
  expect(laterInEveryProp(allProps, (chart, props) => new SidecarScope(chart, 'x', props))).toEqual({
    written: ['ingress.0.forwardTo', 'outboundTrafficPolicy', 'name'],
    refused: ['appliesTo', 'hosts', 'hosts.0', 'hosts.1', 'hosts.2', 'ingress', 'ingress.0', 'ingress.0.port'],
  });
});

describe('errors', () => {
  test.each<[string, (chart: Chart) => object, string]>([
    ['no hosts', () => ({ hosts: [] }), 'hosts must have at least 1 entry, got 0'],
    [
      'a host by name',
      () => ({ hosts: ['database.svc.cluster.local'] }),
      'hosts[0] must be a MeshNamespace, a MeshApp or a MeshService, got "database.svc.cluster.local"',
    ],
    [
      'a policy that Istio does not have',
      () => ({ outboundTrafficPolicy: 'REGISTRY' }),
      'outboundTrafficPolicy must be one of REGISTRY_ONLY, ALLOW_ANY, got "REGISTRY"',
    ],
    [
      'listeners for a namespace',
      (chart) => ({ ingress: [{ port: twoVersions(chart).port('http') }] }),
      'ingress must be left out where it applies to a namespace',
    ],
    [
      'a port of another app',
      (chart) => ({ appliesTo: twoVersions(chart), ingress: [{ port: twoVersions(chart, 'web').port('http') }] }),
      'ingress[0].port must be of the app, got http of web',
    ],
    ['no scope', () => ({ appliesTo: 'shop' }), 'appliesTo must be a MeshNamespace or a MeshApp, got "shop"'],
  ])('%s', (_, more, message) => {
    expect(
      failure((chart) => new SidecarScope(chart, 'x', { appliesTo: namespace, hosts: [namespace], ...more(chart) })),
    ).toContain(`shop/x: ${message}`);
  });

  test('two for the same sidecars name both', () => {
    const message = failure((chart) => {
      for (const id of ['a', 'b']) new SidecarScope(chart, id, { appliesTo: namespace, hosts: [namespace] });
    });
    expect(message).toBe('shop/b: appliesTo: shop/a limits the same sidecars already: say it in one place');
  });

  test('a service with a name that is none', () => {
    expect(() => MeshService.fromName('a.b', bank)).toThrow('MeshService.fromName: name must be a DNS label');
    expect(() => MeshService.fromName('a', 'bank' as never)).toThrow(
      'MeshService.fromName: namespace must be a MeshNamespace, got "bank"',
    );
  });
});
