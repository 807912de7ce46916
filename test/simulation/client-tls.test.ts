import { ask, app, deployment, type Fields, istio, namespace, service, SHOP } from './meshes';

const CART = [...SHOP, ...app('shop/cart')];
const tls = (mode: string, more: Fields = {}, spec: Fields = {}) =>
  istio('DestinationRule', 'shop/cart', { host: 'cart', trafficPolicy: { tls: { mode, ...more } }, ...spec });
const peer = (name: string, mode: string, app?: string) =>
  istio('PeerAuthentication', name, {
    mtls: { mode },
    ...(app !== undefined && { selector: { matchLabels: { app } } }),
  });
const transport = (objects: readonly Fields[], meshConfig: Fields = {}) => {
  const [outcome] = ask(objects, { url: 'http://cart/' }, { meshConfig });
  return `${String(outcome?.transport)} ${String(outcome?.result)}`;
};

describe('TLS between proxies (semantics: Auto-mTLS)', () => {
  it.each<[title: string, objects: readonly Fields[], expected: string]>([
    ['automatic, to an endpoint with a sidecar', CART, 'mtls 200'],
    [
      'not to one without',
      [...SHOP, service('shop/cart'), deployment('shop/cart', { labels: { 'sidecar.istio.io/inject': 'false' } })],
      'plaintext 200',
    ],
    ['not to one whose policy is DISABLE', [...CART, peer('shop/cart', 'DISABLE', 'cart')], 'plaintext 200'],
    ['to one whose policy is STRICT', [...CART, peer('shop/cart', 'STRICT', 'cart')], 'mtls 200'],
    ['not where that of its namespace is DISABLE', [...CART, peer('shop/default', 'DISABLE')], 'plaintext 200'],
    [
      'not even to one that is STRICT there',
      [...CART, peer('shop/default', 'DISABLE'), peer('shop/cart', 'STRICT', 'cart')],
      'plaintext 503',
    ],
    [
      'not to pods that say so by their label',
      [...SHOP, ...app('shop/cart', {}, { labels: { 'security.istio.io/tlsMode': 'disabled' } })],
      'plaintext 200',
    ],
    ['DISABLE of a rule', [...CART, tls('DISABLE')], 'plaintext 200'],
    [
      'ISTIO_MUTUAL of a rule, where the server takes plain text only',
      [...CART, tls('ISTIO_MUTUAL'), peer('shop/cart', 'DISABLE', 'cart')],
      'mtls 503',
    ],
    [
      'ISTIO_MUTUAL of a rule to one without a sidecar',
      [
        ...SHOP,
        service('shop/cart'),
        deployment('shop/cart', { labels: { 'sidecar.istio.io/inject': 'false' } }),
        tls('ISTIO_MUTUAL'),
      ],
      'mtls 503',
    ],
    ['SIMPLE to a port of HTTP fails', [...CART, tls('SIMPLE')], 'tls 503'],
    [
      'SIMPLE to a port of HTTPS',
      [
        ...SHOP,
        ...app('shop/cart', {
          ports: [
            { name: 'http', port: 80, targetPort: 8443 },
            { name: 'https', port: 443, targetPort: 8443 },
          ],
        }),
        tls('SIMPLE'),
      ],
      'tls 503',
    ],
    [
      'with a Secret, sidecars that no selector chooses leave it out',
      [...CART, tls('SIMPLE', { credentialName: 'x' })],
      'plaintext 200',
    ],
    [
      'with one they do not',
      [...CART, tls('SIMPLE', { credentialName: 'x' }, { workloadSelector: { matchLabels: { app: 'web' } } })],
      'tls 503',
    ],
    [
      'headless: where all endpoints take it',
      [...SHOP, ...app('shop/cart', { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] })],
      'mtls 200',
    ],
    [
      'headless: to none if one does not',
      [
        ...SHOP,
        ...app('shop/cart', { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] }),
        deployment('shop/old', { labels: { app: 'cart', 'sidecar.istio.io/inject': 'false' } }),
      ],
      'plaintext 200',
    ],
    [
      'headless: whatever its own policy says',
      [
        ...SHOP,
        ...app('shop/cart', { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] }),
        peer('shop/cart', 'DISABLE', 'cart'),
      ],
      'mtls 503',
    ],
  ])('%s', (_, objects, expected) => {
    expect(transport(objects)).toBe(expected);
  });

  it('is not automatic where the mesh says so', () => {
    expect(transport(CART, { enableAutoMtls: false })).toBe('plaintext 200');
    expect(transport([...CART, tls('ISTIO_MUTUAL')], { enableAutoMtls: false })).toBe('mtls 200');
  });

  it('is nothing that a client without sidecar has', () => {
    const legacy = [...CART, namespace('legacy', {}), deployment('legacy/batch'), tls('ISTIO_MUTUAL')];
    expect(ask(legacy, { from: 'legacy/batch', url: 'http://cart.shop/' })[0]).toMatchObject({
      result: 200,
      peer: null,
      transport: 'plaintext',
      flags: undefined,
    });
  });
});
