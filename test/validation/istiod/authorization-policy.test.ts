import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { type Found, webhookSays } from '../../support/webhook';

const says = webhookSays('security.istio.io/v1', 'AuthorizationPolicy', { ...COMMON, ...CHECK_IDS });
type Case = readonly [title: string, spec: object, expected: readonly Found[]];

const source = (lists: object) => ({ rules: [{ from: [{ source: lists }] }] });
const operation = (lists: object) => ({ rules: [{ to: [{ operation: lists }] }] });
const when = (key: string | undefined, ...values: string[]) => ({ rules: [{ when: [{ key, values }] }] });
const IN_SOURCE = 'spec.rules[0].from[0].source';
const IN_OPERATION = 'spec.rules[0].to[0].operation';
const IN_WHEN = 'spec.rules[0].when[0]';
const rule = (name: string, path: string): Found => [`authorization-policy/${name}`, path];

describe('the webhook on actions of AuthorizationPolicies', () => {
  const provider = { name: 'ext-authz' };
  const cases: readonly Case[] = [
    ['takes a policy without anything', {}, []],
    ['takes ALLOW without rules', { action: 'ALLOW', rules: [] }, []],
    ['takes AUDIT without rules', { action: 'AUDIT' }, []],
    ['takes DENY with an empty rule', { action: 'DENY', rules: [{}] }, []],
    ['refuses DENY without rules', { action: 'DENY' }, [rule('deny-without-rules', 'spec')]],
    ['counts an empty list of rules as none', { action: 'DENY', rules: [] }, [rule('deny-without-rules', 'spec')]],
    ['takes CUSTOM with rules and provider', { action: 'CUSTOM', provider, rules: [{}] }, []],
    ['refuses CUSTOM without rules', { action: 'CUSTOM', provider }, [rule('custom-without-rules', 'spec')]],
    [
      'refuses CUSTOM with no rules in the list',
      { action: 'CUSTOM', rules: [] },
      [rule('custom-without-rules', 'spec')],
    ],
    [
      'refuses CUSTOM without provider',
      { action: 'CUSTOM', rules: [{}] },
      [rule('custom-without-provider', 'spec.provider.name')],
    ],
    [
      'refuses CUSTOM whose provider has no name',
      { action: 'CUSTOM', rules: [{}], provider: { name: '' } },
      [rule('custom-without-provider', 'spec.provider.name')],
    ],
    ['refuses a provider without CUSTOM', { provider: {} }, [rule('provider-without-custom', 'spec.provider')]],
    [
      'refuses a provider with AUDIT',
      { action: 'AUDIT', provider },
      [rule('provider-without-custom', 'spec.provider')],
    ],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));

  it.each(['namespaces', 'principals', 'requestPrincipals', 'serviceAccounts', 'trustDomains'])(
    'lets CUSTOM use no %s',
    (list) => {
      const negation = `not${list[0]?.toUpperCase()}${list.slice(1)}`;
      for (const name of [list, negation]) {
        expect(says(source({ [name]: ['x'] }))).toEqual([]);
        expect(says({ action: 'CUSTOM', provider, ...source({ [name]: ['x'] }) })).toEqual([
          rule('custom-field', `${IN_SOURCE}.${name}`),
        ]);
      }
    },
  );

  it('lets CUSTOM use addresses, operations and empty lists', () => {
    const lists = { ipBlocks: ['1.2.3.4'], remoteIpBlocks: ['::1'], namespaces: [] };
    expect(says({ action: 'CUSTOM', provider, ...source(lists) })).toEqual([]);
    expect(says({ action: 'CUSTOM', provider, ...operation({ paths: ['/a'] }) })).toEqual([]);
  });

  it.each([
    'source.namespace',
    'source.serviceAccount',
    'source.principal',
    'source.trustDomain',
    'request.auth.principal',
    'request.auth.claims[a]',
  ])('lets CUSTOM have no condition on %s', (key) => {
    expect(says(when(key, 'x'))).toEqual([]);
    expect(says({ action: 'CUSTOM', provider, ...when(key, 'x') })).toEqual([rule('custom-field', `${IN_WHEN}.key`)]);
  });

  it('lets CUSTOM have conditions on the request', () => {
    expect(says({ action: 'CUSTOM', provider, ...when('request.headers[x]', 'y') })).toEqual([]);
    expect(says({ action: 'CUSTOM', provider, ...when('source.ip', '1.2.3.4') })).toEqual([]);
  });
});

