import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'Gateway', CHECK_IDS);
const error = (rule: string, field = ''): Found => [`gateway/${rule}`, `spec.servers[0]${field}`];

const HTTP = { number: 80, name: 'http', protocol: 'HTTP' };
const gateway = (fields: object) => ({ servers: [{ port: HTTP, hosts: ['*'], ...fields }] });
const port = (fields: object, others: object = {}) => gateway({ port: { ...HTTP, ...fields }, ...others });
const host = (each: string) => gateway({ hosts: [each] });
const converted = { annotations: { 'internal.istio.io/gateway-semantics': 'gateway' } };

const CASES: readonly WebhookCase[] = [
  ['a server', gateway({}), []],
  ['no server', {}, [['gateway/servers', 'spec.servers']]],
  ['nulls alone', { servers: [null] }, [['gateway/servers', 'spec.servers']]],
  ['a name with a dot', gateway({}), [['gateway/name', 'metadata.name']], { name: 'a.b' }],
  ['a name with a dot that Istio made', gateway({}), [], { name: 'a.b', ...converted }],
  ['a name that is not known yet', gateway({}), [], { name: undefined }],
  [
    'a name of a port twice',
    { servers: [gateway({}).servers[0], gateway({}).servers[0]] },
    [['gateway/port-name-duplicate', 'spec.servers[1].port.name']],
  ],
  ['no hosts', gateway({ hosts: [] }), [error('hosts', '.hosts')]],
  ['no port', gateway({ port: undefined }), [error('port')]],
  ['a port of 65535', port({ number: 65535 }), []],
  ['a port of 0', port({ number: 0 }), [error('port-range', '.port.number')]],
  ['a port of 65536', port({ number: 65536 }), [error('port-range', '.port.number')]],
  ['a protocol in any case', port({ protocol: 'gRPC-Web' }), []],
  ['an unknown protocol', port({ protocol: 'HTTP3' }), [error('protocol', '.port.protocol')]],
  ['no protocol', port({ protocol: '' }), [error('protocol', '.port.protocol')]],
  ['a target of 0', port({ targetPort: 0 }), []],
  ['a target', port({ targetPort: 1 }), [error('target-port', '.port.targetPort')]],
  ['a port without name', port({ name: '' }), [error('port-name', '.port.name')]],
  ['any name of a port', port({ name: ' a b ' }), []],

  ['an address', gateway({ bind: 'fe80::1%eth0' }), []],
  ['no address', gateway({ bind: 'localhost' }), [error('ip', '.bind')]],
  ['a socket', port({ number: 0 }, { bind: 'unix:///a' }), []],
  ['an abstract socket', port({ number: 0 }, { bind: 'unix://@' }), []],
  ['a socket of nothing', port({ number: 0 }, { bind: 'unix://' }), [error('unix-address', '.bind')]],
  ['a relative socket', port({ number: 0 }, { bind: 'unix://a' }), [error('unix-address', '.bind')]],
  ['a socket that is a folder', port({ number: 0 }, { bind: 'unix:///a/' }), [error('unix-address', '.bind')]],
  ['a socket and a port', gateway({ bind: 'unix:///a' }), [error('unix-port', '.bind')]],

  ['a wildcard', host('*.a'), []],
  ['an address of IPv4', host('10.0.0.1'), []],
  ['an address of IPv6', host('::1'), [error('host-short', '.hosts[0]')]],
  ['an address of IPv6 that ends as one of IPv4', host('::ffff:1.2.3.4'), []],
  ['a short name', host('a'), [error('host-short', '.hosts[0]')]],
  ['no name', host(''), [error('host', '.hosts[0]')]],
  ['a bad name', host('a_b.c'), [error('host', '.hosts[0]')]],
  ['a part of a label', host('*a.b'), [error('host-partial-wildcard', '.hosts[0]')]],
  ['a namespace', host('NS/a.b'), []],
  ['any namespace', host('*/*'), []],
  ['its own namespace', host('./a.b'), []],
  ['no namespace', host('/a.b'), [error('host-empty-part', '.hosts[0]')]],
  ['no name in a namespace', host('a/'), [error('host-empty-part', '.hosts[0]')]],
  ['a bad namespace', host('a.b/a.b'), [error('host-namespace', '.hosts[0]')]],
  ['a namespace for no routes', host('~/a.b'), [error('host-namespace', '.hosts[0]')]],
  ['a namespace for no routes that Istio made', host('~/a.b'), [], converted],
  ['two slashes', host('a/b/c.d'), [error('host', '.hosts[0]')]],

  ['TLS on TLS', port({ protocol: 'https' }, { tls: {} }), []],
  ['no TLS on TLS', port({ protocol: 'TLS' }), [error('tls-missing')]],
  ['TLS on TCP', port({ protocol: 'TCP' }, { tls: {} }), [error('tls-other', '.tls')]],
  ['a redirect on HTTP', gateway({ tls: { httpsRedirect: true } }), []],
  ['a mode on HTTP', gateway({ tls: { mode: 'SIMPLE', credentialName: 'a' } }), [error('tls-http', '.tls')]],
  ['passing through HTTP', gateway({ tls: { mode: 'AUTO_PASSTHROUGH' } }), []],
  [
    'a key on HTTP',
    gateway({ tls: { privateKey: '/k' } }),
    [['gateway/tls-passthrough', 'spec.servers[0].tls', 'warning'], error('tls-http', '.tls')],
  ],
  [
    'a redirect on HTTPS',
    port({ protocol: 'HTTPS' }, { tls: { httpsRedirect: true } }),
    [['gateway/https-redirect', 'spec.servers[0].tls.httpsRedirect', 'warning']],
  ],
];

describe('the webhook on Gateways', () => {
  testCases(CASES, says);

  it('says nothing of Gateways of the Gateway API', () => {
    expect(webhookSays('gateway.networking.k8s.io/v1', 'Gateway', CHECK_IDS)({})).toEqual([]);
  });

  test('every rule has a case', () => {
    const ofTls = ['old', 'cipher', 'istio', 'one', 'client', 'certificate', 'key', 'crl'].map((each) => `tls-${each}`);
    expect(rulesWithoutCase(CHECK_IDS, 'gateway', CASES, ofTls)).toEqual([]);
  });
});
