import { attachedPolicies, type PolicyTarget } from '../../lib/simulation/policy-attachment';
import { policy, ROOT, scoped } from './policies';

const SIDECAR: PolicyTarget = { namespace: 'bank', labels: { app: 'vault' } };
const EDGE: PolicyTarget = {
  namespace: 'bank',
  labels: { 'gateway.networking.k8s.io/gateway-name': 'edge', app: 'edge' },
};

const own = { selector: { matchLabels: { app: 'vault' } } };
const gateway = (more: object = {}) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge', ...more });

function isAttached(workload: PolicyTarget, spec: unknown, name = 'bank/p', kind = 'AuthorizationPolicy'): boolean {
  return attachedPolicies(workload, scoped(workload.namespace, [policy(kind, name, spec)])).length === 1;
}

describe('policies for a sidecar or a classic gateway (semantics.md, Attachment)', () => {
  it.each<[title: string, spec: unknown, expected: boolean]>([
    ['no selector: the whole namespace', {}, true],
    ['an empty selector: the whole namespace', { selector: { matchLabels: {} } }, true],
    ['its labels', own, true],
    ['other labels', { selector: { matchLabels: { app: 'ledger' } } }, false],
    ['sidecars ignore policies having targetRefs', { targetRefs: [gateway()] }, false],
    ['sidecars ignore policies having targetRef', { targetRef: gateway() }, false],
    ['an empty list of targetRefs is none', { ...own, targetRefs: [] }, true],
    ['no spec', null, true],
    ['a selector that is none', { selector: 'vault' }, true],
  ])('%s', (_, spec, expected) => {
    expect(isAttached(SIDECAR, spec)).toBe(expected);
  });

  it.each(['AuthorizationPolicy', 'RequestAuthentication'])('the root namespace selects everywhere (%s)', (kind) => {
    expect(
      [own, {}, { selector: { matchLabels: { app: 'x' } } }].map((spec) =>
        isAttached(SIDECAR, spec, `${ROOT}/p`, kind),
      ),
    ).toEqual([true, true, false]);
  });

  it('other namespaces do not count', () => {
    expect(isAttached(SIDECAR, {}, 'shop/p')).toBe(false);
  });

  it('a PeerAuthentication of the root namespace does not select (measured 23)', () => {
    expect([own, {}].map((spec) => isAttached(SIDECAR, spec, `${ROOT}/p`, 'PeerAuthentication'))).toEqual([
      false,
      true,
    ]);
  });
});

describe('policies for a gateway of the Gateway API (semantics.md, Attachment)', () => {
  it.each<[title: string, spec: unknown, expected: boolean]>([
    ['targetRefs to it', { targetRefs: [{ kind: 'Service', name: 'x' }, gateway()] }, true],
    ['targetRef to it', { targetRef: gateway() }, true],
    ['its namespace said', { targetRefs: [gateway({ namespace: 'bank' })] }, true],
    ['another namespace said', { targetRefs: [gateway({ namespace: 'shop' })] }, false],
    ['another gateway', { targetRefs: [gateway({ name: 'inner' })] }, false],
    ['another kind', { targetRefs: [gateway({ kind: 'HTTPRoute' })] }, false],
    ['another group', { targetRefs: [gateway({ group: 'networking.istio.io' })] }, false],
    ['targetRefs that are none', { targetRefs: [null, 'x'] }, false],
    ['a selector, which istiod heeds by default', { selector: { matchLabels: { app: 'edge' } } }, true],
    ['neither', {}, true],
    [
      'a selector beside targetRefs does not count',
      { targetRefs: [gateway()], selector: { matchLabels: { app: 'x' } } },
      true,
    ],
  ])('%s', (_, spec, expected) => {
    expect(isAttached(EDGE, spec)).toBe(expected);
  });

  it('targetRefs in the root namespace are for gateways there', () => {
    expect(isAttached(EDGE, { targetRefs: [gateway()] }, `${ROOT}/p`)).toBe(false);
  });

  it('takes the name from the caller', () => {
    const workload = { namespace: 'bank', labels: {}, isGatewayApi: true, gatewayName: 'edge' };
    expect([gateway(), gateway({ name: 'x' })].map((target) => isAttached(workload, { targetRefs: [target] }))).toEqual(
      [true, false],
    );
  });
});

it('policies come oldest first, whatever the order of files', () => {
  const [a, b, c] = [
    policy('AuthorizationPolicy', 'bank/a', {}, 2),
    policy('AuthorizationPolicy', 'bank/b', {}, 1),
    policy('AuthorizationPolicy', `${ROOT}/c`, {}),
  ];
  const names = [
    [a, b, c],
    [c, b, a],
  ].map((list) => attachedPolicies(SIDECAR, scoped('bank', list)).map(({ name }) => name));
  expect(names).toEqual([
    ['b', 'a', 'c'],
    ['b', 'a', 'c'],
  ]);
});
