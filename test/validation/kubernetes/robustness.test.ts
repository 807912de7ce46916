import { validateObject } from '../../../lib/validation/validate-object';
import { builtInFindings } from '../../../lib/validation/kubernetes';
import { Report } from '../../../lib/validation/report';
import { UNRESOLVED } from '../../../lib/values/unresolved';
import { container, deployment, type Fields, job, podOf, refused, service, workload } from '../../support/built-in';

/** A value that is not known yet. */
const later = { [UNRESOLVED]: true };

const samples: readonly Fields[] = [
  podOf(
    {
      ports: [{ name: 'http', containerPort: 80, hostPort: 80 }],
      env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
      volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a' }],
      resources: { requests: { cpu: '1' }, limits: { cpu: '2' } },
      readinessProbe: { httpGet: { port: 'http', httpHeaders: [{ name: 'A', value: 'b' }] } },
      securityContext: { runAsUser: 1, seccompProfile: { type: 'Localhost', localhostProfile: 'a' } },
    },
    {
      volumes: [{ name: 'v', configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } }],
      tolerations: [{ key: 'a', operator: 'Equal', value: 'b' }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }],
    },
  ),
  deployment({ strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
  workload('StatefulSet', {
    serviceName: 'a',
    volumeClaimTemplates: [
      {
        metadata: { name: 'd' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ],
  }),
  job({
    completionMode: 'Indexed',
    completions: 2,
    successPolicy: { rules: [{ succeededIndexes: '0', succeededCount: 1 }] },
  }),
  service({
    type: 'LoadBalancer',
    clusterIP: '10.0.0.1',
    loadBalancerSourceRanges: ['10.0.0.0/8'],
    ports: [{ name: 'a', port: 1, targetPort: 'b' }],
  }),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': 'YQ==', 'tls.key': 'YQ==' },
  },
];

/** All objects that differ from one in one place. */
function* changed(value: unknown, make: (inner: unknown) => unknown, replacement: unknown): Generator<Fields> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const put = (inner: unknown): unknown =>
      make(
        Array.isArray(value)
          ? value.map((each: unknown, index) => (String(index) === key ? inner : each))
          : { ...value, [key]: inner },
      );
    yield put(replacement) as Fields;
    yield* changed((value as Fields)[key], put, replacement);
  }
}

const inPlaceOf = (sample: Fields, replacement: unknown): readonly Fields[] =>
  [...changed(sample, (inner) => inner, replacement)].filter(
    ({ apiVersion, kind }) => apiVersion === sample['apiVersion'] && kind === sample['kind'],
  );

describe('rules of Kubernetes kinds', () => {
  test.each(samples.map((sample) => [sample['kind'], sample] as const))('a sound %s passes', (_, sample) => {
    expect(validateObject(sample)).toEqual([]);
  });

  test.each(samples.map((sample) => [sample['kind'], sample] as const))(
    'what is not known yet anywhere in a %s is right',
    (_, sample) => {
      for (const object of inPlaceOf(sample, later)) expect(refused(object)).toEqual([]);
    },
  );

  const anything: readonly unknown[] = [
    null,
    true,
    0,
    -1,
    1.5,
    '',
    'x',
    [],
    {},
    [null],
    [[]],
    { a: null },
    { constructor: 1 },
  ];
  test.each(anything.map((replacement) => ({ replacement })))(
    'nothing throws for $replacement anywhere',
    ({ replacement }) => {
      for (const sample of samples)
        for (const object of inPlaceOf(sample, replacement))
          expect(() => {
            builtInFindings(object, new Report('api-server'));
          }).not.toThrow();
    },
  );

  test('messages say what was given and what is allowed', () => {
    const [finding] = validateObject(podOf({ ports: [{ containerPort: 70000 }] }));
    expect(finding).toEqual({
      severity: 'error',
      judge: 'api-server',
      rule: 'kubernetes/container-port',
      path: 'spec.containers[0].ports[0].containerPort',
      message: 'must be a port between 1 and 65535, got 70000',
      value: 70000,
    });
  });

  test('nothing is asked of an object whose types are wrong', () => {
    const found = refused({ ...podOf(), spec: { containers: [container({ image: '' }), container({ image: 1 })] } });
    expect(found).toEqual([['api-server/type', 'spec.containers[1].image']]);
  });
});
