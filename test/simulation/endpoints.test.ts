import { endpointsOf } from '../../lib/simulation/endpoints';
import { deployment, type Fields, istio, service } from './meshes';
import { hostOf, modelOf, there } from './stage-facts';

const EXTERNALS = [
  { name: 'vm', ip: '192.0.2.1' },
  { name: 'api', hosts: ['api.example'] },
];

function endpoints(objects: readonly Fields[], hostname = 'cart.shop.svc.cluster.local') {
  const model = modelOf(objects, { externals: EXTERNALS });
  const host = hostOf(model, hostname);
  return endpointsOf(host, there(host.ports[0]), model).map(
    ({ name, port, weight, isDead, doubt }) =>
      `${name}:${port} ${weight}${isDead ? ' dead' : ''}${doubt === undefined ? '' : ` ${doubt}`}`,
  );
}
const cart = (name: string, more: Parameters<typeof deployment>[1] = {}) =>
  deployment(name, { ...more, labels: { app: 'cart' } });
const named = (targetPort: unknown) => service('shop/cart', { ports: [{ name: 'http', port: 80, targetPort }] });
const entry = (more: Fields) =>
  istio('ServiceEntry', 'shop/e', {
    hosts: ['e.example'],
    ports: [{ number: 80, name: 'http', protocol: 'HTTP', targetPort: 8080 }],
    ...more,
  });

describe('the endpoints of a Service', () => {
  it.each<[title: string, objects: readonly Fields[], expected: string[]]>([
    [
      'are its pods, by replicas',
      [service('shop/cart'), cart('shop/a', { replicas: 3 }), cart('shop/b')],
      ['shop/a:8080 3', 'shop/b:8080 1'],
    ],
    ['are none without replicas', [service('shop/cart'), cart('shop/a', { replicas: 0 })], []],
    ['are none of another namespace', [service('shop/cart'), cart('bank/a')], []],
    [
      'have the port of their own that is named',
      [named('web'), cart('shop/a', { ports: [{ name: 'web', containerPort: 9000 }] })],
      ['shop/a:9000 1'],
    ],
    ['are not those that have no such port', [named('web'), cart('shop/a')], []],
    ['have the same port where none is named', [named(undefined), cart('shop/a')], ['shop/a:80 1']],
    [
      'are in doubt where containers say other ports',
      [named(8080), cart('shop/a', { ports: [{ name: 'web', containerPort: 9000 }] })],
      ['shop/a:8080 1 undeclared'],
    ],
    [
      '17: have the port of a headless Service',
      [service('shop/cart', { clusterIP: 'None' }), cart('shop/a')],
      ['shop/a:80 1'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(endpoints(objects)).toEqual(expected);
  });
});

describe('the endpoints of a ServiceEntry (semantics: ServiceEntry)', () => {
  it.each<[title: string, spec: Fields, expected: string[]]>([
    [
      'are written down',
      { resolution: 'STATIC', endpoints: [{ address: '192.0.2.1', weight: 3, ports: { http: 9000 } }] },
      ['external/vm:9000 3'],
    ],
    [
      'may be nowhere',
      { resolution: 'STATIC', endpoints: [{ address: '192.0.2.9' }] },
      ['external/192.0.2.9:8080 1 dead'],
    ],
    ['are none', { resolution: 'STATIC' }, []],
    ['are what DNS says', { hosts: ['api.example'], resolution: 'DNS' }, ['external/api:8080 1']],
    ['are none where it says nothing', { resolution: 'DNS' }, []],
    ['are wherever the client goes', { resolution: 'NONE' }, []],
    [
      'are WorkloadEntries and pods that it selects',
      { resolution: 'STATIC', workloadSelector: { labels: { app: 'cart' } } },
      ['shop/a:8080 1', 'external/vm:8080 2'],
    ],
  ])('%s', (_, spec, expected) => {
    const objects = [
      entry(spec),
      cart('shop/a'),
      istio('WorkloadEntry', 'shop/vm', { address: '192.0.2.1', labels: { app: 'cart' }, weight: 2 }),
      istio('WorkloadEntry', 'shop/other', { address: '192.0.2.1', labels: { app: 'other' } }),
    ];
    const hostname = (spec.hosts as readonly string[] | undefined)?.[0] ?? 'e.example';
    expect(endpoints(objects, hostname)).toEqual(expected);
  });
});
