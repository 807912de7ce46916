import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'Sidecar', { ...COMMON, ...CHECK_IDS });
const error = (rule: string, path: string): Found => [`sidecar/${rule}`, `spec.${path}`];
const warning = (rule: string, path: string): Found => [`sidecar/${rule}`, `spec.${path}`, 'warning'];

const ingress = (...listeners: object[]) => ({ ingress: listeners });
const inbound = (fields: object, port: object = {}) =>
  ingress({ port: { number: 80, protocol: 'HTTP', ...port }, ...fields });
const endpoint = (defaultEndpoint: string) => inbound({ defaultEndpoint });
const serving = (tls: object) =>
  inbound({ tls: { mode: 'SIMPLE', serverCertificate: '/c', privateKey: '/k', ...tls } }, { protocol: 'TLS' });
const egress = (...listeners: object[]) => ({ egress: listeners.map((each) => ({ hosts: ['./*'], ...each })) });
const hosts = (...names: string[]) => egress({ hosts: names });
const proxy = (egressProxy: object, mode: string | undefined = 'ALLOW_ANY') => ({
  outboundTrafficPolicy: { mode, egressProxy },
});

const SIDECARS: readonly WebhookCase[] = [
  ['nothing', {}, [['sidecar/empty', 'spec']]],
  ['empty lists', { ingress: [], egress: [null] }, [['sidecar/empty', 'spec']]],
  ['any one field', { outboundTrafficPolicy: {} }, []],
  [
    'a bad selector, which hides the rest',
    { workloadSelector: { labels: { '': 'a' } } },
    [['selector/empty-key', 'spec.workloadSelector.labels[]']],
  ],
  [
    'a selector of nothing',
    { workloadSelector: {}, ...hosts('./*') },
    [['workload-selector/no-labels', 'spec.workloadSelector', 'warning']],
  ],
  ['a proxy', proxy({ host: 'a', subset: '', port: { number: 1 } }), []],
  [
    'a proxy without the mode',
    proxy({ host: '*' }, null as never),
    [error('egress-proxy-mode', 'outboundTrafficPolicy.mode')],
  ],
  ['a mode without proxy', { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }, []],
  ['a proxy without port', proxy({ host: 'a' }), [error('egress-proxy-port', 'outboundTrafficPolicy.egressProxy')]],
  [
    'a bad proxy',
    proxy({ host: '*', subset: 'a.b', port: {} }),
    [
      error('egress-proxy-host', 'outboundTrafficPolicy.egressProxy.host'),
      error('egress-proxy-subset', 'outboundTrafficPolicy.egressProxy.subset'),
      error('port-range', 'outboundTrafficPolicy.egressProxy.port.number'),
    ],
  ],
];

