import * as fc from 'fast-check';
import { type MeshObject } from '../../lib/model/mesh-object';
import { type AuthorizationSettings, authorizationOf } from '../../lib/simulation/authorization-policy';
import { policyCompiler } from '../../lib/simulation/policy-compiler';
import { type ServerRequest } from '../../lib/simulation/server-request';
import { isNotKnown } from '../../lib/simulation/truth';
import { connection, policy, request, ROOT, scoped } from './policies';

const SETTINGS: AuthorizationSettings = {
  trustDomain: 'cluster.local',
  trustDomainAliases: [],
  extensionProviders: new Set(['opa', 'oauth2']),
};
const VAULT = { namespace: 'bank', labels: { app: 'vault' } };

const authz = (name: string, spec: object, annotations?: Record<string, string>, created?: number) =>
  policy('AuthorizationPolicy', name, spec, created, annotations);
const paths = (...paths: string[]) => ({ to: [{ operation: { paths } }] });
const principals = (...principals: string[]) => ({ from: [{ source: { principals } }] });
const allow = (name: string, ...rules: object[]) => authz(`bank/${name}`, { action: 'ALLOW', rules });
const deny = (name: string, ...rules: object[]) => authz(`bank/${name}`, { action: 'DENY', rules });
const custom = (name: string, provider: string, ...rules: object[]) =>
  authz(`bank/${name}`, { action: 'CUSTOM', provider: { name: provider }, rules });

function decide(policies: readonly MeshObject[], asked: ServerRequest = request(), settings = SETTINGS) {
  return authorizationOf(VAULT, scoped('bank', policies), settings).decide(asked, {});
}

/** `allowed`, `denied` or the question, and who says so. */
function verdict(policies: readonly MeshObject[], asked?: ServerRequest, settings = SETTINGS): string {
  const { allowed, by, path } = decide(policies, asked, settings);
  const says = isNotKnown(allowed) ? allowed.question : allowed ? 'allowed' : 'denied';
  return [says, by && `${by.namespace}/${by.name}`, path].filter((part) => part !== undefined).join(' ');
}

describe('which policies decide (semantics.md, Order)', () => {
  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['no policy', [], 'allowed'],
    ['no ALLOW policy → allow', [deny('a', paths('/x'))], 'allowed'],
    ['some ALLOW rule matches', [allow('a', paths('/x')), allow('b', paths('/'))], 'allowed bank/b spec.rules[0]'],
    ['no ALLOW rule matches', [allow('a', paths('/x')), allow('b', paths('/y'))], 'denied'],
    ['no rule of the only ALLOW policy matches', [allow('a', paths('/x'), paths('/y'))], 'denied bank/a'],
    ['any DENY match → deny', [allow('a', {}), deny('b', paths('/x'), paths('/'))], 'denied bank/b spec.rules[1]'],
    ['spec: {} denies all [authz-deny-all]', [authz('bank/p', {})], 'denied bank/p'],
    ['rules: [{}] matches everything [authz-deny-all]', [allow('p', {})], 'allowed bank/p spec.rules[0]'],
    ['DENY with rules: [{}] [authz-deny-all]', [deny('p', {})], 'denied bank/p spec.rules[0]'],
    ['DENY without rules has no effect', [authz('bank/p', { action: 'DENY' })], 'allowed'],
    ['from: [] matches everything (measured 6)', [allow('p', { from: [] })], 'allowed bank/p spec.rules[0]'],
    ['from: [] in a DENY (measured 6)', [deny('p', { from: [], to: [], when: [] })], 'denied bank/p spec.rules[0]'],
    ['ALLOW is the default action', [authz('bank/p', { rules: [paths('/')] })], 'allowed bank/p spec.rules[0]'],
    [
      'the root namespace adds [authz-allow-union]',
      [authz(`${ROOT}/health`, { rules: [paths('/')] }), allow('info', paths('/info'))],
      `allowed ${ROOT}/health spec.rules[0]`,
    ],
    ['AUDIT alone only marks [authz-allow-union]', [authz('bank/audit', { action: 'AUDIT', rules: [{}] })], 'allowed'],
    [
      'AUDIT beside ALLOW only marks',
      [authz('bank/audit', { action: 'AUDIT', rules: [{}] }), authz('bank/p', {})],
      'denied bank/p',
    ],
    ['an action that Istio does not have', [authz('bank/p', { action: 'REJECT', rules: [{}] })], 'allowed'],
    ['the selector of another app', [authz('bank/p', { selector: { matchLabels: { app: 'x' } } })], 'allowed'],
    [
      'sidecars ignore policies having targetRefs',
      [authz('bank/p', { targetRefs: [{ kind: 'Gateway', name: 'x' }] })],
      'allowed',
    ],
    ['Envoy names the first rule by name', [deny('b', {}), deny('a', paths('/'), {})], 'denied bank/a spec.rules[0]'],
  ])('%s', (_, policies, expected) => {
    expect(verdict(policies)).toBe(expected);
  });

  it('says why', () => {
    const reasons = [
      decide([]),
      decide([allow('a', {})]),
      decide([deny('a', {})]),
      decide([allow('a', paths('/x')), allow('b', paths('/y'))]),
      decide([custom('a', 'nobody', {})]),
    ].map(({ reason }) => reason());
    expect(reasons).toEqual([
      'no DENY rule matches and no ALLOW policy is there to ask for more',
      'AuthorizationPolicy bank/a allows it by spec.rules[0]',
      'AuthorizationPolicy bank/a denies it by spec.rules[0]',
      'no rule matches of AuthorizationPolicy bank/a, AuthorizationPolicy bank/b',
      'AuthorizationPolicy bank/a denies it by spec.rules[0]: there is no extension provider nobody',
    ]);
  });

  it('marks by AUDIT', () => {
    const audit = authz('bank/audit', { action: 'AUDIT', rules: [paths('/secret')] });
    expect([request(), request({ path: '/secret' })].map((asked) => decide([audit], asked).audited?.name)).toEqual([
      undefined,
      'audit',
    ]);
  });
});

