import { type Chart, Size } from 'cdk8s';
import {
  CanaryRoute,
  MeshApp,
  type MeshAppProps,
  MeshPort,
  Probe,
  type StatefulSetOptions,
  StrictMtls,
  type VolumeClaim,
  WorkloadKind,
} from 'istio-constructs';
import { failure, laterInEveryProp, namespace, specOf, twoVersions, written } from '../support/constructs';

const minimal: MeshAppProps = {
  namespace,
  image: 'db:1',
  ports: [MeshPort.tcp(5432)],
  resources: { requests: { cpu: '1', memory: Size.gibibytes(1) } },
  probes: { readiness: Probe.tcp() },
};

function stateful(options?: StatefulSetOptions, more: Partial<MeshAppProps> = {}) {
  return (chart: Chart) =>
    new MeshApp(chart, 'db', { ...minimal, workload: WorkloadKind.statefulSet(options), ...more });
}

test('pain 18: a StatefulSet has a headless Service whose ports are named by their protocols', () => {
  const objects = written(stateful());
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ServiceAccount db',
    'Service db',
    'StatefulSet db-v1',
    'PodDisruptionBudget db',
  ]);
  expect(specOf(objects, 'Service')).toEqual({
    clusterIP: 'None',
    selector: { app: 'db' },
    ports: [{ name: 'tcp', port: 5432, targetPort: 5432, appProtocol: 'tcp' }],
  });
  expect(specOf(objects, 'StatefulSet')).toMatchObject({
    serviceName: 'db',
    replicas: 2,
    selector: { matchLabels: { app: 'db', version: 'v1' } },
    template: { metadata: { labels: { app: 'db', version: 'v1' } } },
  });
});

const claim: Required<VolumeClaim> = {
  mountPath: '/data',
  size: Size.gibibytes(10),
  storageClass: 'fast',
  accessMode: 'ReadWriteOncePod',
};
const options: Required<StatefulSetOptions> = {
  volumeClaims: { data: claim, log: { mountPath: '/log', size: Size.mebibytes(5) } },
  podManagementPolicy: 'Parallel',
  publishNotReadyAddresses: true,
};

test('all the props of a StatefulSet', () => {
  const objects = written(stateful(options));
  expect(specOf(objects, 'Service')).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
  expect(specOf(objects, 'StatefulSet')).toMatchObject({
    podManagementPolicy: 'Parallel',
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOncePod'],
          storageClassName: 'fast',
          resources: { requests: { storage: '10240Mi' } },
        },
      },
      {
        metadata: { name: 'log' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Mi' } } },
      },
    ],
    template: {
      spec: {
        containers: [
          {
            volumeMounts: [
              { name: 'data', mountPath: '/data' },
              { name: 'log', mountPath: '/log' },
            ],
          },
        ],
      },
    },
  });
});

test('values of a StatefulSet that are only known later', () => {
  const outcomes = laterInEveryProp(
    () => options,
    (chart: Chart, props) => stateful(props)(chart),
  );
  expect(outcomes).toEqual({
    written: [
      'volumeClaims.data.mountPath',
      'volumeClaims.data.size',
      'volumeClaims.data.storageClass',
      'volumeClaims.data.accessMode',
      'volumeClaims.log.mountPath',
      'volumeClaims.log.size',
      'podManagementPolicy',
      'publishNotReadyAddresses',
    ],
    refused: ['volumeClaims', 'volumeClaims.data', 'volumeClaims.log'],
  });
});

test('pain 18: a port of a StatefulSet leads to no other port of the container, for callers ask the pod on the port of the Service', () => {
  expect(failure(stateful({}, { ports: [MeshPort.http(80, { targetPort: 8080 })] }))).toBe(
    'shop/db: ports: targetPort of http must be left out in a StatefulSet, got 8080 for port 80: its Service is headless, so that callers ask the pod on port 80',
  );
});

test('pain 18: a StatefulSet takes part in mTLS, and a split between its versions is an error', () => {
  const objects = written((chart) => {
    const db = stateful()(chart);
    new StrictMtls(chart, 'mtls', { appliesTo: db });
  });
  expect(specOf(objects, 'PeerAuthentication')).toMatchObject({ selector: { matchLabels: { app: 'db' } } });
  const message = failure((chart) => {
    const app = twoVersions(chart, 'db', { workload: WorkloadKind.statefulSet() });
    new CanaryRoute(chart, 'canary', { stable: app.version('v1'), canary: app.version('v2'), weight: 10 });
  });
  expect(message).toContain('a route to versions would have no effect, for db is headless');
});

test('pain 16: the protocol of every port is in its name and its appProtocol, also where a StatefulSet has several', () => {
  const objects = written(stateful({}, { ports: [MeshPort.grpc(2379), MeshPort.http(2381, { name: 'metrics' })] }));
  expect(specOf(objects, 'Service')).toMatchObject({
    ports: [
      { name: 'grpc', appProtocol: 'grpc' },
      { name: 'http-metrics', appProtocol: 'http' },
    ],
  });
});

test.each<[Partial<MeshAppProps>, string]>([
  [{ workload: 'StatefulSet' as never }, 'workload must be a WorkloadKind, such as WorkloadKind.statefulSet()'],
  [
    { workload: WorkloadKind.statefulSet({ volumeClaims: { Data: claim } }) },
    'workload: statefulSet.volumeClaims: key must be a DNS label',
  ],
  [
    { workload: WorkloadKind.statefulSet({ volumeClaims: { data: { ...claim, mountPath: 'data' } } }) },
    'workload: statefulSet.volumeClaims.data.mountPath must be an absolute path without a colon, got "data"',
  ],
  [
    { workload: WorkloadKind.statefulSet({ podManagementPolicy: 'parallel' as never }) },
    'workload: statefulSet.podManagementPolicy must be one of OrderedReady, Parallel, got "parallel": did you mean Parallel?',
  ],
  [
    { workload: WorkloadKind.statefulSet({ volumeClaims: { a: claim, b: claim } }) },
    'volumes: a and b must be mounted at different paths, got "/data" twice',
  ],
  [
    { workload: WorkloadKind.statefulSet(), name: 'x'.repeat(50) },
    "versions: the StatefulSet's name must be at most 52 characters long",
  ],
])('%j is an error', (more, message) => {
  expect(failure((chart) => new MeshApp(chart, 'db', { ...minimal, ...more }))).toContain(message);
});
