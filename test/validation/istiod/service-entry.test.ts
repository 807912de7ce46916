import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'ServiceEntry', { ...COMMON, ...CHECK_IDS });
const error = (rule: string, path: string): Found => [`service-entry/${rule}`, `spec.${path}`];
const warning = (rule: string, path: string): Found => [`service-entry/${rule}`, `spec.${path}`, 'warning'];

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const entry = (fields: object) => ({ hosts: ['a.b'], ports: [HTTP], ...fields });
const port = (fields: object, others: object = {}) => entry({ ports: [{ ...HTTP, ...fields }], ...others });
const by = (resolution: string, fields: object = {}) => entry({ resolution, ...fields });
const dns = (fields: object) => by('DNS', fields);
const fixed = (fields: object) => by('STATIC', { endpoints: [fields] });
const named = (fields: object) => dns({ endpoints: [fields] });
const dynamic = (fields: object) => by('DYNAMIC_DNS', { hosts: ['*.a.b'], ...fields });
const twoHosts = (fields: object) => ({ hosts: ['a.b', 'a.b'], ...fields });
const label = (key: string, value: string) => ({ labels: { [key]: value } });
const allocate = (value: string) => label('networking.istio.io/enable-autoallocate-ip', value);
const waypoint = (value: string) => label('istio.io/use-waypoint', value);

const ENTRIES: readonly WebhookCase[] = [
  ['an entry', entry({}), []],
  ['nulls', { hosts: ['a.b', null], ports: [null], addresses: [null], endpoints: [null], exportTo: [null] }, []],
  [
    'a bad selector, which hides the rest',
    { workloadSelector: { labels: { '*': 'a' } } },
    [['selector/wildcard', 'spec.workloadSelector.labels[*]']],
  ],
  [
    'a selector of nothing',
    dns({ workloadSelector: {} }),
    [['workload-selector/no-labels', 'spec.workloadSelector', 'warning']],
  ],
  [
    'a selector and endpoints',
    by('STATIC', { workloadSelector: { labels: { a: 'b' } }, endpoints: [{ address: '10.0.0.1' }] }),
    [['service-entry/selector-endpoints', 'spec']],
  ],
  ['no hosts', entry({ hosts: [] }), [error('hosts', 'hosts')]],
  ['all hosts', entry({ hosts: ['*'] }), [error('host-all', 'hosts[0]')]],
  ['a wildcard', entry({ hosts: ['*.a'] }), []],
  ['a bad host', entry({ hosts: ['a_b'] }), [error('host', 'hosts[0]')]],
  ['a part of a label', entry({ hosts: ['*a.b'] }), [warning('host-partial-wildcard', 'hosts[0]')]],
  ['a part of a label that is looked up', dynamic({ hosts: ['*a.b'] }), []],
  ['addresses', by('STATIC', { addresses: ['::1', '10.0.0.1/8'] }), []],
  ['a bad address', entry({ addresses: ['010.0.0.1'] }), [error('ip', 'addresses[0]')]],
  ['a bad block', entry({ addresses: ['10.0.0.0/33'] }), [error('cidr', 'addresses[0]')]],
  ['a zone with slashes', entry({ addresses: ['fe80::1%a/b/c'] }), []],
  ['a block that is looked up', dns({ addresses: ['10.0.0.0/8'] }), [error('cidr-resolution', 'addresses[0]')]],
  [
    'a port twice',
    entry({ ports: [HTTP, HTTP] }),
    [error('port-name-duplicate', 'ports[1].name'), error('port-duplicate', 'ports[1].number')],
  ],
  ['a bad name of a port', port({ name: 'a.b' }), [error('port-name', 'ports[0].name')]],
  ['a port of 65536', port({ number: 65536 }), [error('port-range', 'ports[0].number')]],
  ['a target of 65536', port({ targetPort: 65536 }), [error('port-range', 'ports[0].targetPort')]],
  ['an unknown protocol', port({ protocol: 'FOO' }), [error('protocol', 'ports[0].protocol')]],
  ['TCP without address', port({ protocol: 'TCP' }), [warning('tcp-address', 'ports[0]')]],
  ['anything without address', port({ protocol: '' }), [warning('tcp-address', 'ports[0]')]],
  ['tcp without address', port({ protocol: 'tcp' }), []],
  ['TCP with an address', port({ protocol: 'TCP' }, { addresses: ['10.0.0.1'] }), []],
  ['TCP with an address from Istio', port({ protocol: 'TCP' }, { resolution: 'DNS' }), []],
  [
    'TCP that wants no address',
    port({ protocol: 'TCP' }, { resolution: 'DNS' }),
    [warning('tcp-address', 'ports[0]')],
    allocate('False'),
  ],
  ['TCP that wants an address', port({ protocol: 'TCP' }, { resolution: 'DNS' }), [], allocate('no')],
  ['no one else', entry({ exportTo: ['~'] }), []],
  ['no one and someone', entry({ exportTo: ['~', '.'] }), [error('export-to-none-mixed', 'exportTo')]],
];

