import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.networking';
import { rulesWithoutCase, testCases, type WebhookCase } from '../../support/webhook-cases';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('networking.istio.io/v1', 'DestinationRule', { ...COMMON, ...CHECK_IDS });
const error = (rule: string, path: string): Found => [`destination-rule/${rule}`, path];
const warning = (rule: string, path: string): Found => [`destination-rule/${rule}`, path, 'warning'];
const POLICY = 'spec.trafficPolicy';

const rule = (fields: object) => ({ host: 'reviews', ...fields });
const policy = (trafficPolicy: object) => rule({ trafficPolicy });
const ofPort = (settings: object) => policy({ portLevelSettings: [{ port: { number: 80 }, ...settings }] });
const ofSubset = (trafficPolicy: object) => rule({ subsets: [{ name: 'v1', trafficPolicy }] });
const outlier = (fields: object) => policy({ outlierDetection: fields });
const tls = (fields: object) => policy({ tls: fields });
const hash = (fields: object) => policy({ loadBalancer: { consistentHash: fields } });
const balanced = (loadBalancer: object) => policy({ loadBalancer, outlierDetection: {} });
const locality = (fields: object) => balanced({ localityLbSetting: fields });
const zoneAware = (fields: object) => balanced({ zoneAwareLbSetting: fields });
const BALANCER = `${POLICY}.loadBalancer`;
const HASH = `${BALANCER}.consistentHash`;
const LOCALITY = `${BALANCER}.localityLbSetting`;
const ZONES = `${BALANCER}.zoneAwareLbSetting`;

const RULES: readonly WebhookCase[] = [
  ['a host', rule({}), []],
  ['a wildcard', rule({ host: '*.example.com' }), []],
  ['a name that ends in a number', rule({ host: 'a.1' }), [error('host', 'spec.host')]],
  ['labels of a subset', rule({ subsets: [{ name: 'v1', labels: { 'a/b': '' } }] }), []],
  ['two subsets', rule({ subsets: [{ name: 'v1' }, { name: 'V1' }] }), []],
  ['nulls', rule({ subsets: [null], exportTo: [null], trafficPolicy: null, workloadSelector: null }), []],
  [
    'a key of a label',
    rule({ subsets: [{ name: 'v1', labels: { '-a': 'b' } }] }),
    [error('label-key', 'spec.subsets[0].labels[-a]')],
  ],
  [
    'a value of a label',
    rule({ subsets: [{ name: 'v1', labels: { a: 'b-' } }] }),
    [error('label-value', 'spec.subsets[0].labels[a]')],
  ],
  [
    'a subset named twice',
    rule({ subsets: [{ name: 'a' }, { name: 'a' }] }),
    [error('subset-duplicate', 'spec.subsets[1].name')],
  ],
  ['a subset without name', rule({ subsets: [{ name: '' }] }), [error('subset-name', 'spec.subsets[0].name')]],
  ['a subset with a dot', rule({ subsets: [{ name: 'v.1' }] }), [error('subset-name', 'spec.subsets[0].name')]],
  ['exportTo of its own', rule({ exportTo: ['.'], workloadSelector: { matchLabels: { a: 'b' } } }), []],
  [
    'exportTo of a selector beyond its namespace',
    rule({ exportTo: ['*'], workloadSelector: { matchLabels: { a: 'b' } } }),
    [error('export-to-selector-beyond', 'spec.exportTo')],
  ],
  [
    'a selector without labels',
    rule({ workloadSelector: {} }),
    [['selector/no-labels', 'spec.workloadSelector', 'warning']],
  ],
];

const POLICIES: readonly WebhookCase[] = [
  ['any one field', policy({ retryBudget: {} }), []],
  ['no field', policy({}), [error('policy-empty', POLICY)]],
  ['a null and an empty list', policy({ tls: null, portLevelSettings: [] }), [error('policy-empty', POLICY)]],
  ['no field of a subset', ofSubset({}), [error('policy-empty', 'spec.subsets[0].trafficPolicy')]],
  ['TLS of a port', ofPort({ tls: {} }), []],
  ['numbers of ports, which nobody looks at', ofPort({ port: { number: 70000 }, tls: {} }), []],
  ['no field of a port', ofPort({}), [error('port-policy-empty', `${POLICY}.portLevelSettings[0]`)]],
  [
    'no port',
    policy({ portLevelSettings: [{ port: null, tls: {} }] }),
    [error('port-missing', `${POLICY}.portLevelSettings[0]`)],
  ],
  ['proxyProtocol alone', policy({ proxyProtocol: {} }), []],
  [
    'tunnel and proxyProtocol, which hide the rest',
    policy({ proxyProtocol: {}, tunnel: { protocol: 'x' }, connectionPool: {} }),
    [error('tunnel-proxy-protocol', POLICY)],
  ],
  ['a tunnel to a host', policy({ tunnel: { targetHost: 'a', targetPort: 65535, protocol: 'POST' } }), []],
  ['a tunnel to an address', policy({ tunnel: { targetHost: '::1', targetPort: 1 } }), []],
  [
    'a tunnel by another method',
    policy({ tunnel: { protocol: 'connect', targetHost: 'a', targetPort: 1 } }),
    [error('tunnel-protocol', `${POLICY}.tunnel.protocol`)],
  ],
  [
    'a tunnel to nowhere',
    policy({ tunnel: { targetHost: '*.a', targetPort: 65536 } }),
    [error('tunnel-host', `${POLICY}.tunnel.targetHost`), error('tunnel-port', `${POLICY}.tunnel.targetPort`)],
  ],
  [
    'an unreadable interval of a budget',
    policy({ retryBudget: { budgetInterval: '5' } }),
    [error('duration-syntax', `${POLICY}.retryBudget.budgetInterval`)],
  ],
  ['a negative interval of a budget', policy({ retryBudget: { budgetInterval: '-5s' } }), []],
];

