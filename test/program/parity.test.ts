import { type App, Chart } from 'cdk8s';
import { IstioInstall } from 'istio-constructs';
import { dashboard, type Lesson, MyAppChart } from '../../examples/tutorial/tutorial';
import { bothWays } from '../support/parity';

function tutorial(lesson: Lesson): (app: App) => void {
  return (app) => {
    const system = new Chart(app, 'istio-system');
    const install = new IstioInstall(system, 'istio', { version: '1.31', profile: 'demo' });
    dashboard(system, install.namespace);
    new MyAppChart(app, 'my-app', { ingress: install.ingress, lesson });
  };
}

describe('an example writes the same objects and bytes under cdk8s.App as under MeshProgram', () => {
  test.each<[string, (app: App) => void]>([
    ['tutorial, circuit breakers', tutorial('circuit-breaker')],
    ['tutorial, destination rules', tutorial('destination-rule')],
  ])('%s', (_, build) => {
    const { ours, theirs } = bothWays(build);
    expect(Object.keys(ours.files).length).toBeGreaterThan(Object.keys(ours.charts).length);
    expect(ours).toEqual(theirs);
  });
});