const RESOLUTIONS: readonly WebhookCase[] = [
  [
    'endpoints that are not looked up',
    entry({ endpoints: [{ address: '10.0.0.1' }] }),
    [error('none-endpoints', 'endpoints')],
  ],
  [
    'workloads that are not looked up',
    entry({ workloadSelector: { labels: { a: 'b' } } }),
    [warning('none-selector', 'workloadSelector')],
  ],

  ['fixed addresses', fixed({ address: '10.0.0.1', ports: { http: 1 }, labels: { a: 'b' } }), []],
  ['fixed socket', fixed({ address: 'unix:///a' }), []],
  ['a fixed name', fixed({ address: 'a.b' }), [error('endpoint-ip', 'endpoints[0].address')]],
  ['nothing fixed', fixed({ ports: { x: 0 } }), [error('address', 'endpoints[0]')]],
  ['a fixed network', fixed({ network: 'a' }), [warning('network-only', 'endpoints[0]')]],
  [
    'a port of an endpoint alone',
    fixed({ address: '10.0.0.1', ports: { x: 65536 } }),
    [error('endpoint-port', 'endpoints[0].ports[x]'), error('port-range', 'endpoints[0].ports[x]')],
  ],
  [
    'a bad label',
    fixed({ address: '10.0.0.1', labels: { 'a/': 'b', c: '-' } }),
    [error('label-key', 'endpoints[0].labels[a/]'), error('label-value', 'endpoints[0].labels[c]')],
  ],
  [
    'a socket with ports',
    fixed({ address: 'unix:///a', ports: { http: 1 } }),
    [error('unix-ports', 'endpoints[0].ports')],
  ],
  ['a bad socket', fixed({ address: 'unix://a' }), [error('unix-address', 'endpoints[0].address')]],
  [
    'a socket for two ports',
    by('STATIC', { ports: [HTTP, { ...HTTP, name: 'a', number: 81 }], endpoints: [{ address: 'unix:///a' }] }),
    [error('unix-service-ports', 'endpoints[0].address')],
  ],

  ['a name that is looked up', dns({}), []],
  ['a wildcard that is looked up', dns({ hosts: ['*.a', '*.b'] }), [error('dns-host', 'hosts[0]')]],
  ['a wildcard with endpoints', dns({ hosts: ['*.a'], endpoints: [{ address: 'a.b' }] }), []],
  ['an endpoint at an address', named({ address: '::1' }), []],
  ['an endpoint at a socket', named({ address: 'unix:///a' }), [error('endpoint-host', 'endpoints[0].address')]],
  ['an endpoint nowhere', named({ network: 'a' }), [error('endpoint-host', 'endpoints[0].address')]],
  [
    'a port of an endpoint alone that is looked up',
    named({ address: 'a', ports: { x: 1 } }),
    [error('endpoint-port', 'endpoints[0].ports[x]')],
  ],
  [
    'a bad label that is looked up',
    named({ address: 'a', labels: { 'a b': '' } }),
    [error('label-key', 'endpoints[0].labels[a b]')],
  ],
  [
    'two endpoints in turns',
    by('DNS_ROUND_ROBIN', { endpoints: [{ address: 'a' }, { address: 'b' }] }),
    [error('round-robin', 'endpoints')],
  ],

  ['two hosts of HTTP', dns(twoHosts({ addresses: ['10.0.0.1'] })), []],
  ['two hosts of TLS', dns(twoHosts({ ports: [{ ...HTTP, protocol: 'TLS' }] })), []],
  [
    'two hosts of TLS with an address',
    dns(twoHosts({ ports: [HTTP, { number: 1, name: 'a', protocol: 'HTTPS' }], addresses: ['10.0.0.1'] })),
    [warning('hosts-tcp-port', 'ports[1]')],
  ],
  ['one host of TCP with an address', port({ protocol: 'TCP' }, { resolution: 'DNS', addresses: ['10.0.0.1'] }), []],
  [
    'two hosts of TCP',
    by('STATIC', twoHosts({ ports: [{ ...HTTP, protocol: 'TCP' }] })),
    [error('hosts-opaque-port', 'ports[0]')],
  ],
  [
    'two hosts of anything',
    by('STATIC', twoHosts({ ports: [{ ...HTTP, protocol: '' }] })),
    [error('hosts-opaque-port', 'ports[0]')],
  ],
  ['two hosts of TCP that are not looked up', entry(twoHosts({ ports: [{ ...HTTP, protocol: 'tcp' }] })), []],

  [
    'any name that is looked up',
    dynamic({
      ports: ['HTTP', 'http2', 'GRPC', 'TLS'].map((protocol, number) => ({
        protocol,
        name: `a${number}`,
        number: number + 1,
      })),
    }),
    [],
  ],
  ['a single name', dynamic({ hosts: ['a.b'] }), [error('dynamic-dns-host', 'hosts[0]')]],
  [
    'addresses of any name',
    dynamic({ addresses: ['10.0.0.1'], endpoints: [{}] }),
    [error('dynamic-dns-addresses', 'addresses'), error('dynamic-dns-endpoints', 'endpoints')],
  ],
  ...['HTTPS', '', 'TCP'].map((protocol): WebhookCase => [
    `any name of protocol ${protocol}`,
    dynamic({ ports: [{ ...HTTP, protocol }] }),
    [error('dynamic-dns-protocol', 'ports[0].protocol')],
  ]),
  [
    'any name of the mesh behind a waypoint',
    dynamic({ location: 'MESH_INTERNAL' }),
    [error('dynamic-dns-waypoint', 'location')],
    waypoint('w'),
  ],
  ['any name of the mesh behind no waypoint', dynamic({ location: 'MESH_INTERNAL' }), [], waypoint('None')],
  ['any name of the mesh behind an empty waypoint', dynamic({ location: 'MESH_INTERNAL' }), [], waypoint('')],
  ['any name from outside behind a waypoint', dynamic({}), [], waypoint('w')],
];

const CASES = [...ENTRIES, ...RESOLUTIONS];

describe('the webhook on ServiceEntries', () => {
  testCases(ENTRIES, says);
});
describe('the webhook on resolutions of ServiceEntries', () => {
  testCases(RESOLUTIONS, says);
});

test('every rule of ServiceEntries has a case', () => {
  expect(rulesWithoutCase(CHECK_IDS, 'service-entry', CASES, ['export-to-'])).toEqual([]);
});
