import { CHECK_IDS as COMMON } from '../../../lib/validation/istiod/check-ids.common';
import { CHECK_IDS } from '../../../lib/validation/istiod/check-ids.policies';
import { webhookSays } from '../../support/webhook';

const rules = { ...COMMON, ...CHECK_IDS };
const plugin = webhookSays('extensions.istio.io/v1alpha1', 'WasmPlugin', rules);
const extension = webhookSays('extensions.istio.io/v1alpha1', 'TrafficExtension', rules);
const kinds = [
  ['wasm-plugin', 'spec', plugin],
  ['traffic-extension', 'spec.wasm', (wasm: object) => extension({ wasm })],
] as const;

// One character of three bytes: what the API server counts is within its limits.
const bytes = (count: number) => '€'.repeat(Math.floor(count / 3)) + 'a'.repeat(count % 3);

describe.each(kinds)('the webhook on %s', (kind, path, says) => {
  it('takes a URL alone', () => expect(says({ url: 'oci://a' })).toEqual([]));

  it.each([
    [253, 'pull-secret-length', 'imagePullSecret'],
    [256, 'plugin-name-length', 'pluginName'],
  ])('allows %d bytes: %s', (most, rule, field) => {
    expect(says({ [field]: bytes(most) })).toEqual([]);
    expect(says({ [field]: bytes(most + 1) })).toEqual([[`${kind}/${rule}`, `${path}.${field}`]]);
  });

  it('allows 256 bytes for names of environment variables', () => {
    const env = (...names: readonly string[]) => says({ vmConfig: { env: names.map((name) => ({ name })) } });
    expect(env(bytes(256))).toEqual([]);
    expect(env('a', bytes(257))).toEqual([[`${kind}/env-name-length`, `${path}.vmConfig.env[1].name`]]);
  });
});

describe('the webhook on WasmPlugins and TrafficExtensions', () => {
  it('allows 65,536 bytes of Lua', () => {
    expect(extension({ lua: { inlineCode: bytes(65_536) } })).toEqual([]);
    expect(extension({ lua: { inlineCode: bytes(65_537) } })).toEqual([
      ['traffic-extension/lua-size', 'spec.lua.inlineCode'],
    ]);
  });

  it.each([
    ['WasmPlugin', plugin],
    ['TrafficExtension', extension],
  ])('looks at selector and targets of a %s', (_, says) => {
    expect(says({ selector: {} })).toEqual([['selector/no-labels', 'spec.selector', 'warning']]);
    expect(says({ targetRefs: [{ kind: 'Pod', name: 'x' }] })).toEqual([['target-ref/kind', 'spec.targetRefs[0]']]);
  });
});
