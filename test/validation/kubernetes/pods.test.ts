import { casesOf, container, deployment, podOf, warned } from '../../support/built-in';

const at = 'spec.containers[0]';

describe('resources', () => {
  const resources = (requests: unknown, limits?: unknown) => podOf({ resources: { requests, limits } });
  casesOf([
    ['a request is its limit at most', resources({ memory: '1Gi' }, { memory: '1024Mi' }), []],
    ['not more', resources({ memory: '1025Mi' }, { memory: '1Gi' }), [['resources', `${at}.resources.requests`]]],
    ['numbers are quantities', resources({ cpu: 1 }, { cpu: 1.5 }), []],
    ['amounts are rounded up to thousandths', resources({ cpu: '2n' }, { cpu: '1n' }), []],
    ['0 may be asked for', resources({ cpu: '0' }), []],
    ['less may not', resources({ cpu: '-1m' }), [['resources', `${at}.resources.requests[cpu]`]]],
    [
      'a quantity has a unit that there is',
      resources({ memory: '1mi' }),
      [['resources', `${at}.resources.requests[memory]`]],
    ],
    [
      'storage is nothing that a container has',
      resources({ storage: '1Gi' }),
      [['resources', `${at}.resources.requests[storage]`]],
    ],
    ['devices have a domain', resources({ 'example.com/gpu': '1' }, { 'example.com/gpu': 1 }), []],
    [
      'a device is not shared',
      resources({ 'example.com/gpu': '0.5' }, { 'example.com/gpu': '0.5' }),
      [
        ['resources', `${at}.resources.limits[example.com/gpu]`],
        ['resources', `${at}.resources.requests[example.com/gpu]`],
      ],
    ],
    ['a device has a limit', resources({ 'example.com/gpu': 1 }), [['resources', `${at}.resources.limits`]]],
    [
      'a device is limited to what is asked for',
      resources({ 'example.com/gpu': 1 }, { 'example.com/gpu': 2 }),
      [['resources', `${at}.resources.requests`]],
    ],
    ['huge pages are whole', resources(undefined, { 'hugepages-2Mi': '4Mi', cpu: 1 }), []],
    [
      '3 Mi are no pages of 2',
      resources(undefined, { 'hugepages-2Mi': '3Mi', cpu: 1 }),
      [['resources', `${at}.resources.limits[hugepages-2Mi]`]],
    ],
    [
      'a container has what its pod has at most',
      podOf({ resources: { limits: { cpu: 2 } } }, { resources: { limits: { cpu: 1 } } }),
      [['resources', 'spec.resources.containers[0][cpu].limits']],
    ],
  ]);
});

describe('volumes and mounts', () => {
  const pod = (volumes: readonly unknown[], volumeMounts: readonly unknown[] = []) =>
    podOf({ volumeMounts }, { volumes });
  const volume = (source: unknown) => pod([{ name: 'v', ...(source as object) }]);
  casesOf([
    ['a volume without a source is an emptyDir', volume({}), []],
    [
      'a volume has one source',
      volume({ emptyDir: {}, configMap: { name: 'c' } }),
      [['volume', 'spec.volumes[0].configMap']],
    ],
    ['names are unique', pod([{ name: 'v' }, { name: 'v' }]), [['volume', 'spec.volumes[1].name']]],
    ['a name is a DNS label', pod([{ name: 'a.b' }]), [['volume', 'spec.volumes[0].name']]],
    ['a mount finds its volume', pod([{ name: 'v' }], [{ name: 'v', mountPath: '/v' }]), []],
    [
      'a mount of no volume is wrong',
      pod([], [{ name: 'v', mountPath: '/v' }]),
      [['volume-mount', `${at}.volumeMounts[0].name`]],
    ],
    [
      'a path is given',
      pod([{ name: 'v' }], [{ name: 'v', mountPath: '' }]),
      [['volume-mount', `${at}.volumeMounts[0].mountPath`]],
    ],
    [
      'paths are unique',
      pod(
        [{ name: 'v' }],
        [
          { name: 'v', mountPath: '/v' },
          { name: 'v', mountPath: '/v' },
        ],
      ),
      [['volume-mount', `${at}.volumeMounts[1].mountPath`]],
    ],
    [
      'a path within is relative',
      pod([{ name: 'v' }], [{ name: 'v', mountPath: '/v', subPath: '/a' }]),
      [['volume-mount', `${at}.volumeMounts.subPath`]],
    ],
    [
      'a path within goes not up',
      pod([{ name: 'v' }], [{ name: 'v', mountPath: '/v', subPath: 'a/../b' }]),
      [['volume-mount', `${at}.volumeMounts.subPath`]],
    ],
    ['..a is no way up', pod([{ name: 'v' }], [{ name: 'v', mountPath: '/v', subPath: '..a' }]), []],
    ['files have a mode of 0777 at most', volume({ secret: { secretName: 's', defaultMode: 511 } }), []],
    [
      'not of more',
      volume({ secret: { secretName: 's', defaultMode: 512 } }),
      [['volume', 'spec.volumes[0].secret.defaultMode']],
    ],
    ['a Secret has a name', volume({ secret: {} }), [['volume', 'spec.volumes[0].secret.secretName']]],
    [
      'a file has a path',
      volume({ configMap: { name: 'c', items: [{ key: 'k', path: '' }] } }),
      [['volume', 'spec.volumes[0].configMap.items[0].path']],
    ],
    [
      'a token lives ten minutes at least',
      volume({ projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 599 } }] } }),
      [['volume', 'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds']],
    ],
    [
      'two files have two paths',
      volume({
        projected: { sources: [0, 1].map(() => ({ secret: { name: 's', items: [{ key: 'k', path: 'p' }] } })) },
      }),
      [['volume', 'spec.volumes[0].projected']],
    ],
    [
      'a field of the pod is one that there is',
      volume({ downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'status.podIP' } }] } }),
      [['volume', 'spec.volumes[0].downwardAPI.fieldRef.fieldPath']],
    ],
    [
      'a host path goes not up',
      volume({ hostPath: { path: '/a/../b' } }),
      [['volume', 'spec.volumes[0].hostPath.path']],
    ],
    [
      'a claim of its own has a size',
      volume({ ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } }),
      [['volume-claim', 'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]']],
    ],
  ]);
});

