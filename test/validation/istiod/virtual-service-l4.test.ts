import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.virtual-service';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'VirtualService', CHECK_IDS);
type Case = readonly [title: string, spec: object, expected: readonly Found[]];
const rule = (name: string, path: string): Found => [`virtual-service/${name}`, path];
const warning = (name: string, path: string): Found => [`virtual-service/${name}`, path, 'warning'];

const route = [{ destination: { host: 'a' } }];
const SNI = 'spec.tls[0].match[0].sniHosts[0]';

describe('the webhook on TLS routes', () => {
  const tls = (of: object) => ({ hosts: ['*.example.com'], tls: [of] });
  const matching = (match: object) => tls({ match: [{ sniHosts: ['a.example.com'], ...match }], route });
  const cases: readonly Case[] = [
    [
      'takes names and addresses',
      matching({ port: 443, destinationSubnets: ['10.0.0.0/8', '::1'], sourceNamespace: '-' }),
      [],
    ],
    ['wants a match', tls({ match: [], route }), [rule('tls-match', 'spec.tls[0]')]],
    [
      'wants a destination',
      tls({ match: [{ sniHosts: ['a.example.com'] }], route: [] }),
      [rule('tls-route', 'spec.tls[0]')],
    ],
    ['wants names', matching({ sniHosts: [] }), [rule('sni-missing', 'spec.tls[0].match[0]')]],
    [
      'looks at destinations',
      tls({ match: [{ sniHosts: ['a.example.com'] }], route: [{ destination: { host: '*' } }] }),
      [rule('destination-star', 'spec.tls[0].route[0].destination.host')],
    ],
    [
      'refuses weights that are 0 together',
      tls({ match: [{ sniHosts: ['a.example.com'] }], route: [...route, ...route] }),
      [rule('weight-sum', 'spec.tls[0].route')],
    ],
    [
      'refuses subnets with a wrong length',
      matching({ destinationSubnets: ['10.0.0.0/33'] }),
      [rule('subnet-cidr', 'spec.tls[0].match[0].destinationSubnets[0]')],
    ],
    [
      'refuses what is no address',
      matching({ destinationSubnets: ['10.0.0', '1/2/3'] }),
      [
        rule('subnet-ip', 'spec.tls[0].match[0].destinationSubnets[0]'),
        rule('subnet-ip', 'spec.tls[0].match[0].destinationSubnets[1]'),
      ],
    ],
    ['refuses port 65536', matching({ port: 65536 }), [rule('match-port', 'spec.tls[0].match[0].port')]],
    [
      'looks at labels',
      matching({ sourceLabels: { a: 'é' } }),
      [rule('label-value', 'spec.tls[0].match[0].sourceLabels[a]')],
    ],
    [
      'warns of gateways as hosts',
      matching({ gateways: ['gw.ns'] }),
      [warning('gateway-legacy', 'spec.tls[0].match[0].gateways[0]')],
    ],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});

describe('the webhook on names of servers', () => {
  const named = (name: string, hosts: readonly string[], gateways: readonly string[] = ['a/b']) => ({
    hosts,
    gateways,
    tls: [{ match: [{ sniHosts: [name] }], route }],
  });
  const OF_PORT = 'outbound_.80_._.a.example.com';
  const cases: readonly Case[] = [
    ['takes a host', named('a.b', ['a.b']), []],
    ['takes a host under a wildcard', named('x.a.b', ['c', '*.a.b']), []],
    ['takes a wildcard under a wildcard', named('*.x.b', ['*.b']), []],
    ['takes all under *', named('a', ['*']), []],
    ['refuses another host', named('a.c', ['a.b']), [rule('sni-subset', SNI)]],
    ['refuses the name that a wildcard is for names under', named('a.b', ['*.a.b']), [rule('sni-subset', SNI)]],
    ['refuses a wildcard over a host', named('*.b', ['a.b']), [rule('sni-subset', SNI)]],
    ['refuses a wider wildcard', named('*.b', ['*.a.b']), [rule('sni-subset', SNI)]],
    ['refuses what is no name', named('a_b', ['*']), [rule('sni-host', SNI)]],
    ['warns of an address that it does not know', named('::1', ['a.b']), [warning('sni-ip', SNI)]],
    ['warns of an address that ends in a number', named('10.0.0.1', ['10.0.0.1']), [warning('sni-ip', SNI)]],
    ['takes names of ports at gateways', named(OF_PORT, [OF_PORT]), []],
    ['takes them with an empty list of gateways, under a wildcard', named(OF_PORT, ['*.example.com'], []), []],
    ['refuses them in the mesh', named(OF_PORT, ['*.example.com'], ['mesh']), [rule('sni-host', SNI)]],
    ['refuses them as hosts of the mesh', named('a', ['a', OF_PORT], []), [rule('host', 'spec.hosts[1]')]],
    ['refuses them without a port', named('outbound_.x_._.a', ['*']), [rule('sni-host', SNI)]],
    ['refuses them without a host', named('outbound_.80_._.', ['*']), [rule('sni-host', SNI)]],
    ['refuses them where parts are missing', named('outbound_.80_', ['*']), [rule('sni-host', SNI)]],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));

  it('takes names of ports as hosts only where servers are matched', () => {
    const http = [{ route }];
    expect(says({ hosts: [OF_PORT], gateways: ['a/b'], http })).toEqual([rule('host', 'spec.hosts[0]')]);
  });
});

describe('the webhook on TCP routes', () => {
  const tcp = (of: object) => ({ hosts: ['a'], tcp: [of] });
  const cases: readonly Case[] = [
    ['takes one without matches', tcp({ match: [], route }), []],
    [
      'does not look at where connections come from',
      tcp({ match: [{ sourceSubnet: 'x', sourceNamespace: '-' }], route }),
      [],
    ],
    ['wants a destination', tcp({}), [rule('tcp-route', 'spec.tcp[0]')]],
    [
      'refuses negative weights',
      tcp({ route: [{ destination: { host: 'a' }, weight: -1 }] }),
      [rule('weight-negative', 'spec.tcp[0].route[0].weight')],
    ],
    [
      'looks at addresses',
      tcp({ match: [{ destinationSubnets: ['10.0.0.1/+8'] }], route }),
      [rule('subnet-cidr', 'spec.tcp[0].match[0].destinationSubnets[0]')],
    ],
    ['refuses port 65536', tcp({ match: [{ port: 65536 }], route }), [rule('match-port', 'spec.tcp[0].match[0].port')]],
    ['takes gateways as hosts without a warning', tcp({ match: [{ gateways: ['gw.ns'] }], route }), []],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));
});
