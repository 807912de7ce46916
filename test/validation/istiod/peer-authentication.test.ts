import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { webhookSays } from '../../support/webhook';

const rules = { ...COMMON, ...CHECK_IDS };
const peer = webhookSays('security.istio.io/v1', 'PeerAuthentication', rules);
const proxy = webhookSays('networking.istio.io/v1beta1', 'ProxyConfig', rules);

describe('the webhook on PeerAuthentications', () => {
  it('takes one without anything', () => expect(peer({})).toEqual([]));

  it.each(['1', '80', '65535', '0'])('takes port %s, whose range is for the API server', (port) => {
    expect(peer({ portLevelMtls: { [port]: {} } })).toEqual([]);
  });

  it.each(['+80', '080', '00', ' 80', '8e1', ''])('refuses port %j, which is no JSON number', (port) => {
    expect(peer({ portLevelMtls: { [port]: {} } })).toEqual([
      ['peer-authentication/port-key', `spec.portLevelMtls[${port}]`],
    ]);
  });
});

describe('the webhook on selectors of PeerAuthentications and ProxyConfigs', () => {
  it.each([
    ['PeerAuthentication', peer],
    ['ProxyConfig', proxy],
  ])('looks at that of a %s', (_, says) => {
    expect(says({ selector: { matchLabels: { app: 'x' } } })).toEqual([]);
    expect(says({ selector: {} })).toEqual([['selector/no-labels', 'spec.selector', 'warning']]);
    expect(says({ selector: { matchLabels: { '': 'x' } } })).toEqual([
      ['selector/empty-key', 'spec.selector.matchLabels[]'],
    ]);
  });

  it('says nothing more of a ProxyConfig', () => {
    expect(proxy({})).toEqual([]);
    expect(proxy({ concurrency: 0, image: { imageType: 'x' } })).toEqual([]);
  });
});
