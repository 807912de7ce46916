import { casesOf, type Fields } from '../../support/built-in';

const object = (apiVersion: string, kind: string, fields: Fields): Fields => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...fields,
});

describe('HorizontalPodAutoscalers', () => {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const hpa = (spec: Fields) =>
    object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { maxReplicas: 3, scaleTargetRef: target, ...spec } });
  const metric = (each: Fields) => hpa({ metrics: [each] });
  const cpu = (fields: Fields) =>
    metric({ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', ...fields } } });
  const at = 'spec.metrics[0]';
  casesOf([
    ['a sound one passes', hpa({}), []],
    ['1 replica is the least', hpa({ minReplicas: 1 }), []],
    ['0 are behind a feature gate', hpa({ minReplicas: 0 }), [['autoscaler', 'spec.minReplicas']]],
    ['3 to 3 is a range', hpa({ minReplicas: 3 }), []],
    ['4 to 3 is none', hpa({ minReplicas: 4 }), [['autoscaler', 'spec.maxReplicas']]],
    [
      'what is scaled has a group',
      hpa({ scaleTargetRef: { ...target, apiVersion: 'v1' } }),
      [['autoscaler-target', 'spec.scaleTargetRef.apiVersion']],
    ],
    [
      'what is scaled has a name',
      hpa({ scaleTargetRef: { ...target, name: '' } }),
      [['autoscaler-target', 'spec.scaleTargetRef.name']],
    ],
    ['1 % is a target', cpu({ averageUtilization: 1 }), []],
    ['0 % is none', cpu({ averageUtilization: 0 }), [['metric-target', `${at}.resource.target.averageUtilization`]]],
    ['a target has a value', cpu({}), [['metric-target', `${at}.resource.target.averageUtilization`]]],
    [
      'a target has one value',
      cpu({ averageUtilization: 1, averageValue: 1 }),
      [['metric-target', `${at}.resource.target.averageValue`]],
    ],
    ['a metric has the source of its type', metric({ type: 'Pods' }), [['metric', `${at}.pods`]]],
    [
      'a metric has no other',
      metric({
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Value', averageValue: 1 } },
        pods: { metric: { name: 'a' }, target: { type: 'AverageValue', averageValue: 1 } },
      }),
      [['metric', `${at}.pods`]],
    ],
    [
      'pods are measured by an average',
      metric({ type: 'Pods', pods: { metric: { name: 'a' }, target: { type: 'Value', value: 1 } } }),
      [['metric-target', `${at}.pods.target.averageValue`]],
    ],
    [
      'a value is more than 0',
      metric({ type: 'External', external: { metric: { name: 'a' }, target: { type: 'Value', value: 0 } } }),
      [['metric-target', `${at}.external.target.value`]],
    ],
    [
      'a window is an hour at most',
      hpa({ behavior: { scaleUp: { stabilizationWindowSeconds: 3601 } } }),
      [['scaling-policy', 'spec.behavior.scaleUp.stabilizationWindowSeconds']],
    ],
  ]);
});

describe('PodDisruptionBudgets', () => {
  const budget = (spec: Fields) =>
    object('policy/v1', 'PodDisruptionBudget', { spec: { selector: { matchLabels: { a: 'b' } }, ...spec } });
  casesOf([
    ['one of both is given', budget({ minAvailable: '100%' }), []],
    ['not two', budget({ minAvailable: 1, maxUnavailable: 1 }), [['disruption-budget', 'spec']]],
    ['101% are not available', budget({ minAvailable: '101%' }), [['disruption-budget', 'spec.minAvailable']]],
    ['a number is not in quotes', budget({ maxUnavailable: '1' }), [['disruption-budget', 'spec.maxUnavailable']]],
    ['any name is one', { ...budget({}), metadata: { name: 'A_b' } }, []],
  ]);
});

