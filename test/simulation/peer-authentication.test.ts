import * as fc from 'fast-check';
import { type MeshObject } from '../../lib/model/mesh-object';
import { mtlsModeAt, peerAuthenticationOf } from '../../lib/simulation/peer-authentication';
import { type PolicyTarget } from '../../lib/simulation/policy-attachment';
import { policy, ROOT, scoped } from './policies';

const peer = (name: string, spec: unknown, created?: number) => policy('PeerAuthentication', name, spec, created);
const mode = (mode: string) => ({ mtls: { mode } });
const forVault = (spec: object = {}) => ({ selector: { matchLabels: { app: 'vault' } }, ...spec });

const VAULT = { namespace: 'bank', labels: { app: 'vault', version: 'v1' } };

/** Mode at port 8080, who says so and where; the question where it is not known. */
function at(policies: readonly MeshObject[], port = 8080, workload: PolicyTarget = VAULT): string {
  const { mode, by, path, unknown } = mtlsModeAt(workload, port, scoped(workload.namespace, policies));
  if (unknown) return unknown.question;
  return [mode, by && `${by.namespace}/${by.name}`, path].filter((part) => part !== undefined).join(' ');
}

const MESH = peer(`${ROOT}/mesh`, mode('STRICT'), 1);
const BANK = peer('bank/default', mode('DISABLE'), 2);
const OWN = peer('bank/vault', forVault(mode('STRICT')), 3);

describe('the mTLS mode of a workload', () => {
  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['default PERMISSIVE', [], 'PERMISSIVE'],
    ['mesh: the root namespace speaks for all', [MESH], `STRICT ${ROOT}/mesh spec.mtls.mode`],
    ['namespace > mesh', [MESH, BANK], 'DISABLE bank/default spec.mtls.mode'],
    ['workload > namespace > mesh', [MESH, BANK, OWN], 'STRICT bank/vault spec.mtls.mode'],
    ['the order of files does not matter', [OWN, BANK, MESH], 'STRICT bank/vault spec.mtls.mode'],
    [
      'UNSET inherits, from the mesh',
      [MESH, peer('bank/default', mode('UNSET'))],
      `STRICT ${ROOT}/mesh spec.mtls.mode`,
    ],
    [
      'no mode inherits, from the namespace',
      [BANK, peer('bank/vault', forVault())],
      'DISABLE bank/default spec.mtls.mode',
    ],
    ['UNSET in the mesh is the default', [peer(`${ROOT}/mesh`, mode('UNSET'))], 'PERMISSIVE'],
    [
      'a mode that Istio does not have is none',
      [MESH, peer('bank/default', mode('MUTUAL'))],
      `STRICT ${ROOT}/mesh spec.mtls.mode`,
    ],
    [
      'another app',
      [peer('bank/x', { selector: { matchLabels: { app: 'ledger' } }, ...mode('STRICT') })],
      'PERMISSIVE',
    ],
    [
      'all labels of a selector',
      [peer('bank/x', { selector: { matchLabels: { app: 'vault', version: 'v2' } }, ...mode('STRICT') })],
      'PERMISSIVE',
    ],
    [
      'an empty selector is none',
      [peer('bank/x', { selector: {}, ...mode('STRICT') })],
      'STRICT bank/x spec.mtls.mode',
    ],
    [
      'measured 23: a selector in the root namespace is ignored',
      [peer(`${ROOT}/x`, forVault(mode('STRICT')))],
      'PERMISSIVE',
    ],
  ])('%s', (_, policies, expected) => {
    expect(at(policies)).toBe(expected);
  });

  it('ignores selectors for workloads of the root namespace too (measured 23)', () => {
    const workload = { namespace: ROOT, labels: { app: 'vault' } };
    expect(at([peer(`${ROOT}/x`, forVault(mode('STRICT'))), MESH], 80, workload)).toBe(
      `STRICT ${ROOT}/mesh spec.mtls.mode`,
    );
  });

  it('is the same for two equal lists of the root namespace, and for one given twice', () => {
    const workload = { namespace: ROOT, labels: {} };
    expect(mtlsModeAt(workload, 80, { root: [MESH], namespace: [MESH] }).mode).toBe('STRICT');
  });
});

