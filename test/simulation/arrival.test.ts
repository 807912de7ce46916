/** What becomes of a try at an endpoint, and of connections that no route leads: see also connections.test.ts. */
import { ask, answer, app, deployment, type Fields, istio, namespace, SHOP } from './meshes';

const LEGACY = [namespace('legacy', {}), deployment('legacy/batch')];
const CART = [...SHOP, ...LEGACY, ...app('shop/cart')];
const mode = (mode: string, more: Fields = {}) =>
  istio('PeerAuthentication', 'shop/default', { mtls: { mode }, ...more });
const batch = (url: string, more: Fields = {}) => ({ from: 'legacy/batch', url, ...more });

describe('plain text', () => {
  it.each<[title: string, objects: readonly Fields[], request: Parameters<typeof answer>[1], expected: string]>([
    ['is taken by default', CART, batch('http://cart.shop/'), '200 shop/cart'],
    ['is refused by STRICT', [...CART, mode('STRICT')], batch('http://cart.shop/'), 'closed'],
    [
      'is taken on a port that is not',
      [
        ...CART,
        istio('PeerAuthentication', 'shop/cart', {
          selector: { matchLabels: { app: 'cart' } },
          mtls: { mode: 'STRICT' },
          portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
        }),
      ],
      batch('http://cart.shop/'),
      '200 shop/cart',
    ],
    [
      'is taken on ports that pass the sidecar',
      [
        ...SHOP,
        ...LEGACY,
        ...app('shop/cart', {}, { annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8080' } }),
        mode('STRICT'),
      ],
      batch('http://cart.shop/'),
      '200 shop/cart',
    ],
    [
      'has no identity, so a policy that asks for one denies it',
      [...CART, istio('AuthorizationPolicy', 'shop/cart', { rules: [{ from: [{ source: { principals: ['*'] } }] }] })],
      batch('http://cart.shop/'),
      '403',
    ],
    [
      'is bytes on a port of TCP',
      [...SHOP, ...LEGACY, ...app('shop/db', { ports: [{ name: 'tcp', port: 5432 }] })],
      batch('tcp://db.shop:5432'),
      'ok shop/db',
    ],
    ['is refused where nothing listens', CART, batch('http://cart.shop:81/'), 'refused'],
    [
      'is refused without pods',
      [...SHOP, ...LEGACY, ...app('shop/cart', {}, { replicas: 0 })],
      batch('http://cart.shop/'),
      'refused',
    ],
    [
      'is reset with the application',
      [...LEGACY, ...app('legacy/old')],
      batch('http://old/', { backend: { reset: true } }),
      'reset',
    ],
    ['of TLS to a port of HTTP is not understood', CART, batch('https://cart.shop:80/'), 'closed'],
  ])('%s', (_, objects, request, expected) => {
    expect(answer(objects, request)).toBe(expected);
  });
});

describe('what is told of an arrival', () => {
  it('is who the server sees', () => {
    const [outcome] = ask(CART, { url: 'http://cart/a?b=1', method: 'POST', headers: { 'x-a': '1' } });
    expect(outcome).toMatchObject({
      peer: 'spiffe://cluster.local/ns/shop/sa/web',
      transport: 'mtls',
      seen: { method: 'POST', host: 'cart', path: '/a?b=1', port: 8080, headers: {}, removed: [] },
      authorization: { allowed: true, by: undefined, at: 'server' },
    });
  });

  it('is whose policy decided', () => {
    const denying = istio('AuthorizationPolicy', 'shop/no', {
      action: 'DENY',
      rules: [{ to: [{ operation: { paths: ['/a'] } }] }],
    });
    expect(ask([...CART, denying], { url: 'http://cart/a' })[0]).toMatchObject({
      result: 403,
      authorization: { allowed: false, by: 'shop/no', at: 'server' },
    });
  });

  it('is no peer where the server has no proxy', () => {
    const [outcome] = ask([...CART, ...app('legacy/old')], { url: 'http://old.legacy/' });
    expect(outcome).toMatchObject({ result: 200, peer: undefined, transport: 'plaintext' });
  });

  it('is not known of ambient pods', () => {
    const ambient = [...CART, namespace('amb', { 'istio.io/dataplane-mode': 'ambient' }), ...app('amb/pay')];
    expect(answer(ambient, 'http://pay.amb/')).toMatch(/^what does ztunnel do with requests to amb\/pay/);
    expect(answer(ambient, { from: 'amb/pay', url: 'http://cart.shop/' })).toMatch(
      /^what does ztunnel do with requests of amb\/pay/,
    );
  });
});