describe('security contexts', () => {
  const context = (securityContext: unknown) => podOf({ securityContext });
  casesOf([
    ['2147483647 is a user', context({ runAsUser: 2147483647 }), []],
    [
      '2147483648 is none',
      context({ runAsUser: 2147483648 }),
      [['security-context', `${at}.securityContext.runAsUser`]],
    ],
    [
      '-1 is none',
      podOf({}, { securityContext: { runAsUser: -1 } }),
      [['security-context', 'spec.securityContext.runAsUser']],
    ],
    [
      'privileges are not forbidden and given',
      context({ privileged: true, allowPrivilegeEscalation: false }),
      [['security-context', `${at}.securityContext`]],
    ],
    [
      'a profile of the node has a name',
      context({ seccompProfile: { type: 'Localhost' } }),
      [['security-context', `${at}.securityContext.seccompProfile.localhostProfile`]],
    ],
    [
      'others have none',
      context({ seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }),
      [['security-context', `${at}.securityContext.seccompProfile.localhostProfile`]],
    ],
  ]);
});

describe('where pods run', () => {
  const spread = (...topologySpreadConstraints: unknown[]) => podOf({}, { topologySpreadConstraints });
  const sound = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' };
  const first = 'spec.topologySpreadConstraints[0]';
  casesOf([
    ['a skew is 1 at least', spread(sound), []],
    ['not 0', spread({ ...sound, maxSkew: 0 }), [['topology-spread', `${first}.maxSkew`]]],
    ['a key is given', spread({ ...sound, topologyKey: '' }), [['topology-spread', `${first}.topologyKey`]]],
    [
      'what follows is given',
      spread({ ...sound, whenUnsatisfiable: '' }),
      [['topology-spread', `${first}.whenUnsatisfiable`]],
    ],
    ['two constraints differ in one of the two', spread(sound, { ...sound, whenUnsatisfiable: 'ScheduleAnyway' }), []],
    [
      'not in none',
      spread(sound, { ...sound, maxSkew: 2 }),
      [['topology-spread', `${first}.{topologyKey, whenUnsatisfiable}`]],
    ],
    ['a toleration of everything has no key', podOf({}, { tolerations: [{ operator: 'Exists' }] }), []],
    ['others have one', podOf({}, { tolerations: [{ value: 'a' }] }), [['toleration', 'spec.tolerations[0].operator']]],
    [
      'a weight is 100 at most',
      podOf({}, affinity(101)),
      [['affinity', 'spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight']],
    ],
    ['100 is', podOf({}, affinity(100)), []],
  ]);

  function affinity(weight: number) {
    const term = { weight, podAffinityTerm: { topologyKey: 'zone' } };
    return { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term] } } };
  }
});

describe('pods', () => {
  casesOf([
    ['names of hosts are DNS labels', podOf({}, { hostname: 'a.b' }), [['pod', 'spec.hostname']]],
    [
      'a deadline is a second at least',
      podOf({}, { activeDeadlineSeconds: 0 }),
      [['pod', 'spec.activeDeadlineSeconds']],
    ],
    ['own names are found by own servers', podOf({}, { dnsPolicy: 'None' }), [['dns', 'spec.dnsConfig']]],
    [
      'servers have addresses',
      podOf({}, { dnsConfig: { nameservers: ['1.1.1.01'] } }),
      [['dns', 'spec.dnsConfig.nameservers[0]']],
    ],
    [
      'an address of IPv4 is not written as IPv6',
      podOf({}, { dnsConfig: { nameservers: ['::ffff:1.1.1.1'] } }),
      [['dns', 'spec.dnsConfig.nameservers[0]']],
    ],
    ['labels of a template are labels', deployment({ template: badLabels() }), [['labels', 'spec.template.labels']]],
    [
      'ephemeral containers are added later',
      podOf({}, { ephemeralContainers: [{ name: 'e', image: 'i' }] }),
      [['pod', 'spec.ephemeralContainers']],
    ],
    [
      'a claim of a device is one of the pod',
      podOf({ resources: { claims: [{ name: 'c' }] } }),
      [['resource-claim', `${at}.resources.claims[0]`]],
    ],
  ]);

  function badLabels() {
    return { metadata: { labels: { app: 'web', b: '-' } }, spec: { containers: [container()] } };
  }

  test('a grace period below 0 is warned of: it counts as 1', () => {
    expect(warned(podOf({}, { terminationGracePeriodSeconds: -1 }))).toEqual([
      ['pod', 'spec.terminationGracePeriodSeconds'],
    ]);
    expect(warned(podOf({}, { terminationGracePeriodSeconds: 0 }))).toEqual([]);
  });
});
