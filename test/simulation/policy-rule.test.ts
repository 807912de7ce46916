import { policyAttribute } from '../../lib/simulation/policy-attribute';
import { readRule, ruleMatches } from '../../lib/simulation/policy-rule';
import { requestFacts } from '../../lib/simulation/request-facts';
import { type ServerRequest } from '../../lib/simulation/server-request';
import { type Truth } from '../../lib/simulation/truth';
import { connection, request } from './policies';

type Claims = Readonly<Record<string, unknown>>;

const READING = { namespace: 'bank', trustDomains: ['cluster.local'], protocol: 'http', isAllow: true } as const;

function matches(
  rule: unknown,
  asked: ServerRequest = request(),
  claims?: Claims,
  reading: object = {},
): Truth | 'dropped' {
  const read = readRule(rule, { ...READING, ...reading });
  return read === undefined ? 'dropped' : ruleMatches(read, requestFacts(asked, { claims }));
}

const source = (source: object) => ({ from: [{ source }] });
const operation = (operation: object) => ({ to: [{ operation }] });
const when = (key: string, ...values: readonly string[]) => ({ when: [{ key, values }] });
const whenNot = (key: string, ...notValues: readonly string[]) => ({ when: [{ key, notValues }] });

const PLAIN = request({ peer: null });
const PROBE = request({ peer: 'spiffe://cluster.local/ns/lab/sa/probe' });
const header = (value: string) => request({ header: { 'x-user': value } });
const at = (path: string) => request({ path });
const to = (host: string) => request({ host });

type Row = readonly [title: string, rule: unknown, asked: ServerRequest, expected: Truth | 'dropped'];

/** One row a line of semantics.md, on both sides of its boundary. */
function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)('%s', (_, rule, asked, expected) => {
      expect(matches(rule, asked)).toEqual(expected);
    });
  });
}

table('Rule = (any from) AND (any to) AND (all when)', [
  ['empty: everything', {}, request(), true],
  ['no object is no rule', null, request(), 'dropped'],
  ['nor is a list', [], request(), 'dropped'],
  ['any from', { from: [{ source: { namespaces: ['x'] } }, { source: { namespaces: ['shop'] } }] }, request(), true],
  ['no from', { from: [{ source: { namespaces: ['x'] } }, { source: { namespaces: ['y'] } }] }, request(), false],
  ['any to', { to: [{ operation: { paths: ['/x'] } }, { operation: { paths: ['/'] } }] }, request(), true],
  ['from AND to', { ...source({ namespaces: ['shop'] }), ...operation({ paths: ['/x'] }) }, request(), false],
  [
    'all when',
    { when: [...when('destination.port', '8080').when, ...when('source.namespace', 'x').when] },
    request(),
    false,
  ],
  ['fields of a source are AND-ed', source({ namespaces: ['shop'], principals: ['*/sa/probe'] }), request(), false],
  ['values are OR-ed', source({ namespaces: ['x', 'shop'] }), request(), true],
  ['notX = NOT(OR): none of them', source({ notNamespaces: ['x', 'y'] }), request(), true],
  ['notX = NOT(OR): one of them', source({ notNamespaces: ['x', 'shop'] }), request(), false],
  ['X and notX are AND-ed', operation({ paths: ['/*'], notPaths: ['/health'] }), at('/health'), false],
  ['an empty source asks nothing', { from: [{ source: {} }, {}] }, PLAIN, true],
  ['an empty list of values asks nothing', source({ principals: [] }), PLAIN, true],
  ['a condition without values asks nothing', { when: [{ key: 'source.ip' }] }, request(), true],
  ['an unknown key drops the rule', when('source.color', 'red'), request(), 'dropped'],
  ['a condition without a key drops the rule', { when: [{}] }, request(), 'dropped'],
]);

