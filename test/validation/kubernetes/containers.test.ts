import { casesOf, container, deployment, podOf, warned } from '../../support/built-in';

const at = 'spec.containers[0]';

describe('containers', () => {
  casesOf([
    ['a sound Pod passes', podOf(), []],
    ['a name is a DNS label', podOf({ name: 'Web' }), [['container-name', `${at}.name`]]],
    ['a name has 63 characters at most', podOf({ name: 'a'.repeat(64) }), [['container-name', `${at}.name`]]],
    ['a name may have 63 characters', podOf({ name: 'a'.repeat(63) }), []],
    ['an image is given', podOf({ image: '' }), [['image', `${at}.image`]]],
    ['an image of a Pod has no blanks around it', podOf({ image: ' nginx' }), [['image', `${at}.image`]]],
    ['a pod has a container', podOf({}, { containers: [] }), [['container', 'spec.containers']]],
    [
      'names are unique',
      podOf({}, { containers: [container(), container()] }),
      [['container-name', 'spec.containers[1].name']],
    ],
    [
      'names are unique over init containers',
      podOf({}, { initContainers: [container()] }),
      [['container-name', 'spec.initContainers[0].name']],
    ],
    [
      'an element that is null has nothing that is needed',
      podOf({}, { containers: [null] }),
      [
        ['container-name', `${at}.name`],
        ['image', `${at}.image`],
      ],
    ],
    ['a sidecar has probes', podOf({}, { initContainers: [sidecar('Always')] }), []],
    [
      'a plain init container has none',
      podOf({}, { initContainers: [sidecar(undefined)] }),
      [['init-container', 'spec.initContainers[0].readinessProbe']],
    ],
  ]);

  function sidecar(restartPolicy: string | undefined) {
    return { name: 'proxy', image: 'envoy', restartPolicy, readinessProbe: { httpGet: { port: 15021 } } };
  }

  test('blanks around an image of a template are warned of: the server takes it', () => {
    const template = deployment({}, { containers: [container({ image: 'nginx ' })] });
    expect(warned(template)).toEqual([['image', 'spec.template.spec.containers[0].image']]);
  });
});

describe('ports of containers', () => {
  const ports = (...given: unknown[]) => podOf({ ports: given });
  casesOf([
    ['65535 is a port', ports({ containerPort: 65535 }), []],
    ['65536 is none', ports({ containerPort: 65536 }), [['container-port', `${at}.ports[0].containerPort`]]],
    ['0 is none', ports({ containerPort: 0 }), [['container-port', `${at}.ports[0].containerPort`]]],
    ['a port must be given', ports({ name: 'http' }), [['api-server/required', `${at}.ports[0].containerPort`]]],
    ['0 is no port of the node', ports({ containerPort: 1, hostPort: 0 }), []],
    ['a name has 15 characters', ports({ containerPort: 1, name: 'a'.repeat(15) }), []],
    ['16 are too many', ports({ containerPort: 1, name: 'a'.repeat(16) }), [['container-port', `${at}.ports[0].name`]]],
    ['a name has a letter', ports({ containerPort: 1, name: '80' }), [['container-port', `${at}.ports[0].name`]]],
    [
      'a name has no two dashes',
      ports({ containerPort: 1, name: 'a--b' }),
      [['container-port', `${at}.ports[0].name`]],
    ],
    [
      'names are unique in a container',
      ports({ containerPort: 1, name: 'a' }, { containerPort: 2, name: 'a' }),
      [['container-port', `${at}.ports[1].name`]],
    ],
    [
      'ports of the node are unique in a pod',
      podOf(
        { ports: [{ containerPort: 1, hostPort: 9 }] },
        {
          containers: [
            container({ ports: [{ containerPort: 1, hostPort: 9 }] }),
            container({ name: 'b', ports: [{ containerPort: 2, hostPort: 9 }] }),
          ],
        },
      ),
      [['host-port', 'spec.containers[1].ports[0].hostPort']],
    ],
    [
      'the same port of TCP and UDP is two',
      ports({ containerPort: 1, hostPort: 9 }, { containerPort: 1, hostPort: 9, protocol: 'UDP' }),
      [],
    ],
    [
      'in the network of the node both are the same',
      podOf({ ports: [{ containerPort: 1, hostPort: 9 }] }, { hostNetwork: true }),
      [['host-port', `${at}.ports[0].hostPort`]],
    ],
  ]);

  test('a name that two containers have is warned of', () => {
    const ports = [{ containerPort: 1, name: 'http' }];
    const pod = podOf({}, { containers: [container({ ports }), container({ name: 'b', ports })] });
    expect(warned(pod)).toEqual([['shared-port-name', 'spec.containers[1].ports[0]']]);
  });
});

