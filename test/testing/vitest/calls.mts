/** A test of Vitest, which test/testing/vitest.test.ts runs. */
import { Mesh } from 'istio-constructs';
import { expect, test } from 'vitest';
import 'istio-constructs/testing/vitest';

const metadata = { name: 'web', namespace: 'shop' };
const pods = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }] } };
const mesh = Mesh.fromObjects([
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: pods } },
  { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } },
]);
const call = mesh.from('shop/web').get('http://web/');

test('passes', () => {
  expect(call).toRouteTo('shop/web');
  expect(call).not.toBeDenied();
});

test('fails', () => {
  expect(call).toBeDenied();
});
