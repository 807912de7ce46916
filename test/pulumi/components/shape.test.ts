import { Chart, Duration, Size } from 'cdk8s';
import * as constructs from 'istio-constructs';
import { GatewayProxies, GatewayServer, HttpMatch, MeshPort, Probe } from 'istio-constructs';
import * as mesh from 'istio-constructs/pulumi';
import { run } from '../../support/pulumi-wire';

const proxies = GatewayProxies.of({
  namespace: constructs.MeshNamespace.fromName('istio-system'),
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'ingress',
});

test('try', async () => {
  const { registered, outputs } = await run(() => {
    const shop = new mesh.MeshNamespace('shop');
    const gateway = new mesh.IngressGateway('public', { proxies, servers: [GatewayServer.http({ hosts: ['*.example.com'] })] });
    const web = new mesh.MeshApp('reviews', {
      namespace: shop,
      image: 'registry.example.com/reviews:1',
      versions: { v1: {}, v2: {} },
      ports: [MeshPort.http(8080)],
      resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
      probes: { readiness: Probe.tcp() },
      canary: { stable: 'v1', canary: 'v2', weight: 10 },
      circuitBreaker: { consecutive5xxErrors: 3 },
      faults: { slow: { when: HttpMatch.header('x').is('y'), delay: { duration: Duration.seconds(5) } } },
      expose: [{ gateway, hosts: ['shop.example.com'] }],
    });
    new mesh.DenyAllPolicy('deny-all', { appliesTo: shop });
    new mesh.AllowPolicy('scrape', { to: web, from: [constructs.MeshPeer.anyone()], paths: ['/metrics'] });
  });
  for (const each of registered) console.log(each.urn.replace(/.*project::/, ''), each.parent.replace(/.*project::/, ''), each.dependencies.map((x) => x.replace(/.*::/, '')).join(' '));
  console.log([...outputs]);
});
