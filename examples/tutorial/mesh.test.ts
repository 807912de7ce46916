/** What happens to requests for the app of the course, lesson by lesson. */
import { ApiObject, type ApiObjectProps, Chart, Duration } from 'cdk8s';
import { type DenyAllPolicy, IstioInstall, type Manifest, type MeshApp, MeshProgram } from 'istio-constructs';
import 'istio-constructs/testing';
import { type Lesson, MyAppChart } from './tutorial';

/** The app, and the mesh as everybody sees it who is named in its manifests. */
function course(lesson: Lesson, others: readonly Manifest[] = []) {
  const program = new MeshProgram({ outdir: 'never-written' });
  const system = new Chart(program, 'istio-system');
  const { ingress } = new IstioInstall(system, 'istio', { version: '1.31', profile: 'demo' });
  const chart = new MyAppChart(program, 'my-app', { ingress, lesson });
  others.forEach((manifest, index) => {
    new ApiObject(chart, `other-${index}`, manifest as ApiObjectProps);
  });
  const mesh = program.mesh({
    hosts: [
      { namespace: 'default', name: 'api-gateway', serviceAccount: 'api-gateway', ports: [{ port: 80 }] },
      { namespace: 'default', name: 'other', serviceAccount: 'other', ports: [{ port: 80 }] },
      { namespace: 'legacy', name: 'batch', sidecar: false, ports: [{ port: 80 }] },
    ],
  });
  return {
    mesh,
    app: chart.node.findChild('my-app') as MeshApp<'v1' | 'v2'>,
    denyAll: chart.node.findChild('deny-all') as DenyAllPolicy,
    user: mesh.outside().via(ingress),
    apiGateway: mesh.from('default/api-gateway'),
  };
}

const { mesh, app, denyAll, user, apiGateway } = course('circuit-breaker');
const [v1, v2] = [app.version('v1'), app.version('v2')];
const INSIDE = 'http://my-app.default:8080/api/v1';
const OUTSIDE = 'http://my-app.example.com/api/v1';

describe.each([
  ['from the API gateway', () => apiGateway.get(INSIDE)],
  ['from a user, through the ingress gateway', () => user.get(OUTSIDE)],
])('a request %s', (_, ask) => {
  const call = ask();
  const as = (headers: Readonly<Record<string, string>>) => call.with({ headers });

  test('is answered by v2 in 10 of 100 cases', () => {
    expect(call).toRouteTo([
      [v1, 90],
      [v2, 10],
    ]);
  });

  test('with x-test-scenario: delay takes 5 s longer in half of the cases', () => {
    const slow = as({ 'x-test-scenario': 'delay' }).outcomes.filter(({ elapsedSeconds }) => elapsedSeconds === 5);
    expect(slow.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(0.5);
  });

  test('with x-test-scenario: error fails in 30 of 100 cases', () => {
    expect(as({ 'x-test-scenario': 'error' })).toFailWith({ status: 503, percent: 30 });
    expect(as({ 'x-test-scenario': 'error' })).toRouteTo([
      [v1, 63],
      [v2, 7],
    ]);
  });

  test('ends after 10 s, and is tried three times more before', () => {
    expect(call).toTimeOutAfter(Duration.seconds(10));
    expect(call).toRetry({ attempts: 3, on: ['5xx', 'reset', 'connect-failure', 'retriable-4xx'] });
  });

  test('that fails once is answered by the next try', () => {
    const failing = call.with({ backend: { status: 503, first: 1, workload: 'default/my-app-v1' } });
    expect(failing.outcomes).toMatchObject([
      { result: 200, backend: 'default/my-app-v1', attempts: 2 },
      { result: 200, backend: 'default/my-app-v2', attempts: 1 },
    ]);
  });

  test('is encrypted', () => {
    expect(call).toUseMtls();
  });
});

describe('premium users', () => {
  const premium = { headers: { 'x-user-type': 'premium' } };

  test.each(['/api/v2', '/api/v2/orders'])('see v2 at %s', (path) => {
    expect(user.get(`http://my-app.example.com${path}`, premium)).toRouteTo(v2);
  });

  test.each(['/api/v20', '/api/v1'])('see what others see at %s', (path) => {
    expect(user.get(`http://my-app.example.com${path}`, premium)).not.toRouteTo(v2);
  });

  test('are testers as well, if they say so', () => {
    const both = { headers: { 'x-user-type': 'premium', 'x-test-scenario': 'error' } };
    expect(user.get('http://my-app.example.com/api/v2', both)).toRouteTo([[v2, 70]]);
  });
});

test('in the lesson on destination rules a 409 is not tried again', () => {
  expect(apiGateway.get(INSIDE)).toRetry({ on: 409 });
  const before = course('destination-rule');
  expect(before.apiGateway.get(INSIDE)).not.toRetry({ on: 409 });
  expect(before.apiGateway.get(INSIDE)).toRetry({ attempts: 3, on: 503 });
});

describe('who may call', () => {
  test('the API gateway and the ingress gateway, each by a policy of its own', () => {
    expect(apiGateway.post(INSIDE)).toBeAllowed({ by: 'default/allow-api-gateway' });
    expect(user.post(OUTSIDE)).toBeAllowed({ by: 'default/my-app' });
  });

  test('these methods and paths only', () => {
    expect(apiGateway.delete(INSIDE)).toBeDenied({ by: 'default/allow-api-gateway' });
    expect(apiGateway.get('http://my-app.default:8080/metrics')).toBeDenied({ by: denyAll });
    expect(user.delete(OUTSIDE)).toBeDenied({ by: denyAll });
  });

  test('nobody else', () => {
    expect(mesh.from('default/other').get(INSIDE)).toBeDenied({ by: denyAll });
    expect(mesh.from('legacy/batch').get(INSIDE)).toBeRefused();
  });

  test('users by the host of the gateway only', () => {
    expect(user.get('http://other.example.com/api/v1')).toBeRefused();
  });
});

describe('the sidecar of the app', () => {
  // The course captures 10.0.0.0/8 only: what is called has to say its address.
  const call = (host: string, clusterIP: string) => {
    const [namespace, name] = host.split('/');
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace, name },
      spec: { clusterIP, selector: { app: name }, ports: [{ name: 'tcp', port: 5432 }] },
    };
    const pods = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name },
      spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'db', image: 'db' }] } } },
    };
    return course('circuit-breaker', [service, pods]).mesh.from(app).connect(`tcp://${name}.${namespace}:5432`);
  };

  test('reaches the database', () => {
    expect(call('database/database', '10.0.0.7')).toRouteTo('database/database');
  });

  test('is refused what it does not name', () => {
    expect(call('elsewhere/database', '10.0.0.8')).toBeRefused();
  });

  test('is passed by where the address is out of the ranges, and nobody knows without one', () => {
    expect(call('elsewhere/database', '192.168.0.8')).toRouteTo('elsewhere/database');
    expect(mesh.from(app).get('http://example.com/')).toBeUnknown('which address is called');
  });
});