const INGRESS: readonly WebhookCase[] = [
  ['a listener', inbound({ bind: '::1' }, { name: 'a-1', targetPort: 0 }), []],
  ['a protocol to be found out', inbound({}, { protocol: '' }), []],
  ['no port', ingress({}), [error('ingress-port', 'ingress[0]')]],
  ['a target', inbound({}, { targetPort: 1 }), [error('target-port', 'ingress[0].port.targetPort')]],
  ['a bad name', inbound({}, { name: 'a.b' }), [error('port-name', 'ingress[0].port.name')]],
  ['an unknown protocol', inbound({}, { protocol: 'WS' }), [error('protocol', 'ingress[0].port.protocol')]],
  ['a port of 0', inbound({}, { number: 0 }), [error('port-range', 'ingress[0].port.number')]],
  ['a socket', inbound({ bind: 'unix:///a' }), [error('ip', 'ingress[0].bind')]],
  [
    'a port twice, on other addresses',
    ingress({ port: { number: 1 }, bind: '10.0.0.1' }, { port: { number: 1 }, bind: '10.0.0.2' }),
    [error('port-duplicate', 'ingress[1].port.number')],
  ],
  ...['127.0.0.1:80', '0.0.0.0:+80', '[::1]:080', '[::]:65535', ':1', 'unix:///a', 'unix://@a'].map(
    (each): WebhookCase => [`an endpoint at ${each}`, endpoint(each), []],
  ),
  ...(
    [
      ['127.0.0.1', 'default-endpoint'],
      ['::1:80', 'default-endpoint'],
      ['[::1', 'default-endpoint'],
      ['[::1]80', 'default-endpoint'],
      ['[[]:80', 'default-endpoint'],
      ['localhost:80', 'default-endpoint-host'],
      ['[127.0.0.2]:80', 'default-endpoint-host'],
      [':', 'default-endpoint-port'],
      [':http', 'default-endpoint-port'],
      [':80 ', 'default-endpoint-port'],
      [':0', 'port-range'],
      [':65536', 'port-range'],
      [':-1', 'port-range'],
      ['unix://', 'unix-address'],
      ['unix://a', 'unix-address'],
    ] as const
  ).map(([each, rule]): WebhookCase => [
    `an endpoint at ${each}`,
    endpoint(each),
    [error(rule, 'ingress[0].defaultEndpoint')],
  ]),
  ['TLS', serving({}), []],
  [
    "a Gateway's TLS",
    serving({ subjectAltNames: ['a'], httpsRedirect: true }),
    [
      error('tls-unsupported', 'ingress[0].tls.subjectAltNames'),
      error('tls-unsupported', 'ingress[0].tls.httpsRedirect'),
    ],
  ],
  ...(['credentialName', 'credentialNames', 'tlsCertificates'] as const).map((field): WebhookCase => {
    const value = {
      credentialName: 'a',
      credentialNames: ['a'],
      tlsCertificates: [{ serverCertificate: '/c', privateKey: '/k' }],
    }[field];
    const tls = { mode: 'SIMPLE', [field]: value };
    return [
      `${field} in TLS`,
      inbound({ tls }, { protocol: 'TLS' }),
      [error('tls-unsupported', `ingress[0].tls.${field}`)],
    ];
  }),
  [
    "Istio's TLS",
    inbound({ tls: { mode: 'ISTIO_MUTUAL' } }, { protocol: 'TLS' }),
    [error('tls-mode', 'ingress[0].tls.mode')],
  ],
  [
    'TLS by server names',
    inbound({ tls: { mode: 'AUTO_PASSTHROUGH' } }, { protocol: 'TLS' }),
    [error('tls-mode', 'ingress[0].tls.mode')],
  ],
  ['TLS on HTTP', inbound({ tls: {} }), [error('tls-other', 'ingress[0].tls')]],
  ['a pool', inbound({ connectionPool: { http: {} } }), []],
  ['a pool of nothing', inbound({ connectionPool: {} }), [error('pool-empty', 'ingress[0].connectionPool')]],
  [
    'a pool of HTTP on TLS',
    inbound({ connectionPool: { http: {} } }, { protocol: 'HTTPS' }),
    [warning('http-pool', 'ingress[0].connectionPool.http')],
  ],
  [
    'a pool of HTTP on anything',
    inbound({ connectionPool: { http: {} } }, { protocol: '' }),
    [warning('http-pool', 'ingress[0].connectionPool.http')],
  ],
  ['a pool of TCP on TCP', inbound({ connectionPool: { tcp: {} } }, { protocol: 'TCP' }), []],
];

const unix = (bind: string, captureMode?: string) => ({ port: { number: 0 }, bind, captureMode });
const repeated = (index: number) => [warning('host-duplicate', `egress[0].hosts[${index}]`)];

