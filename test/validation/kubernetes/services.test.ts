import { casesOf, service, warned } from '../../support/built-in';

describe('ports of Services', () => {
  const ports = (...given: unknown[]) => service({ ports: given });
  casesOf([
    ['a sound Service passes', service(), []],
    ['a port is given', ports(), [['service-port', 'spec.ports']]],
    ['unless it is headless', service({ clusterIP: 'None', ports: [] }), []],
    ['65536 is no port', ports({ port: 65536 }), [['service-port', 'spec.ports[0].port']]],
    ['one port needs no name', ports({ port: 1 }), []],
    ['two need names', ports({ port: 1 }, { port: 2, name: 'b' }), [['service-port', 'spec.ports[0].name']]],
    [
      'names are unique',
      ports({ port: 1, name: 'a' }, { port: 2, name: 'a' }),
      [['service-port', 'spec.ports[1].name']],
    ],
    ['a port of TCP and UDP is two', ports({ port: 53, name: 'a' }, { port: 53, name: 'b', protocol: 'UDP' }), []],
    [
      'of one protocol it is one',
      ports({ port: 53, name: 'a' }, { port: 53, name: 'b' }),
      [['service-port', 'spec.ports[1]']],
    ],
    ['a target has a name of 15 characters', ports({ port: 1, targetPort: 'a'.repeat(15) }), []],
    ['16 are too many', ports({ port: 1, targetPort: 'a'.repeat(16) }), [['service-port', 'spec.ports[0].targetPort']]],
    ['a target is a port', ports({ port: 1, targetPort: 65536 }), [['service-port', 'spec.ports[0].targetPort']]],
    ['target 0 is the port', ports({ port: 1, targetPort: 0 }), []],
    ['a name is a DNS label, and may be long', ports({ port: 1, name: 'a'.repeat(16) }), []],
    ['a port of the node needs a type', ports({ port: 1, nodePort: 30000 }), [['node-port', 'spec.ports[0].nodePort']]],
    ['NodePort is one', service({ type: 'NodePort', ports: [{ port: 1, nodePort: 30000 }] }), []],
    [
      'ports of the node are unique',
      service({
        type: 'LoadBalancer',
        ports: [
          { port: 1, name: 'a', nodePort: 30000 },
          { port: 2, name: 'b', nodePort: 30000 },
        ],
      }),
      [['node-port', 'spec.ports[1].nodePort']],
    ],
    [
      'an application protocol is a name',
      ports({ port: 1, appProtocol: 'a b' }),
      [['service-port', 'spec.ports[0].appProtocol']],
    ],
  ]);
});

describe('types of Services', () => {
  casesOf([
    ['an outer name is given', service({ type: 'ExternalName' }), [['external-name', 'spec.externalName']]],
    [
      'it may end with a dot, and needs no ports',
      service({ type: 'ExternalName', externalName: 'a.b.', ports: undefined }),
      [],
    ],
    [
      'it is a DNS name',
      service({ type: 'ExternalName', externalName: 'a_b' }),
      [['external-name', 'spec.externalName']],
    ],
    [
      'it has no address',
      service({ type: 'ExternalName', externalName: 'a.b', clusterIP: 'None' }),
      [['service-address', 'spec.clusterIPs']],
    ],
    [
      'a NodePort Service has an address',
      service({ type: 'NodePort', clusterIP: 'None' }),
      [['service-address', 'spec.clusterIPs[0]']],
    ],
    ['an address is one', service({ clusterIP: '10.0.0' }), [['service-address', 'spec.clusterIPs[0]']]],
    [
      'addresses begin with the address',
      service({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.2'] }),
      [['service-address', 'spec.clusterIPs']],
    ],
    ['families differ', service({ ipFamilies: ['IPv4', 'IPv4'] }), [['service-address', 'spec.ipFamilies[1]']]],
    [
      'ranges are for load balancers',
      service({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
      [['load-balancer', 'spec.LoadBalancerSourceRanges']],
    ],
    [
      'a range has no bits beyond its prefix',
      service({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.1/8'] }),
      [['load-balancer', 'spec.LoadBalancerSourceRanges[0]']],
    ],
    [
      'a policy for outer traffic needs outer traffic',
      service({ externalTrafficPolicy: 'Local' }),
      [['traffic-policy', 'spec.externalTrafficPolicy']],
    ],
    [
      '86400 seconds keep a client',
      service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } } }),
      [],
    ],
    [
      '86401 do not',
      service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } } }),
      [['session-affinity', 'spec.sessionAffinityConfig.clientIP.timeoutSeconds']],
    ],
  ]);

  test('a name that begins with a digit is warned of: servers before 1.36 refuse it', () => {
    expect(warned({ ...service(), metadata: { name: '1a' } })).toEqual([['service-name', 'metadata.name']]);
    expect(warned({ ...service(), metadata: { name: 'a1' } })).toEqual([]);
  });
});
