import { Chart } from 'cdk8s';
import { IstioInstall, MeshProgram } from 'istio-constructs';
import { dashboard, MyAppChart } from './tutorial';

const program = new MeshProgram();

const system = new Chart(program, 'istio-system');
const install = new IstioInstall(system, 'istio', {
  version: '1.31',
  profile: 'demo',
  addons: ['prometheus', 'grafana', 'jaeger', 'kiali'],
});
dashboard(system, install.namespace);
new MyAppChart(program, 'my-app', { ingress: install.ingress, lesson: 'circuit-breaker' });

program.synth();
