import { casesOf, deployment, type Fields, job, podOf, service, warned } from '../../support/built-in';

const role: Fields = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'a', namespace: 'b' },
};

describe("what Kubernetes' schemas do not say as its server reads them", () => {
  casesOf([
    ['a number is an int-or-string', deployment({ strategy: { rollingUpdate: { maxSurge: 1 } } }), []],
    [
      'of 32 bits',
      service({ ports: [{ port: 1, targetPort: 2 ** 31 }] }),
      [['api-server/range', 'spec.ports[0].targetPort']],
    ],
    [
      'not a fraction',
      service({ ports: [{ port: 1, targetPort: 1.5 }] }),
      [['api-server/type', 'spec.ports[0].targetPort']],
    ],
    [
      'a strategy has the fields of one',
      deployment({ strategy: { typ: 'Recreate' } }),
      [['api-server/unknown-field', 'spec.strategy.typ']],
    ],
    ['required lists may be empty', job({ podFailurePolicy: { rules: null } }), []],
    ['what is behind a feature gate is taken away', podOf({ lifecycle: { stopSignal: 'NONE' } }), []],
    [
      'but is decoded',
      podOf({ lifecycle: { stopSignal: 1 } }),
      [['api-server/type', 'spec.containers[0].lifecycle.stopSignal']],
    ],
    ['a Service may begin with a digit', { ...service(), metadata: { name: '1a' } }, []],
    ['the namespace of what belongs to the cluster is taken away', role, []],
  ]);

  test('and warned of', () => {
    expect(warned(role)).toEqual([['api-server/metadata-namespace', 'metadata.namespace']]);
  });
});