table('Strings: exact, x*, *x, * (paths)', [
  ['exact', operation({ paths: ['/a'] }), at('/a'), true],
  ['exact, not longer', operation({ paths: ['/a'] }), at('/ab'), false],
  ['case counts', operation({ paths: ['/a'] }), at('/A'), false],
  ['x*', operation({ paths: ['/a*'] }), at('/ab'), true],
  ['x*, nothing behind', operation({ paths: ['/a*'] }), at('/a'), true],
  ['x*, elsewhere', operation({ paths: ['/a*'] }), at('/b/a'), false],
  ['*x', operation({ paths: ['*/a'] }), at('/b/a'), true],
  ['*x, elsewhere', operation({ paths: ['*/a'] }), at('/a/b'), false],
  ['*', operation({ paths: ['*'] }), at('/'), true],
  ['query string removed', operation({ paths: ['/a'] }), at('/a?b=/c'), true],
  ['query string does not help', operation({ paths: ['*c'] }), at('/a?b=/c'), false],
  ['fragment removed', operation({ paths: ['/a'] }), at('/a#b'), true],
  ['double slashes stay (measured 13)', operation({ paths: ['/a/b'] }), at('/a//b'), false],
]);

table('paths incl. templates {*} (one segment) and {**} (any)', [
  ['{*}', operation({ paths: ['/a/{*}/c'] }), at('/a/b/c'), true],
  ['{*} is one segment', operation({ paths: ['/a/{*}/c'] }), at('/a/b/b/c'), false],
  ['{*} is not empty', operation({ paths: ['/a/{*}'] }), at('/a/'), false],
  ['{*} at the end', operation({ paths: ['/a/{*}'] }), at('/a/b?x=/y'), true],
  ['{**} is many segments', operation({ paths: ['/a/{**}'] }), at('/a/b/c'), true],
  ['{**} may be empty', operation({ paths: ['/a/{**}'] }), at('/a/'), true],
  ['{**} needs its slash', operation({ paths: ['/a/{**}'] }), at('/a'), false],
  ['{**} before a literal', operation({ paths: ['/{**}/c'] }), at('/a/b/c'), true],
  ['{**} before another literal', operation({ paths: ['/{**}/c'] }), at('/a/b/d'), false],
  ['both', operation({ paths: ['/{*}/b/{**}'] }), at('/a/b/c/d'), true],
  ['dots are literal', operation({ paths: ['/a.b/{*}'] }), at('/axb/c'), false],
  ['characters that Envoy knows', operation({ paths: ['/{*}'] }), at("/a-._~%20!$&'()+,;:@=b"), true],
  ['characters that Envoy does not know', operation({ paths: ['/{*}'] }), at('/a"b'), false],
]);

table('hosts/notHosts case-insensitive; the whole Host header (measured 21)', [
  ['exact', operation({ hosts: ['vault.bank'] }), to('vault.bank'), true],
  ['case', operation({ hosts: ['Vault.Bank'] }), to('vAULT.bANK'), true],
  ['"name:80" does not match "name"', operation({ hosts: ['vault.bank'] }), to('vault.bank:80'), false],
  ['with its port', operation({ hosts: ['vault.bank:80'] }), to('vault.bank:80'), true],
  ['x*', operation({ hosts: ['VAULT*'] }), to('vault.bank:80'), true],
  ['*x', operation({ hosts: ['*.BANK'] }), to('vault.bank'), true],
  ['* is presence', operation({ hosts: ['*'] }), to('anything'), true],
  ['notHosts', operation({ notHosts: ['VAULT.bank'] }), to('vault.bank'), false],
]);

table('methods and ports', [
  ['method', operation({ methods: ['GET', 'PUT'] }), request({ method: 'PUT' }), true],
  ['another method', operation({ methods: ['GET', 'PUT'] }), request({ method: 'POST' }), false],
  ['method prefix', operation({ methods: ['P*'] }), request({ method: 'POST' }), true],
  ['method case counts', operation({ methods: ['get'] }), request(), false],
  ["ports are the pod's ports (measured 21)", operation({ ports: ['8080'] }), request({ port: 8080 }), true],
  ['another port', operation({ ports: ['80'] }), request({ port: 8080 }), false],
  ['notPorts', operation({ notPorts: ['8080'] }), request({ port: 8080 }), false],
  ['no port, in an ALLOW', operation({ ports: ['http', '8080'] }), request(), 'dropped'],
  ['port 65535', operation({ ports: ['65535'] }), request({ port: 65535 }), true],
  ['port 65536, in an ALLOW', operation({ ports: ['65536'] }), request(), 'dropped'],
]);

