import { Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { type PodOverrides } from 'istio-constructs';
import { mergePodSpec } from '../../lib/workload/pod-overrides';
import { failure, specOf, twoVersions, written } from '../support/constructs';

const base = {
  serviceAccountName: 'web',
  securityContext: { runAsNonRoot: true },
  containers: [
    {
      name: 'web',
      image: 'web:1',
      env: [{ name: 'A', value: '1' }],
      ports: [{ name: 'http', containerPort: 80 }],
      readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
  ],
  volumes: [{ name: 'tmp', emptyDir: {} }],
  tolerations: [{ key: 'a' }],
};

test.each<[string, PodOverrides, object]>([
  ['a field', { securityContext: { fsGroup: 5 } }, { securityContext: { runAsNonRoot: true, fsGroup: 5 } }],
  ['a list without key, which is replaced', { tolerations: [{ key: 'b' }] }, { tolerations: [{ key: 'b' }] }],
  [
    'a container, by its name and not its place',
    {
      containers: [
        { name: 'log', image: 'log:1' },
        { name: 'web', image: 'web:2' },
      ],
    },
    {
      containers: [
        { ...base.containers[0], image: 'web:2' },
        { name: 'log', image: 'log:1' },
      ],
    },
  ],
  [
    'a variable, as a whole',
    { containers: [{ name: 'web', env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }] },
    {
      containers: [
        { ...base.containers[0], env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      ],
    },
  ],
  [
    'a port by its number',
    { containers: [{ name: 'web', ports: [{ containerPort: 80, hostPort: 8080 }, { containerPort: 81 }] }] },
    {
      containers: [
        { ...base.containers[0], ports: [{ name: 'http', containerPort: 80, hostPort: 8080 }, { containerPort: 81 }] },
      ],
    },
  ],
  [
    'a mount by its path',
    { containers: [{ name: 'web', volumeMounts: [{ name: 'disk', mountPath: '/tmp' }] }] },
    { containers: [{ ...base.containers[0], volumeMounts: [{ name: 'disk', mountPath: '/tmp' }] }] },
  ],
  [
    'a volume, as a whole',
    { volumes: [{ name: 'tmp', hostPath: { path: '/x' } }] },
    { volumes: [{ name: 'tmp', hostPath: { path: '/x' } }] },
  ],
  [
    'a probe, of which only one question stays',
    { containers: [{ name: 'web', readinessProbe: { tcpSocket: { port: 80 } } }] },
    { containers: [{ ...base.containers[0], readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 5 } }] },
  ],
  ['nothing, where it is undefined', { tolerations: undefined }, {}],
])('overrides %s', (_, overrides, changed) => {
  expect(mergePodSpec(base, overrides)).toEqual({ ...base, ...changed });
});

test('a value that renders itself is kept whole', () => {
  const lazy = Lazy.any({ produce: () => 1 }) as never;
  const merged = mergePodSpec(base, { priority: lazy }) as { priority: unknown };
  expect(merged.priority).toBe(lazy);
});

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
const containers = names.chain((each) =>
  fc.tuple(...each.map((name) => fc.record({ name: fc.constant(name), image: fc.string(), stdin: fc.boolean() }))),
);
const spec = fc.record({ containers, priority: fc.nat(), nodeSelector: fc.dictionary(fc.string(), fc.string()) });

describe('whatever is merged', () => {
  test('nothing changes nothing, and so does the same', () => {
    fc.assert(
      fc.property(spec, (pod) => {
        expect(mergePodSpec(pod, {})).toEqual(pod);
        expect(mergePodSpec(pod, pod)).toEqual(pod);
      }),
    );
  });

  test('twice is once', () => {
    fc.assert(
      fc.property(spec, spec, (pod, over) => {
        const once = mergePodSpec(pod, over);
        expect(mergePodSpec(once, over)).toEqual(once);
      }),
    );
  });

  test('every container stays in its place, and the order of overrides changes none of them', () => {
    fc.assert(
      fc.property(spec, spec, (pod, over) => {
        const merged = mergePodSpec(pod, over).containers as readonly { name: string; image: string }[];
        expect(merged.slice(0, pod.containers.length).map(({ name }) => name)).toEqual(
          pod.containers.map(({ name }) => name),
        );
        const reversed = { ...over, containers: [...over.containers].reverse() };
        const other = mergePodSpec(pod, reversed).containers as readonly unknown[];
        expect(other.slice(0, pod.containers.length)).toEqual(merged.slice(0, pod.containers.length));
        expect(new Set(merged.map(({ name }) => name)).size).toBe(merged.length);
        for (const { name, image } of over.containers)
          expect(merged.find((each) => each.name === name)).toMatchObject({ image });
      }),
    );
  });
});

test('an app takes overrides of its pods', () => {
  const objects = written((chart) =>
    twoVersions(chart, 'web', {
      podOverrides: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'web', workingDir: '/x' }] },
    }),
  );
  expect(specOf(objects, 'Deployment', 'web-v1')).toMatchObject({
    template: {
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [{ name: 'web', workingDir: '/x', image: 'registry.example.com/reviews:1' }],
      },
    },
  });
});

test.each<[object, string]>([
  [{ tolerationz: [] }, 'podOverrides.tolerationz is unknown, did you mean tolerations?'],
  [{ serviceAccountName: 'x' }, 'podOverrides.serviceAccountName is unknown'],
  [{ containers: [{ image: 'x' }] }, 'podOverrides.containers[0].name must be given, got undefined'],
  [
    { containers: [{ name: 'web', ports: [{ name: 'x' }] }] },
    'podOverrides.containers[0].ports[0].containerPort must be given, got undefined',
  ],
  [
    { containers: [{ name: 'web', env: ['PIN=4711'] }] },
    'podOverrides.containers[0].env[0].name must be given, got a text',
  ],
  [
    { hostNetwork: true },
    'podOverrides.hostNetwork must not be true: pods with the network of their node are not part of the mesh',
  ],
])('%j is an error', (podOverrides, message) => {
  expect(failure((chart) => twoVersions(chart, 'web', { podOverrides }))).toContain(`shop/web: ${message}`);
});