describe('HTTP attributes on a TCP port (measured 22)', () => {
  const both = { to: [{ operation: { paths: ['/x'], ports: ['9000'] } }] };

  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['ALLOW: the rule is dropped', [allow('a', paths('/x'))], 'denied bank/a'],
    ['ALLOW: the others stay', [allow('a', paths('/x'), principals('*'))], 'allowed bank/a spec.rules[1]'],
    [
      'ALLOW: one of two operations drops the rule',
      [allow('a', { to: [{ operation: { ports: ['9000'] } }, ...paths('/x').to] })],
      'denied bank/a',
    ],
    [
      'ALLOW: a negative one drops it too',
      [allow('a', { to: [{ operation: { notMethods: ['GET'] } }] })],
      'denied bank/a',
    ],
    [
      'ALLOW: a condition drops it',
      [allow('a', { when: [{ key: 'request.headers[x]', values: ['a'] }] })],
      'denied bank/a',
    ],
    [
      'ALLOW: a requestPrincipal drops it',
      [allow('a', { from: [{ source: { requestPrincipals: ['*'] } }] })],
      'denied bank/a',
    ],
    ['DENY: wider', [deny('a', paths('/x'))], 'denied bank/a spec.rules[0]'],
    ['DENY: what is left must still match', [deny('a', both)], 'denied bank/a spec.rules[0]'],
    ['DENY: and may not', [deny('a', { to: [{ operation: { paths: ['/x'], ports: ['9001'] } }] })], 'allowed'],
    [
      'CUSTOM: wider',
      [custom('a', 'opa', paths('/x'))],
      'what does the external authorizer opa say? bank/a spec.rules[0]',
    ],
    [
      'what TCP has counts',
      [allow('a', { to: [{ operation: { ports: ['9000'] } }], ...principals('*/ns/shop/sa/web') })],
      'allowed bank/a spec.rules[0]',
    ],
  ])('%s', (_, policies, expected) => {
    expect(verdict(policies, connection({ port: 9000 }))).toBe(expected);
  });
});