table('principals without spiffe://', [
  ['exact', source({ principals: ['cluster.local/ns/shop/sa/web'] }), request(), true],
  ['another', source({ principals: ['cluster.local/ns/shop/sa/we'] }), request(), false],
  ['with scheme it never matches', source({ principals: ['spiffe://cluster.local/ns/shop/sa/web'] }), request(), false],
  ['x*', source({ principals: ['cluster.local/ns/shop/*'] }), request(), true],
  ['*x', source({ principals: ['*/ns/shop/sa/web'] }), request(), true],
  ['*x with a dot', source({ principals: ['*.local/ns/shop/sa/web'] }), request(), true],
  ['*x elsewhere', source({ principals: ['*/ns/shop/sa/w'] }), request(), false],
  ['* is any identity', source({ principals: ['*'] }), request(), true],
  ['* is none of plain text', source({ principals: ['*'] }), PLAIN, false],
  [
    'notPrincipals matches plain text [authz-negatives]',
    source({ notPrincipals: ['cluster.local/ns/shop/sa/web'] }),
    PLAIN,
    true,
  ],
  ['notPrincipals [authz-negatives]', source({ notPrincipals: ['cluster.local/ns/shop/sa/web'] }), request(), false],
  ['when', when('source.principal', 'cluster.local/ns/shop/*'), request(), true],
]);

table('namespaces via the SPIFFE ID, * anywhere', [
  ['exact', source({ namespaces: ['shop'] }), request(), true],
  ['the whole name', source({ namespaces: ['sho'] }), request(), false],
  ['s*', source({ namespaces: ['s*'] }), request(), true],
  ['*p', source({ namespaces: ['*p'] }), request(), true],
  ['s*p', source({ namespaces: ['s*p'] }), request(), true],
  ['s*x', source({ namespaces: ['s*x'] }), request(), false],
  ['* is any identity', source({ namespaces: ['*'] }), request(), true],
  ['plain text', source({ namespaces: ['*'] }), PLAIN, false],
  ['notNamespaces matches plain text', source({ notNamespaces: ['shop'] }), PLAIN, true],
  ['notNamespaces', source({ notNamespaces: ['shop'] }), PROBE, true],
  ['other special characters keep their meaning', source({ namespaces: ['s.op'] }), request(), true],
  ['when', whenNot('source.namespace', 'shop'), request(), false],
]);

table("serviceAccounts: ns/sa or sa in the policy's namespace (measured 20)", [
  ['ns/sa', source({ serviceAccounts: ['shop/web'] }), request(), true],
  ['another namespace', source({ serviceAccounts: ['bank/web'] }), request(), false],
  ["a bare name is of the policy's namespace", source({ serviceAccounts: ['web'] }), request(), false],
  [
    'a bare name there',
    source({ serviceAccounts: ['web'] }),
    request({ peer: 'spiffe://cluster.local/ns/bank/sa/web' }),
    true,
  ],
  ['no prefix', source({ serviceAccounts: ['shop/we'] }), request(), false],
  [
    'parts of names do not count',
    source({ serviceAccounts: ['shop/web'] }),
    request({ peer: 'spiffe://cluster.local/ns/shop/xsa/web' }),
    false,
  ],
  [
    'what else is in an identity does not matter',
    source({ serviceAccounts: ['shop/web'] }),
    request({ peer: 'spiffe://cluster.local/ns/shop/pod/p/sa/web/x' }),
    true,
  ],
  ['no wildcards', source({ serviceAccounts: ['shop/*'] }), request(), false],
  ['dots are literal', source({ serviceAccounts: ['shop/w.b'] }), request(), false],
  ['plain text', source({ notServiceAccounts: ['shop/web'] }), PLAIN, true],
  ['when', when('source.serviceAccount', 'shop/web'), request(), true],
]);