const OUTLIERS: readonly WebhookCase[] = [
  ['percentages', outlier({ maxEjectionPercent: 100, minHealthPercent: 0 }), []],
  [
    'percentages beyond',
    outlier({ maxEjectionPercent: 101, minHealthPercent: -1 }),
    [
      error('outlier-percent', `${POLICY}.outlierDetection.maxEjectionPercent`),
      error('outlier-percent', `${POLICY}.outlierDetection.minHealthPercent`),
    ],
  ],
  ['consecutiveErrors of 0', outlier({ consecutiveErrors: 0 }), []],
  [
    'consecutiveErrors',
    outlier({ consecutiveErrors: -1 }),
    [warning('consecutive-errors', `${POLICY}.outlierDetection.consecutiveErrors`)],
  ],
  [
    'consecutiveErrors of a port, of which istiod loses the warning',
    ofPort({ outlierDetection: { consecutiveErrors: 1 } }),
    [],
  ],
  ['consecutiveErrors of a subset, likewise', ofSubset({ outlierDetection: { consecutiveErrors: 1 } }), []],
  ['local failures apart', outlier({ consecutiveLocalOriginFailures: 1, splitExternalLocalOriginErrors: true }), []],
  ['no local failures', outlier({ consecutiveLocalOriginFailures: 0 }), []],
  [
    'local failures with the others',
    outlier({ consecutiveLocalOriginFailures: 1 }),
    [error('local-origin-failures', `${POLICY}.outlierDetection.consecutiveLocalOriginFailures`)],
  ],
  [
    'durations',
    outlier({ baseEjectionTime: '1.5ms', interval: '1ms' }),
    [error('duration-precision', `${POLICY}.outlierDetection.baseEjectionTime`)],
  ],
];

const TLS: readonly WebhookCase[] = [
  ['no mode', tls({ credentialName: 'a', caCertificates: 'b', insecureSkipVerify: true }), []],
  ['mutual with files', tls({ mode: 'MUTUAL', clientCertificate: 'a', privateKey: 'b' }), []],
  ['mutual with a Secret', tls({ mode: 'MUTUAL', credentialName: 'a' }), []],
  [
    'mutual with nothing',
    tls({ mode: 'MUTUAL' }),
    [error('tls-certificate', `${POLICY}.tls`), error('tls-key', `${POLICY}.tls`)],
  ],
  [
    'a Secret and files',
    tls({ mode: 'SIMPLE', credentialName: 'a', caCrl: 'b' }),
    [error('tls-credential-files', `${POLICY}.tls`)],
  ],
  ['a Secret and files in ISTIO_MUTUAL', tls({ mode: 'ISTIO_MUTUAL', credentialName: 'a', caCrl: 'b' }), []],
  ['no verification and nothing to verify', tls({ mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: [] }), []],
  [
    'no verification and a Secret',
    tls({ mode: 'SIMPLE', insecureSkipVerify: true, credentialName: 'a' }),
    [error('tls-skip-verify-simple', `${POLICY}.tls`)],
  ],
  [
    'no verification and a Secret that may be for the client',
    tls({ mode: 'MUTUAL', insecureSkipVerify: true, credentialName: 'a' }),
    [],
  ],
  [
    'no verification and names in MUTUAL',
    tls({ mode: 'MUTUAL', insecureSkipVerify: true, credentialName: 'a', subjectAltNames: ['b'] }),
    [error('tls-skip-verify-mutual', `${POLICY}.tls`)],
  ],
  ['a ConfigMap of its namespace, in any mode', tls({ credentialName: 'configmap://shop/a/b' }), []],
  ['no ConfigMap, by its capitals', tls({ credentialName: 'ConfigMap://x' }), []],
  [
    'a ConfigMap without name',
    tls({ credentialName: 'configmap://shop/' }),
    [error('tls-config-map', `${POLICY}.tls.credentialName`)],
  ],
  [
    'a ConfigMap of another namespace',
    ofPort({ tls: { credentialName: 'configmap://other/a' } }),
    [error('tls-config-map-namespace', `${POLICY}.portLevelSettings[0].tls.credentialName`)],
  ],
];