describe('roles', () => {
  const rbac = (kind: string, fields: Fields) => object('rbac.authorization.k8s.io/v1', kind, fields);
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const role = { kind: 'ClusterRole', name: 'r', apiGroup: 'rbac.authorization.k8s.io' };
  casesOf([
    ['a sound rule passes', rbac('Role', { rules: [rule] }), []],
    ['a rule has verbs', rbac('Role', { rules: [{ ...rule, verbs: [] }] }), [['rbac-rule', 'rules[0].verbs']]],
    [
      'a rule has groups and resources',
      rbac('Role', { rules: [{ verbs: ['get'] }] }),
      [
        ['rbac-rule', 'rules[0].apiGroups'],
        ['rbac-rule', 'rules[0].resources'],
      ],
    ],
    ['URLs are of the cluster', rbac('ClusterRole', { rules: [{ verbs: ['get'], nonResourceURLs: ['/a'] }] }), []],
    [
      'not of a namespace',
      rbac('Role', { rules: [{ verbs: ['get'], nonResourceURLs: ['/a'] }] }),
      [['rbac-rule', 'rules[0].nonResourceURLs']],
    ],
    [
      'URLs stand not beside resources',
      rbac('ClusterRole', { rules: [{ ...rule, nonResourceURLs: ['/a'] }] }),
      [['rbac-rule', 'rules[0].nonResourceURLs']],
    ],
    [
      'a sum of roles has selectors',
      rbac('ClusterRole', { aggregationRule: {} }),
      [['rbac-rule', 'aggregationRule.clusterRoleSelectors']],
    ],
    ['a binding of a namespace may be to a role of the cluster', rbac('RoleBinding', { roleRef: role }), []],
    [
      'a binding of the cluster may not be to a role of a namespace',
      rbac('ClusterRoleBinding', { roleRef: { ...role, kind: 'Role' } }),
      [['role-ref', 'roleRef.kind']],
    ],
    ['a role has a name', rbac('RoleBinding', { roleRef: { ...role, name: '' } }), [['role-ref', 'roleRef.name']]],
    [
      'a role is of its group',
      rbac('RoleBinding', { roleRef: { ...role, apiGroup: 'v1' } }),
      [['role-ref', 'roleRef.apiGroup']],
    ],
    [
      'a subject is of a kind',
      rbac('RoleBinding', { roleRef: role, subjects: [{ kind: 'Pod', name: 'a' }] }),
      [['subject', 'subjects[0].kind']],
    ],
    [
      'an account of a namespace may leave it out',
      rbac('RoleBinding', { roleRef: role, subjects: [{ kind: 'ServiceAccount', name: 'a' }] }),
      [],
    ],
    [
      'of the cluster it may not',
      rbac('ClusterRoleBinding', { roleRef: role, subjects: [{ kind: 'ServiceAccount', name: 'a' }] }),
      [['subject', 'subjects[0].namespace']],
    ],
    [
      'an account has no group',
      rbac('RoleBinding', { roleRef: role, subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: 'x' }] }),
      [['subject', 'subjects[0].apiGroup']],
    ],
    [
      'a user has one',
      rbac('RoleBinding', { roleRef: role, subjects: [{ kind: 'User', name: 'a', apiGroup: 'x' }] }),
      [['subject', 'subjects[0].apiGroup']],
    ],
  ]);
});

describe('NetworkPolicies', () => {
  const policy = (rule: Fields) =>
    object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, ingress: [rule] } });
  const port = (fields: Fields) => policy({ ports: [fields] });
  const peer = (fields: Fields) => policy({ from: [fields] });
  casesOf([
    ['80 to 80 is a range', port({ port: 80, endPort: 80 }), []],
    ['80 to 79 is none', port({ port: 80, endPort: 79 }), [['network-policy', 'spec.ingress[0].ports[0].endPort']]],
    [
      'a name begins no range',
      port({ port: 'http', endPort: 81 }),
      [['network-policy', 'spec.ingress[0].ports[0].endPort']],
    ],
    ['a port is one', port({ port: 0 }), [['network-policy', 'spec.ingress[0].ports[0].port']]],
    ['a peer is given', peer({}), [['network-policy', 'spec.ingress[0].from[0]']]],
    [
      'addresses stand alone',
      peer({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
      [['network-policy', 'spec.ingress[0].from[0]']],
    ],
    ['a part of the addresses is left out', peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }), []],
    [
      'not all of them',
      peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
      [['network-policy', 'spec.ingress[0].from[0].ipBlock.except[0]']],
    ],
    [
      'not others',
      peer({ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db9::/48'] } }),
      [['network-policy', 'spec.ingress[0].from[0].ipBlock.except[0]']],
    ],
    [
      'an address has no bits beyond its prefix',
      peer({ ipBlock: { cidr: '2001:db8::1/32' } }),
      [['network-policy', 'spec.ingress[0].from[0].ipBlock.cidr']],
    ],
    [
      'a direction is one',
      object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: {}, policyTypes: [''] } }),
      [['network-policy', 'spec.policyTypes[0]']],
    ],
  ]);
});

describe('names and finalizers', () => {
  casesOf([
    [
      'a Namespace is a DNS label',
      object('v1', 'Namespace', { metadata: { name: 'a.b' } }),
      [['api-server/metadata-name', 'metadata.name']],
    ],
    [
      'a finalizer has a domain',
      object('v1', 'ServiceAccount', { metadata: { name: 'a', finalizers: ['x'] } }),
      [['finalizer', 'metadata.finalizers[0]']],
    ],
    [
      'or is one of Kubernetes',
      object('v1', 'ServiceAccount', { metadata: { name: 'a', finalizers: ['orphan', 'x.y/z'] } }),
      [],
    ],
  ]);
});
