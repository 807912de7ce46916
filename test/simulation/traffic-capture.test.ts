import { isAddressProxied, isProxied } from '../../lib/simulation/traffic-capture';
import { deployment } from './meshes';
import { modelOf, workloadOf } from './stage-facts';

const workload = (annotations: Readonly<Record<string, string>>) =>
  workloadOf(modelOf([deployment('shop/a', { annotations })]), 'shop/a');
const P = 'traffic.sidecar.istio.io/';

describe('what goes through a sidecar', () => {
  it.each([
    [{}, true, true],
    [{ [`${P}excludeInboundPorts`]: '80, 81' }, false, true],
    [{ [`${P}excludeOutboundPorts`]: '81,80' }, true, false],
    [{ [`${P}includeInboundPorts`]: '81' }, false, true],
    [{ [`${P}includeInboundPorts`]: '80' }, true, true],
    [{ [`${P}includeInboundPorts`]: '*' }, true, true],
    [{ [`${P}includeInboundPorts`]: '' }, false, true],
    [{ [`${P}includeInboundPorts`]: '80', [`${P}excludeInboundPorts`]: '80' }, false, true],
    [{ 'sidecar.istio.io/interceptionMode': 'NONE' }, false, false],
    [{ 'sidecar.istio.io/interceptionMode': 'TPROXY' }, true, true],
  ])('port 80 by %j: inbound %s, outbound %s', (annotations, inbound, outbound) => {
    const of = workload(annotations);
    expect([isProxied(of, 80, 'inbound'), isProxied(of, 80, 'outbound')]).toEqual([inbound, outbound]);
  });

  it.each([
    [{}, '10.0.0.1', true],
    [{ [`${P}excludeOutboundIPRanges`]: '10.0.0.0/8' }, '10.0.0.1', false],
    [{ [`${P}excludeOutboundIPRanges`]: '10.0.0.0/8' }, '11.0.0.1', true],
    [{ [`${P}includeOutboundIPRanges`]: '10.0.0.0/8,12.0.0.0/8' }, '12.0.0.1', true],
    [{ [`${P}includeOutboundIPRanges`]: '10.0.0.0/8' }, '11.0.0.1', false],
    [{ [`${P}includeOutboundIPRanges`]: '10.0.0.0/8', [`${P}includeOutboundPorts`]: '80' }, '11.0.0.1', true],
    [{ [`${P}excludeOutboundIPRanges`]: 'fd00::/8' }, 'fd00::1', false],
  ])('an address by %j: %s: %s', (annotations, address, expected) => {
    expect(isAddressProxied(workload(annotations), address, 80)).toBe(expected);
  });

  it('of an address that no file says is not known', () => {
    expect(isAddressProxied(workload({ [`${P}excludeOutboundIPRanges`]: '10.0.0.0/8' }), undefined, 80)).toHaveProperty(
      'question',
    );
    expect(isAddressProxied(workload({}), undefined, 80)).toBe(true);
  });
});
