import { isDiscovered, matchesSelector, meshConfiguration, secondsOf } from '../../lib/model/mesh-configuration';

describe('the mesh configuration', () => {
  it("has Istio's defaults", () => {
    expect(meshConfiguration()).toMatchObject({
      rootNamespace: 'istio-system',
      trustDomain: 'cluster.local',
      clusterDomain: 'cluster.local',
      autoMtls: true,
      outboundTrafficPolicy: 'ALLOW_ANY',
      connectTimeout: 10,
      injectsByDefault: false,
      pathNormalization: 'BASE',
    });
  });

  it('takes MeshConfig before settings before Helm values', () => {
    const settings = { rootNamespace: 'b', trustDomain: 'b' };
    const values = { global: { istioNamespace: 'c', proxy: { clusterDomain: 'c' } } };
    expect(meshConfiguration({ rootNamespace: 'a' }, settings, values).rootNamespace).toBe('a');
    expect(meshConfiguration({}, settings, values)).toMatchObject({
      rootNamespace: 'b',
      trustDomain: 'b',
      clusterDomain: 'c',
    });
    expect(meshConfiguration({}, {}, values).rootNamespace).toBe('c');
  });

  it.each([
    [{ outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } }, { outboundTrafficPolicy: 'REGISTRY_ONLY' }],
    [{ enableAutoMtls: false }, { autoMtls: false }],
    [{ connectTimeout: '1.5s' }, { connectTimeout: 1.5 }],
    [{ pathNormalization: { normalization: 'MERGE_SLASHES' } }, { pathNormalization: 'MERGE_SLASHES' }],
    [{ defaultHttpRetryPolicy: { attempts: 1 } }, { defaultHttpRetryPolicy: { attempts: 1 } }],
    [{ localityLbSetting: { enabled: false } }, { localityLbSetting: { enabled: false } }],
  ])('reads %j', (raw, expected) => {
    expect(meshConfiguration(raw)).toMatchObject(expected);
  });

  it.each([
    ['10ms', 0.01],
    ['1m30s', 90],
    ['x', undefined],
    [5, undefined],
  ])('reads the duration %j', (duration, seconds) => {
    expect(secondsOf(duration)).toBe(seconds);
  });
});

describe('label selectors', () => {
  const labels = { team: 'a', tier: 'web' };

  it.each([
    [{}, true],
    [{ matchLabels: { team: 'a' } }, true],
    [{ matchLabels: { team: 'b' } }, false],
    [{ matchExpressions: [{ key: 'team', operator: 'In', values: ['a', 'b'] }] }, true],
    [{ matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['a'] }] }, false],
    [{ matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['a'] }] }, true],
    [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
    [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
    [{ matchLabels: { team: 'a' }, matchExpressions: [{ key: 'x', operator: 'Exists' }] }, false],
  ])('%j: %s', (selector, expected) => {
    expect(matchesSelector(selector, labels)).toBe(expected);
  });

  it('of discovery are alternatives', () => {
    const discoverySelectors = [{ matchLabels: { team: 'b' } }, { matchLabels: { tier: 'web' } }];
    expect(isDiscovered(labels, meshConfiguration({ discoverySelectors }))).toBe(true);
    expect(isDiscovered({}, meshConfiguration({ discoverySelectors }))).toBe(false);
    expect(isDiscovered({}, meshConfiguration())).toBe(true);
  });
});