table('trustDomains', [
  ['exact', source({ trustDomains: ['cluster.local'] }), request(), true],
  ['not longer', source({ trustDomains: ['cluster'] }), request(), false],
  ['x*', source({ trustDomains: ['cluster*'] }), request(), true],
  ['*x', source({ trustDomains: ['*.local'] }), request(), true],
  ['not the rest of the identity', source({ trustDomains: ['*/web'] }), request(), false],
  ['plain text', source({ trustDomains: ['*'] }), PLAIN, false],
  ['when', whenNot('source.trustDomain', 'cluster.local'), request(), false],
]);

const FROM = request({ sourceIp: '10.1.2.3', remoteIp: '203.0.113.9', destinationIp: 'fd00::8' });
const unknown = (question: string) => ({ question });

table('ipBlocks = direct peer; remoteIpBlocks = XFF/PROXY-derived', [
  ['in the range', source({ ipBlocks: ['10.1.2.0/24'] }), FROM, true],
  ['first behind the range', source({ ipBlocks: ['10.1.2.0/31'] }), FROM, false],
  ['last of the range', source({ ipBlocks: ['10.1.2.2/31'] }), FROM, true],
  ['an address', source({ ipBlocks: ['10.1.2.3'] }), FROM, true],
  ['everything', source({ ipBlocks: ['0.0.0.0/0'] }), FROM, true],
  ['everything of the other family', source({ ipBlocks: ['::/0'] }), FROM, false],
  ['not the original client', source({ ipBlocks: ['203.0.113.0/24'] }), FROM, false],
  ['the original client', source({ remoteIpBlocks: ['203.0.113.0/24'] }), FROM, true],
  ['not the direct peer', source({ notRemoteIpBlocks: ['10.0.0.0/8'] }), FROM, true],
  ['notIpBlocks', source({ notIpBlocks: ['192.0.2.1', '10.0.0.0/8'] }), FROM, false],
  ['no range, in an ALLOW', source({ ipBlocks: ['10.1.2', '10.0.0.0/8'] }), FROM, 'dropped'],
  ['when source.ip', when('source.ip', '10.1.2.3/32'), FROM, true],
  ['when remote.ip', whenNot('remote.ip', '203.0.113.9'), FROM, false],
  ['when destination.ip', when('destination.ip', 'fd00::/8'), FROM, true],
  ['source not known', source({ ipBlocks: ['10.0.0.0/8'] }), request(), unknown('what is the IP address of shop/web?')],
  [
    'not known, negated',
    source({ notIpBlocks: ['10.0.0.0/8'] }),
    request(),
    unknown('what is the IP address of shop/web?'),
  ],
  ['not known, and decided without', source({ ipBlocks: ['10.0.0.0/8'], namespaces: ['x'] }), request(), false],
  [
    'client not known',
    when('remote.ip', '10.0.0.0/8'),
    request(),
    unknown('what is the IP address of the original client behind shop/web?'),
  ],
  [
    'destination not known',
    when('destination.ip', '10.0.0.0/8'),
    request(),
    unknown('what is the IP address of the pod that is called?'),
  ],
]);

table('when: request.headers[..]', [
  ['exact [authz-when]', when('request.headers[x-user]', 'red', 'blue*'), header('red'), true],
  ['x* [authz-when]', when('request.headers[x-user]', 'red', 'blue*'), header('bluebell'), true],
  ['not longer [authz-when]', when('request.headers[x-user]', 'red', 'blue*'), header('redder'), false],
  ['missing [authz-when]', when('request.headers[x-user]', 'red'), request(), false],
  ['notValues, missing [authz-when]', whenNot('request.headers[x-user]', 'test'), request(), true],
  ['notValues [authz-when]', whenNot('request.headers[x-user]', 'test'), header('test'), false],
  ['"*" is presence [authz-empty-header]', when('request.headers[x-user]', '*'), header('a'), true],
  ['"*" is presence: empty (random meshes 1)', when('request.headers[x-user]', '*'), header(''), true],
  ['"*" is presence: missing (random meshes 1)', when('request.headers[x-user]', '*'), request(), false],
  ['notValues "*": empty (random meshes 1)', whenNot('request.headers[x-user]', '*'), header(''), false],
  ['notValues "*": missing (random meshes 1)', whenNot('request.headers[x-user]', '*'), request(), true],
  ['notValues x*: empty (random meshes 1)', whenNot('request.headers[x-user]', 'ann*'), header(''), true],
  ['names in any case', when('request.headers[X-User]', 'a'), header('a'), true],
  ['host', when('request.headers[Host]', 'vault.bank'), request(), true],
  [':path has the query string', when('request.headers[:path]', '/a?b'), at('/a?b'), true],
  [':method', when('request.headers[:method]', 'GET'), request(), true],
  [':scheme', when('request.headers[:scheme]', 'https'), request(), false],
  ['no brackets, in an ALLOW', when('request.headers', 'a'), request(), 'dropped'],
]);

