/** Addresses of Services. Source: the validation of Services in Kubernetes 1.36. */
import { given } from '../../values/given';
import { checkLabelKey } from '../../values/label';
import { isUnresolved } from '../../values/unresolved';
import { checkStrictCidr, checkStrictIp, isIpv6 } from './ip-address';
import { type Part } from './part';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['SingleStack', 'PreferDualStack', 'RequireDualStack'];

/** Cluster addresses, families, outer addresses, and what is for load balancers only. */
export function checkServiceAddresses(spec: Part, type: string | undefined): void {
  if (type === 'ExternalName') checkWithoutAddresses(spec);
  else {
    checkClusterAddresses(spec);
    if (type === 'NodePort' || type === 'LoadBalancer') checkNotHeadless(spec, type);
  }
  spec.eachFits('service-address', 'externalIPs', checkOuterAddress);
  checkLoadBalancer(spec, type);
}

function checkWithoutAddresses(spec: Part): void {
  const { clusterIP } = spec.fields;
  const hasAddresses = !spec.hasNone('clusterIPs') || !(spec.isEmpty('clusterIP') || isUnresolved(clusterIP));
  if (hasAddresses) spec.fail('service-address', 'clusterIPs', 'must not be given where type is ExternalName');
  for (const name of ['ipFamilies', 'ipFamilyPolicy'])
    if (name === 'ipFamilies' ? !spec.hasNone(name) : spec.has(name))
      spec.fail('service-address', name, 'must not be given where type is ExternalName');
}

function checkNotHeadless(spec: Part, type: string): void {
  const all = addresses(spec);
  if (all.length !== 1 || all[0] !== 'None') return;
  const path = spec.path.field('clusterIPs').item(0);
  spec.fail(
    'service-address',
    path,
    `must not be None where type is ${type}`,
    'None',
    'make it a ClusterIP Service, or leave clusterIP out',
  );
}

/** `clusterIPs`, or what the server makes of `clusterIP`. */
function addresses(spec: Part): readonly unknown[] {
  const { clusterIP } = spec.fields;
  if (spec.list('clusterIPs').length > 0) return spec.list('clusterIPs');
  return spec.isEmpty('clusterIP') || isUnresolved(spec.fields['clusterIPs']) ? [] : [clusterIP];
}

function checkClusterAddresses(spec: Part): void {
  spec.eachFits('service-address', 'ipFamilies', checkFamily);
  const families = spec.list('ipFamilies');
  families.forEach((family, index) => {
    if (families.indexOf(family) < index && !isUnresolved(family))
      spec.fail(
        'service-address',
        spec.path.field('ipFamilies').item(index),
        `must be unique, got ${given(family)} again`,
        family,
      );
  });
  spec.isOneOf('service-address', 'ipFamilyPolicy', POLICIES);
  const { clusterIP } = spec.fields;
  const all = addresses(spec);
  if (all.some(isUnresolved) || isUnresolved(clusterIP)) return;
  const path = spec.path.field('clusterIPs');
  if (spec.isEmpty('clusterIP') && all.length > 0)
    spec.fail('service-address', 'clusterIPs', `must not be given without clusterIP, got ${given(all[0])}`, all[0]);
  else if (all.length > 0 && all[0] !== clusterIP)
    spec.fail(
      'service-address',
      'clusterIPs',
      `must begin with clusterIP (${given(clusterIP)}), got ${given(all[0])}`,
      all[0],
    );
  if (spec.text('ipFamilyPolicy') === 'SingleStack' && (families.length > 1 || all.length > 1))
    spec.fail(
      'service-address',
      'ipFamilyPolicy',
      'must not be SingleStack where there are two families',
      'SingleStack',
    );
  if (all[0] === 'None') {
    if (all.length > 1) spec.fail('service-address', 'clusterIPs', 'must hold None alone');
    return;
  }
  let areSound = true;
  all.forEach((address, index) => {
    const problem = checkStrictIp(address ?? '');
    if (problem !== undefined) spec.fail('service-address', path.item(index), problem, address);
    areSound &&= problem === undefined;
  });
  if (all.length > 2) spec.fail('service-address', 'clusterIPs', `must be at most 2, got ${all.length}`);
  if (!areSound) return;
  const sixth = all.map((address) => isIpv6(address as string));
  if (all.length > 1 && sixth.every((is) => is === sixth[0]))
    spec.fail('service-address', 'clusterIPs', 'must be one of each family');
  all.forEach((address, index) => {
    const family = families[index];
    if (family !== (sixth[index] === true ? 'IPv4' : 'IPv6')) return;
    spec.fail(
      'service-address',
      path.item(index),
      `must be of ipFamilies[${index}] (${family}), got ${given(address)}`,
      address,
    );
  });
}

function checkFamily(value: unknown): string | undefined {
  if (isUnresolved(value) || FAMILIES.includes(value as string)) return undefined;
  return `must be IPv4 or IPv6, got ${given(value)}`;
}

/** An address that is no loopback, link-local or multicast one. */
function checkOuterAddress(value: unknown): string | undefined {
  const problem = checkStrictIp(value);
  if (problem !== undefined || typeof value !== 'string' || isUnresolved(value)) return problem;
  return isSpecial(value.toLowerCase())
    ? `must be no unspecified, loopback, link-local or local multicast address, got ${given(value)}`
    : undefined;
}

function isSpecial(address: string): boolean {
  if (isIpv6(address)) return address === '::' || address === '::1' || /^(fe[89ab].|ff.2):/.test(address);
  return address === '0.0.0.0' || /^(127|169\.254|224\.0\.0)\./.test(address);
}

function checkLoadBalancer(spec: Part, type: string | undefined): void {
  if (type === undefined) return;
  // The server writes it with a capital.
  const ranges = spec.path.field('LoadBalancerSourceRanges');
  const isBalanced = type === 'LoadBalancer';
  const message = `must not be given unless type is LoadBalancer, got type ${type}`;
  const sourceRanges = spec.list('loadBalancerSourceRanges');
  if (sourceRanges.length > 0) {
    if (!isBalanced) spec.fail('load-balancer', ranges, message);
    sourceRanges.forEach((range, index) => {
      const problem = isUnresolved(range) ? undefined : checkStrictCidr(typeof range === 'string' ? range.trim() : '');
      if (problem !== undefined) spec.fail('load-balancer', ranges.item(index), problem, range);
    });
  }
  if (spec.has('allocateLoadBalancerNodePorts') && !isBalanced)
    spec.fail('load-balancer', 'allocateLoadBalancerNodePorts', message);
  if (isBalanced) spec.holds('load-balancer', 'loadBalancerClass', checkLabelKey);
  else if (spec.has('loadBalancerClass')) spec.fail('load-balancer', 'loadBalancerClass', message);
}