describe('the mTLS mode of a port (portLevelMtls)', () => {
  const ports = (portLevelMtls: unknown, mtls = 'STRICT') =>
    peer('bank/vault', forVault({ ...mode(mtls), portLevelMtls }));
  const policies = [BANK, ports({ 8080: { mode: 'PERMISSIVE' }, 8081: { mode: 'UNSET' }, 8082: {} })];

  it.each<[title: string, port: number, expected: string]>([
    ['keyed by target port', 8080, 'PERMISSIVE bank/vault spec.portLevelMtls[8080].mode'],
    ['other ports', 8079, 'STRICT bank/vault spec.mtls.mode'],
    ['UNSET port inherits', 8081, 'STRICT bank/vault spec.mtls.mode'],
    ['port without mode inherits', 8082, 'STRICT bank/vault spec.mtls.mode'],
  ])('%s', (_, port, expected) => {
    expect(at(policies, port)).toBe(expected);
  });

  it('inherits beyond an UNSET workload mode', () => {
    expect(at([BANK, ports({ 8080: { mode: 'UNSET' } }, 'UNSET')])).toBe('DISABLE bank/default spec.mtls.mode');
  });

  it('counts in workload policies only', () => {
    const portLevelMtls = { 8080: { mode: 'DISABLE' } };
    expect(at([peer('bank/default', { ...mode('STRICT'), portLevelMtls })])).toBe('STRICT bank/default spec.mtls.mode');
  });

  it('agrees with the record peer-ports', () => {
    const record = [ports({ 80: { mode: 'DISABLE' }, 8081: { mode: 'PERMISSIVE' }, 8082: { mode: 'DISABLE' } })];
    const { at } = peerAuthenticationOf(VAULT, scoped('bank', record));
    expect([8080, 8081, 8082].map((port) => at(port).mode)).toEqual(['STRICT', 'PERMISSIVE', 'DISABLE']);
  });

  it.each([[null], [[]], ['x'], [{ x: 1, 8080: 'STRICT' }], [{ 8080: { mode: {} } }]])('bears %j', (portLevelMtls) => {
    expect(at([ports(portLevelMtls)])).toBe('STRICT bank/vault spec.mtls.mode');
  });
});

describe('oldest wins in a scope', () => {
  const strict = (created?: number, name = 'bank/a') => peer(name, mode('STRICT'), created);
  const disable = (created?: number, name = 'bank/b') => peer(name, mode('DISABLE'), created);

  it.each<[title: string, policies: readonly MeshObject[], expected: string]>([
    ['the older', [strict(8), disable(7)], 'DISABLE bank/b spec.mtls.mode'],
    ['of one second: the first by name', [disable(7), strict(7)], 'STRICT bank/a spec.mtls.mode'],
    [
      'an age is not known and the modes differ',
      [strict(), disable(7)],
      'which is the oldest of PeerAuthentication bank/b and PeerAuthentication bank/a?',
    ],
    [
      'no age is known and the modes differ',
      [strict(), disable()],
      'which is the oldest of PeerAuthentication bank/a and PeerAuthentication bank/b?',
    ],
    [
      'no age is known and the modes are equal',
      [strict(), strict(undefined, 'bank/c')],
      'STRICT bank/a spec.mtls.mode',
    ],
    [
      'what is surely younger does not matter',
      [strict(7), disable(8), strict(undefined, 'bank/c')],
      'STRICT bank/a spec.mtls.mode',
    ],
    ['what inherits the same does not matter', [MESH, strict(), peer('bank/u', {})], 'STRICT bank/a spec.mtls.mode'],
    ['what is not known above does not matter below', [strict(), disable(), OWN], 'STRICT bank/vault spec.mtls.mode'],
    [
      'what is not known above is inherited',
      [strict(), disable(), peer('bank/vault', forVault())],
      'which is the oldest of PeerAuthentication bank/a and PeerAuthentication bank/b?',
    ],
  ])('%s', (_, policies, expected) => {
    expect(at(policies)).toBe(expected);
  });

  it('asks about those ports only at which policies of unknown age differ', () => {
    const policies = [
      peer('bank/a', forVault({ ...mode('STRICT'), portLevelMtls: { 1: { mode: 'DISABLE' } } })),
      peer('bank/b', forVault(mode('STRICT'))),
    ];
    expect([at(policies, 1), at(policies, 2)]).toEqual([
      'which is the oldest of PeerAuthentication bank/a and PeerAuthentication bank/b?',
      'STRICT bank/a spec.mtls.mode',
    ]);
  });

  const anyPolicy = fc
    .record({
      namespace: fc.constantFrom(ROOT, 'bank'),
      name: fc.constantFrom('a', 'b', 'c'),
      mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'),
      app: fc.option(fc.constantFrom('vault', 'ledger'), { nil: undefined }),
      created: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    })
    .map(({ namespace, name, mode: own, app, created }) =>
      peer(`${namespace}/${name}`, { selector: app && { matchLabels: { app } }, ...mode(own) }, created),
    );
  const policies = fc.uniqueArray(anyPolicy, { selector: ({ namespace, name }) => `${namespace}/${name}` });

  it('never depends on the order of the policies', () => {
    fc.assert(
      fc.property(policies, (list) => {
        expect(at([...list].reverse())).toBe(at(list));
      }),
    );
  });

  it('bears any spec', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('mtls', 'selector', 'portLevelMtls'), fc.jsonValue()), (spec) => {
        expect(() => at([peer('bank/a', spec)])).not.toThrow();
      }),
    );
  });
});