describe('the webhook on sources and operations', () => {
  const cases: readonly Case[] = [
    ['takes empty lists of sources and operations', { rules: [{ from: [], to: [], when: [] }] }, []],
    ['refuses from without source', { rules: [{ from: [{}] }] }, [rule('source-missing', 'spec.rules[0].from[0]')]],
    ['refuses to without operation', { rules: [{ to: [{}] }] }, [rule('operation-missing', 'spec.rules[0].to[0]')]],
    ['refuses an empty source', source({}), [rule('source-empty', IN_SOURCE)]],
    ['refuses a source of empty lists', source({ namespaces: [] }), [rule('source-empty', IN_SOURCE)]],
    ['refuses an empty operation', operation({}), [rule('operation-empty', IN_OPERATION)]],
    ['refuses an operation of empty lists', operation({ hosts: [] }), [rule('operation-empty', IN_OPERATION)]],
    ['takes a list alone', source({ notTrustDomains: ['x'] }), []],
    [
      'refuses service accounts with namespaces',
      source({ notServiceAccounts: ['a'], namespaces: ['b'] }),
      [rule('source-service-accounts', IN_SOURCE)],
    ],
    ['takes service accounts with requestPrincipals', source({ serviceAccounts: ['a'], requestPrincipals: ['b'] }), []],
    [
      'refuses 17 service accounts',
      source({ serviceAccounts: Array(17).fill('a') }),
      [rule('service-account-count', `${IN_SOURCE}.serviceAccounts`)],
    ],
    ['takes 16 service accounts', source({ serviceAccounts: Array(16).fill('a') }), []],
    [
      'names the second rule and value',
      { rules: [{}, { to: [{ operation: { hosts: ['a', ''] } }] }] },
      [rule('empty-value', 'spec.rules[1].to[0].operation.hosts[1]')],
    ],
  ];
  it.each(cases)('%s', (_, spec, expected) => expect(says(spec)).toEqual(expected));

  it.each([
    'principals',
    'requestPrincipals',
    'namespaces',
    'serviceAccounts',
    'trustDomains',
    'ipBlocks',
    'remoteIpBlocks',
  ])('refuses empty values of %s', (list) => {
    const negation = `not${list[0]?.toUpperCase()}${list.slice(1)}`;
    for (const name of [list, negation])
      expect(says(source({ [name]: [''] }))).toEqual([rule('empty-value', `${IN_SOURCE}.${name}[0]`)]);
  });

  it.each(['hosts', 'ports', 'methods', 'paths'])('refuses empty values of %s', (list) => {
    const negation = `not${list[0]?.toUpperCase()}${list.slice(1)}`;
    for (const name of [list, negation])
      expect(says(operation({ [name]: [''] }))).toEqual([rule('empty-value', `${IN_OPERATION}.${name}[0]`)]);
  });

  const values: readonly (readonly [list: string, value: string, broken: string | undefined])[] = [
    ['ipBlocks', '1.2.3.4', undefined],
    ['ipBlocks', 'fe80::1%eth0', undefined],
    ['notIpBlocks', '01.2.3.4', 'ip'],
    ['remoteIpBlocks', '*', 'ip'],
    ['ipBlocks', '10.1.2.3/8', undefined],
    ['ipBlocks', '10.0.0.0/33', 'ip-cidr'],
    ['notRemoteIpBlocks', '10.0.0.0/8/8', 'ip-cidr'],
    ['ipBlocks', 'fe80::1%eth0/64', 'ip-cidr'],
    ['serviceAccounts', 'ns/a', undefined],
    ['serviceAccounts', 'ns/a*', 'service-account-wildcard'],
    ['serviceAccounts', '/a', 'service-account-format'],
    ['serviceAccounts', 'a/', 'service-account-format'],
    ['serviceAccounts', '/', 'service-account-format'],
    ['notServiceAccounts', 'a/b/c', 'service-account-format'],
    ['serviceAccounts', 'a'.repeat(320), undefined],
    ['serviceAccounts', 'a'.repeat(321), 'service-account-length'],
    ['serviceAccounts', 'é'.repeat(160), undefined],
    ['serviceAccounts', `${'é'.repeat(160)}a`, 'service-account-length'],
    ['trustDomains', '*', undefined],
    ['trustDomains', '*.corp', undefined],
    ['trustDomains', 'corp*', undefined],
    ['trustDomains', '**', 'trust-domain-wildcards'],
    ['notTrustDomains', '*a*', 'trust-domain-wildcards'],
    ['trustDomains', 'a*b', 'trust-domain-wildcard-place'],
    ['trustDomains', 'a/b', 'trust-domain-slash'],
    ['notTrustDomains', '*/b', 'trust-domain-slash'],
  ];
  it.each(values)('source.%s: %s', (list, value, broken) => {
    expect(says(source({ [list]: [value] }))).toEqual(broken ? [rule(broken, `${IN_SOURCE}.${list}[0]`)] : []);
  });

  const inOperations: typeof values = [
    ['ports', '0', undefined],
    ['ports', '65535', undefined],
    ['ports', '000000080', undefined],
    ['ports', '65536', 'port'],
    ['ports', '99999999999999999999', 'port'],
    ['notPorts', '+80', 'port'],
    ['ports', '-1', 'port'],
    ['ports', '80-90', 'port'],
    ['ports', '1_000', 'port'],
    ['ports', '80\n', 'port'],
    ['methods', 'get', undefined],
    ['paths', '*/a*b', undefined],
    ['paths', '/', undefined],
    ['paths', '/a//"b"', undefined],
    ['paths', '{*}', undefined],
    ['paths', '/a/{*}/b/{**}/', undefined],
    ['paths', '//{*}//', undefined],
    ['paths', '/{**}/a', undefined],
    ['paths', '/{**}/{*}', 'path-last'],
    ['notPaths', '{**}/a/{**}', 'path-last'],
    ['paths', '/{a}', 'path-brace'],
    ['paths', '/a}', 'path-brace'],
    ['paths', '/{*}a', 'path-brace'],
    ['paths', '/{***}', 'path-brace'],
    ['paths', '/{*}/*', 'path-literal'],
    ['paths', '/{*}//b', 'path-literal'],
    ['paths', '/{*}/é', 'path-literal'],
    ['paths', '/{*}/a#', 'path-literal'],
    ['paths', "/{*}/a-._~%!$&'()+,;:@=", undefined],
  ];
  it.each(inOperations)('operation.%s: %j', (list, value, broken) => {
    expect(says(operation({ [list]: [value] }))).toEqual(broken ? [rule(broken, `${IN_OPERATION}.${list}[0]`)] : []);
  });
});

