import { App, Chart, Testing } from 'cdk8s';
import { IstioInstall } from 'istio-constructs';
import { dashboard, type Lesson, MyAppChart } from './tutorial';

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
  readonly spec?: unknown;
  readonly data?: Record<string, string>;
}

function objects(lesson: Lesson = 'circuit-breaker'): readonly Written[] {
  const app = new App();
  const system = new Chart(app, 'istio-system');
  const install = new IstioInstall(system, 'istio', { version: '1.31', profile: 'demo' });
  dashboard(system, install.namespace);
  const chart = new MyAppChart(app, 'my-app', { ingress: install.ingress, lesson });
  return [...(Testing.synth(system) as Written[]), ...(Testing.synth(chart) as Written[])];
}

function find(kind: string, name: string, lesson?: Lesson): Written {
  const found = objects(lesson).find((each) => each.kind === kind && each.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

const host = 'my-app.default.svc.cluster.local';
const to = (subset: string, weight: number) => ({ destination: { host, subset, port: { number: 8080 } }, weight });

test('there is one object for each thing that is said, all in a namespace', () => {
  expect(objects().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`)).toEqual([
    'ConfigMap istio-system/istio-custom-dashboard',
    'Namespace -/default',
    'ServiceAccount default/my-app',
    'Service default/my-app',
    'Deployment default/my-app-v1',
    'Deployment default/my-app-v2',
    'PodDisruptionBudget default/my-app',
    'DestinationRule default/my-app',
    'VirtualService default/my-app',
    'AuthorizationPolicy default/my-app',
    'Sidecar default/my-app-sidecar',
    'Gateway istio-system/my-app-gateway',
    'PeerAuthentication default/default-mtls',
    'AuthorizationPolicy default/allow-api-gateway',
    'AuthorizationPolicy default/deny-all',
  ]);
});

describe('workloads', () => {
  const template = () =>
    (find('Deployment', 'my-app-v1').spec as { replicas: number; template: Record<string, unknown> }).template;

  test('sidecars are injected by the label of the namespace', () => {
    expect(find('Namespace', 'default').metadata.labels).toEqual({ 'istio-injection': 'enabled' });
  });

  test('three pods of v1, and two of v2, for which the tutorial has subsets but no pods', () => {
    expect(find('Deployment', 'my-app-v1').spec).toMatchObject({ replicas: 3 });
    expect(find('Deployment', 'my-app-v2').spec).toMatchObject({ replicas: 2 });
  });

  test('requests and limits of the sidecar, ranges and ports that are not captured', () => {
    expect(template()['metadata']).toEqual({
      labels: { app: 'my-app', version: 'v1' },
      annotations: {
        'sidecar.istio.io/proxyCPU': '100m',
        'sidecar.istio.io/proxyMemory': '128Mi',
        'sidecar.istio.io/proxyCPULimit': '500m',
        'sidecar.istio.io/proxyMemoryLimit': '512Mi',
        'traffic.sidecar.istio.io/includeOutboundIPRanges': '10.0.0.0/8',
        'traffic.sidecar.istio.io/excludeInboundPorts': '5432,6379',
      },
    });
  });

  test('image, container port and limits', () => {
    expect(template()['spec']).toMatchObject({
      containers: [
        {
          name: 'my-app',
          image: 'nginx:alpine',
          ports: [{ containerPort: 80 }],
          resources: { limits: { cpu: '200m', memory: '256Mi' } },
        },
      ],
    });
  });

  test('the hardening that nginx:alpine can live with is on, and no more', () => {
    expect(template()['spec']).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { allowPrivilegeEscalation: false } }],
    });
  });

  test('the Service listens where routes go, and leads to where the container listens', () => {
    expect(find('Service', 'my-app').spec).toMatchObject({
      ports: [{ name: 'http', port: 8080, targetPort: 80, appProtocol: 'http' }],
    });
  });

  test('the sidecar knows its namespace, the control plane and the database, and reaches nothing else', () => {
    expect(find('Sidecar', 'my-app-sidecar').spec).toEqual({
      workloadSelector: { labels: { app: 'my-app' } },
      ingress: [{ port: { number: 80, protocol: 'HTTP', name: 'http' } }],
      egress: [{ hosts: ['default/*', 'istio-system/*', 'database/database.database.svc.cluster.local'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });
});

describe('routes', () => {
  interface Route {
    readonly name: string;
    readonly match?: readonly unknown[];
    readonly fault?: unknown;
    readonly route: readonly unknown[];
    readonly timeout?: string;
    readonly retries: unknown;
  }
  const spec = (lesson?: Lesson) =>
    find('VirtualService', 'my-app', lesson).spec as { hosts: string[]; gateways: string[]; http: Route[] };
  const route = (name: string, lesson?: Lesson) => spec(lesson).http.find((each) => each.name === name);

  test('one VirtualService for the public and the internal host, at the gateway and in the mesh', () => {
    expect(spec().hosts).toEqual(['my-app.example.com', host]);
    expect(spec().gateways).toEqual(['istio-system/my-app-gateway', 'mesh']);
  });

  test('the gateway is one, on the proxies of the installation', () => {
    expect(find('Gateway', 'my-app-gateway').spec).toEqual({
      selector: { app: 'istio-ingressgateway', istio: 'ingressgateway' },
      servers: [{ hosts: ['my-app.example.com'], port: { number: 80, name: 'http-80', protocol: 'HTTP' } }],
    });
  });

  test('premium users of /api/v2 see v2', () => {
    const headers = { 'x-user-type': { exact: 'premium' } };
    expect(route('premium')).toMatchObject({
      match: [
        { uri: { exact: '/api/v2' }, headers },
        { uri: { prefix: '/api/v2/' }, headers },
      ],
      route: [to('v2', 100)],
    });
  });

  test('of the others, 90 % see v1 and 10 % v2', () => {
    expect(route('canary')?.match).toBeUndefined();
    expect(route('canary')?.route).toEqual([to('v1', 90), to('v2', 10)]);
  });

  test.each<[Lesson, string]>([
    ['destination-rule', '5xx,reset,connect-failure'],
    ['circuit-breaker', '5xx,reset,connect-failure,retriable-4xx'],
  ])('lesson %s: 10 s for a request, three more tries of 3 s each', (lesson, retryOn) => {
    expect(route('canary', lesson)).toMatchObject({
      timeout: '10s',
      retries: { attempts: 3, perTryTimeout: '3s', retryOn },
    });
  });

  test('testers have half of their requests delayed by 5 s, on whatever route', () => {
    const delayed = spec().http.filter((each) => each.name.endsWith('-slow'));
    expect(delayed.map((each) => each.name)).toEqual(['premium-slow', 'canary-slow']);
    for (const each of delayed) {
      expect(each.fault).toEqual({ delay: { percentage: { value: 50 }, fixedDelay: '5s' } });
      expect(each.match).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            headers: expect.objectContaining({ 'x-test-scenario': { exact: 'delay' } }) as unknown,
          }),
        ]),
      );
    }
  });

  test('testers have 30 % of their requests answered by 503, on whatever route', () => {
    const broken = spec().http.filter((each) => each.name.endsWith('-broken'));
    expect(broken.map((each) => each.name)).toEqual(['premium-broken', 'canary-broken']);
    for (const each of broken) {
      expect(each.fault).toEqual({ abort: { percentage: { value: 30 }, httpStatus: 503 } });
      expect(each.match).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            headers: expect.objectContaining({ 'x-test-scenario': { exact: 'error' } }) as unknown,
          }),
        ]),
      );
    }
  });
});

describe('connections', () => {
  const http = {
    h2UpgradePolicy: 'DEFAULT',
    http1MaxPendingRequests: 100,
    http2MaxRequests: 1000,
    maxRequestsPerConnection: 10,
    maxRetries: 3,
  };
  const tcp = { maxConnections: 100, connectTimeout: '5s' };
  const spec = (lesson?: Lesson) => find('DestinationRule', 'my-app', lesson).spec;

  test('pool and load balancing', () => {
    expect(spec()).toMatchObject({
      host,
      trafficPolicy: { connectionPool: { tcp, http }, loadBalancer: { simple: 'LEAST_REQUEST' } },
    });
  });

  test('each version has its own limit of requests, and keeps all others', () => {
    const policy = (http2MaxRequests: number) => ({ connectionPool: { tcp, http: { ...http, http2MaxRequests } } });
    expect(spec()).toMatchObject({
      subsets: [
        { name: 'v1', labels: { version: 'v1' }, trafficPolicy: policy(500) },
        { name: 'v2', labels: { version: 'v2' }, trafficPolicy: policy(200) },
      ],
    });
  });

  test.each<[Lesson, object]>([
    [
      'destination-rule',
      {
        consecutive5xxErrors: 5,
        interval: '30s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
        minHealthPercent: 30,
      },
    ],
    [
      'circuit-breaker',
      {
        consecutive5xxErrors: 3,
        interval: '10s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 100,
        minHealthPercent: 30,
      },
    ],
  ])('lesson %s: when a pod is taken out', (lesson, outlierDetection) => {
    expect(spec(lesson)).toMatchObject({ trafficPolicy: { outlierDetection } });
  });
});

describe('security', () => {
  test('mTLS only', () => {
    expect(find('PeerAuthentication', 'default-mtls')).toMatchObject({
      metadata: { namespace: 'default' },
      spec: { mtls: { mode: 'STRICT' } },
    });
  });

  test.each([
    ['allow-api-gateway', 'cluster.local/ns/default/sa/api-gateway'],
    ['my-app', 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'],
  ])('%s admits its caller for GET and POST below /api/', (name, principal) => {
    expect(find('AuthorizationPolicy', name).spec).toEqual({
      selector: { matchLabels: { app: 'my-app' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: [principal] } }],
          to: [{ operation: { methods: ['GET', 'POST'], paths: ['/api/*'] } }],
        },
      ],
    });
  });

  test('everything else is denied', () => {
    expect(find('AuthorizationPolicy', 'deny-all')).toMatchObject({ metadata: { namespace: 'default' }, spec: {} });
  });
});

test('the dashboard shows the rate of requests', () => {
  const { metadata, data } = find('ConfigMap', 'istio-custom-dashboard');
  expect(metadata).toMatchObject({ namespace: 'istio-system', labels: { grafana_dashboard: '1' } });
  expect(JSON.parse(data?.['istio-custom-dashboard.json'] ?? '')).toMatchObject({
    title: 'Istio Custom Mesh Dashboard',
    panels: [
      {
        title: 'Request Rate',
        targets: [{ expr: 'sum(rate(istio_requests_total{reporter="destination"}[5m])) by (destination_service)' }],
      },
    ],
  });
});
