import { MeshProgram } from 'istio-constructs';
import 'istio-constructs/testing';
import { ShopChart } from './shop';

const program = new MeshProgram();
const shop = new ShopChart(program, 'shop', { host: 'shop.example.com' });
const mesh = program.mesh();
const call = mesh.from('shop/web').get('http://reviews:8080/');

test('a tenth of the requests for reviews goes to v2, testers first', () => {
  expect(call).toRouteTo([
    ['shop/reviews-v1', 90],
    ['shop/reviews-v2', 10],
  ]);
  expect(call.with({ headers: { 'x-preview': 'on' } })).toRouteTo('shop/reviews-v2');
});

test('web calls reviews by mTLS, and cart may not', () => {
  expect(call).toUseMtls();
  expect(call).toBeAllowed({ by: 'shop/reviews' });
  expect(mesh.from('shop/cart').get('http://reviews:8080/')).toBeDenied({ by: 'shop/deny-all' });
});

test('customers are sent to HTTPS', () => {
  const customer = mesh.outside().via(shop.ingress);
  expect(customer.get('http://shop.example.com/cart')).toRedirectTo('https://shop.example.com/cart');
});
