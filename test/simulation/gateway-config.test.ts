import { answer, app, type Fields, INGRESS, istio, service, SHOP } from './meshes';
import { gatewayServers } from '../../lib/simulation/gateway-config';
import { modelOf, workloadOf } from './stage-facts';

type Row = readonly [title: string, objects: readonly Fields[], request: string | Fields, expected: string];

const gateway = (name: string, servers: readonly Fields[], more: Fields & { created?: number } = {}) => {
  const { created = 1, ...rest } = more;
  return istio('Gateway', name, { selector: { istio: 'ingress' }, servers, ...rest }, created);
};
const server = (hosts: readonly string[], number = 80, more: Fields = {}) => ({
  port: { number, name: 'p', protocol: 'HTTP' },
  hosts,
  ...more,
});
const vs = (
  name: string,
  host: string,
  http: readonly Fields[],
  more: Fields & { created?: number | undefined } = {},
) => {
  const { created, ...rest } = { created: 1, ...more };
  return istio('VirtualService', name, { hosts: [host], gateways: ['edge/gw'], http, ...rest }, created);
};
const at = (path: string, status: number) => ({ match: [{ uri: { prefix: path } }], directResponse: { status } });
const always = (status: number) => ({ directResponse: { status } });
const EDGE = [...SHOP, ...app('shop/cart'), ...INGRESS];

describe('virtual hosts of a gateway (semantics: Several VS for one host; measured 28)', () => {
  it.each<Row>([
    [
      'routes of all, oldest first',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/b', 'a.example', [at('/x', 411)], { created: 2 }),
        vs('shop/a', 'a.example', [at('/x', 412)], { created: 1 }),
      ],
      'http://a.example/x',
      '412',
    ],
    [
      'catch-alls last',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', 'a.example', [always(411)]),
        vs('shop/b', 'a.example', [at('/x', 412)], { created: 2 }),
      ],
      'http://a.example/x',
      '412',
    ],
    [
      'without creation times nobody knows',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', 'a.example', [at('/', 411)], { created: undefined }),
        vs('shop/b', 'a.example', [at('/', 412)]),
      ],
      'http://a.example/',
      'which is older, VirtualService shop/b or VirtualService shop/a?',
    ],
    [
      'but does where only one has a route for the path',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', 'a.example', [at('/x', 411)], { created: undefined }),
        vs('shop/b', 'a.example', [at('/y', 412)]),
      ],
      'http://a.example/y',
      '412',
    ],
    [
      'an exact host before wildcards',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', '*.example', [always(411)]),
        vs('shop/b', 'a.example', [always(412)], { created: 2 }),
      ],
      'http://a.example/',
      '412',
    ],
    [
      'the longest wildcard',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', '*', [always(411)]),
        vs('shop/b', '*.example', [always(412)], { created: 2 }),
      ],
      'http://a.example/',
      '412',
    ],
    [
      'the narrower of server and VirtualService',
      [gateway('edge/gw', [server(['a.example'])]), vs('shop/a', '*.example', [always(411)])],
      'http://b.example/',
      '404 NR',
    ],
    [
      'hosts for a namespace',
      [gateway('edge/gw', [server(['shop/a.example'])]), vs('bank/a', 'a.example', [always(411)])],
      'http://a.example/',
      '404 NR',
    ],
    [
      'hosts for its own namespace',
      [gateway('edge/gw', [server(['./a.example'])]), vs('edge/a', 'a.example', [always(411)], { gateways: ['gw'] })],
      'http://a.example/',
      '411',
    ],
    [
      'private VirtualServices of other namespaces are not seen',
      [gateway('edge/gw', [server(['*'])]), vs('shop/a', 'a.example', [always(411)], { exportTo: ['.'] })],
      'http://a.example/',
      '404 NR',
    ],
    [
      'matches of its own name',
      [
        gateway('edge/gw', [server(['*'])]),
        vs('shop/a', 'a.example', [
          { match: [{ gateways: ['mesh'] }], ...always(411) },
          { match: [{ gateways: ['edge/gw'] }], ...always(412) },
        ]),
      ],
      'http://a.example/',
      '412',
    ],
  ])('%s', (_, objects, url, expected) => {
    expect(answer([...EDGE, ...objects], { from: 'outside', via: 'edge/ingress', url: String(url) })).toBe(expected);
  });
});

describe('the servers of a gateway', () => {
  const ports = (objects: readonly Fields[]) => {
    const model = modelOf([...INGRESS, ...objects]);
    return [...gatewayServers(workloadOf(model, 'edge/ingress'), model)].map(
      ([port, servers]) => `${port}: ${servers.map(({ name }) => name).join(' ')}`,
    );
  };

  it('are on the ports of its pods', () => {
    expect(ports([gateway('edge/gw', [server(['*'], 80), server(['*'], 7000)])])).toEqual([
      '8080: edge/gw',
      '7000: edge/gw',
    ]);
    expect(
      ports([
        gateway('edge/gw', [server(['*'], 70)]),
        service('edge/more', { selector: { istio: 'ingress' }, ports: [{ name: 'tcp', port: 70, targetPort: 7070 }] }),
      ]),
    ).toEqual(['7070: edge/gw']);
  });

  it('are those of all Gateways that select it, of any namespace, oldest first', () => {
    const objects = [
      gateway('shop/b', [server(['*'])], { created: 2 }),
      gateway('edge/a', [server(['*'])], { created: 3 }),
      gateway('edge/x', [server(['*'])], { selector: { istio: 'other' } }),
      gateway('lab/all', [server(['*'])], { selector: {}, created: 1 }),
    ];
    expect(ports(objects)).toEqual(['8080: lab/all shop/b edge/a']);
  });
});