describe('environment variables', () => {
  const env = (variable: unknown) => podOf({ env: [variable] });
  const from = (valueFrom: unknown) => env({ name: 'A', valueFrom });
  casesOf([
    ['a name is printable', env({ name: 'a.b c', value: '' }), []],
    ['a name has no =', env({ name: 'a=b' }), [['env', `${at}.env[0].name`]]],
    ['a name is ASCII', env({ name: 'é' }), [['env', `${at}.env[0].name`]]],
    ['a source is given', from({}), [['env', `${at}.env[0].valueFrom`]]],
    [
      'a source stands beside an empty value',
      env({ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
      [],
    ],
    [
      'a source stands not beside a value',
      env({ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
      [['env', `${at}.env[0].valueFrom`]],
    ],
    [
      'there is one source',
      from({ fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } }),
      [['env', `${at}.env[0].valueFrom`]],
    ],
    ['a label can be read', from({ fieldRef: { fieldPath: "metadata.labels['app']" } }), []],
    [
      'all labels cannot',
      from({ fieldRef: { fieldPath: 'metadata.labels' } }),
      [['env', `${at}.env[0].valueFrom.fieldRef.fieldPath`]],
    ],
    [
      'a key is given',
      from({ secretKeyRef: { name: 's', key: '' } }),
      [['env', `${at}.env[0].valueFrom.secretKeyRef.key`]],
    ],
    [
      'a key is that of a file',
      from({ secretKeyRef: { name: 's', key: '..k' } }),
      [['env', `${at}.env[0].valueFrom.secretKeyRef.key`]],
    ],
    ['memory is read in Mi', from({ resourceFieldRef: { resource: 'limits.memory', divisor: '1024Ki' } }), []],
    [
      'memory is not read in thousandths',
      from({ resourceFieldRef: { resource: 'limits.memory', divisor: '1m' } }),
      [['env', `${at}.env[0].valueFrom.resourceFieldRef.divisor`]],
    ],
    ['a whole ConfigMap is read', podOf({ envFrom: [{ configMapRef: { name: 'c' } }] }), []],
    ['a group has a source', podOf({ envFrom: [{ prefix: 'A_' }] }), [['env', `${at}.envFrom`]]],
  ]);
});

describe('probes and handlers', () => {
  const probe = (readinessProbe: unknown) => podOf({ readinessProbe });
  const live = (livenessProbe: unknown) => podOf({ livenessProbe });
  const get = { httpGet: { port: 80 } };
  casesOf([
    ['a probe has a handler', probe({}), [['probe', `${at}.readinessProbe`]]],
    [
      'a probe has one handler',
      probe({ ...get, exec: { command: ['a'] } }),
      [['probe', `${at}.readinessProbe.httpGet`]],
    ],
    ['a port has a name', probe({ httpGet: { port: 'http' } }), []],
    [
      'a port in quotes is no name',
      probe({ httpGet: { port: '80' } }),
      [['probe', `${at}.readinessProbe.httpGet.port`]],
    ],
    ['0 is no port', probe({ tcpSocket: { port: 0 } }), [['probe', `${at}.readinessProbe.tcpSocket.port`]]],
    ['a command is given', probe({ exec: {} }), [['probe', `${at}.readinessProbe.exec.command`]]],
    ['0 seconds are the default', probe({ ...get, periodSeconds: 0 }), []],
    ['-1 seconds are not', probe({ ...get, periodSeconds: -1 }), [['probe', `${at}.readinessProbe.periodSeconds`]]],
    ['2 successes make ready', probe({ ...get, successThreshold: 2 }), []],
    ['1 makes alive', live({ ...get, successThreshold: 1 }), []],
    ['2 do not', live({ ...get, successThreshold: 2 }), [['probe', `${at}.livenessProbe.successThreshold`]]],
    [
      'what is not alive ends in a second at least',
      live({ ...get, terminationGracePeriodSeconds: 0 }),
      [['probe', `${at}.livenessProbe.terminationGracePeriodSeconds`]],
    ],
    [
      'what is not ready does not end',
      probe({ ...get, terminationGracePeriodSeconds: 5 }),
      [['probe', `${at}.readinessProbe.terminationGracePeriodSeconds`]],
    ],
    ['a handler is of one kind', podOf({ lifecycle: { preStop: {} } }), [['lifecycle', `${at}.lifecycle.preStop`]]],
    ['a container sleeps 30 seconds at most', podOf({ lifecycle: { preStop: { sleep: { seconds: 30 } } } }), []],
    [
      '31 are more than the pod has',
      podOf({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
      [['lifecycle', `${at}.lifecycle.preStop.sleep`]],
    ],
    [
      'unless it has more',
      podOf({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }, { terminationGracePeriodSeconds: 31 }),
      [],
    ],
  ]);
});