describe('CUSTOM policies (semantics.md, CUSTOM)', () => {
  const asksOpa = 'what does the external authorizer opa say?';
  const dryRun = { 'istio.io/dry-run': 'true' };
  const ext = (name: string, provider: string, annotations = {}) =>
    authz(`bank/${name}`, { action: 'CUSTOM', provider: { name: provider }, rules: [{}] }, annotations);

  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['selected requests are asked about', [custom('a', 'opa', {})], `${asksOpa} bank/a spec.rules[0]`],
    ['others are not', [custom('a', 'opa', paths('/x'))], 'allowed'],
    ['missing provider → deny what is selected', [custom('a', 'x', {})], 'denied bank/a spec.rules[0]'],
    ['missing provider → nothing else', [custom('a', 'x', paths('/x'))], 'allowed'],
    ['no provider named', [authz('bank/a', { action: 'CUSTOM', rules: [{}] })], 'denied bank/a spec.rules[0]'],
    [
      'one provider in two policies',
      [custom('a', 'opa', paths('/x')), custom('b', 'opa', {})],
      `${asksOpa} bank/b spec.rules[0]`,
    ],
    [
      'several providers → deny what is selected',
      [custom('a', 'opa', {}), custom('b', 'oauth2', paths('/x'))],
      'denied bank/a spec.rules[0]',
    ],
    [
      'several providers → nothing else',
      [custom('a', 'opa', paths('/y')), custom('b', 'oauth2', paths('/x'))],
      'allowed',
    ],
    ['DENY decides whatever is said', [custom('a', 'opa', {}), deny('b', {})], 'denied bank/b spec.rules[0]'],
    ['ALLOW policies decide whatever is said', [custom('a', 'opa', {}), allow('b', paths('/x'))], 'denied bank/b'],
    ['ALLOW does not help', [custom('a', 'opa', {}), allow('b', {})], `${asksOpa} bank/a spec.rules[0]`],
    ['in dry run the provider is asked all the same', [ext('a', 'opa', dryRun)], `${asksOpa} bank/a spec.rules[0]`],
    ['in dry run a missing provider denies nothing', [ext('a', 'x', dryRun)], 'allowed'],
    [
      'in dry run it counts as one of several',
      [ext('a', 'oauth2', dryRun), custom('b', 'opa', {})],
      'denied bank/b spec.rules[0]',
    ],
  ])('%s', (_, policies, expected) => {
    expect(verdict(policies)).toBe(expected);
  });

  it('allows several providers where istiod is told to', () => {
    const settings = { ...SETTINGS, multipleCustomProviders: true };
    expect(verdict([custom('a', 'opa', {}), custom('b', 'oauth2', paths('/x'))], request(), settings)).toBe(
      `${asksOpa} bank/a spec.rules[0]`,
    );
  });
});

describe('dry run (semantics.md, Dry-run annotation)', () => {
  const tried = (spec: object, value = 'true') =>
    authz('bank/tried', { rules: [paths('/')], ...spec }, { 'istio.io/dry-run': value });
  const results = (policies: readonly MeshObject[], asked = request()) =>
    decide(policies, asked).dryRun.map(({ action, allowed, by, path }) => [action, allowed, by?.name, path]);

  it.each<[title: string, policies: readonly MeshObject[], verdict: string, shadow: unknown]>([
    ['DENY', [tried({ action: 'DENY' })], 'allowed', [['DENY', false, 'tried', 'spec.rules[0]']]],
    ['ALLOW', [tried({})], 'allowed', [['ALLOW', true, 'tried', 'spec.rules[0]']]],
    ['ALLOW that matches nothing', [tried({ rules: [] })], 'allowed', [['ALLOW', false, undefined, undefined]]],
    [
      'DENY that matches nothing',
      [tried({ action: 'DENY', rules: [paths('/x')] })],
      'allowed',
      [['DENY', true, undefined, undefined]],
    ],
    [
      'beside what is enforced',
      [tried({ action: 'DENY' }), allow('p', {})],
      'allowed bank/p spec.rules[0]',
      [['DENY', false, 'tried', 'spec.rules[0]']],
    ],
    ['any spelling of true', [tried({ action: 'DENY' }, 'T')], 'allowed', [['DENY', false, 'tried', 'spec.rules[0]']]],
    ['false', [tried({ action: 'DENY' }, 'false')], 'denied bank/tried spec.rules[0]', []],
    ['neither', [tried({ action: 'DENY' }, 'yes')], 'denied bank/tried spec.rules[0]', []],
  ])('%s', (_, policies, expected, shadow) => {
    expect([verdict(policies), results(policies)]).toEqual([expected, shadow]);
  });
});

describe('what is not known', () => {
  const ofRange = { from: [{ source: { ipBlocks: ['10.0.0.0/8'] } }] };
  const asksIp = 'what is the IP address of shop/web?';

  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['an ALLOW rule may match', [allow('a', ofRange)], `${asksIp} bank/a spec.rules[0]`],
    ['another ALLOW rule surely does', [allow('a', ofRange), allow('b', {})], 'allowed bank/b spec.rules[0]'],
    ['a DENY rule may match', [deny('a', ofRange)], `${asksIp} bank/a spec.rules[0]`],
    ['another DENY rule surely does', [deny('a', ofRange), deny('b', {})], 'denied bank/b spec.rules[0]'],
    ['a DENY rule may match and no ALLOW rule does', [deny('a', ofRange), allow('b', paths('/x'))], 'denied bank/b'],
    ['a CUSTOM rule may match', [custom('a', 'opa', ofRange)], `${asksIp} bank/a spec.rules[0]`],
    ['the rest of the rule does not match', [deny('a', { ...ofRange, ...paths('/x') })], 'allowed'],
  ])('%s', (_, policies, expected) => {
    expect(verdict(policies)).toBe(expected);
  });
});