describe('the webhook on conditions', () => {
  const keys: readonly (readonly [key: string, broken: string | undefined])[] = [
    ['source.namespace', undefined],
    ['request.auth.presenter', undefined],
    ['connection.sni', undefined],
    ['request.headers[x]', undefined],
    ['request.headersX[x]', undefined],
    ['request.headers[]x]', undefined],
    ['request.auth.claims[a][b]', undefined],
    ['request.experimental.inline.headers[a]', undefined],
    ['experimental.envoy.filters.a[b]', undefined],
    ['request.headers', 'condition-map-key'],
    ['request.headers[]', 'condition-map-key'],
    ['request.headers[x', 'condition-map-key'],
    ['request.headersx]', 'condition-map-key'],
    ['request.auth.claims', 'condition-map-key'],
    ['experimental.envoy.filters.x', 'condition-map-key'],
    ['experimental.envoy.filters', 'condition-attribute'],
    ['request.auth.claim[x]', 'condition-attribute'],
    ['source.IP', 'condition-attribute'],
    ['source.ip ', 'condition-attribute'],
    ['constructor', 'condition-attribute'],
    ['destination.namespace', 'condition-replaced'],
    ['destination.labels', 'condition-replaced'],
    ['destination.labels[app]', 'condition-replaced'],
    ['destination.name', 'condition-deprecated'],
    ['destination.user', 'condition-deprecated'],
  ];
  it.each(keys)('key %s', (key, broken) => {
    expect(says(when(key, 'x'))).toEqual(broken ? [rule(broken, `${IN_WHEN}.key`)] : []);
  });

  const values: readonly (readonly [key: string, value: string, broken: string | undefined])[] = [
    ['source.ip', '1.2.3.4', undefined],
    ['source.ip', 'x', 'ip'],
    ['remote.ip', '1.2.3.4/33', 'ip-cidr'],
    ['destination.ip', '1.2.3', 'ip'],
    ['destination.port', '0080', undefined],
    ['destination.port', '65536', 'port'],
    ['source.serviceAccount', 'a/b/c', 'service-account-format'],
    ['source.serviceAccount', 'a*', 'service-account-wildcard'],
    ['source.trustDomain', 'a/b', undefined],
    ['source.trustDomain', '**', 'trust-domain-wildcards'],
    ['source.trustDomain', 'a*b', 'trust-domain-wildcard-place'],
    ['request.headers[x]', '', 'empty-value'],
    ['source.namespace', '*a*', undefined],
  ];
  it.each(values)('%s: %j', (key, value, broken) => {
    const expected = (field: string) => (broken ? [rule(broken, `${IN_WHEN}.${field}[0]`)] : []);
    expect(says({ rules: [{ when: [{ key, values: [value] }] }] })).toEqual(expected('values'));
    expect(says({ rules: [{ when: [{ key, notValues: [value] }] }] })).toEqual(expected('notValues'));
  });

  it('asks for a key and for values', () => {
    expect(says(when(undefined, 'x'))).toEqual([rule('condition-key', `${IN_WHEN}.key`)]);
    expect(says(when('', 'x'))).toEqual([rule('condition-key', `${IN_WHEN}.key`)]);
    expect(says(when('source.ip'))).toEqual([rule('condition-values', IN_WHEN)]);
    expect(says({ rules: [{ when: [{ key: 'source.name', values: [], notValues: [] }] }] })).toEqual([
      rule('condition-values', IN_WHEN),
    ]);
  });

  it('allows 16 service accounts', () => {
    expect(says(when('source.serviceAccount', ...Array<string>(16).fill('a')))).toEqual([]);
    expect(says(when('source.serviceAccount', ...Array<string>(17).fill('a')))).toEqual([
      rule('service-account-count', `${IN_WHEN}.values`),
    ]);
  });
});