table('when: connections', [
  ['destination.port', when('destination.port', '8080'), request(), true],
  ['another port', when('destination.port', '80'), request(), false],
  [
    'connection.sni [authz-when]',
    when('connection.sni', '*byname.bank.svc.cluster.local'),
    request({ sni: 'outbound_.80_._.byname.bank.svc.cluster.local' }),
    true,
  ],
  [
    'connection.sni, plain text [authz-when]',
    when('connection.sni', '*byname.bank.svc.cluster.local'),
    request(),
    false,
  ],
  ['connection.sni "*", plain text', when('connection.sni', '*'), request(), false],
  [
    "a filter's metadata",
    when('experimental.envoy.filters.a.b[c]', 'd'),
    request(),
    unknown("what do the proxy's filters leave under experimental.envoy.filters.a.b[c]?"),
  ],
  ['a filter without a name, in an ALLOW', when('experimental.envoy.filters.a.b', 'd'), request(), 'dropped'],
]);

describe('requestPrincipals = iss/sub split at last /', () => {
  const ANN = { iss: 'https://id.example', sub: 'ann' };
  it.each<[pattern: string, claims: Claims | undefined, expected: boolean]>([
    ['https://id.example/ann', ANN, true],
    ['https://id.example/bob', ANN, false],
    ['https://id.example/*', ANN, true],
    ['https://id.example/a*', ANN, true],
    ['https://id.example/b*', ANN, false],
    ['https://id*', ANN, false],
    ['https:*', ANN, true],
    ['*/ann', ANN, true],
    ['*id.example/ann', ANN, true],
    ['*/bob', ANN, false],
    ['*nn', ANN, true],
    ['*', ANN, true],
    ['*', undefined, false],
    ['*', { iss: 'https://id.example' }, false],
    ['*', { iss: 'https://id.example', sub: '' }, false],
    ['https://id.example', ANN, false],
  ])('%s for %j: %s', (pattern, claims, expected) => {
    expect([
      matches(source({ requestPrincipals: [pattern] }), request(), claims),
      matches(when('request.auth.principal', pattern), request(), claims),
      matches(source({ notRequestPrincipals: [pattern] }), request(), claims),
    ]).toEqual([expected, expected, !expected]);
  });
});