describe('properties', () => {
  const value = (texts: readonly string[]) => fc.subarray([...texts], { minLength: 1 });
  const source = fc.record(
    {
      principals: value(['*', 'cluster.local/ns/shop/sa/web', 'cluster.local/ns/lab/*']),
      notNamespaces: value(['shop', 'l*b']),
      ipBlocks: value(['10.0.0.0/8', '192.0.2.1']),
    },
    { requiredKeys: [] },
  );
  const operation = fc.record(
    { paths: value(['/', '/x*', '/{*}/y']), notMethods: value(['GET', 'P*']), ports: value(['8080', '9000']) },
    { requiredKeys: [] },
  );
  const rule = fc.record(
    {
      from: fc.array(
        source.map((source) => ({ source })),
        { maxLength: 2 },
      ),
      to: fc.array(
        operation.map((operation) => ({ operation })),
        { maxLength: 2 },
      ),
      when: fc.array(fc.constant({ key: 'request.headers[x]', values: ['a*'] }), { maxLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const policyOf = (action: fc.Arbitrary<string>) =>
    fc
      .record({
        action,
        rules: fc.array(rule, { maxLength: 3 }),
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        dry: fc.constantFrom('false', 'true'),
      })
      .map(({ name, dry, ...spec }) =>
        authz(`bank/${name}`, { ...spec, provider: { name: 'opa' } }, { 'istio.io/dry-run': dry }),
      );
  const policies = fc.uniqueArray(policyOf(fc.constantFrom('ALLOW', 'DENY', 'AUDIT', 'CUSTOM')), {
    selector: ({ name }) => name,
  });
  const asked = fc
    .record({
      path: fc.constantFrom('/', '/x', '/x/y?q'),
      method: fc.constantFrom('GET', 'PUT'),
      port: fc.constantFrom(8080, 9000),
      peer: fc.constantFrom(null, 'spiffe://cluster.local/ns/shop/sa/web', 'spiffe://cluster.local/ns/lab/sa/probe'),
      sourceIp: fc.constantFrom(undefined, '10.1.2.3', '192.0.2.2'),
      protocol: fc.constantFrom('http' as const, 'tcp' as const),
    })
    .map((fields) => request(fields));

  /** 0 denied, 1 not known, 2 allowed. */
  const rank = (list: readonly MeshObject[], each: ServerRequest) => {
    const { allowed } = decide(list, each);
    return isNotKnown(allowed) ? 1 : allowed ? 2 : 0;
  };

  it('an ALLOW rule beside others only adds', () => {
    fc.assert(
      fc.property(policies, rule, asked, (list, added, each) => {
        const before = [...list, allow('z', paths('/nowhere'))];
        const after = [...list, allow('z', paths('/nowhere'), added)];
        expect(rank(after, each)).toBeGreaterThanOrEqual(rank(before, each));
      }),
    );
  });

  it('a DENY rule only takes away', () => {
    fc.assert(
      fc.property(policies, rule, asked, (list, added, each) => {
        expect(rank([...list, deny('z', added)], each)).toBeLessThanOrEqual(rank(list, each));
      }),
    );
  });

  it('the order of policies never matters', () => {
    fc.assert(
      fc.property(policies, asked, (list, each) => {
        expect(verdict([...list].reverse(), each)).toBe(verdict(list, each));
      }),
    );
  });

  it('deciding changes neither policies nor request', () => {
    fc.assert(
      fc.property(policies, asked, (list, each) => {
        const before = JSON.stringify([list, each]);
        decide(list, each);
        expect(JSON.stringify([list, each])).toBe(before);
      }),
    );
  });

  it('bears any spec', () => {
    const keys = fc.constantFrom('action', 'rules', 'provider', 'selector', 'targetRefs', 'targetRef');
    const json = fc.jsonValue({ maxDepth: 2 });
    const part = fc.dictionary(fc.constantFrom('source', 'operation', 'key', 'values'), json, { maxKeys: 3 });
    const rules = fc.array(fc.dictionary(fc.constantFrom('from', 'to', 'when'), fc.array(part, { maxLength: 2 })), {
      maxLength: 2,
    });
    fc.assert(
      fc.property(fc.dictionary(keys, json, { maxKeys: 3 }), rules, asked, (spec, rules, each) => {
        expect(() => [decide([authz('bank/a', spec)], each), decide([authz('bank/a', { rules })], each)]).not.toThrow();
      }),
    );
  });

  it('reads a policy once for all workloads that share a compiler', () => {
    const compile = policyCompiler(['cluster.local']);
    const object = allow('a', {});
    expect(compile(object)).toBe(compile(object));
    expect(authorizationOf(VAULT, scoped('bank', [object]), SETTINGS, compile).decide(request(), {}).allowed).toBe(
      true,
    );
  });
});
