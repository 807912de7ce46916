import { Chart, Size } from 'cdk8s';
import { CanaryRoute, MeshApp, MeshNamespace, MeshPort, MeshProgram, Probe } from 'istio-constructs';

const program = new MeshProgram();
const chart = new Chart(program, 'shop');
const reviews = new MeshApp(chart, 'reviews', {
  namespace: new MeshNamespace(chart, 'shop'),
  versions: { v1: { image: 'reviews:1.4' }, v2: { image: 'reviews:2.0' } },
  ports: [MeshPort.http(8080)],
  resources: { requests: { cpu: '100m', memory: Size.mebibytes(128) } },
  probes: { readiness: Probe.http('/ready') },
});
new CanaryRoute(chart, 'canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), weight: 10 });
program.synth();
