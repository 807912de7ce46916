import { type Chart } from 'cdk8s';
import { type Autoscaling, CircuitBreaker, MeshPort, WorkloadKind } from 'istio-constructs';
import { failure, laterInEveryProp, only, specOf, twoVersions, written } from '../support/constructs';

const all: Required<Autoscaling> = { minReplicas: 2, maxReplicas: 8, cpuPercent: 70, memoryPercent: 90 };

test('pods follow the load of the app alone, and no number of them is written', () => {
  const objects = written((chart) => twoVersions(chart, 'web', { autoscaling: all }));
  expect(specOf(objects, 'HorizontalPodAutoscaler', 'web-v2')).toEqual({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web-v2' },
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [
      {
        type: 'ContainerResource',
        containerResource: { name: 'cpu', container: 'web', target: { type: 'Utilization', averageUtilization: 70 } },
      },
      {
        type: 'ContainerResource',
        containerResource: {
          name: 'memory',
          container: 'web',
          target: { type: 'Utilization', averageUtilization: 90 },
        },
      },
    ],
  });
  expect(only(objects, 'HorizontalPodAutoscaler', 'web-v2').metadata).toEqual({
    name: 'web-v2',
    namespace: 'shop',
    labels: { app: 'web', version: 'v2' },
  });
  expect(specOf(objects, 'Deployment', 'web-v2')).not.toHaveProperty('replicas');
  expect(objects.map((each) => each.kind)).toContain('PodDisruptionBudget');
});

test('minimal props: one resource is enough', () => {
  const objects = written((chart) =>
    twoVersions(chart, 'web', { autoscaling: { minReplicas: 1, maxReplicas: 2, cpuPercent: 50 } }),
  );
  expect(specOf(objects, 'HorizontalPodAutoscaler', 'web-v1')).toMatchObject({
    metrics: [{ containerResource: { name: 'cpu' } }],
  });
});

test('a version may have its own, or keep a number of pods', () => {
  const objects = written((chart) => {
    const app = twoVersions(chart, 'web', {
      autoscaling: all,
      versions: { v1: { autoscaling: { ...all, maxReplicas: 20 } }, v2: { replicas: 1 } },
    });
    expect(app.versionReplicas).toEqual([
      { version: 'v1', replicas: undefined },
      { version: 'v2', replicas: 1 },
    ]);
  });
  expect(specOf(objects, 'HorizontalPodAutoscaler')).toMatchObject({ maxReplicas: 20 });
  expect(specOf(objects, 'Deployment', 'web-v2')).toMatchObject({ replicas: 1 });
});

test('a StatefulSet can be scaled too', () => {
  const objects = written((chart) =>
    twoVersions(chart, 'db', { autoscaling: all, workload: WorkloadKind.statefulSet(), ports: [MeshPort.tcp(1)] }),
  );
  expect(specOf(objects, 'HorizontalPodAutoscaler', 'db-v1')).toMatchObject({
    scaleTargetRef: { kind: 'StatefulSet' },
  });
});

test('a circuit breaker does not count pods that an autoscaler decides about', () => {
  const make = (chart: Chart) =>
    new CircuitBreaker(chart, 'breaker', {
      app: twoVersions(chart, 'web', { autoscaling: { ...all, minReplicas: 1 } }),
      consecutive5xxErrors: 3,
    });
  expect(failure(make)).toBe('nothing failed');
});

test('the disruption budget can be switched off', () => {
  const objects = written((chart) => twoVersions(chart, 'web', { disruptionBudget: false }));
  expect(objects.map((each) => each.kind)).not.toContain('PodDisruptionBudget');
});

test('values that are only known later', () => {
  const outcomes = laterInEveryProp(
    () => ({ autoscaling: all }),
    (chart: Chart, props) => twoVersions(chart, 'web', props),
  );
  expect(outcomes).toEqual({
    written: [
      'autoscaling.minReplicas',
      'autoscaling.maxReplicas',
      'autoscaling.cpuPercent',
      'autoscaling.memoryPercent',
    ],
    refused: ['autoscaling'],
  });
});

test.each<[object, string]>([
  [{ autoscaling: { ...all, maxReplicas: 1 } }, 'autoscaling.maxReplicas must be at least minReplicas, 2, got 1'],
  [{ autoscaling: { ...all, minReplicas: 0 } }, 'autoscaling.minReplicas must be a whole number between 1'],
  [{ autoscaling: { minReplicas: 1, maxReplicas: 2 } }, 'autoscaling must have cpuPercent or memoryPercent'],
  [{ autoscaling: all, replicas: 2 }, 'replicas must be left out where autoscaling decides about it'],
  [
    { versions: { v1: { autoscaling: all, replicas: 2 }, v2: {} } },
    'versions.v1.replicas must be left out where autoscaling decides about it',
  ],
])('%j is an error', (more, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', more))).toContain(`shop/web: ${message}`);
});