const HASHES: readonly WebhookCase[] = [
  ['a cookie', hash({ httpCookie: { name: 'a', ttl: '-1h', attributes: [{ name: 'x' }, { name: 'X' }] } }), []],
  ['a cookie without name', hash({ httpCookie: { name: '' } }), [error('cookie-name', `${HASH}.httpCookie.name`)]],
  [
    'an unreadable ttl',
    hash({ httpCookie: { name: 'a', ttl: '1d' } }),
    [error('duration-syntax', `${HASH}.httpCookie.ttl`)],
  ],
  [
    'an attribute without name and one twice',
    hash({ httpCookie: { name: 'a', attributes: [{ name: '' }, { name: 'x' }, { name: 'x' }] } }),
    [
      error('cookie-attribute-name', `${HASH}.httpCookie.attributes[0].name`),
      error('cookie-attribute-duplicate', `${HASH}.httpCookie.attributes[2].name`),
    ],
  ],
  ['a ring', hash({ minimumRingSize: 0, ringHash: { minimumRingSize: 5 } }), []],
  [
    'the old field for its size',
    hash({ minimumRingSize: 1 }),
    [warning('ring-size-deprecated', `${HASH}.minimumRingSize`)],
  ],
  [
    'the old field of a port, of which istiod loses the warning',
    ofPort({ loadBalancer: { consistentHash: { minimumRingSize: 1 } } }),
    [],
  ],
  [
    'both fields for its size',
    hash({ minimumRingSize: 1, ringHash: {} }),
    [error('ring-size-both', `${HASH}.minimumRingSize`)],
  ],
  ...[1, 2, 65537, 4999999].map((tableSize): WebhookCase => [
    `a table of ${tableSize}`,
    hash({ maglev: { tableSize } }),
    [],
  ]),
  ...[undefined, 4, 5000010, 5000011].map((tableSize): WebhookCase => [
    `a table of ${tableSize}`,
    hash({ maglev: { tableSize } }),
    [error('maglev-table-size', `${HASH}.maglev.tableSize`)],
  ]),
  ['a warmup', balanced({ warmup: { duration: '1s', minimumPercent: 100, aggression: 0.1 } }), []],
  ['an old warmup, of which nothing is looked at', balanced({ warmupDurationSecs: '1500us' }), []],
  [
    'a warmup without duration',
    balanced({ warmup: { minimumPercent: 101, aggression: 0 } }),
    [
      error('warmup-duration', `${BALANCER}.warmup`),
      error('warmup-minimum', `${BALANCER}.warmup.minimumPercent`),
      error('warmup-aggression', `${BALANCER}.warmup.aggression`),
    ],
  ],
];

const failoverTo = (to: string) => ({ failover: [{ from: 'a', to }] });
const from = (...origins: string[]) => ({ distribute: origins.map((each) => ({ from: each, to: { x: 100 } })) });
const to = (shares: object) => ({ distribute: [{ from: 'a', to: shares }] });
const overlap = (index: number) => [error('locality-overlap', `${LOCALITY}.distribute[${index}].from`)];