const EGRESS: readonly WebhookCase[] = [
  [
    'ports, and one for the rest',
    egress({ port: { number: 1 } }, { port: { number: 2 }, bind: '10.0.0.1' }, { bind: 'x' }),
    [],
  ],
  ['one for the rest that is not the last', egress({}, { port: { number: 1 } }), [error('catch-all', 'egress[0]')]],
  [
    'a port twice',
    egress({ port: { number: 1 } }, { port: { number: 1 } }),
    [error('port-duplicate', 'egress[1].port.number')],
  ],
  ['a port beyond', egress({ port: { number: 65536 } }), [error('port-range', 'egress[0].port.number')]],
  ['a bad address', egress({ port: { number: 1 }, bind: 'unix:///a' }), [error('ip', 'egress[0].bind')]],
  ['sockets', egress(unix('unix:///a', 'NONE'), unix('unix:///b', 'DEFAULT')), []],
  ['a socket twice', egress(unix('unix:///a'), unix('unix:///a')), [error('unix-duplicate', 'egress[1].bind')]],
  ['a bad socket', egress(unix('unix:///a/')), [error('unix-address', 'egress[0].bind')]],
  ['a port of 0 on an address', egress(unix('10.0.0.1')), [error('unix-bind', 'egress[0].bind')]],
  ['a captured socket', egress(unix('unix:///a', 'IPTABLES')), [error('unix-capture', 'egress[0].captureMode')]],
  ['no hosts', egress({ hosts: [] }), [error('hosts', 'egress[0].hosts')]],

  ['hosts', hosts('*/a.b', './c.d', 'ns/*.e', '~/*', '~ns/*', '~*/f.g', '~./h.i'), []],
  ['no namespace', hosts('a.b'), [error('host-form', 'egress[0].hosts[0]')]],
  ['an empty namespace', hosts('/a.b'), [error('host-empty-part', 'egress[0].hosts[0]')]],
  ['an empty name', hosts('a/'), [error('host-empty-part', 'egress[0].hosts[0]')]],
  ['a bad namespace', hosts('a.b/*'), [error('host-namespace', 'egress[0].hosts[0]')]],
  ['a namespace left out twice', hosts('~~a/*'), [error('host-namespace', 'egress[0].hosts[0]')]],
  ['a short name', hosts('*/a'), [error('host-short', 'egress[0].hosts[0]')]],
  ['an address', hosts('*/10.0.0.1'), [error('host', 'egress[0].hosts[0]')]],
  ['a part of a label', hosts('*/*a.b'), [error('host-partial-wildcard', 'egress[0].hosts[0]')]],

  ['a host twice', hosts('./a.b', 'shop/a.b'), repeated(1)],
  ['a host after all of its namespace', hosts('a/*', 'a/b.c'), repeated(1)],
  ['all of a namespace after a host', hosts('a/b.c', 'a/*'), repeated(1)],
  ['all of a namespace twice', hosts('a/*', 'a/*'), repeated(1)],
  ['a host of two namespaces', hosts('a/b.c', '*/b.c'), []],
  ['hosts that are left out', hosts('~a/*', '~a/*', 'a/*'), []],
  ['all, and others', hosts('*/*', 'a/b.c'), [warning('host-all', 'egress[0].hosts')]],
  ['all, and some that are left out', hosts('*/*', '~a/*'), []],
  ['a host of two listeners', egress({ port: { number: 1 } }, {}), []],
];

const CASES = [...SIDECARS, ...INGRESS, ...EGRESS];

describe('the webhook on Sidecars', () => {
  testCases(SIDECARS, says);
});
describe('the webhook on ingress listeners of Sidecars', () => {
  testCases(INGRESS, says);
});
describe('the webhook on egress listeners of Sidecars', () => {
  testCases(EGRESS, says);
});

test('every rule of Sidecars has a case', () => {
  const ofTls = ['old', 'cipher', 'istio', 'one', 'client', 'certificate', 'key', 'crl', 'pass'].map(
    (each) => `tls-${each}`,
  );
  expect(rulesWithoutCase(CHECK_IDS, 'sidecar', CASES, [...ofTls, 'pool-', 'duration-'])).toEqual([]);
});