describe('when: request.auth.audiences|presenter|claims[..][..] (measured 19)', () => {
  const CLAIMS = {
    aud: ['shop', 'bank'],
    azp: 'app',
    plan: 'gold',
    groups: ['staff', 'users'],
    words: 'a b',
    age: 8,
    realm: { roles: ['admin'], owner: { name: 'ann' } },
    'https://x.example/y': 'z',
  };
  it.each<[key: string, value: string, expected: boolean]>([
    ['request.auth.audiences', 'bank', true],
    ['request.auth.audiences', 'ban', false],
    ['request.auth.audiences', 'ban*', true],
    ['request.auth.presenter', 'app', true],
    ['request.auth.presenter', 'web', false],
    ['request.auth.claims[plan]', 'gold', true],
    ['request.auth.claims[plan]', '*', true],
    ['request.auth.claims[plan]', 'tin', false],
    ['request.auth.claims[groups]', 'staff', true],
    ['request.auth.claims[groups]', 'guests', false],
    ['request.auth.claims[words]', 'a', false],
    ['request.auth.claims[words]', 'a b', true],
    ['request.auth.claims[age]', '8', false],
    ['request.auth.claims[realm][roles]', 'admin', true],
    ['request.auth.claims[realm][owner][name]', 'ann', true],
    ['request.auth.claims[realm]', '*', false],
    ['request.auth.claims[https://x.example/y]', 'z', true],
    ['request.auth.claims[toString]', '*', false],
    ['request.auth.claims[missing]', '*', false],
  ])('%s %s: %s', (key, value, expected) => {
    expect([matches(when(key, value), request(), CLAIMS), matches(whenNot(key, value), request(), CLAIMS)]).toEqual([
      expected,
      !expected,
    ]);
  });

  it('nothing of it without a token', () => {
    expect([
      matches(when('request.auth.claims[plan]', '*')),
      matches(whenNot('request.auth.claims[plan]', '*')),
    ]).toEqual([false, true]);
  });

  it('drops an ALLOW rule without brackets', () => {
    expect(matches(when('request.auth.claims.plan', 'gold'), request(), CLAIMS)).toBe('dropped');
  });
});

describe('principals expanded by trustDomainAliases', () => {
  const reading = { trustDomains: ['td1', 'td2'] };
  const peer = (domain: string) => request({ peer: `spiffe://${domain}/ns/shop/sa/web` });
  it.each<[principal: string, domain: string, expected: boolean]>([
    ['td1/ns/shop/sa/web', 'td1', true],
    ['td1/ns/shop/sa/web', 'td2', true],
    ['td2/ns/shop/sa/web', 'td1', true],
    ['cluster.local/ns/shop/sa/web', 'td1', true],
    ['cluster.local/ns/shop/sa/web', 'td2', true],
    ['cluster.local/ns/shop/sa/web', 'cluster.local', false],
    ['other/ns/shop/sa/web', 'td1', false],
    ['other/ns/shop/sa/web', 'other', true],
    ['*/ns/shop/sa/web', 'other', true],
    ['*1/ns/shop/sa/web', 'td1', true],
    ['*1/ns/shop/sa/web', 'td2', true],
    ['td1/ns/shop/*', 'td2', false],
    ['td1/ns/shop/sa/w*', 'td2', true],
  ])('%s for one of %s: %s', (principal, domain, expected) => {
    const rules = [source({ principals: [principal] }), when('source.principal', principal)];
    expect(rules.map((rule) => matches(rule, peer(domain), undefined, reading))).toEqual([expected, expected]);
  });

  it.each([
    ['td1', 'td2', true],
    ['other', 'td1', false],
    ['td*', 'td2', true],
  ])('trust domain %s for one of %s: %s', (own, domain, expected) => {
    expect(matches(source({ trustDomains: [own] }), peer(domain), undefined, reading)).toBe(expected);
  });
});

describe('what istiod cannot read, in a DENY', () => {
  const inDeny = (rule: unknown, asked = request()) => matches(rule, asked, undefined, { isAllow: false });

  it('is left out, which makes the rule wider (semantics.md, HTTP-only attributes)', () => {
    expect([
      inDeny(source({ ipBlocks: ['10.1'] })),
      inDeny(operation({ ports: ['x', '80'] })),
      inDeny(when('request.headers', 'a')),
      inDeny({ when: [{ key: 'x', values: ['y'] }] }),
    ]).toEqual([true, false, true, 'dropped']);
  });

  it('is left out of negatives too', () => {
    expect(
      matches(source({ notRequestPrincipals: ['*'] }), connection(), undefined, { protocol: 'tcp', isAllow: false }),
    ).toBe(true);
  });
});

it('does not guess what a proxy does with a regular expression that it refuses', () => {
  expect(matches(source({ namespaces: ['('] }))).toEqual(
    unknown('what did the proxy have before it refused the regular expression that "(" becomes?'),
  );
});

it("knows no attribute by the name of an object's own", () => {
  expect(policyAttribute('constructor')).toBeUndefined();
});