const LOCALITIES: readonly WebhookCase[] = [
  [
    'both settings',
    balanced({ localityLbSetting: {}, zoneAwareLbSetting: {} }),
    [error('locality-zone-aware', BALANCER)],
  ],
  ['shares and failover', locality({ ...from('a'), ...failoverTo('b') }), [error('locality-both', LOCALITY)]],
  ['failover', locality({ ...failoverTo('b'), failoverPriority: ['a', 'topology.kubernetes.io/zone=z'] }), []],
  [
    'failover and a rank by zone',
    locality({ ...failoverTo('b'), failoverPriority: ['topology.kubernetes.io/zone'] }),
    [error('locality-priority', `${LOCALITY}.failoverPriority[0]`)],
  ],
  ['a rank by zone alone', locality({ failoverPriority: ['topology.kubernetes.io/zone'] }), []],
  ['failover to itself', locality(failoverTo('a')), [error('locality-failover-same', `${LOCALITY}.failover[0]`)]],
  ['failover to a zone', locality(failoverTo('b/c')), [error('locality-failover-region', `${LOCALITY}.failover[0]`)]],
  ['failover to all', locality(failoverTo('b*')), [error('locality-failover-wildcard', `${LOCALITY}.failover[0]`)]],
  [
    'failover from nowhere to nowhere',
    locality({ failover: [{}] }),
    [error('locality-failover-same', `${LOCALITY}.failover[0]`)],
  ],
  [
    'failover without ejection',
    policy({ loadBalancer: { localityLbSetting: failoverTo('b') } }),
    [warning('failover-outlier', LOCALITY)],
  ],
  ['failover of a port without ejection', ofPort({ loadBalancer: { localityLbSetting: failoverTo('b') } }), []],
  [
    'a rank by zone of its own',
    zoneAware({ failoverPriority: ['topology.istio.io/subzone'] }),
    [error('zone-aware-priority', `${ZONES}.failoverPriority[0]`)],
  ],
  ['zone-aware failover', zoneAware(failoverTo('b')), []],
  [
    'zone-aware failover to itself',
    zoneAware(failoverTo('a')),
    [error('zone-aware-failover-same', `${ZONES}.failover[0]`)],
  ],
  [
    'zone-aware failover to a zone',
    zoneAware(failoverTo('b/c')),
    [error('zone-aware-failover-region', `${ZONES}.failover[0]`)],
  ],
  [
    'zone-aware failover to all',
    zoneAware(failoverTo('*')),
    [error('zone-aware-failover-wildcard', `${ZONES}.failover[0]`)],
  ],
  [
    'zone-aware failover without ejection',
    policy({ loadBalancer: { zoneAwareLbSetting: { failoverPriority: ['a'] } } }),
    [warning('failover-outlier', ZONES)],
  ],
  ['shares', locality(to({ a: 1, b: 99 })), []],
  ['a share of nothing', locality(to({ a: 100, b: 0 })), [error('locality-weight', `${LOCALITY}.distribute[0].to[b]`)]],
  ['a share of more than all', locality(to({ a: 101 })), [error('locality-weight', `${LOCALITY}.distribute[0].to[a]`)]],
  ['shares of less than all', locality(to({ a: 99 })), [error('locality-total', `${LOCALITY}.distribute[0].to`)]],
  ['no shares', locality({ distribute: [{ from: 'a' }] }), [error('locality-total', `${LOCALITY}.distribute[0].to`)]],
  ['a * within', locality(from('a*/b')), [error('locality-wildcard', `${LOCALITY}.distribute[0].from`)]],
  ['two *', locality(from('*/*')), [error('locality-wildcard', `${LOCALITY}.distribute[0].from`)]],
  ['an empty part', locality(from('a//b')), [error('locality-empty', `${LOCALITY}.distribute[0].from`)]],
  ['localities apart', locality(from('a/b/c', 'a/b/d', 'a/c', 'b/*', 'c')), []],
  ['a slash of a subzone', locality(from('a/b/c', 'a/b/c/d')), []],
  ['a * for the rest', locality(from('a/b/c', 'a/b/*', 'a/*', '*')), []],
  ['a * before others', locality(from('*', 'a')), overlap(1)],
  ['a region before its zone', locality(from('a', 'a/b')), overlap(1)],
  ['a zone before its region', locality(from('a/b', 'a')), overlap(1)],
  ['a subzone before its zone', locality(from('a/b/c', 'a/b')), overlap(1)],
  ['a * of a region before its subzone', locality(from('a/*', 'a/b/c')), overlap(1)],
  ['a * of a zone before its subzone', locality(from('a/b/*', 'a/b/c')), overlap(1)],
  ['the same twice', locality(from('a/b/c', 'a/b/c')), overlap(1)],
  [
    'a * among shares, in whatever order',
    locality(to({ 'a/b': 50, 'a/*': 50 })),
    [error('locality-overlap', `${LOCALITY}.distribute[0].to[a/b]`)],
  ],
];

const ALL = [...RULES, ...POLICIES, ...OUTLIERS, ...TLS, ...HASHES, ...LOCALITIES];

describe('the webhook on DestinationRules', () => {
  testCases(RULES, says);
});
describe('the webhook on traffic policies', () => {
  testCases(POLICIES, says);
});
describe('the webhook on outlier detection', () => {
  testCases(OUTLIERS, says);
});
describe("the webhook on clients' TLS", () => {
  testCases(TLS, says);

  it('says nothing of the namespace of a ConfigMap where its own is not known', () => {
    expect(says(tls({ credentialName: 'configmap://other/a' }), { namespace: undefined })).toEqual([]);
  });
});
describe('the webhook on load balancing', () => {
  testCases(HASHES, says);
});
describe('the webhook on load balancing by locality', () => {
  testCases(LOCALITIES, says);
});

test('every rule of DestinationRules has a case', () => {
  const elsewhere = ['export-to-', 'pool-', 'duration-'];
  expect(rulesWithoutCase(CHECK_IDS, 'destination-rule', ALL, elsewhere)).toEqual([]);
});