describe('the webhook on denials that hit TCP', () => {
  const warned: readonly Found[] = [['authorization-policy/deny-tcp', 'spec.rules[0]', 'warning']];
  const from = (lists: object) => ({ from: [{ source: lists }] });
  const to = (lists: object) => ({ to: [{ operation: lists }] });
  const cases: readonly (readonly [title: string, rule: object, expected: readonly Found[]])[] = [
    ['an empty rule', {}, []],
    ['conditions only', { when: [{ key: 'request.headers[x]', values: ['y'] }] }, []],
    ['principals', from({ principals: ['a'] }), []],
    ['notServiceAccounts', from({ notServiceAccounts: ['a'] }), []],
    ['remoteIpBlocks', from({ remoteIpBlocks: ['::1'] }), []],
    ['requestPrincipals', from({ requestPrincipals: ['a'] }), warned],
    ['trustDomains, which istiod takes for HTTP', from({ trustDomains: ['a'] }), warned],
    ['requestPrincipals and namespaces', from({ requestPrincipals: ['a'], namespaces: ['b'] }), []],
    ['an empty list of namespaces', from({ requestPrincipals: ['a'], namespaces: [] }), warned],
    ['ports', to({ ports: ['80'] }), []],
    ['notPorts and paths', to({ notPorts: ['80'], paths: ['/'] }), []],
    ['paths', to({ paths: ['/'] }), warned],
    ['principals and paths', { ...from({ principals: ['a'] }), ...to({ paths: ['/'] }) }, warned],
    ['requestPrincipals and ports', { ...from({ requestPrincipals: ['a'] }), ...to({ ports: ['80'] }) }, []],
  ];
  it.each(cases)('%s', (_, denied, expected) => {
    expect(says({ action: 'DENY', rules: [denied] })).toEqual(expected);
    expect(says({ action: 'ALLOW', rules: [denied] })).toEqual([]);
  });
});

it('the webhook looks at selector and targets of AuthorizationPolicies', () => {
  expect(says({ selector: { matchLabels: { app: '*' } } })).toEqual([
    ['selector/wildcard', 'spec.selector.matchLabels[app]'],
  ]);
  expect(says({ targetRefs: [{ kind: 'Pod', name: 'x' }] })).toEqual([['target-ref/kind', 'spec.targetRefs[0]']]);
});
