import { call, FROM_SHOP, policy, route } from '../testing/reviews';

test('an explanation shows each outcome, its steps, and for each step the object, the field and where it is written', () => {
  const text = call([route({ v1: 90, v2: 10 }), policy('from-shop', FROM_SHOP)]).explain();
  expect(text).toBe(`GET http://reviews/ from shop/web
  capture               shop/web has a sidecar: label istio-injection: enabled of the namespace
                        Deployment shop/web (mesh.yaml:6:1)
  virtual-host          Host reviews is reviews.shop.svc.cluster.local: routes of VirtualService
                          shop/reviews
                        spec.hosts (mesh.yaml:51:10)
  route                 VirtualService shop/reviews takes it spec.http[0] (mesh.yaml:53:7)
     90 %  200 from shop/reviews-v1
    destination         goes to reviews.shop.svc.cluster.local:80 subset v1, as 90 % of requests do
                        VirtualService shop/reviews spec.http[0].route[0] (mesh.yaml:53:15)
    client-tls          to shop/reviews-v1:80 by mTLS (automatic)
    peer-authentication shop/reviews-v1:80 takes mTLS of spiffe://cluster.local/ns/shop/sa/web
                          (PERMISSIVE by Istio's default)
    authorization       AuthorizationPolicy shop/from-shop allows it by spec.rules[0]
                        (mesh.yaml:60:62)
     10 %  200 from shop/reviews-v2
    destination         goes to reviews.shop.svc.cluster.local:80 subset v2, as 10 % of requests do
                        VirtualService shop/reviews spec.http[0].route[1] (mesh.yaml:53:75)
    client-tls          to shop/reviews-v2:80 by mTLS (automatic)
    peer-authentication shop/reviews-v2:80 takes mTLS of spiffe://cluster.local/ns/shop/sa/web
                          (PERMISSIVE by Istio's default)
    authorization       AuthorizationPolicy shop/from-shop allows it by spec.rules[0]
                        (mesh.yaml:60:62)`);
});

test('the request is named with its headers, the end with tries, time and flags', () => {
  const lines = call([route({ v1: 100 }, 'retries: { attempts: 1, retryOn: 5xx }')])
    .with({ headers: { 'x-user': 'beta' }, backend: { status: 503, delay: 1 } })
    .explain()
    .split('\n');
  expect(lines[0]).toBe('GET http://reviews/ from shop/web (x-user: beta)');
  expect(lines[1]).toBe('    100 %  503 from shop/reviews-v1 (URX) after 2 tries in 2.01 s');
});

test('lines have about a hundred characters, and only words are longer', () => {
  const long = { headers: { 'x-long': 'several words '.repeat(20) } };
  const lines = call([route({ v1: 100 })])
    .with(long)
    .explain()
    .split('\n');
  expect(lines.every((line) => line.length <= 100)).toBe(true);
});
