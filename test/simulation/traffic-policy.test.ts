import { trafficPolicy } from '../../lib/simulation/traffic-policy';
import { type Fields, istio } from './meshes';
import { modelOf } from './stage-facts';

function policy(spec: Fields, port = 80, subsetName?: string) {
  const { destinationRules } = modelOf([istio('DestinationRule', 'shop/cart', { host: 'cart', ...spec })]);
  const rule = destinationRules.of(
    { hostname: 'cart.shop.svc.cluster.local', namespace: 'shop' },
    { namespace: 'shop', labels: {} },
  );
  return trafficPolicy(rule, port, subsetName === undefined ? undefined : rule?.subsets.get(subsetName));
}
const tls = (mode: string) => ({ tls: { mode } });
const at = (port: number, more: Fields) => ({ port: { number: port }, ...more });
const v1 = (own: Fields) => [{ name: 'v1', trafficPolicy: own }];

describe('the effective policy (semantics: DestinationRule)', () => {
  it('is nothing without a rule', () => {
    expect(trafficPolicy(undefined, 80, undefined)).toMatchObject({ tls: undefined, hasOutlierDetection: false });
  });

  it('is that of the rule', () => {
    const { tls: mode, tlsAt } = policy({ trafficPolicy: tls('DISABLE') });
    expect(mode).toEqual({ mode: 'DISABLE' });
    expect(tlsAt?.path).toBe('spec.trafficPolicy.tls');
  });

  it('of a port replaces it wholesale', () => {
    const spec = {
      trafficPolicy: { ...tls('DISABLE'), outlierDetection: {}, portLevelSettings: [at(80, { connectionPool: {} })] },
    };
    expect(policy(spec)).toMatchObject({ tls: undefined, hasOutlierDetection: false });
    expect(policy(spec, 81)).toMatchObject({ tls: { mode: 'DISABLE' }, hasOutlierDetection: true });
  });

  it('4: of a port without tls leaves endpoints the mode of the rule', () => {
    const spec = { trafficPolicy: { ...tls('DISABLE'), portLevelSettings: [at(80, {})] } };
    expect(policy(spec).endpointTlsMode).toBe('DISABLE');
    const own = { trafficPolicy: { ...tls('DISABLE'), portLevelSettings: [at(80, tls('ISTIO_MUTUAL'))] } };
    expect(policy(own)).toMatchObject({ tls: { mode: 'ISTIO_MUTUAL' }, endpointTlsMode: 'ISTIO_MUTUAL' });
  });

  it('of a subset counts field by field', () => {
    const spec = { trafficPolicy: { ...tls('DISABLE'), outlierDetection: {} }, subsets: v1(tls('ISTIO_MUTUAL')) };
    expect(policy(spec, 80, 'v1')).toMatchObject({ tls: { mode: 'ISTIO_MUTUAL' }, hasOutlierDetection: true });
    expect(policy(spec)).toMatchObject({ tls: { mode: 'DISABLE' } });
  });

  it('of a port of a subset replaces all', () => {
    const spec = {
      trafficPolicy: { ...tls('DISABLE'), outlierDetection: {} },
      subsets: v1({ portLevelSettings: [at(80, { loadBalancer: { simple: 'RANDOM' } })] }),
    };
    expect(policy(spec, 80, 'v1')).toMatchObject({
      tls: undefined,
      hasOutlierDetection: false,
      loadBalancer: { simple: 'RANDOM' },
    });
    expect(policy(spec, 81, 'v1')).toMatchObject({ tls: { mode: 'DISABLE' } });
  });
});
