/** NetworkPolicies. Source: the validation of the networking group in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkCidr } from '../../values/ip';
import { checkPort } from '../../values/port';
import { isUnresolved } from '../../values/unresolved';
import { checkStrictCidr, isWithin } from './ip-address';
import { checkSelector } from './labels';
import { type Part } from './part';
import { checkPortReference } from './probes';

const POLICY_TYPES = ['Ingress', 'Egress'];

/** A NetworkPolicy. */
export function checkNetworkPolicy(policy: Part): void {
  const spec = policy.part('spec');
  if (spec === undefined) return;
  checkSelector(spec.part('podSelector'));
  for (const [direction, peers] of [['ingress', 'from'] as const, ['egress', 'to'] as const]) {
    for (const rule of spec.parts(direction)) {
      for (const port of rule.parts('ports')) checkPolicyPort(port);
      for (const peer of rule.parts(peers)) checkPeer(peer);
    }
  }
  const types = spec.list('policyTypes');
  if (types.length > POLICY_TYPES.length)
    spec.fail('network-policy', 'policyTypes', `must be at most 2, got ${types.length}`);
  else spec.eachFits('network-policy', 'policyTypes', checkPolicyType);
}

function checkPolicyType(value: unknown): string | undefined {
  if (isUnresolved(value) || POLICY_TYPES.includes(value as string)) return undefined;
  return `must be Ingress or Egress, got ${given(value)}`;
}

function checkPolicyPort(port: Part): void {
  port.isOneOf('network-policy', 'protocol', ['TCP', 'UDP', 'SCTP']);
  const first = port.fields['port'];
  if (port.has('port')) checkPortReference(port, 'port', 'network-policy');
  if (!port.has('endPort') || isUnresolved(first)) return;
  const last = port.number('endPort');
  if (typeof first !== 'number') {
    port.fail('network-policy', 'endPort', `must not be given unless port is a number, got port ${given(first)}`, last);
    return;
  }
  if (last !== undefined && last < first)
    port.fail('network-policy', 'endPort', `must be at least port (${first}), got ${last}`, last);
  else port.fits('network-policy', 'endPort', checkPort);
}

function checkPeer(peer: Part): void {
  const others = peer.has('podSelector') || peer.has('namespaceSelector');
  if (!peer.has('ipBlock') && !others)
    peer.fail('network-policy', '', 'must have one of podSelector, namespaceSelector, ipBlock');
  if (peer.has('ipBlock') && others) peer.fail('network-policy', '', 'must not have ipBlock beside selectors');
  checkSelector(peer.part('podSelector'));
  checkSelector(peer.part('namespaceSelector'));
  const block = peer.part('ipBlock');
  if (block !== undefined) checkBlock(block);
}

function checkBlock(block: Part): void {
  if (!block.require('network-policy', 'cidr')) return;
  block.fits('network-policy', 'cidr', checkStrictCidr);
  block.eachFits('network-policy', 'except', checkStrictCidr);
  const cidr = block.text('cidr');
  if (cidr === undefined || checkCidr(cidr) !== undefined) return;
  block.list('except').forEach((except, index) => {
    if (typeof except !== 'string' || isUnresolved(except) || checkCidr(except) !== undefined || isWithin(except, cidr))
      return;
    const path = block.path.field('except').item(index);
    block.fail('network-policy', path, `must be within ${cidr} and smaller, got ${given(except)}`, except);
  });
}
